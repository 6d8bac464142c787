//! Statements that services send, joined to the tables that they reach and the indexes that serve them.
//!
//! * `source`: the statements of a repository, from files of SQL and from source code.
//! * `database`: the database that a statement runs on.
//! * `uses`: how a statement uses the columns of one table.
//! * `served`: which index serves that, as the planners of the servers choose; `predicate`: when a partial one does.

mod database;
mod predicate;
mod served;
mod source;
mod uses;

#[cfg(test)]
mod tests;

use model::{Access, Id, Known, Query, Span, System, TableRow};

use crate::Input;
use crate::replay::{Schema, Schemas};
use source::Source;

/// Fills `query` and `access`.
pub fn link(input: &Input<'_>, system: &mut System, schemas: &Schemas) {
    let mut written: Vec<Id<TableRow>> = Vec::new();
    for source in source::sources(input, system, schemas) {
        let database = database::database(system, schemas, &source);
        let accesses: Vec<(&sql::Access, Id<TableRow>)> = match database {
            Some(database) => source
                .statement
                .accesses
                .iter()
                .filter_map(|access| {
                    let schema = &schemas.databases[database.index()];
                    let relation = schema.catalogue.relation(&access.table)?;
                    Some((access, *schema.tables.get(&relation.key)?))
                })
                .collect(),
            None => Vec::new(),
        };
        written.extend(
            accesses
                .iter()
                .filter(|(access, _)| access.kind == sql::AccessKind::Insert)
                .map(|(_, table)| *table),
        );
        push(system, schemas, &source, database, &accesses);
    }
    // A table that a service fills is not one that only migrations fill; the user's own word stands.
    for table in written {
        let name = &system.tables[table].name;
        let is_named = input
            .settings
            .small_tables
            .iter()
            .any(|small| small.eq_ignore_ascii_case(name));
        system.tables[table].is_small &= is_named;
    }
}

fn push(
    system: &mut System,
    schemas: &Schemas,
    source: &Source<'_>,
    database: Option<Id<model::Database>>,
    accesses: &[(&sql::Access, Id<TableRow>)],
) {
    let outer: Vec<&sql::Access> = source
        .statement
        .accesses
        .iter()
        .filter(|access| access.parent.is_none())
        .collect();
    let writes = outer
        .iter()
        .find(|access| access.kind != sql::AccessKind::Select);
    let kind = writes.map_or("select", |access| kind(access.kind));
    let judged: Vec<(served::Judged, Id<TableRow>, &sql::Access)> = match database {
        Some(database) => {
            let schema = &schemas.databases[database.index()];
            accesses
                .iter()
                .map(|(access, table)| (judge(schema, source, access), *table, *access))
                .collect()
        }
        None => Vec::new(),
    };
    let is_unique = {
        let mut outer = judged
            .iter()
            .filter(|(_, _, access)| access.parent.is_none())
            .peekable();
        outer.peek().is_some() && outer.any(|(judged, _, _)| judged.is_unique)
    };
    let query = system.queries.push(Query {
        at: source.at,
        name: source.name.clone(),
        kind: kind.to_owned(),
        service: source.service,
        database,
        role: source.role,
        selects_star: !source.is_expanded
            && outer
                .iter()
                .any(|access| access.selects_star && !access.is_exists),
        is_bounded: is_bounded(source, kind, &outer, is_unique),
        has_offset: outer.iter().any(|access| access.has_offset),
        has_where: match writes {
            Some(write) => write.has_where,
            None => outer.iter().any(|access| access.has_where),
        },
        has_limit: outer.iter().any(|access| access.has_limit),
        is_bulk: source.is_bulk,
        has_holes: source.has_holes,
        accesses: Vec::new(),
    });
    let found: Vec<(u32, bool)> = judged
        .iter()
        .map(|(judged, _, access)| (access.block, judged.is_served.known() == Some(&true)))
        .collect();
    for (position, (judged, table, access)) in judged.iter().enumerate() {
        // Rows are joined to those that another table's filter finds.
        let is_driven = found.iter().enumerate().any(|(other, (block, is_found))| {
            other != position && *block == access.block && *is_found
        });
        let row = row(
            system, schemas, source, database, query, *table, judged, access, is_driven,
        );
        system.accesses.push(row);
    }
}

