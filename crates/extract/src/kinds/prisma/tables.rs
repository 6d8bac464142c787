//! Models as tables, keys and indexes.
//! Source: Prisma documentation, "Models", "Relations", "Indexes" and "Referential actions".

use std::collections::BTreeMap;

use sql::{
    At, Change, ColumnDef, ConstraintDef, ConstraintKind, Dialect, Effect, Expression, Foreign,
    ForeignAction, Ident, IndexDef, IndexPart, Name, Section, Statement, TableDef, Type,
};

use super::text::{self, Block, Field, Line};
use super::types;

/// The statements that make the tables of a schema, their indexes and then the keys between them.
pub fn statements(blocks: &[Block<'_>], dialect: Dialect) -> Vec<Statement> {
    let schema = Schema::of(blocks, dialect);
    let mut found = Vec::new();
    if dialect == Dialect::PostgreSql {
        found.extend(of_kind(blocks, "enum").map(|block| {
            let change = Change::CreateEnum {
                name: name(block),
                values: values(block),
            };
            statement("create type", block.at, change)
        }));
    }
    for model in &schema.models {
        found.extend(schema.table(model));
    }
    for model in &schema.models {
        found.extend(schema.keys(model));
    }
    found
}

fn of_kind<'b, 't>(
    blocks: &'b [Block<'t>],
    kind: &'static str,
) -> impl Iterator<Item = &'b Block<'t>> {
    blocks.iter().filter(move |block| block.kind == kind)
}

/// A schema with what is asked of it by name.
struct Schema<'b, 't> {
    dialect: Dialect,
    /// In the order of the text.
    models: Vec<Model<'b, 't>>,
    /// Positions of the models.
    named: BTreeMap<&'t str, usize>,
    /// The type of each enumeration.
    enums: BTreeMap<&'t str, Type>,
}

/// A model with its table and the columns of its fields.
struct Model<'b, 't> {
    block: &'b Block<'t>,
    table: Name,
    columns: BTreeMap<&'t str, &'t str>,
}

impl<'b, 't> Model<'b, 't> {
    fn of(block: &'b Block<'t>) -> Self {
        let fields = block.lines.iter().filter_map(text::field);
        Model {
            block,
            table: name(block),
            columns: fields
                .map(|field| (field.name, mapped(field.attributes).unwrap_or(field.name)))
                .collect(),
        }
    }

    /// The column of the field `name`.
    fn column(&self, name: &'t str) -> &'t str {
        self.columns.get(name).copied().unwrap_or(name)
    }
}

impl<'b, 't> Schema<'b, 't> {
    fn of(blocks: &'b [Block<'t>], dialect: Dialect) -> Self {
        let models: Vec<Model<'b, 't>> = of_kind(blocks, "model")
            .filter(|model| whole(model, "@@ignore").is_none())
            .map(Model::of)
            .collect();
        let named = models.iter().enumerate();
        let enums = of_kind(blocks, "enum").map(|block| {
            let data_type = match dialect {
                Dialect::PostgreSql => Type::of_name(&name(block)),
                Dialect::MySql => Type {
                    arguments: values(block),
                    ..Type::named("enum")
                },
                Dialect::Sqlite => Type::named("text"),
            };
            (block.name, data_type)
        });
        Schema {
            dialect,
            named: named.map(|(at, model)| (model.block.name, at)).collect(),
            models,
            enums: enums.collect(),
        }
    }

    /// The table of a model, and its indexes.
    fn table(&self, model: &Model<'b, 't>) -> Vec<Statement> {
        let at = model.block.at;
        let mut table = TableDef {
            name: model.table.clone(),
            at,
            ..TableDef::default()
        };
        let mut indexes = Vec::new();
        for line in &model.block.lines {
            let Some(field) = text::field(line) else {
                attributes(model, line, &mut table, &mut indexes);
                continue;
            };
            let Some(column) = self.column(line, &field) else {
                continue;
            };
            let part = || vec![IndexPart::column(column.name.clone())];
            if let Some(inner) = text::attribute(field.attributes, "@id") {
                table.constraints.push(primary(part(), line, inner));
            } else if let Some(inner) = text::attribute(field.attributes, "@unique") {
                indexes.push(index(model, part(), line, inner, true));
            }
            table.columns.push(column);
        }
        if table.columns.is_empty() {
            return Vec::new();
        }
        let change = Change::CreateTable(Box::new(table));
        let create = statement("create table", at, change);
        let indexes = indexes.into_iter().map(|index| {
            let at = index.at;
            statement("create index", at, Change::CreateIndex(Box::new(index)))
        });
        std::iter::once(create).chain(indexes).collect()
    }

