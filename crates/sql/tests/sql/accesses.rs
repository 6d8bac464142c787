//! Queries: which tables and columns they use, and how.

use sql::{Access, AccessKind, Comparison, Dialect, Usage};

/// One line per access: kind, table, flags, then each use.
fn shown(text: &str, dialect: Dialect) -> String {
    let script = sql::read(text, dialect);
    assert!(script.notes.is_empty(), "{:?}", script.notes);
    let lines: Vec<String> = script
        .statements
        .iter()
        .flat_map(|statement| &statement.accesses)
        .map(access)
        .collect();
    lines.join("\n")
}

fn access(access: &Access) -> String {
    let kind = match access.kind {
        AccessKind::Select => "select",
        AccessKind::Insert => "insert",
        AccessKind::Update => "update",
        AccessKind::Delete => "delete",
    };
    let mut out = format!("{kind} {}", access.table);
    for (flag, name) in [
        (access.selects_star, "star"),
        (access.has_where, "where"),
        (access.has_limit, "limit"),
        (access.has_offset, "offset"),
        (access.is_aggregate, "aggregate"),
        (access.is_exists, "exists"),
        (access.for_update, "locks"),
        (access.is_upsert, "upsert"),
    ] {
        if flag {
            out.push_str(&format!(" +{name}"));
        }
    }
    for one in &access.columns {
        let usage = match &one.usage {
            Usage::Filter(Comparison::Equality(Some(value))) => format!("= {value}"),
            Usage::Filter(Comparison::Equality(None)) => "=".to_owned(),
            Usage::Filter(Comparison::Expression(text)) => format!("in `{text}`"),
            Usage::Filter(Comparison::Computed(text)) => {
                format!("computed `{}`", text.to_lowercase())
            }
            Usage::Filter(Comparison::Operator(operator)) => format!("op {operator}"),
            Usage::Filter(comparison) => format!("{comparison:?}").to_lowercase(),
            Usage::Join { table, column } => {
                format!("join {}.{column}", table.as_deref().unwrap_or("?"))
            }
            Usage::OrderBy {
                is_descending,
                position,
                in_expression,
            } => {
                format!(
                    "order {position}{}{}",
                    if *is_descending { " desc" } else { "" },
                    if *in_expression { " inside" } else { "" }
                )
            }
            other => format!("{other:?}").to_lowercase(),
        };
        let doubt = if one.is_certain { "" } else { "?" };
        let or = match (one.is_alternative, one.arm) {
            (true, Some(arm)) => format!(" or {}/{}", arm.number, arm.count),
            (true, None) => " or".to_owned(),
            (false, _) => String::new(),
        };
        out.push_str(&format!("; {}{doubt} {usage}{or}", one.column.text));
    }
    out
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text, Dialect::PostgreSql), expected);
}

#[track_caller]
fn check_mysql(text: &str, expected: &str) {
    assert_eq!(shown(text, Dialect::MySql), expected);
}

#[test]
fn a_filter_an_order_and_a_limit_are_seen() {
    check(
        "SELECT id, total FROM orders WHERE status = 'open' AND created_at > $1 ORDER BY created_at DESC, id LIMIT 10 OFFSET $2",
        "select orders +where +limit +offset; id selected; total selected; status = 'open'; created_at range; created_at order 0 desc; id order 1",
    );
}

#[test]
fn an_alias_leads_to_its_table_and_equality_of_columns_is_a_join() {
    check(
        "SELECT o.id FROM orders o JOIN users AS u ON u.id = o.user_id WHERE u.email = $1",
        "select orders +where; user_id join u.id; id selected\nselect users +where; id join o.user_id; email =",
    );
}

#[test]
fn an_alias_hides_the_name_of_its_table() {
    // A part of a statement: `spans` is a table of the whole.
    check(
        "SELECT s.status FROM spans s WHERE s.run_id = spans.run_id",
        "select spans +where; status selected; run_id join spans.run_id",
    );
}

#[test]
fn a_column_without_a_qualifier_may_be_of_every_table_of_its_block() {
    check(
        "SELECT 1 FROM a, b WHERE x = 1",
        "select a +where; x? = 1\nselect b +where; x? = 1",
    );
}

#[test]
fn expressions_over_columns_are_no_plain_filters() {
    check(
        "SELECT 1 FROM users u WHERE lower(u.email) = $1 AND coalesce(u.note, 'a.b') = $2",
        "select users +where; email in `lower(email)`; note in `coalesce(note, 'a.b')`",
    );
    check(
        "SELECT 1 FROM users WHERE lower(email) = $1 AND created_at::date = $2",
        "select users +where; email in `lower(email)`; created_at computed `created_at::date`",
    );
}

#[test]
fn patterns_tell_whether_they_begin_with_a_wildcard() {
    check(
        "SELECT 1 FROM t WHERE a LIKE '%x' AND b LIKE 'x%' AND c ILIKE '%' || $1 AND d LIKE $2",
        "select t +where; a likeleadingwildcard; b like; c likeleadingwildcard; d like",
    );
}

#[test]
fn alternatives_are_marked() {
    check(
        "SELECT 1 FROM t WHERE a = 1 AND (b = 2 OR c = 3)",
        "select t +where; a = 1; b = 2 or 0/2; c = 3 or 1/2",
    );
    check(
        "SELECT 1 FROM t WHERE a = 1 AND b = 2 OR (c = 3 AND (d = 4 OR e = 5)) OR NOT (f = 6)",
        "select t +where; a = 1 or 0/3; b = 2 or 0/3; c = 3 or 1/3; d = 4 or; e = 5 or; f = 6 or",
    );
}

