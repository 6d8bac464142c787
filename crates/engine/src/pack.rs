//! All rules together, with the principles that they stand for, and what a repository makes of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use model::settings::RuleSetting;
use model::{Level, Settings, System};
use serde::Deserialize;

use crate::expression::{Expression, Judge};
use crate::nearest::hint;
use crate::rule::{Rule, RuleError};

/// A rule with its file.
pub struct RuleFile {
    /// Path of the file, as errors name it.
    pub path: Cow<'static, str>,
    /// The file's text.
    pub text: Cow<'static, str>,
    /// The folder that it is in: `api`, `schema`, …
    pub pack: String,
    /// The rule.
    pub rule: Rule,
    /// Its `where`, compiled when first asked for.
    condition: OnceLock<Result<Expression, String>>,
    /// Its `note_where`, likewise.
    note_condition: OnceLock<Option<Result<Expression, String>>>,
}

impl RuleFile {
    /// The compiled `where`, or why it is none. It is compiled once, and only if there is a row to judge.
    pub(crate) fn condition(&self) -> &Result<Expression, String> {
        self.condition
            .get_or_init(|| Expression::compile(self.rule.condition.as_deref().unwrap_or("false")))
    }

    /// The compiled `note_where`; `None` if the rule has none that can be compiled.
    pub(crate) fn note_condition(&self) -> Option<&Expression> {
        let compiled = self.note_condition.get_or_init(|| {
            let source = self.rule.note_where.as_deref();
            source.map(Expression::compile)
        });
        compiled.as_ref()?.as_ref().ok()
    }

    /// The rule with its examples, which verified files are read without.
    pub fn whole(&self) -> Result<Rule, RuleError> {
        Rule::read(&self.path, &self.text)
    }
}

/// One thing that a senior architect asks of a system.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Principle {
    /// Its id; rules name it.
    pub id: String,
    /// The area: `api`, `data`, …
    pub area: String,
    /// What it asks.
    pub statement: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Principles {
    principles: Vec<Principle>,
}

/// Rules and principles.
#[derive(Default)]
pub struct Pack {
    /// Every rule, sorted by id.
    pub rules: Vec<RuleFile>,
    /// Every principle, in its file's order.
    pub principles: Vec<Principle>,
}

/// A rule that runs, as the repository wants it.
pub struct ActiveRule<'p> {
    /// The rule's file.
    pub file: &'p RuleFile,
    /// Its level here.
    pub level: Level,
    /// Whether the repository itself has chosen the level, so that it holds for every match.
    pub is_level_chosen: bool,
    /// The values of its parameters here.
    pub configuration: BTreeMap<String, serde_json::Value>,
}

impl<'p> ActiveRule<'p> {
    /// The rule.
    pub fn rule(&self) -> &'p Rule {
        &self.file.rule
    }

    /// What says which matches are only notes; `None` if all have the rule's level.
    pub(crate) fn note_judge<'s>(&self, system: &'s System) -> Option<Judge<'p, 's>> {
        let expression = self
            .file
            .note_condition()
            .filter(|_| !self.is_level_chosen)?;
        let (_, relation) = System::relation_named(&self.rule().relation)?;
        Some(expression.judge(system, relation, &self.configuration))
    }
}

impl Pack {
    /// Adds the rule files `files` (path and text); two rules of one id are an error of the second.
    pub fn add(
        &mut self,
        files: impl IntoIterator<Item = (Cow<'static, str>, Cow<'static, str>)>,
    ) -> Result<(), RuleError> {
        self.add_as(files, &Rule::read)
    }

    /// Adds files that tests have verified. Their examples, more than half of the text, wait for [`RuleFile::whole`].
    pub fn add_verified(
        &mut self,
        files: impl IntoIterator<Item = (Cow<'static, str>, Cow<'static, str>)>,
    ) -> Result<(), RuleError> {
        self.add_as(files, &Rule::read_without_examples)
    }