    /// The column of a field; `None` for a relation.
    fn column(&self, line: &Line<'t>, field: &Field<'t>) -> Option<ColumnDef> {
        let at = line.at(field.name);
        let data_type = match types::of(field, self.dialect) {
            Some(data_type) => data_type,
            None => self.enumeration(field)?,
        };
        let default = text::attribute(field.attributes, "@default").unwrap_or_default();
        let counts = default == "autoincrement()";
        Some(ColumnDef {
            name: Ident::new(mapped(field.attributes).unwrap_or(field.name), at),
            data_type: Type {
                at: line.at(field.kind),
                ..data_type
            },
            nullable: Some(field.is_optional),
            default: expression(default).map(|text| Expression { text, at }),
            is_serial: counts && self.dialect == Dialect::PostgreSql,
            is_auto_increment: counts && self.dialect != Dialect::PostgreSql,
            at: line.whole(),
            ..ColumnDef::default()
        })
    }

    /// The type of a field of an enumeration.
    fn enumeration(&self, field: &Field<'t>) -> Option<Type> {
        Some(Type {
            array_dimensions: u8::from(field.is_list),
            ..self.enums.get(field.kind)?.clone()
        })
    }

    /// The foreign keys of a model.
    fn keys(&self, model: &Model<'b, 't>) -> Vec<Statement> {
        let lines = model.block.lines.iter();
        let fields = lines.filter_map(|line| Some((line, text::field(line)?)));
        let keys = fields.filter_map(|(line, field)| self.key(model, line, &field));
        keys.collect()
    }

    fn key(&self, model: &Model<'b, 't>, line: &Line<'t>, field: &Field<'t>) -> Option<Statement> {
        let arguments = text::arguments(text::attribute(field.attributes, "@relation")?);
        let fields = text::value(&arguments, "fields")?;
        let references = text::value(&arguments, "references")?;
        let other = &self.models[*self.named.get(field.kind)?];
        let at = line.whole();
        let of = |model: &Model<'b, 't>, fields: &'t str| -> Vec<Ident> {
            let fields = text::list(fields).into_iter();
            fields
                .map(|field| Ident::new(model.column(field), at))
                .collect()
        };
        let columns = of(model, fields);
        let on_delete = match text::value(&arguments, "onDelete") {
            Some("Cascade") => ForeignAction::Cascade,
            Some("SetNull") => ForeignAction::SetNull,
            Some("SetDefault") => ForeignAction::SetDefault,
            Some("Restrict") => ForeignAction::Restrict,
            // What Prisma chooses where nothing is written shows nobody who deletes.
            _ => ForeignAction::NoAction,
        };
        let table = model.table.clone();
        let given = text::value(&arguments, "map");
        let constraint = ConstraintDef {
            name: Some(Ident::new(named(&table, &columns, given, "fkey"), at)),
            at,
            ..ConstraintDef::of(ConstraintKind::Foreign(Foreign {
                columns,
                table: other.table.clone(),
                referred: of(other, references),
                on_delete,
                on_update: ForeignAction::Cascade,
                set_columns: Vec::new(),
                match_full: false,
                index_name: None,
            }))
        };
        let change = Change::AddConstraint {
            table,
            constraint: Box::new(constraint),
        };
        Some(statement("alter table", at, change))
    }
}

fn statement(kind: &'static str, at: At, change: Change) -> Statement {
    Statement {
        at,
        ends_at: at.end,
        kind: kind.into(),
        section: Section::Up,
        effects: vec![Effect {
            at,
            conditional: false,
            only_on: None,
            change,
        }],
        accesses: Vec::new(),
        understood: true,
    }
}

/// What an attribute of the whole block says.
fn whole<'t>(block: &Block<'t>, attribute: &str) -> Option<&'t str> {
    let mut lines = block
        .lines
        .iter()
        .filter(|line| line.text.starts_with("@@"));
    lines.find_map(|line| text::attribute(line.text, attribute))
}

/// The name that a field or a value has in the database, where it is another one.
fn mapped(attributes: &str) -> Option<&str> {
    text::attribute(attributes, "@map").map(last_text)
}

/// The text of an argument with or without its name: `"orders"`, `name: "orders"`.
fn last_text(inner: &str) -> &str {
    let value = inner.rsplit(':').next().unwrap_or(inner);
    value.trim().trim_matches('"')
}

