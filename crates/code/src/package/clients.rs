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

/// The contracts that clients are made from, as written from the folder of `text`, a build file of Gradle or Maven.
pub(super) fn contracts(text: &str) -> Vec<String> {
    if memchr::memmem::find(text.as_bytes(), b"inputSpec").is_none() {
        return Vec::new();
    }
    let valued = |name: &'static str| {
        let lines = text.lines().enumerate();
        lines.filter_map(move |(number, line)| Some((number, value(line, name)?)))
    };
    let generators: Vec<(usize, &str)> = valued("generatorName").collect();
    let is_client = |number: usize| {
        let nearest = (generators.iter()).min_by_key(|(at, _)| at.abs_diff(number));
        nearest.is_some_and(|(_, name)| {
            CLIENTS.iter().any(|start| name.starts_with(start))
                && !SERVERS.iter().any(|part| name.contains(part))
        })
    };
    let clients = valued("inputSpec").filter(|(number, _)| is_client(*number));
    clients.filter_map(|(_, path)| own_path(path)).collect()
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

/// A path below the folder of the build file, without the variable that names it.
fn own_path(written: &str) -> Option<String> {
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
    let path = path.trim_start_matches("./").trim_start_matches('/');
    (!path.contains(['$', ':']) && !path.contains("..")).then(|| path.to_owned())
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
        assert_eq!(contracts("inputSpec.set(\"a.json\")"), [""; 0]);
    }
}