    fn add_as(
        &mut self,
        files: impl IntoIterator<Item = (Cow<'static, str>, Cow<'static, str>)>,
        read: &dyn Fn(&str, &str) -> Result<Rule, RuleError>,
    ) -> Result<(), RuleError> {
        for (path, text) in files {
            if path.ends_with("principles.yaml") {
                self.principles.extend(principles(&path, &text)?);
                continue;
            }
            let rule = read(&path, &text)?;
            if let Some(other) = self.rules.iter().find(|file| file.rule.id == rule.id) {
                return Err(RuleError {
                    path: path.into_owned(),
                    line: 1,
                    message: format!("the id `{}` is taken by {}", rule.id, other.path),
                });
            }
            let pack = path.rsplit('/').nth(1).unwrap_or("own").to_owned();
            self.rules.push(RuleFile {
                path,
                text,
                pack,
                rule,
                condition: OnceLock::new(),
                note_condition: OnceLock::new(),
            });
        }
        self.rules.sort_by(|a, b| a.rule.id.cmp(&b.rule.id));
        Ok(())
    }

    /// The rule called `id`.
    pub fn rule(&self, id: &str) -> Option<&RuleFile> {
        self.rules.iter().find(|file| file.rule.id == id)
    }

    /// Names of all rules and packs.
    pub fn names(&self) -> BTreeSet<&str> {
        self.rules
            .iter()
            .flat_map(|file| [file.rule.id.as_str(), file.pack.as_str()])
            .collect()
    }

    /// The rules that run: by default all, `only` and `skip` name rules or packs, and the
    /// repository's own settings come last. An unknown name is an error with the nearest right one.
    pub fn select(
        &self,
        only: &[String],
        skip: &[String],
        settings: &Settings,
    ) -> Result<Vec<ActiveRule<'_>>, String> {
        let names = self.names();
        for name in only.iter().chain(skip) {
            if !names.contains(name.as_str()) {
                return Err(format!(
                    "unknown rule or pack `{name}`{}",
                    hint(name, names.iter().copied())
                ));
            }
        }
        let mut active = Vec::new();
        for file in &self.rules {
            let is_named =
                |list: &[String]| list.contains(&file.rule.id) || list.contains(&file.pack);
            if is_named(skip) || (!only.is_empty() && !is_named(only)) {
                continue;
            }
            let mut is_on = file.rule.is_default || only.contains(&file.rule.id);
            let mut rule = ActiveRule {
                file,
                level: file.rule.level,
                is_level_chosen: false,
                configuration: file
                    .rule
                    .configuration
                    .iter()
                    .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
                    .collect(),
            };
            for name in [&file.pack, &file.rule.id] {
                if let Some(setting) = settings.rules.get(name) {
                    is_on = apply(setting, &mut rule, is_on)?;
                }
            }
            if is_on {
                active.push(rule);
            }
        }
        Ok(active)
    }
}

/// Changes `rule` as a repository wants it; whether it runs.
fn apply(setting: &RuleSetting, rule: &mut ActiveRule<'_>, is_on: bool) -> Result<bool, String> {
    let id = &rule.file.rule.id;
    match setting {
        RuleSetting::Word(word) => match word.as_str() {
            "off" => Ok(false),
            "on" => Ok(true),
            word => match Level::from_word(word) {
                Some(level) => {
                    rule.level = level;
                    rule.is_level_chosen = true;
                    Ok(true)
                }
                None => Err(format!(
                    "`{word}` is no level of `{id}`; write `off`, `on`, `note`, `warning` or `error`"
                )),
            },
        },
        RuleSetting::Detail { level, parameters } => {
            if let Some(level) = level {
                rule.level = *level;
                rule.is_level_chosen = true;
            }
            for (name, value) in parameters {
                let Some(parameter) = rule.file.rule.configuration.get(name) else {
                    let known = rule.file.rule.configuration.keys().map(String::as_str);
                    return Err(format!(
                        "unknown parameter `{name}` of `{id}`{}",
                        hint(name, known)
                    ));
                };
                if !parameter.kind.accepts(value) {
                    return Err(format!(
                        "`{name}` of `{id}` is not of its type: {}",
                        parameter.description
                    ));
                }
                rule.configuration.insert(name.clone(), value.clone());
            }
            Ok(is_on)
        }
    }
}

fn principles(path: &str, text: &str) -> Result<Vec<Principle>, RuleError> {
    let parsed = document::parse(text, document::Format::Yaml);
    let root = parsed.root().ok_or_else(|| RuleError {
        path: path.to_owned(),
        line: 1,
        message: "the file is empty".to_owned(),
    })?;
    document::from_node::<Principles>(root)
        .map(|file| file.principles)
        .map_err(|fault| RuleError {
            path: path.to_owned(),
            line: crate::rule::line(text, fault.at.start),
            message: crate::nearest::fault(&fault),
        })
}
