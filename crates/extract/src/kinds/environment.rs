//! Files of environment variables: `.env`, `production.env`, `.env.example`.

use model::facts::Facts;
use model::facts::manifest::Variable;
use model::{At, FileFacts};

use super::Kind;
use crate::Input;
use crate::input::file_name;

/// A file of `NAME=value` lines.
pub const KIND: Kind = Kind {
    name: "environment",
    may_be,
    is: |probe| probe.has("="),
    read,
};

/// Whether the file at `path` is called as files of variables are.
pub(crate) fn may_be(path: &str) -> bool {
    let name = file_name(path);
    name == ".env" || name.starts_with(".env.") || name.ends_with(".env") || name == "env"
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let mut variables = Vec::new();
    let mut start = 0;
    for line in input.text.split_inclusive('\n') {
        variables.extend(variable(line, start));
        start += line.len();
    }
    facts.facts.push(Facts::Environment(variables));
}

/// Source: Compose specification, "Env_file format".
fn variable(line: &str, start: usize) -> Option<Variable> {
    let text = line.trim();
    if text.starts_with('#') {
        return None;
    }
    let (name, value) = text.split_once('=')?;
    let name = name.trim().trim_start_matches("export ").trim();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    let raw = value.trim();
    let value = match raw.chars().next() {
        Some(quote @ ('"' | '\'')) => raw[1..].split(quote).next().unwrap_or_default(),
        _ => raw.split(" #").next().unwrap_or_default().trim_end(),
    };
    let begin = start + line.find('=')? + 1 + line[line.find('=')? + 1..].find(raw).unwrap_or(0);
    Some(Variable {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        from: None,
        at: At::new(begin as u32..(begin + raw.len()) as u32),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, &str)>) {
        let found = variable(line, 0);
        let found = found.map(|v| {
            let text = line[v.at.start as usize..v.at.end as usize].to_owned();
            (v.name, v.value.unwrap_or_default(), text)
        });
        assert_eq!(
            found
                .as_ref()
                .map(|(name, value, _)| (name.as_str(), value.as_str())),
            expected
        );
    }

    #[test]
    fn a_line_is_name_and_value() {
        check("A=b # c\n", Some(("A", "b")));
        check("export A = 'b # c'\n", Some(("A", "b # c")));
        check("# A=b\n", None);
        check("A=\n", Some(("A", "")));
    }
}
