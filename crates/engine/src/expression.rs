//! `where` in CEL: compiled, checked against the declared relations, and evaluated over rows.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};
use cel::common::types::{CelBool, CelString};
use cel::{Context, Env, ExecutionError, Program, Value as CelValue};
use model::relation::Kind;
use model::{Relation, RowRef, System};

use crate::guard::Guard;
use crate::nearest::hint;
use crate::row_value::{RowValue, UNKNOWN};
use crate::rule::{Parameter, ParameterKind};

/// A compiled `where`.
pub struct Expression {
    program: Program,
}

/// What an expression says of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The fault is there.
    Holds,
    /// It is not.
    Fails,
    /// The repository does not tell, with the reason.
    Unknown(String),
    /// The expression itself cannot be evaluated, with CEL's words.
    Broken(String),
}

fn environment() -> &'static Arc<Env> {
    static ENVIRONMENT: OnceLock<Arc<Env>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Env::stdlib();
        cel::add_member_overload!(environment, fn matches: (CelString, CelString) -> Result<CelBool>)
            .expect("the standard library is built without `matches`");
        Arc::new(environment)
    })
}

/// Patterns that each thread keeps compiled.
const PATTERNS_LIMIT: usize = 256;

/// `matches` of CEL. The library's own compiles the pattern for every row.
fn matches(text: &CelString<'_>, pattern: &CelString<'_>) -> Result<CelBool, ExecutionError> {
    thread_local! {
        static PATTERNS: RefCell<BTreeMap<String, regex::Regex>> = const { RefCell::new(BTreeMap::new()) };
    }
    PATTERNS.with_borrow_mut(|patterns| {
        if !patterns.contains_key(pattern.inner()) {
            let compiled = regex::Regex::new(pattern.inner()).map_err(|error| {
                ExecutionError::FunctionError {
                    function: "matches".to_owned(),
                    message: format!("`{}` is no pattern: {error}", pattern.inner()),
                }
            })?;
            // A rule may take its pattern from a row, and there may be many rows.
            if patterns.len() >= PATTERNS_LIMIT {
                patterns.clear();
            }
            patterns.insert(pattern.inner().to_owned(), compiled);
        }
        Ok(CelBool::from(
            patterns[pattern.inner()].is_match(text.inner()),
        ))
    })
}

impl Expression {
    /// Parses an expression; the error is CEL's first.
    pub fn compile(source: &str) -> Result<Expression, String> {
        environment()
            .compile(source)
            .map(|program| Expression { program })
            .map_err(|errors| {
                let text = errors.to_string();
                format!("`where` is not an expression of CEL: {}", text.trim())
            })
    }

    /// Whether every name means something for a row of `relation`, and whether the whole is true or false as far as
    /// types tell it.
    pub fn verify(
        &self,
        relation: &'static Relation,
        configuration: &BTreeMap<String, Parameter>,
    ) -> Result<(), String> {
        let scope = Scope {
            names: vec![(relation.name.to_owned(), Shape::Row(relation))],
            configuration,
        };
        scope.shape(self.program.expression())?;
        scope.truth(self.program.expression())
    }

    /// A judge for rows of `relation`, with the values of the rule's parameters. One per thread.
    pub fn judge<'e, 's>(
        &'e self,
        system: &'s System,
        relation: &'static Relation,
        configuration: &BTreeMap<String, serde_json::Value>,
    ) -> Judge<'e, 's> {
        let mut context = Context::with_env(Arc::clone(environment()));
        if !configuration.is_empty() {
            let values = cel::to_value(configuration).unwrap_or(CelValue::Null);
            context.add_variable_from_value("configuration", values);
        }
        Judge {
            program: &self.program,
            guard: Guard::of(self.program.expression(), relation),
            context,
            system,
            relation,
        }
    }

    /// Its tree.
    #[cfg(test)]
    pub(crate) fn root(&self) -> &IdedExpr {
        self.program.expression()
    }
}

/// An expression with its context.
pub struct Judge<'e, 's> {
    program: &'e Program,
    guard: Guard,
    context: Context<'s, 's>,
    system: &'s System,
    relation: &'static Relation,
}

impl Judge<'_, '_> {
    /// What the expression says of `row`.
    pub fn verdict(&mut self, row: RowRef) -> Verdict {
        if self.guard.fails(self.system, row) {
            return Verdict::Fails;
        }
        self.by_cel(row)
    }

