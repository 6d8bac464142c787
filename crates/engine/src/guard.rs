//! What a `where` asks of single columns, answered without CEL: most rows fail one of these questions.
//!
//! `a && b` is false as soon as one side is false, whatever the other is, an error or unknown included. So a part of a
//! conjunction that is surely false decides, and everything else is left to CEL.

use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};
use model::{Relation, RowRef, System, Value};

/// The simple questions of a conjunction.
pub struct Guard {
    questions: Vec<Question>,
}

struct Question {
    /// Positions of columns, from the row on.
    path: Vec<usize>,
    wanted: Wanted,
}

/// What makes a question true.
enum Wanted {
    Flag(bool),
    OneOf(Vec<String>),
    NoneOf(Vec<String>),
    Null(bool),
}

impl Guard {
    /// The questions that `expression` asks of a row of `relation`.
    pub fn of(expression: &IdedExpr, relation: &'static Relation) -> Guard {
        let mut questions = Vec::new();
        let mut parts = vec![expression];
        while let Some(part) = parts.pop() {
            match &part.expr {
                Expr::Call(call) if call.func_name == operators::LOGICAL_AND => {
                    // The first is asked first.
                    parts.extend(call.args.iter().rev());
                }
                _ => questions.extend(question(part, relation)),
            }
        }
        Guard { questions }
    }

    /// Whether a question is surely false for `row`.
    pub fn fails(&self, system: &System, row: RowRef) -> bool {
        self.questions
            .iter()
            .any(|question| question.fails(system, row))
    }
}

impl Question {
    fn fails(&self, system: &System, row: RowRef) -> bool {
        let mut value = Value::Row(row);
        for &column in &self.path {
            let Value::Row(row) = value else { return false };
            value = system.row(row).value(column);
        }
        match (&self.wanted, value) {
            (Wanted::Flag(wanted), Value::Bool(flag)) => flag != *wanted,
            (Wanted::OneOf(words), Value::Text(text)) => !words.iter().any(|word| word == text),
            (Wanted::NoneOf(words), Value::Text(text)) => words.iter().any(|word| word == text),
            (Wanted::Null(wanted), Value::Null) => !wanted,
            (
                Wanted::Null(wanted),
                Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::Row(_) | Value::List(_),
            ) => *wanted,
            _ => false,
        }
    }
}

fn question(part: &IdedExpr, relation: &'static Relation) -> Option<Question> {
    let Expr::Call(call) = &part.expr else {
        let path = path(part, relation)?;
        return Some(Question {
            path,
            wanted: Wanted::Flag(true),
        });
    };
    let (column, wanted) = match (call.func_name.as_str(), call.args.as_slice()) {
        (operators::LOGICAL_NOT, [column]) => (column, Wanted::Flag(false)),
        (operators::EQUALS, [column, literal]) => match word(literal) {
            Some(word) => (column, Wanted::OneOf(vec![word])),
            None => (column, null(literal).then_some(Wanted::Null(true))?),
        },
        (operators::NOT_EQUALS, [column, literal]) => match word(literal) {
            Some(word) => (column, Wanted::NoneOf(vec![word])),
            None => (column, null(literal).then_some(Wanted::Null(false))?),
        },
        (operators::IN, [column, words]) => {
            let Expr::List(list) = &words.expr else {
                return None;
            };
            let words: Option<Vec<String>> = list.elements.iter().map(word).collect();
            (column, Wanted::OneOf(words?))
        }
        _ => return None,
    };
    let path = path(column, relation)?;
    Some(Question { path, wanted })
}

fn word(literal: &IdedExpr) -> Option<String> {
    match &literal.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_owned()),
        _ => None,
    }
}

fn null(literal: &IdedExpr) -> bool {
    matches!(literal.expr, Expr::Literal(LiteralValue::Null))
}

