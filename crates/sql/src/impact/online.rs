//! The same change without the lock: `CONCURRENTLY`, `NOT VALID` with a later `VALIDATE`, `USING INDEX`, and a check
//! that proves `NOT NULL`. Each statement must then run in a transaction of its own.

use crate::{
    At, Catalogue, Change, ColumnChange, ConstraintDef, ConstraintKind, Dialect, Effect, IndexPart,
    Name, Relation,
};

/// A text in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty: the text is put in there.
    pub at: At,
    /// What stands there instead.
    pub text: String,
}

/// The change of a statement to its form that works while others read and write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlineForm {
    /// What to change in the file.
    pub edits: Vec<Edit>,
    /// Whether it is one statement still, which runs in a transaction of its own wherever a file of one does.
    pub is_one_statement: bool,
}

/// The online form of `effect`, the only one of the statement at `statement`; `None` if there is none that ends with the
/// same schema.
/// Source: PostgreSQL manual, "CREATE INDEX", "Building Indexes Concurrently"; "ALTER TABLE", notes.
pub fn online_form(effect: &Effect, statement: At, before: &Catalogue) -> Option<OnlineForm> {
    if before.dialect() != Dialect::PostgreSql {
        return None;
    }
    let insert = |at: u32, text: String| Edit {
        at: At::new(at, at),
        text,
    };
    let named = |name: &Name| Some(before.name(&before.relation(name)?.key));
    let edits = match &effect.change {
        Change::CreateIndex(index) if !index.concurrently && !index.only => {
            // The server builds no index of a partitioned table concurrently.
            let is_partitioned = before.relation(&index.table)?.partition_by.is_some();
            let name = index.name.as_ref().filter(|_| !is_partitioned)?;
            let unique = if index.is_unique { "UNIQUE " } else { "" };
            let unless = if index.if_not_exists {
                "IF NOT EXISTS "
            } else {
                ""
            };
            let head = At::new(statement.start, name.at.start);
            return (head.end > head.start).then(|| OnlineForm {
                edits: vec![Edit {
                    at: head,
                    text: format!("CREATE {unique}INDEX CONCURRENTLY {unless}"),
                }],
                is_one_statement: true,
            });
        }
        Change::AddConstraint { table, constraint } => {
            let name = before.quoted(&constraint.name.as_ref()?.text);
            let table = named(table)?;
            match &constraint.kind {
                ConstraintKind::Check { .. } | ConstraintKind::Foreign(_)
                    if !constraint.not_valid && !constraint.not_enforced =>
                {
                    let validate = format!(";\nALTER TABLE {table} VALIDATE CONSTRAINT {name}");
                    // Two texts for one place would have no order.
                    if constraint.at.end == statement.end {
                        vec![insert(statement.end, format!(" NOT VALID{validate}"))]
                    } else {
                        vec![
                            insert(constraint.at.end, " NOT VALID".to_owned()),
                            insert(statement.end, validate),
                        ]
                    }
                }
                ConstraintKind::Unique {
                    columns,
                    using_index: None,
                    ..
                } if !constraint.is_deferrable => {
                    let columns: Option<Vec<String>> = columns
                        .iter()
                        .map(|part| part.column_name().map(|name| before.quoted(name)))
                        .collect();
                    let columns = columns?.join(", ");
                    vec![
                        insert(
                            statement.start,
                            format!(
                                "CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns});\n"
                            ),
                        ),
                        Edit {
                            at: constraint.at,
                            text: format!("CONSTRAINT {name} UNIQUE USING INDEX {name}"),
                        },
                    ]
                }
                _ => return None,
            }
        }
        Change::AlterColumn {
            table,
            column,
            change: ColumnChange::SetNotNull,
        } => {
            let check = before.quoted(&format!("{}_{}_not_null", table.name, column.text));
            let (table, column) = (named(table)?, before.quoted(&column.text));
            vec![
                insert(
                    statement.start,
                    format!(
                        "ALTER TABLE {table} ADD CONSTRAINT {check} CHECK ({column} IS NOT NULL) NOT VALID;\n\
                         ALTER TABLE {table} VALIDATE CONSTRAINT {check};\n"
                    ),
                ),
                insert(
                    statement.end,
                    format!(";\nALTER TABLE {table} DROP CONSTRAINT {check}"),
                ),
            ]
        }
        _ => return None,
    };
    Some(OnlineForm {
        edits,
        is_one_statement: false,
    })
}

