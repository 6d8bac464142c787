//! What a rule file says.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use model::{Level, Relation, System, template};
use serde::Deserialize;

use crate::expression::Expression;
use crate::nearest::hint;

/// Longest `where`, in characters.
const MAX_EXPRESSION_CHARS: usize = 4096;

/// One rule, as its file says it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Names the fault; the file's name.
    pub id: String,
    /// The fault in a few words.
    pub title: String,
    /// How much it matters.
    pub level: Level,
    /// The principle that it stands for.
    pub principle: String,
    /// Why it matters.
    pub rationale: String,
    /// Where the field says so.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The relation that it reads.
    #[serde(rename = "for")]
    pub relation: String,
    /// CEL over one row.
    #[serde(default, rename = "where")]
    pub condition: Option<String>,
    /// CEL over the row of a match: where it holds, the match is a note, whatever the level.
    #[serde(default)]
    pub note_where: Option<String>,
    /// A native check, instead of `where`.
    #[serde(default)]
    pub check: Option<String>,
    /// The parameters of the native check.
    #[serde(default)]
    pub with: Option<serde_json::Value>,
    /// What: a template over the row.
    pub message: String,
    /// How to fix it: a template over the row.
    pub help: String,
    /// What the replacements do that are known for a row: a template over it.
    #[serde(default)]
    pub fix: Option<String>,
    /// What names the thing; default from the relation.
    #[serde(default)]
    pub subject: Option<String>,
    /// The row or place to underline.
    #[serde(default)]
    pub at: Option<String>,
    /// Further places.
    #[serde(default)]
    pub related: Vec<RelatedPlace>,
    /// The row under which many matches are one finding.
    #[serde(default)]
    pub per: Option<Per>,
    /// Typed parameters.
    #[serde(default)]
    pub configuration: BTreeMap<String, Parameter>,
    /// Whether it speaks of the state or of how it changes.
    #[serde(default)]
    pub applies_to: AppliesTo,
    /// Severity from 0.1 to 10.0, on security rules alone.
    #[serde(default)]
    pub security_severity: Option<String>,
    /// Whether the text that it underlines is a secret, which no report may show.
    #[serde(default)]
    pub underlines_secret: bool,
    /// How often it is right.
    #[serde(default)]
    pub precision: Precision,
    /// Whether it runs without being asked for.
    #[serde(default = "yes")]
    pub is_default: bool,
    /// Small repositories that show it, and that it must stay silent on.
    #[serde(default)]
    pub examples: Vec<Example>,
}

fn yes() -> bool {
    true
}

/// A further place of a finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedPlace {
    /// The row or place, as a path such as `endpoint.api`.
    pub at: String,
    /// What it shows: a template over the row.
    pub label: String,
}

/// How many matches become one finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Per {
    /// The row that the finding is about, as a path such as `endpoint.api`.
    pub row: String,
    /// What: a template over that row, with `{count}` and `{judged}`.
    pub message: String,
    /// The number of matches from which they are rolled up.
    #[serde(default = "two")]
    pub from: usize,
    /// Where the finding stands.
    #[serde(default)]
    pub at: PerPlace,
    /// What each match adds to the `{each}` of the help: a template over its row.
    #[serde(default)]
    pub each: Option<String>,
    /// How to fix all of them: a template over the first match's row, with `{each}`, `{count}` and `{judged}`;
    /// default is the help of the first match.
    #[serde(default)]
    pub help: Option<String>,
}

/// Where a finding stands that is about many matches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PerPlace {
    /// At the row that it is about.
    #[default]
    Row,
    /// At the first match: the row has no place where anybody would change something.
    First,
}

fn two() -> usize {
    2
}

/// A parameter that `archreview.yaml` may set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// Its value unless set.
    pub default: serde_json::Value,
    /// What it does.
    pub description: String,
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterKind {
    /// A whole number.
    Integer,
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// A list of texts.
    Texts,
}