/// The name that the database has for a model or an enum.
fn name(block: &Block<'_>) -> Name {
    Name {
        schema: whole(block, "@@schema")
            .map(last_text)
            .filter(|schema| *schema != "public")
            .map(str::to_owned),
        name: whole(block, "@@map")
            .map_or(block.name, last_text)
            .to_owned(),
        at: block.name_at,
    }
}

fn values(block: &Block<'_>) -> Vec<String> {
    let values = block
        .lines
        .iter()
        .filter(|line| !line.text.starts_with('@'));
    values
        .filter_map(|line| {
            let name = line.text.split_whitespace().next()?;
            Some(mapped(line.text).unwrap_or(name).to_owned())
        })
        .collect()
}

/// What a line of `@@` says.
fn attributes<'t>(
    model: &Model<'_, 't>,
    line: &Line<'t>,
    table: &mut TableDef,
    indexes: &mut Vec<IndexDef>,
) {
    for attribute in ["@@id", "@@unique", "@@index"] {
        let Some(inner) = text::attribute(line.text, attribute) else {
            continue;
        };
        let parts = parts(model, line, inner);
        match attribute {
            _ if parts.is_empty() => {}
            "@@id" => table.constraints.push(primary(parts, line, inner)),
            _ => indexes.push(index(model, parts, line, inner, attribute == "@@unique")),
        }
    }
}

/// The parts of a key or an index over several fields.
fn parts<'t>(model: &Model<'_, 't>, line: &Line<'t>, inner: &'t str) -> Vec<IndexPart> {
    let arguments = text::arguments(inner);
    let fields = text::value(&arguments, "fields").or_else(|| text::value(&arguments, ""));
    let parts = fields.map(text::list).unwrap_or_default().into_iter();
    parts
        .map(|part| {
            let (name, options) = part.split_once('(').unwrap_or((part, ""));
            let name = Ident::new(model.column(name.trim()), line.whole());
            IndexPart {
                is_descending: options.contains("sort: Desc"),
                ..IndexPart::column(name)
            }
        })
        .collect()
}

fn primary(columns: Vec<IndexPart>, line: &Line<'_>, inner: &str) -> ConstraintDef {
    let at = line.whole();
    let given = text::value(&text::arguments(inner), "map").map(last_text);
    let kind = ConstraintKind::Primary {
        columns,
        include: Vec::new(),
        using_index: None,
    };
    ConstraintDef {
        name: given.map(|name| Ident::new(name, at)),
        at,
        ..ConstraintDef::of(kind)
    }
}

fn index(
    model: &Model<'_, '_>,
    parts: Vec<IndexPart>,
    line: &Line<'_>,
    inner: &str,
    is_unique: bool,
) -> IndexDef {
    let at = line.whole();
    let arguments = text::arguments(inner);
    let table = model.table.clone();
    let columns = parts.iter().filter_map(IndexPart::column_name);
    let columns: Vec<Ident> = columns.map(|name| Ident::new(name, at)).collect();
    let end = if is_unique { "key" } else { "idx" };
    let name = named(&table, &columns, text::value(&arguments, "map"), end);
    IndexDef {
        name: Some(Ident::new(name, at)),
        table,
        parts,
        is_unique,
        method: text::value(&arguments, "type")
            .map(str::to_lowercase)
            .filter(|method| method != "btree"),
        at,
        ..IndexDef::default()
    }
}

/// The name that is given, or the one that Prisma makes.
fn named(table: &Name, columns: &[Ident], given: Option<&str>, end: &str) -> String {
    match given {
        Some(given) => last_text(given).to_owned(),
        None => {
            let columns: Vec<&str> = columns.iter().map(|column| column.text.as_str()).collect();
            format!("{}_{}_{end}", table.name, columns.join("_"))
        }
    }
}

/// A default that the database knows; `None` for one that Prisma's client makes.
fn expression(default: &str) -> Option<String> {
    let name = default.split('(').next().unwrap_or_default();
    match name {
        "" | "autoincrement" | "cuid" | "uuid" | "nanoid" | "ulid" | "auto" => None,
        "now" => Some("CURRENT_TIMESTAMP".to_owned()),
        "dbgenerated" => {
            let inner = default["dbgenerated".len()..].trim_matches(['(', ')']);
            Some(inner.trim_matches('"').to_owned()).filter(|inner| !inner.is_empty())
        }
        _ => Some(default.replace('"', "'")),
    }
}