fn kind(kind: sql::AccessKind) -> &'static str {
    match kind {
        sql::AccessKind::Select => "select",
        sql::AccessKind::Insert => "insert",
        sql::AccessKind::Update => "update",
        sql::AccessKind::Delete => "delete",
    }
}

/// Whether the result has a bound: a limit, an aggregate, a unique key.
fn is_bounded(
    source: &Source<'_>,
    kind: &str,
    outer: &[&sql::Access],
    is_unique: bool,
) -> Known<bool> {
    if kind != "select" || source.is_one_row || is_unique {
        return Known::Is(true);
    }
    if outer
        .iter()
        .any(|access| access.has_limit || access.is_aggregate || access.is_exists)
    {
        return Known::Is(true);
    }
    if source.has_holes {
        return Known::unknown("a part of the statement is put together at run time");
    }
    if outer.is_empty() {
        return Known::unknown("the statement names no table that is known");
    }
    Known::Is(false)
}

fn judge(schema: &Schema, source: &Source<'_>, access: &sql::Access) -> served::Judged {
    let relation = schema
        .catalogue
        .relation(&access.table)
        .expect("only tables of the catalogue are judged");
    let others: Vec<&sql::Relation> = source
        .statement
        .accesses
        .iter()
        .filter(|other| other.block == access.block && !std::ptr::eq(*other, access))
        .filter_map(|other| Some(&**schema.catalogue.relation(&other.table)?))
        .collect();
    let uses = uses::uses(relation, &others, access);
    let relation = served::with_row_id(relation);
    served::judge(&relation, &uses, access, source.has_holes)
}

#[allow(
    clippy::too_many_arguments,
    reason = "one row is made of all that is known"
)]
fn row(
    system: &System,
    schemas: &Schemas,
    source: &Source<'_>,
    database: Option<Id<model::Database>>,
    query: Id<Query>,
    table: Id<TableRow>,
    judged: &served::Judged,
    access: &sql::Access,
    is_driven: bool,
) -> Access {
    let at = source.place(access.table.at);
    let index = judged.index.and_then(|position| {
        let schema = &schemas.databases[database?.index()];
        let relation = schema.catalogue.relation(&access.table)?;
        let name = &relation.indexes.get(position)?.name;
        // Rows of indexes are pushed in the order of the catalogue, table by table.
        system
            .indexes
            .iter()
            .filter(|(_, index)| index.table == table)
            .nth(position)
            .filter(|(_, index)| index.name == *name)
            .map(|(id, _)| id)
    });
    let uses = &judged.uses;
    let first =
        |at: Option<sql::At>| -> Span { at.map_or(at_of(source, access), |at| source.place(at)) };
    Access {
        at,
        query,
        table,
        kind: kind(access.kind).to_owned(),
        equalities: uses.equalities.clone(),
        ranges: uses.ranges.clone(),
        leading_wildcards: judged.leading_wildcards.clone(),
        joins: uses.joins.clone(),
        sorts: uses.sorts.iter().map(|sort| sort.column.clone()).collect(),
        index,
        is_served: judged.is_served.clone(),
        is_join_served: match (&judged.is_join_served, is_driven) {
            (Known::Is(served), true) => Known::Is(*served),
            (Known::Is(_), false) => {
                Known::unknown("nothing says from which table the join starts")
            }
            (unknown, _) => unknown.clone(),
        },
        is_sort_served: judged.is_sort_served.clone(),
        is_unique: judged.is_unique,
        suggestion: judged.suggestion.clone(),
        filter_at: first(uses.filter_at),
        join_at: first(uses.join_at),
        sort_at: first(uses.sort_at),
        pattern_at: first(uses.pattern_at),
    }
}

fn at_of(source: &Source<'_>, access: &sql::Access) -> Span {
    source.place(access.table.at)
}
