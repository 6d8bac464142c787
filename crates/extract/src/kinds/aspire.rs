//! The application host of .NET Aspire: a program whose statements say what runs and who reaches whom.

use std::collections::BTreeMap;

use model::facts::Facts;
use model::facts::manifest::{Container, Manifest, Platform, Text, Workload};
use model::{At, FileFacts};

use super::Kind;
use crate::{Input, Probe};

/// An application host.
pub const KIND: Kind = Kind {
    name: "aspire",
    may_be: |path| path.ends_with(".cs"),
    is: |probe: &Probe<'_>| probe.has("DistributedApplication.CreateBuilder"),
    read,
};

/// Statements of one file that are read.
const STATEMENTS_LIMIT: usize = 10_000;

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let mut host = Host::default();
    for (start, statement) in statements(input.text).into_iter().take(STATEMENTS_LIMIT) {
        host.statement(start, statement);
    }
    if host.workloads.is_empty() {
        return;
    }
    facts.facts.push(Facts::Manifest(Manifest {
        platform: Platform::Aspire,
        workloads: host.workloads,
        ..Manifest::default()
    }));
}

/// The statements of a program with their places: what stands between `;` outside of texts and comments.
fn statements(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let (mut found, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
            }
            b';' => {
                found.push((start, &text[start..at]));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

#[derive(Default)]
struct Host {
    workloads: Vec<Workload>,
    /// The workload that each variable of the program stands for.
    variables: BTreeMap<String, usize>,
}

/// One call of a chain: its name with type arguments, its arguments, and where they begin.
struct Step<'t> {
    name: &'t str,
    kind: &'t str,
    arguments: &'t str,
    at: usize,
}

impl Host {
    fn statement(&mut self, start: usize, statement: &str) {
        let (variable, chain) = match statement.split_once('=') {
            Some((left, right)) if is_declaration(left) => (left.split_whitespace().last(), right),
            _ => (None, statement),
        };
        let offset = start + (chain.as_ptr() as usize - statement.as_ptr() as usize);
        let steps = steps(chain);
        let subject = last_word(chain.split('.').next().unwrap_or_default());
        let mut current = self.variables.get(subject).copied();
        for step in &steps {
            if let Some(product) = step.name.strip_prefix("Add") {
                current = self.add(product, step, offset).or(current);
            } else if let Some(from) = current
                && (step.name.starts_with("WithReference")
                    || step.name.starts_with("WithEnvironment")
                    || step.name.starts_with("Configure"))
            {
                self.refer(from, step, offset);
            }
        }
        if let (Some(variable), Some(workload)) = (variable, current.or_else(|| self.alias(chain)))
        {
            self.variables.insert(variable.to_owned(), workload);
        }
    }

    /// `var endpoint = orders.GetEndpoint("http")`
    fn alias(&self, chain: &str) -> Option<usize> {
        self.variables.get(chain.split('.').next()?.trim()).copied()
    }

    fn add(&mut self, product: &str, step: &Step<'_>, offset: usize) -> Option<usize> {
        if matches!(product, "Parameter" | "ConnectionString" | "Database") {
            return None;
        }
        let quote = step.arguments.find('"')?;
        let name = step.arguments[quote + 1..].split('"').next()?;
        let at = offset + step.at + quote + 1;
        let name = Text {
            value: name.to_owned(),
            at: At::new(at as u32..(at + name.len()) as u32),
        };
        let mut container = Container {
            name: name.clone(),
            ..Container::default()
        };
        let project = step.kind.rsplit('.').next().unwrap_or_default();
        let mut aliases = Vec::new();
        match product {
            "Project" => aliases.push(project.replace('_', ".")),
            "NpmApp" | "NodeApp" | "PythonApp" | "Dockerfile" | "JavaScriptApp" | "ViteApp"
            | "Executable" => {
                aliases.extend(folder(step.arguments));
            }
            "Container" => {
                let image = step.arguments.split('"').nth(3)?;
                container.image = Some(Text {
                    value: image.to_owned(),
                    at: name.at,
                });
            }
            product => {
                let product = product.to_lowercase();
                container.image = Some(Text {
                    value: product.trim_start_matches("azure").to_owned(),
                    at: name.at,
                });
            }
        }
        self.workloads.push(Workload {
            name,
            kind: "aspire".to_owned(),
            aliases,
            containers: vec![container],
            ..Workload::default()
        });
        Some(self.workloads.len() - 1)
    }

    fn refer(&mut self, from: usize, step: &Step<'_>, offset: usize) {
        // An address that is only allowed to come back is no dependency.
        let variable = step
            .arguments
            .split('"')
            .nth(1)
            .unwrap_or_default()
            .to_lowercase();
        if step.name == "WithEnvironment"
            && (variable.contains("callback") || variable.contains("client"))
        {
            return;
        }
        for argument in step.arguments.split(',') {
            let argument = argument.trim();
            let variable = argument.split(['.', '(']).next().unwrap_or_default();
            let Some(&to) = self.variables.get(variable) else {
                continue;
            };
            let begin =
                offset + step.at + (argument.as_ptr() as usize - step.arguments.as_ptr() as usize);
            let link = Text {
                value: self.workloads[to].name.value.clone(),
                at: At::new(begin as u32..(begin + variable.len()) as u32),
            };
            if to != from {
                self.workloads[from].links.push(link);
            }
        }
    }
}

/// The last part of the folder among the arguments: the second text.
fn folder(arguments: &str) -> Option<String> {
    let path = arguments.split('"').nth(3)?;
    path.rsplit(['/', '\\'])
        .find(|part| !part.is_empty() && *part != ".")
        .map(str::to_owned)
}

fn last_word(text: &str) -> &str {
    text.rsplit(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .next()
        .unwrap_or_default()
}

/// Whether the text before `=` declares a variable; comments may stand before it.
fn is_declaration(left: &str) -> bool {
    let line = left.trim_end().rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with("var ") && !line.contains('(')
}

/// The calls of a chain, those inside of arguments left out.
fn steps(chain: &str) -> Vec<Step<'_>> {
    let bytes = chain.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if bytes[at] != b'.' {
            at += 1;
            continue;
        }
        let begin = at + 1;
        let end = chain[begin..]
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .map_or(chain.len(), |length| begin + length);
        let mut open = end;
        let mut kind = "";
        if bytes.get(open) == Some(&b'<') {
            let close = chain[open..]
                .find('>')
                .map_or(chain.len(), |length| open + length);
            kind = &chain[open + 1..close];
            open = (close + 1).min(chain.len());
        }
        if bytes.get(open) != Some(&b'(') {
            at = end;
            continue;
        }
        let close = closing(bytes, open);
        found.push(Step {
            name: &chain[begin..end],
            kind,
            arguments: &chain[open + 1..close],
            at: open + 1,
        });
        at = close;
    }
    found
}

