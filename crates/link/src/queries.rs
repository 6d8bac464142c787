//! Statements that services send, joined to the tables that they reach and the indexes that serve them.
//!
//! * `source`: the statements of a repository, from files of SQL and from source code.
//! * `database`: the database that a statement runs on.
//! * `uses`: how a statement uses the columns of one table.
//! * `served`: which index serves that, as the planners of the servers choose; `predicate`: when a partial one does;
//!   `reach`: what joins add to it; `sort`: which index gives an order.
//! * `selectivity`: whether few rows are asked for; `suggestion`: the index that is missing.
//! * `derived`: tables that are worked out anew; `deletion`: who reads rows that are marked as deleted; `growth`: tables that nothing is ever removed from.
//! * `background`: jobs that nobody waits for.
//! * `repeated`: what is written once for each dialect; `scans`: who searches by a foreign key without an index.

mod apart;
mod background;
mod database;
mod deletion;
mod derived;
mod growth;
mod large;
mod mapped;
mod predicate;
mod reach;
mod repeated;
mod scans;
mod selectivity;
mod served;
mod sort;
mod source;
mod suggestion;
mod tally;
mod uses;

#[cfg(test)]
mod tests;

use model::{Access, Id, Known, Query, Span, System, TableRow};

use crate::Input;
use crate::replay::{Schemas, size};
use reach::Reached;
use served::Used;
use source::Source;

/// Fills `query` and `access`.
pub fn link(input: &Input<'_>, system: &mut System, schemas: &Schemas) {
    let mut written: Vec<Id<TableRow>> = Vec::new();
    let mut marks: Vec<(Id<Access>, deletion::Mark)> = Vec::new();
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
        push(system, schemas, &source, database, &accesses, &mut marks);
    }
    // A table that a service fills is not one that only migrations fill; the user's own word stands.
    for table in written {
        let name = &system.tables[table].name;
        let is_named = input
            .settings
            .small_tables
            .iter()
            .any(|small| small.eq_ignore_ascii_case(name));
        let database = system.tables[table].database;
        let is_few = || {
            let catalogue = &schemas.databases[database.index()].catalogue;
            catalogue
                .relations()
                .any(|relation| relation.key.to_string() == *name && size::is_few_rows(relation))
        };
        system.tables[table].is_small &= is_named || is_few();
    }
    large::mark(system);
    tally::mark(system);
    apart::mark(system);
    derived::mark(input, system);
    repeated::mark(system);
    deletion::fill(system, &marks);
    let known = growth::known_deletions(system);
    growth::mark(system, schemas, &known);
    scans::fill(system, &mapped::collections(input), &known);
}

fn push(
    system: &mut System,
    schemas: &Schemas,
    source: &Source<'_>,
    database: Option<Id<model::Database>>,
    accesses: &[(&sql::Access, Id<TableRow>)],
    marks: &mut Vec<(Id<Access>, deletion::Mark)>,
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
    let mut tables: Vec<Used<'_>> = match database {
        Some(database) => {
            let schema = &schemas.databases[database.index()];
            let is_small = |table: &sql::TableKey| {
                let row = schema.tables.get(table);
                row.is_some_and(|row| system.tables[*row].is_small)
            };
            accesses
                .iter()
                .map(|(access, _)| used(&schema.catalogue, source, access, &is_small))
                .collect()
        }
        None => Vec::new(),
    };
    reach::imply(&mut tables);
    let reached = reach::reached(&tables, source.has_holes);
    let is_unique = tables
        .iter()
        .any(|used| used.access.parent.is_none() && served::is_unique(&used.relation, &used.uses));
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
        is_background: background::is_background(
            &system.file(source.file).path,
            &source.statement.accesses,
        ),
        has_holes: source.has_holes,
        is_repeated: false,
        accesses: Vec::new(),
    });
    let Some(database) = database else { return };
    let catalogue = &schemas.databases[database.index()].catalogue;
    for ((used, reached), (_, table)) in tables.iter().zip(&reached).zip(accesses) {
        let row = row(system, catalogue, source, query, *table, used, reached);
        let id = system.accesses.push(row);
        if let Some(column) = &system.tables[*table].soft_delete_column {
            marks.push((id, deletion::mark(used.access, column)));
        }
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
    let is_grouped = |access: &sql::Access| {
        let mut columns = access.columns.iter();
        access.is_distinct || columns.any(|one| one.usage == sql::Usage::GroupBy)
    };
    if outer.iter().any(|access| is_grouped(access)) {
        return Known::unknown("it gives one row for each group");
    }
    if source.has_holes {
        return Known::unknown("a part of the statement is put together at run time");
    }
    if outer.is_empty() {
        return Known::unknown("the statement names no table that is known");
    }
    Known::Is(false)
}

