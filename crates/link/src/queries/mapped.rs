//! Collections that an object-relational mapping reads by a foreign key: each time one is asked for, the server
//! looks for the rows of one parent.
//! Sources: Jakarta Persistence, "OneToMany"; Spring Data JDBC, "Mapping Annotation Overview".

use code::{Declaration, DeclarationKind, Field, Language};
use model::Span;

use crate::Input;

/// A field of an entity that holds the rows of another table which refer to it.
pub struct Collection {
    /// Class and field: `Order.lines`.
    pub name: String,
    /// The table of the class.
    parent: String,
    /// The table of the elements, as their class is called.
    child: String,
    /// The column by which they refer.
    column: String,
    /// The field.
    pub at: Span,
}

impl Collection {
    /// Whether the rows of `child` that refer to `parent` by `columns` are what it holds.
    pub fn is_of(&self, parent: &str, child: &str, columns: &[String]) -> bool {
        let plain = |name: &str| name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
        let is_named = |table: &str, class: &str| {
            let table = plain(table);
            let stem = class.strip_suffix('y').unwrap_or(class);
            table == class
                || [
                    format!("{class}s"),
                    format!("{class}es"),
                    format!("{stem}ies"),
                ]
                .contains(&table)
        };
        let [column] = columns else { return false };
        column.eq_ignore_ascii_case(&self.column)
            && is_named(parent, &self.parent)
            && is_named(child, &self.child)
    }
}

/// The collections of all entities.
pub fn collections(input: &Input<'_>) -> Vec<Collection> {
    let mut all = Vec::new();
    for (&file, facts) in input.facts {
        let Some(code) = facts.code() else { continue };
        if !matches!(code.language, Language::Java | Language::Kotlin) || !code.role.is_told() {
            continue;
        }
        for class in &code.declarations {
            let Some(parent) = table(class) else { continue };
            for field in &class.fields {
                let Some((child, column)) = element(field) else {
                    continue;
                };
                all.push(Collection {
                    name: format!("{}.{}", class.name, field.name),
                    parent: parent.clone(),
                    child,
                    column,
                    at: model::At::new(field.at.start..field.at.end).in_file(file),
                });
            }
        }
    }
    all
}

/// The table of an entity.
fn table(class: &Declaration) -> Option<String> {
    let named = |name: &str| class.annotations.iter().find(|one| last(&one.path) == name);
    let table = named("Table");
    if class.kind != DeclarationKind::Class || named("Entity").or(table).is_none() {
        return None;
    }
    let name = table.and_then(|table| argument(table, &["name", "value"]));
    Some(name.map_or_else(|| words(&class.name), str::to_ascii_lowercase))
}

/// The table and the column of the elements of a collection.
fn element(field: &Field) -> Option<(String, String)> {
    let column = field
        .annotations
        .iter()
        .find_map(|one| match last(&one.path) {
            // The field of the element is called so; its column has the suffix by default.
            "OneToMany" => Some(format!("{}_id", words(argument(one, &["mappedBy"])?))),
            "MappedCollection" => Some(argument(one, &["idColumn"])?.to_ascii_lowercase()),
            _ => None,
        })?;
    let (_, inner) = field.type_name.as_deref()?.split_once('<')?;
    let class = last(
        inner
            .trim_end_matches(['>', '?'])
            .rsplit(',')
            .next()?
            .trim(),
    );
    Some((words(class), column))
}

fn argument<'a>(annotation: &'a code::Annotation, names: &[&str]) -> Option<&'a str> {
    let mut arguments = annotation.arguments.iter();
    let found = arguments.find(|argument| {
        let name = argument.name.as_deref();
        name.map_or(names.contains(&"value"), |name| names.contains(&name))
    });
    found?.value.known()
}

fn last(path: &str) -> &str {
    path.rsplit(['.', ' ']).next().unwrap_or(path)
}

/// `OrderLine` as `order_line`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('_');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