impl ParameterKind {
    /// Whether `value` is of this type.
    pub fn accepts(self, value: &serde_json::Value) -> bool {
        match self {
            ParameterKind::Integer => value.is_i64(),
            ParameterKind::Text => value.is_string(),
            ParameterKind::Flag => value.is_boolean(),
            ParameterKind::Texts => value
                .as_array()
                .is_some_and(|items| items.iter().all(serde_json::Value::is_string)),
        }
    }
}

/// What a rule speaks of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppliesTo {
    /// The state of the system.
    #[default]
    State,
    /// How the system changes.
    Change,
}

/// How often a rule is right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// Practically always.
    VeryHigh,
    /// At least nine times in ten.
    #[default]
    High,
    /// Mostly.
    Medium,
    /// Sometimes.
    Low,
}

impl Precision {
    /// The word of SARIF.
    pub fn word(self) -> &'static str {
        match self {
            Precision::VeryHigh => "very-high",
            Precision::High => "high",
            Precision::Medium => "medium",
            Precision::Low => "low",
        }
    }
}

/// A small repository that shows a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// Path and text of its files.
    pub files: IndexMap<String, String>,
    /// The files at the base, for rules about changes.
    #[serde(default)]
    pub before: Option<IndexMap<String, String>>,
    /// The text of `archreview.yaml`.
    #[serde(default)]
    pub config: Option<String>,
    /// The exact texts to underline, `path:line` where a text is not unique; empty: silence.
    #[serde(default)]
    pub flags: Vec<String>,
    /// The level of what is flagged; default is the rule's.
    #[serde(default)]
    pub level: Option<Level>,
}

/// Why a rule file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and the nearest right name.
    pub message: String,
}

impl std::fmt::Display for RuleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl std::error::Error for RuleError {}

impl Rule {
    /// Reads a rule file, without looking at its expressions.
    pub fn read(path: &str, text: &str) -> Result<Rule, RuleError> {
        let parsed = document::parse(text, document::Format::Yaml);
        let error = |at: u32, message: String| RuleError {
            path: path.to_owned(),
            line: line(text, at),
            message,
        };
        if let Some(fault) = parsed.faults().first() {
            return Err(error(fault.at.start, fault.message.clone()));
        }
        let Some(root) = parsed.root() else {
            return Err(error(
                0,
                "the file is empty; a rule is a mapping".to_owned(),
            ));
        };
        document::from_node(root)
            .map_err(|fault| error(fault.at.start, crate::nearest::fault(&fault)))
    }

    /// Reads a rule file up to its examples, which stand last.
    pub fn read_without_examples(path: &str, text: &str) -> Result<Rule, RuleError> {
        let end = text
            .find("\nexamples:")
            .map_or(text.len(), |newline| newline + 1);
        Rule::read(path, &text[..end])
    }