    /// The same, without asking the guard.
    pub(crate) fn by_cel(&mut self, row: RowRef) -> Verdict {
        let value = RowValue {
            system: self.system,
            row,
        };
        self.context
            .add_variable_as_val(self.relation.name, Box::new(value));
        match CelValue::resolve_val(self.program.expression(), &self.context) {
            Ok(value) => match value.downcast_ref::<cel::common::types::CelBool>() {
                Some(flag) if *flag.inner() => Verdict::Holds,
                Some(_) => Verdict::Fails,
                None => Verdict::Broken("`where` is not true or false".to_owned()),
            },
            Err(ExecutionError::FunctionError { function, message }) if function == UNKNOWN => {
                Verdict::Unknown(message)
            }
            Err(error) => Verdict::Broken(error.to_string()),
        }
    }
}

/// What is known of the shape of a part of an expression.
#[derive(Debug, Clone)]
enum Shape {
    Row(&'static Relation),
    List(Box<Shape>),
    Word(&'static [&'static str]),
    /// A value that is no truth value, in words.
    Plain(&'static str),
    Other,
}

fn shape_of(kind: &Kind) -> Shape {
    match kind {
        Kind::Row(name) => {
            System::relation_named(name).map_or(Shape::Other, |(_, relation)| Shape::Row(relation))
        }
        Kind::List(inner) => Shape::List(Box::new(shape_of(inner))),
        Kind::Optional(inner) | Kind::Known(inner) => shape_of(inner),
        Kind::Word(words) => Shape::Word(words),
        Kind::Int => Shape::Plain("a number"),
        Kind::Text => Shape::Plain("a text"),
        Kind::Span => Shape::Plain("a place"),
        Kind::Bool => Shape::Other,
    }
}

fn is_zero(expression: &IdedExpr) -> bool {
    matches!(&expression.expr, Expr::Literal(LiteralValue::Int(number)) if *number.inner() == 0)
}

struct Scope<'c> {
    names: Vec<(String, Shape)>,
    configuration: &'c BTreeMap<String, Parameter>,
}