/// The position of the bracket that closes the one at `open`; the end if none does.
fn closing(bytes: &[u8], open: usize) -> usize {
    let (mut depth, mut in_text) = (0_usize, false);
    for (index, byte) in bytes.iter().enumerate().skip(open) {
        match byte {
            b'"' => in_text = !in_text,
            b'(' if !in_text => depth += 1,
            b')' if !in_text => {
                depth -= 1;
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &[&str])]) {
        let mut facts = FileFacts::default();
        read(&Input::new("AppHost/Program.cs", text, &[]), &mut facts);
        let Some(Facts::Manifest(manifest)) = facts.facts.pop() else {
            assert!(expected.is_empty());
            return;
        };
        let found: Vec<(&str, Vec<&str>)> = manifest
            .workloads
            .iter()
            .map(|workload| {
                let links = workload.links.iter().map(|link| {
                    assert!(!text[link.at.start as usize..link.at.end as usize].is_empty());
                    link.value.as_str()
                });
                (workload.name.value.as_str(), links.collect())
            })
            .collect();
        let expected: Vec<(&str, Vec<&str>)> = expected
            .iter()
            .map(|(name, links)| (*name, links.to_vec()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_reference_links_projects_and_stores() {
        check(
            "var b = DistributedApplication.CreateBuilder(args);\nvar db = b.AddPostgres(\"pg\").WithImage(\"x;y\").AddDatabase(\"shop\");\nvar api = b.AddProject<Projects.Orders_Api>(\"orders\") // the first; of two\n  .WithReference(db);\n// its address\nvar url = api.GetEndpoint(\"http\");\nb.AddProject<Projects.Web>(\"web\").WithReference(api).WithEnvironment(\"X\", url);\n",
            &[
                ("pg", &[]),
                ("orders", &["pg"]),
                ("web", &["orders", "orders"]),
            ],
        );
    }

    #[test]
    fn a_text_that_never_ends_ends() {
        check(
            "DistributedApplication.CreateBuilder(args); var a = b.AddRedis(\"x",
            &[],
        );
    }
}