    /// Whether the rule's names mean something: its file name, relation, columns, check and parameters.
    /// Done for user rules when they are loaded and for the embedded ones by the tests.
    pub fn verify(&self, path: &str, text: &str, checks: &[&str]) -> Result<(), RuleError> {
        let error = |key: &str, message: String| RuleError {
            path: path.to_owned(),
            line: line_of_key(text, key),
            message,
        };
        let stem = path
            .rsplit('/')
            .next()
            .unwrap_or(path)
            .trim_end_matches(".yaml");
        if stem != self.id {
            let message = format!("the id `{}` is not the name of the file, `{stem}`", self.id);
            return Err(error("id", message));
        }
        let relations = || System::RELATIONS.iter().map(|relation| relation.name);
        let Some((_, relation)) = System::relation_named(&self.relation) else {
            let message = format!(
                "unknown relation `{}`{}",
                self.relation,
                hint(&self.relation, relations())
            );
            return Err(error("for", message));
        };
        match (&self.condition, &self.check) {
            (Some(condition), None) => {
                if condition.chars().count() > MAX_EXPRESSION_CHARS {
                    let message =
                        format!("`where` is longer than {MAX_EXPRESSION_CHARS} characters");
                    return Err(error("where", message));
                }
                Expression::compile(condition)
                    .and_then(|compiled| compiled.verify(relation, &self.configuration))
                    .map_err(|message| error("where", message))?;
            }
            (None, Some(check)) => {
                if !checks.contains(&check.replace('-', "_").as_str()) {
                    let message = format!(
                        "unknown check `{check}`{}",
                        hint(check, checks.iter().copied())
                    );
                    return Err(error("check", message));
                }
            }
            _ => {
                let message = "a rule has either `where` or `check`".to_owned();
                return Err(error("id", message));
            }
        }
        if let Some(condition) = &self.note_where {
            Expression::compile(condition)
                .and_then(|compiled| compiled.verify(relation, &self.configuration))
                .map_err(|message| error("note_where", message))?;
        }
        for (key, path) in [
            ("at", self.at.as_deref()),
            ("per", self.per.as_ref().map(|p| p.row.as_str())),
        ] {
            if let Some(path) = path {
                verify_path(relation, path).map_err(|message| error(key, message))?;
            }
        }
        for place in &self.related {
            verify_path(relation, &place.at).map_err(|message| error("related", message))?;
        }
        if self.check.is_none() {
            let texts = [("message", &self.message), ("help", &self.help)];
            let fix = self.fix.as_ref().map(|text| ("fix", text));
            let each = self.per.as_ref().and_then(|per| per.each.as_ref());
            let each = each.map(|text| ("per", text));
            for (key, text) in texts.into_iter().chain(fix).chain(each) {
                verify_template(relation, text).map_err(|message| error(key, message))?;
            }
        }
        for (name, parameter) in &self.configuration {
            if !parameter.kind.accepts(&parameter.default) {
                let message = format!("the default of `{name}` is not of its type");
                return Err(error("configuration", message));
            }
        }
        if !self
            .examples
            .iter()
            .any(|example| !example.flags.is_empty())
        {
            return Err(error(
                "examples",
                "no example shows the fault (`flags`)".to_owned(),
            ));
        }
        if self
            .examples
            .iter()
            .all(|example| !example.flags.is_empty())
        {
            return Err(error(
                "examples",
                "no example shows it done right (without `flags`)".to_owned(),
            ));
        }
        Ok(())
    }
}

/// Whether `path` leads from a row of `relation` to another row or place.
fn verify_path(relation: &'static Relation, path: &str) -> Result<(), String> {
    let mut relation = relation;
    let mut names = path.split('.');
    if names.clone().next() == Some(relation.name) {
        names.next();
    }
    for name in names {
        relation = step(relation, name)?.unwrap_or(relation);
    }
    Ok(())
}

/// The relation that column `name` leads to; `None` for a column that is no row.
fn step(relation: &'static Relation, name: &str) -> Result<Option<&'static Relation>, String> {
    let Some(position) = relation.column(name) else {
        let columns = relation.columns.iter().map(|column| column.name);
        return Err(format!(
            "unknown column `{name}` of `{}`{}",
            relation.name,
            hint(name, columns)
        ));
    };
    Ok(target(&relation.columns[position].kind))
}

/// The relation that a column of this kind leads to.
pub(crate) fn target(kind: &model::relation::Kind) -> Option<&'static Relation> {
    use model::relation::Kind;
    match kind {
        Kind::Row(name) => System::relation_named(name).map(|(_, relation)| relation),
        Kind::Optional(inner) | Kind::Known(inner) => target(inner),
        _ => None,
    }
}

fn verify_template(relation: &'static Relation, text: &str) -> Result<(), String> {
    for piece in template::pieces(text) {
        if let template::Piece::Path(path) = piece {
            let mut relation = relation;
            for name in path.split('.') {
                relation = step(relation, name)?.unwrap_or(relation);
            }
        }
    }
    Ok(())
}

/// The line of byte `at`, from 1.
pub fn line(text: &str, at: u32) -> usize {
    let end = (at as usize).min(text.len());
    text.as_bytes()[..end]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count()
        + 1
}

/// The line on which the top-level `key` stands, or the first.
fn line_of_key(text: &str, key: &str) -> usize {
    text.lines()
        .position(|line| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(':'))
        })
        .map_or(1, |index| index + 1)
}