impl Scope<'_> {
    fn with(&self, name: &str, shape: Shape) -> Scope<'_> {
        let mut names = self.names.clone();
        names.push((name.to_owned(), shape));
        Scope {
            names,
            configuration: self.configuration,
        }
    }

    fn shape(&self, expression: &IdedExpr) -> Result<Shape, String> {
        match &expression.expr {
            Expr::Ident(name) => self.name(name),
            Expr::Select(select) => self.member(&select.operand, &select.field),
            Expr::Call(call) => {
                let mut shapes = Vec::new();
                if let Some(target) = &call.target {
                    self.shape(target)?;
                }
                for argument in &call.args {
                    shapes.push(self.shape(argument)?);
                }
                let is_division = [operators::DIVIDE, operators::MODULO];
                if is_division.contains(&call.func_name.as_str())
                    && call.args.get(1).is_some_and(is_zero)
                {
                    return Err("this divides by zero".to_owned());
                }
                self.words(&shapes, &call.args)?;
                Ok(Shape::Other)
            }
            Expr::List(list) => {
                for element in &list.elements {
                    self.shape(element)?;
                }
                Ok(Shape::Other)
            }
            Expr::Comprehension(comprehension) => {
                let range = self.shape(&comprehension.iter_range)?;
                let element = match range {
                    Shape::List(element) => *element,
                    _ => Shape::Other,
                };
                let scope = self.with(&comprehension.iter_var, element).names;
                let scope = Scope {
                    names: scope,
                    configuration: self.configuration,
                };
                let scope = scope.with(&comprehension.accu_var, Shape::Other);
                scope.shape(&comprehension.accu_init)?;
                scope.shape(&comprehension.loop_cond)?;
                scope.shape(&comprehension.loop_step)?;
                scope.shape(&comprehension.result)?;
                Ok(Shape::Other)
            }
            _ => Ok(Shape::Other),
        }
    }

    fn name(&self, name: &str) -> Result<Shape, String> {
        if let Some((_, shape)) = self.names.iter().rev().find(|(known, _)| known == name) {
            return Ok(shape.clone());
        }
        if name == "configuration" {
            return Ok(Shape::Other);
        }
        let known = self.names.iter().map(|(name, _)| name.as_str());
        Err(format!("unknown name `{name}`{}", hint(name, known)))
    }

    fn member(&self, operand: &IdedExpr, field: &str) -> Result<Shape, String> {
        if matches!(&operand.expr, Expr::Ident(name) if name == "configuration") {
            return match self.configuration.get(field) {
                Some(parameter) if parameter.kind == ParameterKind::Texts => {
                    Ok(Shape::List(Box::new(Shape::Other)))
                }
                Some(_) => Ok(Shape::Other),
                None => Err(format!(
                    "unknown parameter `{field}`{}",
                    hint(field, self.configuration.keys().map(String::as_str))
                )),
            };
        }
        match self.shape(operand)? {
            Shape::Row(relation) => match relation.column(field) {
                Some(column) => Ok(shape_of(&relation.columns[column].kind)),
                None => Err(format!(
                    "unknown column `{field}` of `{}`{}",
                    relation.name,
                    hint(field, relation.columns.iter().map(|column| column.name))
                )),
            },
            Shape::Word(_) | Shape::List(_) => {
                Err(format!("`{field}` is asked of what has no columns"))
            }
            Shape::Plain(_) | Shape::Other => Ok(Shape::Other),
        }
    }

    /// An error where `expression` gives something else than true or false, or divides by nothing.
    fn truth(&self, expression: &IdedExpr) -> Result<(), String> {
        let gives = match &expression.expr {
            Expr::Literal(LiteralValue::Boolean(_)) => return Ok(()),
            Expr::Literal(_) => "a constant",
            Expr::List(_) => "a list",
            Expr::Map(_) | Expr::Struct(_) => "a map",
            Expr::Select(select) if select.test => return Ok(()),
            Expr::Comprehension(comprehension) => match comprehension.accu_init.expr {
                Expr::List(_) => "a list",
                _ => return Ok(()),
            },
            Expr::Ident(_) | Expr::Select(_) => match self.shape(expression)? {
                Shape::Row(_) => "a row",
                Shape::List(_) => "a list",
                Shape::Word(_) => "a word",
                Shape::Plain(what) => what,
                Shape::Other => return Ok(()),
            },
            Expr::Call(call) => match call.func_name.as_str() {
                operators::LOGICAL_AND
                | operators::LOGICAL_OR
                | operators::LOGICAL_NOT
                | operators::CONDITIONAL => {
                    return call.args.iter().try_for_each(|part| self.truth(part));
                }
                operators::MULTIPLY
                | operators::DIVIDE
                | operators::MODULO
                | operators::SUBSTRACT
                | operators::NEGATE
                | "size"
                | "int"
                | "uint"
                | "double" => "a number",
                operators::ADD | "string" => "a value",
                _ => return Ok(()),
            },
            _ => return Ok(()),
        };
        Err(format!("this gives {gives}, and not true or false"))
    }

    /// A comparison with a word that the vocabulary does not have is never true.
    fn words(&self, shapes: &[Shape], arguments: &[IdedExpr]) -> Result<(), String> {
        let Some(words) = shapes.iter().find_map(|shape| match shape {
            Shape::Word(words) => Some(*words),
            _ => None,
        }) else {
            return Ok(());
        };
        for argument in arguments {
            let literals: Vec<&IdedExpr> = match &argument.expr {
                Expr::List(list) => list.elements.iter().collect(),
                _ => vec![argument],
            };
            for literal in literals {
                if let Expr::Literal(LiteralValue::String(text)) = &literal.expr
                    && !words.contains(&text.inner())
                {
                    return Err(format!(
                        "`{}` is no word of this column{}",
                        text.inner(),
                        hint(text.inner(), words.iter().copied())
                    ));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(relation: &str, source: &str, expected: Result<(), &str>) {
        let (_, relation) = System::relation_named(relation).expect("a relation");
        let verified = Expression::compile(source)
            .and_then(|expression| expression.verify(relation, &BTreeMap::new()));
        assert_eq!(verified, expected.map_err(str::to_owned));
    }

    #[test]
    fn columns_are_checked_through_references_and_lists() {
        check(
            "endpoint",
            "endpoint.api.name == 'x' && !endpoint.parameters.exists(p, p.name in ['limit'])",
            Ok(()),
        );
        check(
            "endpoint",
            "endpoint.methd == 'GET'",
            Err("unknown column `methd` of `endpoint`; did you mean `method`?"),
        );
        check(
            "endpoint",
            "endpoint.parameters.exists(p, p.nam == 'x')",
            Err("unknown column `nam` of `parameter`; did you mean `name`?"),
        );
    }

    #[test]
    fn what_is_never_true_or_false_is_an_error() {
        for (source, gives) in [
            ("endpoint.method", "a text"),
            ("endpoint.path", "a text"),
            ("endpoint.api", "a row"),
            ("endpoint.parameters", "a list"),
            ("endpoint.parameters.filter(p, p.name == 'x')", "a list"),
            ("endpoint.parameters.size()", "a number"),
            ("endpoint.is_collection && endpoint.path", "a text"),
            ("'a'", "a constant"),
            ("1 + 1", "a value"),
        ] {
            let message = format!("this gives {gives}, and not true or false");
            check("endpoint", source, Err(&message));
        }
        check("endpoint", "1 / 0 == 1", Err("this divides by zero"));
        check("endpoint", "true", Ok(()));
        check(
            "endpoint",
            "endpoint.is_collection ? true : !has(endpoint.path)",
            Ok(()),
        );
    }

    #[test]
    fn words_are_checked_against_their_vocabulary() {
        check(
            "parameter",
            "parameter.location == 'qurey'",
            Err("`qurey` is no word of this column; did you mean `query`?"),
        );
    }
}