/// How the table `found` gets the key `constraint` without the lock, as a clause: from a unique index that is there, or
/// from one that is built first.
/// Source: PostgreSQL manual, "ALTER TABLE", `ADD table_constraint_using_index`.
pub(super) fn key_from_index(
    before: &Catalogue,
    found: &Relation,
    constraint: &ConstraintDef,
) -> String {
    let (columns, word) = match &constraint.kind {
        ConstraintKind::Primary { columns, .. } => (columns, "PRIMARY KEY"),
        ConstraintKind::Unique { columns, .. } => (columns, "UNIQUE"),
        _ => return String::new(),
    };
    let names: Vec<&str> = columns.iter().filter_map(IndexPart::column_name).collect();
    let table = before.name(&found.key);
    let named = constraint.name.as_ref().map_or_else(String::new, |name| {
        format!("CONSTRAINT {} ", before.quoted(&name.text))
    });
    let serves = |index: &&crate::Index| {
        let is_plain = |part: &IndexPart| {
            !part.is_descending && part.nulls_first.is_none() && part.operator_class.is_none()
        };
        index.is_unique
            && index.predicate.is_none()
            && index.constraint.is_none()
            && index.parts.len() == names.len()
            && index.parts.iter().all(is_plain)
            && index
                .parts
                .iter()
                .map(IndexPart::column_name)
                .eq(names.iter().map(|name| Some(*name)))
    };
    let is_required = |name: &&str| found.column(name).is_some_and(|column| !column.is_nullable);
    let is_ready = word == "UNIQUE" || names.iter().all(is_required);
    if let Some(index) = found.indexes.iter().find(serves).filter(|_| is_ready) {
        let index = before.quoted(&index.name);
        return format!(
            "use the unique index that is there: `ALTER TABLE {table} ADD {named}{word} USING INDEX {index}`"
        );
    }
    let name = constraint.name.as_ref().map(|name| name.text.clone());
    let name = before.quoted(&name.unwrap_or_else(|| match word {
        "UNIQUE" => format!("{}_{}_key", found.key.name, names.join("_")),
        _ => format!("{}_pkey", found.key.name),
    }));
    let listed: Vec<String> = names.iter().map(|name| before.quoted(name)).collect();
    format!(
        "build its index first, outside of a transaction: `CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({})`, then `ALTER TABLE {table} ADD CONSTRAINT {name} {word} USING INDEX {name}`",
        listed.join(", ")
    )
}

/// A statement in two halves, of which the second runs in a migration of its own, right behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halves {
    /// The index or constraint.
    pub name: String,
    /// What is put into the statement where it stands; `None` if it goes altogether.
    pub stays: Option<Edit>,
    /// The second half.
    pub later: String,
    /// What takes the second half back; empty if nothing need be.
    pub back: String,
}

/// The halves of `effect`; `None` if there are none that end with the same schema.
pub fn halves(effect: &Effect, before: &Catalogue) -> Option<Halves> {
    if before.dialect() != Dialect::PostgreSql {
        return None;
    }
    match &effect.change {
        Change::CreateIndex(index) if !index.concurrently && !index.only => {
            let relation = before.relation(&index.table)?;
            let name = index
                .name
                .as_ref()
                .filter(|_| relation.partition_by.is_none())?;
            let mut after = before.bare(&relation.key);
            if after.apply(effect, 0).problem.is_some() {
                return None;
            }
            let schema = relation.key.schema.clone();
            let key = crate::TableKey::new(&schema, &name.text);
            let full = Name {
                schema: Some(schema),
                name: name.text.clone(),
                at: name.at,
            };
            let (relation, made) = after.index(&full, None)?;
            let built = after.index_statement(relation, made);
            Some(Halves {
                name: name.text.clone(),
                stays: None,
                later: built.replacen("INDEX ", "INDEX CONCURRENTLY ", 1),
                back: format!("DROP INDEX CONCURRENTLY {}", before.name(&key)),
            })
        }
        Change::AddConstraint { table, constraint } => {
            let is_slow = matches!(
                constraint.kind,
                ConstraintKind::Check { .. } | ConstraintKind::Foreign(_)
            );
            if !is_slow || constraint.not_valid || constraint.not_enforced {
                return None;
            }
            let name = constraint.name.as_ref()?.text.clone();
            let table = before.name(&before.relation(table)?.key);
            let at = constraint.at.end;
            Some(Halves {
                stays: Some(Edit {
                    at: At::new(at, at),
                    text: " NOT VALID".to_owned(),
                }),
                later: format!(
                    "ALTER TABLE {table} VALIDATE CONSTRAINT {}",
                    before.quoted(&name)
                ),
                back: String::new(),
                name,
            })
        }
        _ => None,
    }
}