/// The columns that lead from a row of `relation` to what `expression` names.
fn path(expression: &IdedExpr, relation: &'static Relation) -> Option<Vec<usize>> {
    let mut names = Vec::new();
    let mut expression = expression;
    loop {
        match &expression.expr {
            Expr::Select(select) if !select.test => {
                names.push(select.field.as_str());
                expression = &select.operand;
            }
            Expr::Ident(name) if name == relation.name => break,
            _ => return None,
        }
    }
    let mut relation = Some(relation);
    let mut path = Vec::new();
    for name in names.into_iter().rev() {
        let from = relation?;
        let column = from.column(name)?;
        path.push(column);
        relation = crate::rule::target(&from.columns[column].kind);
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::{Expression, Verdict};
    use model::{At, Database, FileId, Known, Migration};
    use std::collections::BTreeMap;

    /// One migration of a database that belongs to nobody; whether it runs in a transaction is unknown.
    fn system() -> System {
        let at = At::default().in_file(FileId(0));
        let mut system = System::default();
        let database = system.databases.push(Database {
            at,
            name: "shop".to_owned(),
            dialect: model::Dialect::PostgreSql,
            tool: "sqlx".to_owned(),
            path: "migrations".to_owned(),
            service: None,
            is_alternative: false,
            is_complete: true,
            scanned_keys: 0,
            table_casing: None,
            column_casing: None,
            tables: Vec::new(),
            migrations: Vec::new(),
        });
        system.migrations.push(Migration {
            at,
            database,
            position: 0,
            version: "1".to_owned(),
            path: "migrations/1_a.sql".to_owned(),
            has_down: false,
            is_transactional: Known::unknown("a template"),
            way_out: String::new(),
            is_changed: true,
            expects_down: true,
            is_untrue_in_indexes: false,
            untrue_down: None,
            down_path: "migrations/1_a.sql".to_owned(),
            down_at: at,
            fingerprint: String::new(),
            is_repeatable: false,
            duplicate_of: None,
            is_out_of_order: false,
            is_schema: false,
            steps: Vec::new(),
        });
        system
    }

    /// Whether the guard alone decides; CEL, which is asked beside it, must say the same.
    #[track_caller]
    fn check(source: &str, decides: bool) {
        let system = system();
        let (number, relation) = System::relation_named("migration").expect("a relation");
        let row = RowRef {
            relation: number,
            row: 0,
        };
        let expression = Expression::compile(source).expect("an expression");
        let mut judge = expression.judge(&system, relation, &BTreeMap::new());
        let by_cel = judge.by_cel(row);
        let fails = Guard::of(expression.root(), relation).fails(&system, row);
        assert_eq!(fails, decides, "{source}: {by_cel:?}");
        assert!(!fails || by_cel == Verdict::Fails, "{source}: {by_cel:?}");
    }

    #[test]
    fn a_question_that_is_surely_false_decides() {
        check("migration.has_down", true);
        check("!migration.expects_down && migration.has_down", true);
        check("migration.version == '2'", true);
        check("migration.version != '1'", true);
        check("migration.version in ['2', '3']", true);
        check("migration.database.tool in ['flyway']", true);
        check("migration.duplicate_of != null", true);
        check(
            "migration.database != null && migration.database == null",
            true,
        );
    }

    #[test]
    fn what_holds_is_left_to_cel() {
        check("migration.expects_down && !migration.has_down", false);
        check(
            "migration.version == '1' && size(migration.steps) > 0",
            false,
        );
        check("migration.duplicate_of == null", false);
        check("migration.database.tool in ['sqlx']", false);
    }

    #[test]
    fn unknown_and_alternatives_are_left_to_cel() {
        check("migration.is_transactional", false);
        check("!migration.is_transactional", false);
        check("migration.has_down || migration.version == '2'", false);
        check("migration.duplicate_of.has_down", false);
        // The unknown beside it does not matter.
        check("migration.is_transactional && migration.has_down", true);
    }
}
