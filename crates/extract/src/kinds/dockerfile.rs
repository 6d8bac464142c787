//! Dockerfiles: base image, what is copied, ports, user, health check, command.

use model::facts::dockerfile::Dockerfile;
use model::facts::manifest::{Check, Text, Variable};
use model::facts::{Facts, Note};
use model::{At, FileFacts};
use parse_dockerfile::{Command, HealthcheckArguments, Instruction, Source, UnescapedString};

use super::Kind;
use crate::input::file_name;
use crate::{Input, Probe};

/// Dockerfile, Containerfile.
pub const KIND: Kind = Kind {
    name: "dockerfile",
    may_be: |path| {
        let name = file_name(path);
        let lower = name.to_ascii_lowercase();
        ["dockerfile", "containerfile"].iter().any(|word| {
            let after = lower.strip_prefix(word);
            let before = lower.strip_suffix(word);
            after.is_some_and(|after| after.is_empty() || after.starts_with('.'))
                || before.is_some_and(|before| before.ends_with('.'))
        }) && ![".dockerignore", ".md", ".sh", ".tpl", ".j2"]
            .iter()
            .any(|end| lower.ends_with(end))
    },
    is: |probe: &Probe<'_>| probe.has("FROM") || probe.has("from"),
    read,
};

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let instructions = match parse_dockerfile::parse_iter(input.text) {
        Ok(instructions) => instructions,
        Err(error) => {
            facts.notes.push(note(error.to_string()));
            return;
        }
    };
    let mut file = Dockerfile::default();
    // Base image of each stage by its name, so that a stage built on a stage has the first one's.
    let mut stages: Vec<(String, Option<Text>)> = Vec::new();
    let mut entrypoint: Vec<Text> = Vec::new();
    let mut command: Vec<Text> = Vec::new();
    for instruction in instructions {
        match instruction {
            Ok(Instruction::From(from)) => {
                let image = text(&from.image);
                let base = match stages
                    .iter()
                    .rev()
                    .find(|(name, _)| name.eq_ignore_ascii_case(&image.value))
                {
                    Some((_, base)) => base.clone(),
                    None => {
                        // What a stage sets does not reach one with another base.
                        file.user = None;
                        file.health_check = Check::None;
                        file.ports.clear();
                        entrypoint.clear();
                        command.clear();
                        Some(image)
                    }
                };
                file.base.clone_from(&base);
                let name = from.as_.map(|(_, name)| name.value.into_owned());
                stages.push((name.unwrap_or_else(|| stages.len().to_string()), base));
            }
            Ok(Instruction::Arg(arg)) => file.environment.extend(assignments(&arg.arguments)),
            Ok(Instruction::Env(env)) => file.environment.extend(assignments(&env.arguments)),
            Ok(Instruction::Copy(copy))
                if !copy.options.iter().any(|flag| flag.name.value == "from") =>
            {
                file.copied.extend(sources(&copy.src));
            }
            Ok(Instruction::Add(add)) => file.copied.extend(sources(&add.src)),
            Ok(Instruction::Expose(expose)) => {
                file.ports.extend(
                    expose
                        .arguments
                        .iter()
                        .map(|port| port.value.clone().into_owned()),
                );
            }
            Ok(Instruction::Run(run)) => {
                for line in words(&run.arguments) {
                    file.built.extend(built(&line.value));
                }
            }
            Ok(Instruction::User(user)) => file.user = Some(text(&user.arguments)),
            Ok(Instruction::Healthcheck(check)) => {
                file.health_check = match check.arguments {
                    HealthcheckArguments::None { .. } => Check::Disabled,
                    _ => Check::Set,
                };
            }
            Ok(Instruction::Cmd(cmd)) => command = words(&cmd.arguments),
            Ok(Instruction::Entrypoint(entry)) => {
                entrypoint = words(&entry.arguments);
                command.clear();
            }
            Ok(_) => {}
            Err(error) => {
                facts.notes.push(note(error.to_string()));
                break;
            }
        }
    }
    file.command = entrypoint;
    file.command.append(&mut command);
    if file.base.is_some() {
        facts.facts.push(Facts::Dockerfile(file));
    }
}

/// The words of a line by which a tool is told what to build: behind `--filter` and its like, paths, and tasks of a module.
fn built(line: &str) -> Vec<String> {
    const FLAGS: &[&str] = &[
        "--filter",
        "-F",
        "-p",
        "--package",
        "--bin",
        "-pl",
        "--projects",
        "--workspace",
        "-w",
        "--scope",
        "--project",
    ];
    let mut found = Vec::new();
    let mut is_meant = false;
    for word in line.split([' ', '\t', '\n', '\\', '"', '\'', ',']) {
        if word.is_empty() {
            continue;
        }
        let (flag, value) = word.split_once('=').unwrap_or((word, ""));
        let is_flag = FLAGS.contains(&flag);
        if is_flag && !value.is_empty() {
            found.push(value.to_owned());
        } else if !word.starts_with('-')
            && (is_meant
                || word.starts_with("./")
                || word.ends_with(".csproj")
                || word.contains(':') && !word.contains("//"))
        {
            found.push(word.to_owned());
        }
        is_meant = is_flag && value.is_empty();
    }
    found
}

