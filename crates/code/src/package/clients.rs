//! Contracts from which the build of a package of the JVM makes clients: `inputSpec` of the plugins of OpenAPI Generator.

/// Starts of the names of generators that make clients.
const CLIENTS: &[&str] = &[
    "android",
    "csharp",
    "dart",
    "go",
    "java",
    "javascript",
    "kotlin",
    "php",
    "python",
    "ruby",
    "rust",
    "swift",
    "typescript",
];
/// What the names of generators hold that make servers.
const SERVERS: &[&str] = &[
    "aspnet",
    "axum",
    "camel",
    "echo",
    "fastapi",
    "flask",
    "gin",
    "inflector",
    "jaxrs",
    "laravel",
    "lumen",
    "micronaut",
    "msf4j",
    "nestjs",
    "play",
    "server",
    "slim",
    "spring",
    "symfony",
    "undertow",
    "vertx",
    "wiremock",
];

/// So far from a contract its settings may stand, in lines.
const MODELS_LINES: usize = 8;

/// The contracts that clients are made from, as written from the folder of `text`, a build file of Gradle or Maven. Where a
/// variable names them, `*` stands for its part of the path.
pub(super) fn contracts(text: &str) -> Vec<String> {
    if memchr::memmem::find(text.as_bytes(), b"inputSpec").is_none() {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let lines = &lines;
    let valued = |name: &'static str| {
        lines.iter().enumerate().filter_map(move |(number, line)| {
            let below = || value_below(line, name, lines.get(number + 1)?);
            Some((number, value(line, name).or_else(below)?))
        })
    };
    let generators: Vec<(usize, &str)> = valued("generatorName").collect();
    // Whoever makes no interfaces serves none of them: of others' contracts, the models are enough.
    let models: Vec<(usize, &str)> = valued("generateApis").collect();
    let is_of_models = |number: usize| {
        let near = models
            .iter()
            .filter(|(at, _)| at.abs_diff(number) <= MODELS_LINES);
        let nearest = near.min_by_key(|(at, _)| at.abs_diff(number));
        nearest.is_some_and(|(_, value)| *value == "false")
    };
    let is_client = |number: usize| {
        if is_of_models(number) || makes_some_models(text, number) {
            return true;
        }
        let nearest = (generators.iter()).min_by_key(|(at, _)| at.abs_diff(number));
        nearest.is_some_and(|(_, name)| {
            CLIENTS.iter().any(|start| name.starts_with(start))
                && !SERVERS.iter().any(|part| name.contains(part))
        })
    };
    let clients = valued("inputSpec").filter(|(number, _)| is_client(*number));
    let named: Vec<String> = clients
        .filter_map(|(_, path)| own_path(path).or_else(|| pattern(path)))
        .collect();
    let makes_clients = || generators.iter().all(|(number, _)| is_client(*number));
    if !named.is_empty() || generators.is_empty() || !makes_clients() {
        return named;
    }
    // One task for each of a list, and a property that puts the path together.
    let texts = text
        .lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2));
    let is_contract = |text: &&str| {
        [".json", ".yaml", ".yml"]
            .iter()
            .any(|end| text.ends_with(end))
    };
    texts.filter(is_contract).filter_map(pattern).collect()
}

/// Whether the task of the contract on line `number` makes certain models alone: of one's own contract all are made.
fn makes_some_models(text: &str, number: usize) -> bool {
    let behind = text.lines().skip(number + 1);
    let own: Vec<&str> = (behind.take_while(|line| !line.contains("inputSpec"))).collect();
    let lists = |line: &&str| {
        let told =
            (line.split_once("\"models\"")).or_else(|| line.split_once("<modelsToGenerate>"));
        told.is_some_and(|(_, rest)| names_models(rest))
    };
    own.iter().any(lists) && !own.iter().any(|line| line.contains("\"apis\""))
}

/// Whether `rest`, behind the key of the models, names some: `to "Stock,Shelf"`, `Stock,Shelf</modelsToGenerate>`.
fn names_models(rest: &str) -> bool {
    match rest.split_once('"') {
        Some((_, list)) => list.starts_with(char::is_alphabetic),
        None => rest.starts_with(char::is_alphabetic),
    }
}

/// A path below the folder of the build file that holds a variable.
fn pattern(written: &str) -> Option<String> {
    let path = without_root(written);
    let (start, rest) = path.split_once('$')?;
    let rest = match rest.strip_prefix('{') {
        Some(rest) => rest.split_once('}')?.1,
        None => rest.trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_'),
    };
    let is_below = start.contains('/') && !rest.contains(['$', ':', '/']);
    (is_below && !path.contains("..")).then(|| format!("{start}*{rest}"))
}

