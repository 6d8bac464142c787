//! Schemas of Prisma, as the statements that Prisma makes of them: what a repository without migrations in SQL says
//! of its tables.
//!
//! * `text`: blocks, fields and attributes.
//! * `types`: the column types of each database.
//! * `tables`: models as tables, keys and indexes.

mod tables;
mod text;
mod types;

use model::FileFacts;
use model::facts::Facts;
use model::facts::sql::SqlFile;
use sql::Dialect;

use super::Kind;
use crate::Input;
use text::Block;

/// A schema of Prisma that names its database.
pub const KIND: Kind = Kind {
    name: "prisma",
    may_be: |path| path.ends_with(".prisma"),
    is: |probe| probe.bytes.len() <= BYTES_LIMIT && probe.has("datasource") && probe.has("model "),
    read,
};

/// Largest schema that is read, in bytes: several times that of products of hundreds of models.
const BYTES_LIMIT: usize = 256 * 1024;

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let blocks = text::blocks(input.text);
    let Some(dialect) = dialect(&blocks) else {
        return;
    };
    // Where Prisma keeps references itself, the database has none; and what other files define is not known here.
    if is_kept_by_prisma(&blocks) || !is_whole(&blocks) {
        return;
    }
    let statements = tables::statements(&blocks, dialect);
    if statements.is_empty() {
        return;
    }
    facts.facts.push(Facts::Models(SqlFile {
        script: sql::Script {
            dialect,
            statements,
            notes: Vec::new(),
            comments: Vec::new(),
            transactional: None,
            has_sections: false,
            fingerprint: 0,
        },
        is_dialect_known: true,
    }));
}

/// The value of `key` in the block that names the database.
fn setting<'t>(blocks: &[Block<'t>], key: &str) -> Option<&'t str> {
    let block = blocks.iter().find(|block| block.kind == "datasource")?;
    block.lines.iter().find_map(|line| {
        let (name, value) = line.text.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"'))
    })
}

fn dialect(blocks: &[Block<'_>]) -> Option<Dialect> {
    match setting(blocks, "provider")? {
        "postgresql" | "postgres" => Some(Dialect::PostgreSql),
        "mysql" => Some(Dialect::MySql),
        "sqlite" => Some(Dialect::Sqlite),
        _ => None,
    }
}

fn is_kept_by_prisma(blocks: &[Block<'_>]) -> bool {
    ["relationMode", "referentialIntegrity"]
        .iter()
        .any(|key| setting(blocks, key) == Some("prisma"))
}

/// Whether every type that a field has is Prisma's own or defined here.
fn is_whole(blocks: &[Block<'_>]) -> bool {
    let names: std::collections::BTreeSet<&str> = blocks.iter().map(|block| block.name).collect();
    let is_known = |name: &str| {
        types::is_scalar(name) || name.starts_with("Unsupported(") || names.contains(name)
    };
    let models = blocks.iter().filter(|block| block.kind == "model");
    models
        .flat_map(|model| &model.lines)
        .filter_map(text::field)
        .all(|field| is_known(field.kind))
}

#[cfg(test)]
mod tests {
    use model::FileFacts;
    use model::facts::Facts;
    use sql::{Change, ConstraintKind};

    use crate::Input;

    /// What the statements of a schema change, as short texts.
    #[track_caller]
    fn check(provider: &str, models: &str, expected: &[&str]) {
        let text = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n{models}");
        let mut facts = FileFacts::default();
        super::read(&Input::new("schema.prisma", &text, &[]), &mut facts);
        let files = facts.facts.iter().filter_map(|facts| match facts {
            Facts::Models(file) => Some(file),
            _ => None,
        });
        let effects = files
            .flat_map(|file| &file.script.statements)
            .flat_map(|statement| &statement.effects);
        let found: Vec<String> = effects.map(|effect| told(&effect.change)).collect();
        assert_eq!(found, expected);
    }

    fn told(change: &Change) -> String {
        let names = |names: &[sql::Ident]| {
            let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
            names.join(", ")
        };
        match change {
            Change::CreateTable(table) => {
                let columns = table.columns.iter().map(|column| {
                    let null = if column.nullable == Some(true) {
                        "?"
                    } else {
                        ""
                    };
                    format!("{} {}{null}", column.name.text, column.data_type.text())
                });
                let columns: Vec<String> = columns.collect();
                format!("{}({})", table.name.name, columns.join(", "))
            }
            Change::CreateIndex(index) => {
                let parts = index.parts.iter().filter_map(|part| part.column_name());
                let unique = if index.is_unique { "unique " } else { "" };
                let name = index.name.as_ref().map_or("", |name| &name.text);
                format!("{unique}{name}({})", parts.collect::<Vec<_>>().join(", "))
            }
            Change::AddConstraint { table, constraint } => match &constraint.kind {
                ConstraintKind::Foreign(key) => format!(
                    "{}({}) → {}({}) {:?}",
                    table.name,
                    names(&key.columns),
                    key.table.name,
                    names(&key.referred),
                    key.on_delete
                ),
                other => format!("{other:?}"),
            },
            Change::CreateEnum { name, values } => format!("{}: {}", name.name, values.join(", ")),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn models_are_tables_and_relations_are_keys() {
        check(
            "postgresql",
            "model User {\n  id Int @id @default(autoincrement())\n  email String? @unique @db.VarChar(80)\n  orders Order[]\n\
               helped Order[] @relation(\"h\")\n}\n\
             model Order {\n  id String @id @default(uuid()) @db.Uuid\n  buyerId Int @map(\"buyer_id\")\n  helperId Int? // who helps\n\
               tags String[]\n  state State @default(OPEN)\n  buyer User @relation(fields: [buyerId], references: [id], onDelete: Cascade)\n\
               helper User? @relation(\"h\", fields: [helperId],\n    references: [id])\n\n  @@index([buyerId, state(sort: Desc)])\n  @@map(\"orders\")\n}\n\
             enum State {\n  OPEN\n  DONE @map(\"done\")\n}\n",
            &[
                "State: OPEN, done",
                "User(id integer, email character varying(80)?)",
                "unique User_email_key(email)",
                "orders(id uuid, buyer_id integer, helperId integer?, tags text[], state State)",
                "orders_buyer_id_state_idx(buyer_id, state)",
                "orders(buyer_id) → User(id) Cascade",
                "orders(helperId) → User(id) NoAction",
            ],
        );
    }

    #[test]
    fn what_is_not_all_here_is_not_read() {
        check(
            "postgresql",
            "model User {\n  id Int @id\n  orders Order[]\n}\n",
            &[],
        );
        check("mongodb", "model User {\n  id String @id\n}\n", &[]);
        check(
            "mysql\"\n  relationMode = \"prisma",
            "model User {\n  id Int @id\n}\n",
            &[],
        );
    }

    #[test]
    fn broken_text_stops_nobody() {
        check(
            "sqlite",
            "model User {\n  id Int @id @default(\n",
            &["User(id integer)"],
        );
        check("sqlite", "model {\n@@id([\n}\nmodel A {\n  é é\n", &[]);
    }
}