fn note(message: String) -> Note {
    Note {
        at: At::default(),
        kind: "syntax".to_owned(),
        message: message.lines().next().unwrap_or_default().to_owned(),
    }
}

fn text(text: &UnescapedString<'_>) -> Text {
    Text {
        value: text.value.clone().into_owned(),
        at: At::new(text.span.start as u32..text.span.end as u32),
    }
}

fn words(command: &Command<'_>) -> Vec<Text> {
    match command {
        Command::Exec(words) => words.value.iter().map(text).collect(),
        Command::Shell(line) => vec![Text {
            value: line.value.to_owned(),
            at: At::new(line.span.start as u32..line.span.end as u32),
        }],
        _ => Vec::new(),
    }
}

fn sources<'a>(sources: &'a [Source<'_>]) -> impl Iterator<Item = String> + 'a {
    sources.iter().filter_map(|source| match source {
        Source::Path(path) => Some(path.value.clone().into_owned()),
        _ => None,
    })
}

/// The pairs of `NAME=value NAME2="value 2"`, or of the old form `NAME value`.
fn assignments(arguments: &UnescapedString<'_>) -> Vec<Variable> {
    let at = At::new(arguments.span.start as u32..arguments.span.end as u32);
    let text = arguments.value.as_ref();
    let variable = |name: &str, value: Option<&str>| Variable {
        name: name.to_owned(),
        value: value.map(|value| value.trim_matches(['"', '\'']).to_owned()),
        from: None,
        at,
    };
    let first = text.split_whitespace().next().unwrap_or_default();
    if !first.contains('=') {
        let value = text.trim_start()[first.len()..].trim();
        return vec![variable(first, (!value.is_empty()).then_some(value))];
    }
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some((name, after)) = rest.split_once('=') {
        let end = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].find(quote).map_or(after.len(), |end| end + 2),
            _ => after.find(char::is_whitespace).unwrap_or(after.len()),
        };
        found.push(variable(name.trim(), Some(&after[..end])));
        rest = after[end..].trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dockerfile(text: &str) -> Dockerfile {
        let mut facts = FileFacts::default();
        read(&Input::new("Dockerfile", text, &[]), &mut facts);
        match facts.facts.pop() {
            Some(Facts::Dockerfile(file)) => file,
            _ => Dockerfile::default(),
        }
    }

    #[test]
    fn the_last_stage_counts_and_its_base_is_followed() {
        let file = dockerfile(
            "FROM golang:1 AS build\nUSER root\nCOPY src /src\nFROM alpine:3 AS base\nUSER app\nFROM base\nCOPY --from=build /a /a\nEXPOSE 80\nCMD [\"/a\"]\n",
        );
        assert_eq!(
            file.base.map(|base| base.value).as_deref(),
            Some("alpine:3")
        );
        assert_eq!(file.user.map(|user| user.value).as_deref(), Some("app"));
        assert_eq!(
            (file.copied, file.ports),
            (vec!["src".to_owned()], vec!["80".to_owned()])
        );
    }

    #[test]
    fn env_has_an_old_and_a_new_form() {
        let file = dockerfile("FROM a\nENV A=1 B=\"x y\"\nENV C d e\n");
        let pairs: Vec<(&str, Option<&str>)> = file
            .environment
            .iter()
            .map(|v| (v.name.as_str(), v.value.as_deref()))
            .collect();
        assert_eq!(
            pairs,
            [("A", Some("1")), ("B", Some("x y")), ("C", Some("d e"))]
        );
    }

    #[test]
    fn what_stands_before_an_error_is_kept() {
        let file = dockerfile("FROM a\nUSER app\nNONSENSE x\n");
        assert_eq!(file.user.map(|user| user.value).as_deref(), Some("app"));
    }

    #[test]
    fn a_build_names_what_it_builds() {
        let file = dockerfile(
            "FROM a\nRUN pnpm --filter=@shop/api build && cargo build -p orders\nRUN go build -o /app ./cmd/stock\nRUN [\"./gradlew\", \":orders:bootJar\"]\nRUN curl https://example.org\n",
        );
        assert_eq!(
            file.built,
            [
                "@shop/api",
                "orders",
                "./cmd/stock",
                "./gradlew",
                ":orders:bootJar"
            ]
        );
    }
}