fn used<'a>(
    catalogue: &'a sql::Catalogue,
    source: &Source<'_>,
    access: &'a sql::Access,
    is_small: &dyn Fn(&sql::TableKey) -> bool,
) -> Used<'a> {
    let relation = catalogue
        .relation(&access.table)
        .expect("only tables of the catalogue are judged");
    let others: Vec<&sql::Relation> = source
        .statement
        .accesses
        .iter()
        .filter(|other| other.block == access.block && !std::ptr::eq(*other, access))
        .filter_map(|other| Some(&**catalogue.relation(&other.table)?))
        .collect();
    Used {
        uses: uses::uses(relation, &others, access),
        named: relation.indexes.len(),
        few: selectivity::references_to_few(catalogue, relation, is_small),
        relation: served::with_implied(relation),
        access,
    }
}

fn row(
    system: &System,
    catalogue: &sql::Catalogue,
    source: &Source<'_>,
    query: Id<Query>,
    table: Id<TableRow>,
    used: &Used<'_>,
    reached: &Reached,
) -> Access {
    let Used { uses, access, .. } = used;
    let index = reached.index.and_then(|position| {
        let name = &used.relation.indexes.get(position)?.name;
        // Rows of indexes are pushed in the order of the catalogue, table by table.
        system
            .indexes
            .iter()
            .filter(|(_, index)| index.table == table)
            .nth(position)
            .filter(|(_, index)| index.name == *name)
            .map(|(id, _)| id)
    });
    let at = source.place(access.table.at);
    let first = |place: Option<sql::At>| -> Span { place.map_or(at, |at| source.place(at)) };
    let is_join = reached.is_join_served.known() == Some(&false);
    let suggestion = suggestion::suggestion(catalogue, used, is_join);
    let is_looked_for = !reached.is_found && !source.has_holes;
    let is_sort_served = sort::is_sort_served(used, reached, source.has_holes);
    let stops_early = access.has_limit && is_sort_served.known() == Some(&true);
    // In the order of an index, the first few rows are soon found, whatever range they are to lie in.
    let is_soon_found = stops_early && uses.equalities.is_empty();
    Access {
        at,
        query,
        table,
        kind: kind(access.kind).to_owned(),
        equalities: uses.equalities.clone(),
        ranges: uses.ranges.clone(),
        // Where an index finds the rows, few are left to be compared.
        leading_wildcards: uses
            .wildcards
            .iter()
            .filter(|column| is_looked_for && !served::is_searchable(&used.relation, column))
            .cloned()
            .collect(),
        computed: if is_looked_for && uses.equalities.is_empty() && uses.ranges.is_empty() {
            uses.computed.clone()
        } else {
            Vec::new()
        },
        joins: uses.join_columns(),
        sorts: uses.sorts.iter().map(|sort| sort.column.clone()).collect(),
        index,
        is_served: reached.is_served.clone(),
        is_join_served: reached.is_join_served.clone(),
        is_sort_served,
        stops_early,
        is_unique: served::is_unique(&used.relation, uses),
        is_selective: !is_soon_found && selectivity::is_selective(catalogue, used),
        is_by_range: selectivity::is_by_range(catalogue, used),
        is_cleanup: selectivity::is_cleanup(catalogue, source.statement, used),
        renames_value: selectivity::renames_value(used),
        forgets_deletion: false,
        is_repeated: false,
        suggestion: suggestion.columns,
        create_index: suggestion.statement,
        instead: suggestion.instead,
        filter_at: first(uses.filter_at),
        join_at: first(uses.join_at),
        sort_at: first(uses.sort_at),
        pattern_at: first(uses.pattern_at),
        computed_at: first(uses.computed_at),
    }
}