/// What `line` gives `name`: `name.set("…")`, `name = "…"`, `<name>…</name>`.
fn value<'t>(line: &'t str, name: &str) -> Option<&'t str> {
    let (before, rest) = line.split_once(name)?;
    if before.trim_start().starts_with("//") {
        return None;
    }
    let rest = match rest.strip_prefix('>') {
        Some(text) => text.split('<').next()?,
        None => rest.split(['"', '\'']).nth(1)?,
    };
    Some(rest.trim()).filter(|value| !value.is_empty())
}

/// What stands below the opening tag of `name`, which ends `line`.
fn value_below<'t>(line: &str, name: &str, below: &'t str) -> Option<&'t str> {
    let is_open = (line.trim().strip_prefix('<')).and_then(|tag| tag.strip_suffix('>'));
    let value = below.trim();
    (is_open == Some(name) && !value.is_empty() && !value.starts_with('<')).then_some(value)
}

/// A path below the folder of the build file, without the variable that names it.
fn own_path(written: &str) -> Option<String> {
    let path = without_root(written);
    (!path.contains(['$', ':']) && !path.contains("..")).then(|| path.to_owned())
}

/// What stands behind the variable for the folder of the build file.
fn without_root(written: &str) -> &str {
    let mut path = written.trim_start_matches("file:");
    for root in [
        "project.basedir",
        "basedir",
        "projectDir",
        "rootDir",
        "project.projectDir",
    ] {
        for variable in [format!("${{{root}}}"), format!("${root}")] {
            path = path.strip_prefix(variable.as_str()).unwrap_or(path);
        }
    }
    path.trim_start_matches("./").trim_start_matches('/')
}

#[cfg(test)]
mod tests {
    use super::contracts;

    #[test]
    fn contracts_of_clients_are_known_from_those_of_servers() {
        let gradle = r#"
            tasks.register("stock", GenerateTask::class) {
              generatorName.set("kotlin")
              library.set("jvm-spring-webclient")
              inputSpec.set("$projectDir/specs/stock.json")
            }
            openApiGenerate {
              generatorName = 'kotlin-spring'
              inputSpec = "$rootDir/api/orders.yaml"
            }
            // inputSpec.set("specs/old.json")
        "#;
        assert_eq!(contracts(gradle), ["specs/stock.json"]);
        let pom = "<configuration>\n<inputSpec>${project.basedir}/src/main/api.yaml</inputSpec>\n<generatorName>java</generatorName>";
        assert_eq!(contracts(pom), ["src/main/api.yaml"]);
        let each = "models.forEach {\n  generatorName.set(\"kotlin\")\n  inputSpec.set(\"specs/${it.input}\")\n}";
        assert_eq!(contracts(each), ["specs/*"]);
        let pom = "<inputSpec>\n  ${project.basedir}/src/main/api.yaml\n</inputSpec>\n<generatorName>java</generatorName>";
        assert_eq!(contracts(pom), ["src/main/api.yaml"]);
        assert_eq!(contracts("inputSpec.set(\"a.json\")"), [""; 0]);
        let models = "<inputSpec>src/stock.yaml</inputSpec>\n<generatorName>spring</generatorName>\n<generateApis>false</generateApis>";
        assert_eq!(contracts(models), ["src/stock.yaml"]);
        assert_eq!(contracts(&models.replace("false", "true")), [""; 0]);
    }

    #[test]
    fn who_makes_certain_models_calls_others() {
        let task = |models: &str| {
            format!(
                r#"
            tasks.register<GenerateTask>("stock") {{
              generatorName.set("kotlin-spring")
              inputSpec.set("$projectDir/specs/stock.json")
              globalProperties.set(mapOf({models}))
            }}
            tasks.register<GenerateTask>("orders") {{
              inputSpec.set("$projectDir/specs/orders.json")
              generatorName.set("kotlin-spring")
            }}
        "#
            )
        };
        assert_eq!(
            contracts(&task(r#""models" to "Shelf,Item""#)),
            ["specs/stock.json"]
        );
        for own in [
            r#""models" to """#,
            r#""apis" to "", "models" to "Shelf""#,
            "",
        ] {
            assert_eq!(contracts(&task(own)), [""; 0], "{own}");
        }
        let pom = "<inputSpec>src/stock.yaml</inputSpec>\n<generatorName>spring</generatorName>\n<modelsToGenerate>Shelf</modelsToGenerate>";
        assert_eq!(contracts(pom), ["src/stock.yaml"]);
    }

    #[test]
    fn contracts_of_a_list_of_clients_have_the_name_of_each() {
        let listed = r#"
            data class Client(val name: String) {
              val input get() = "$projectDir/specs/$name-docs.json"
            }
            clients.forEach {
              generatorName.set("kotlin")
              inputSpec.set(it.input)
            }
        "#;
        assert_eq!(contracts(listed), ["specs/*-docs.json"]);
        let server = listed.replace("\"kotlin\"", "\"kotlin-spring\"");
        assert_eq!(contracts(&server), [""; 0]);
    }
}