#[test]
fn a_row_constructor_is_taken_apart() {
    check(
        "SELECT 1 FROM t WHERE (a, b) IN (SELECT x, y FROM u) AND (c, d) = ($1, $2) AND (e, f) > ($3, $4)",
        "select u; x selected; y selected\nselect t +where; a in; b in; c =; d =; e range; f tested",
    );
    check(
        "SELECT 1 FROM t JOIN u ON (t.a, t.b) = (u.x, u.y) WHERE (t.c, t.d) = ANY (SELECT 1, 2)",
        "select t +where; a join u.x; b join u.y; c in; d in\nselect u +where; x join t.a; y join t.b",
    );
    // MySQL reads no range of an index for an inequality of rows.
    check_mysql(
        "SELECT 1 FROM t WHERE (a, b) > (1, 2)",
        "select t +where; a tested; b tested",
    );
}

#[test]
fn what_no_index_over_the_column_serves_is_only_tested() {
    check(
        "SELECT 1 FROM t WHERE a > b AND c = coalesce($1, c) AND starts_with(d, $2) AND e IS NOT DISTINCT FROM $3 AND $4 = ANY (f)",
        "select t +where; a tested; b tested; c tested; c tested; d tested; e tested; f tested",
    );
    check(
        "SELECT 1 FROM t WHERE now() - a > $1 AND b + 1 = $2 AND extract(year FROM c) = 2020 AND d -> 'k' = '1'",
        "select t +where; a computed `now() - a`; b computed `b + 1`; c computed `extract(year from c)`; d in `d -> 'k'`",
    );
}

#[test]
fn a_flag_is_equal_to_true_or_false() {
    check(
        "SELECT 1 FROM t WHERE a AND NOT b AND c IS TRUE",
        "select t +where; a = true; b = false; c = true",
    );
}

#[test]
fn the_side_that_an_outer_join_keeps_is_not_found_by_its_condition() {
    check(
        "SELECT 1 FROM a LEFT JOIN b ON b.a_id = a.id AND a.kind = 1 AND b.kind = 2",
        "select a; id tested; kind tested\nselect b; a_id join a.id; kind = 2",
    );
    check(
        "SELECT 1 FROM a RIGHT JOIN b ON b.a_id = a.id",
        "select a; id join b.a_id\nselect b; a_id tested",
    );
}

#[test]
fn groups_are_tested_and_not_rows() {
    check(
        "SELECT a FROM t GROUP BY a HAVING max(b) > $1",
        "select t; a selected; b selected; a groupby",
    );
}

#[test]
fn subqueries_and_with_have_their_own_accesses() {
    check(
        "WITH open AS (SELECT id FROM orders WHERE done IS NULL) SELECT * FROM users WHERE id IN (SELECT user_id FROM open) AND EXISTS (SELECT 1 FROM bans b WHERE b.user_id = users.id)",
        "select orders +where; id selected; done isnull\nselect bans +where +exists; user_id join users.id\nselect users +star +where; id in; id join b.user_id",
    );
}

#[test]
fn aggregates_and_locks_are_seen() {
    check(
        "SELECT count(*) FROM t WHERE a = 1",
        "select t +where +aggregate; a = 1",
    );
    check(
        "SELECT a FROM t WHERE id = 1 FOR UPDATE SKIP LOCKED",
        "select t +where +locks; a selected; id = 1",
    );
    check(
        "SELECT a, count(*) FROM t GROUP BY a",
        "select t; a selected; a groupby",
    );
}

#[test]
fn writes_name_the_columns_that_they_write() {
    check(
        "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b",
        "insert t +upsert; a written; b written; a conflict",
    );
    check(
        "UPDATE t SET a = a + 1, b = $1 WHERE id = $2",
        "update t +where; a written; a selected; b written; id =",
    );
    check("DELETE FROM t", "delete t");
    check(
        "UPDATE orders SET total = 0 FROM users u WHERE u.id = orders.user_id",
        "update orders +where; total written; user_id join u.id\nselect users +where; id join orders.user_id",
    );
}

#[test]
fn parameters_of_every_driver_are_survived() {
    check(
        "SELECT a FROM t WHERE b = @name AND c = :other AND d = ANY($1::int[])",
        "select t +where; a selected; b =; c =; d in",
    );
    check(
        "SELECT a FROM t WHERE b = sqlc.arg(name) AND c = sqlc.narg('x')",
        "select t +where; a selected; b =; c =",
    );
    check(
        "SELECT a FROM t WHERE b = {} AND c = {value} LIMIT {limit}",
        "select t +where +limit; a selected; b =; c =",
    );
    check(
        "SELECT a FROM t WHERE b = %s AND c = %(name)s",
        "select t +where; a selected; b =; c =",
    );
    check_mysql(
        "SELECT a FROM `t` WHERE b = ? AND `c` IN (?, ?)",
        "select t +where; a selected; b =; c in",
    );
}

#[test]
fn a_result_that_is_a_column_is_ordered_by_the_column() {
    check(
        "SELECT created_at AS at FROM t ORDER BY at",
        "select t; created_at selected; created_at order 0",
    );
    check(
        "SELECT lower(name) AS n FROM t ORDER BY n",
        "select t; name selected",
    );
}

#[test]
fn the_place_of_a_table_and_of_a_column_is_where_they_are_written() {
    let text = "SELECT o.id FROM public.orders o WHERE o.\"Status\" = 1";
    let script = sql::read(text, Dialect::PostgreSql);
    let access = &script.statements[0].accesses[0];
    assert_eq!(access.table.at.of(text), "public.orders");
    assert_eq!(access.columns[1].column.at.of(text), "\"Status\"");
    assert_eq!(access.columns[1].at.of(text), "o.\"Status\" = 1");
}
