//! PostgreSQL: columns added and changed.

use super::ImpactKind;
use super::conversion::{conversion, narrowing, text_limit};
use super::judge::Judge;
use super::postgres::add_constraint;
use crate::{
    Change, ColumnChange, ColumnDef, ConstraintKind, Dialect, Expression, Relation, Type,
    UserTypeKind,
};

pub(super) fn judge(judge: &mut Judge<'_>) {
    match &judge.effect.change {
        Change::AddColumn {
            table,
            column,
            if_not_exists,
            ..
        } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            if *if_not_exists && found.column(&column.name.text).is_some() {
                return;
            }
            add_column(judge, found, column);
        }
        Change::AlterColumn {
            table,
            column,
            change,
        } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            let Some(old) = found.column(&column.text) else {
                return;
            };
            match change {
                ColumnChange::SetNotNull if old.is_nullable => not_null(judge, found, &old.name),
                ColumnChange::Type { to, using, .. } => {
                    change_type(judge, found, &old.name, &old.data_type, to, using.as_ref())
                }
                ColumnChange::SetExpression(_) => {
                    let why = "all rows are computed and written anew while everybody waits";
                    judge
                        .note(
                            ImpactKind::TableRewrite,
                            &found.key,
                            Some(&column.text),
                            why,
                        )
                        .excluding()
                        .rewriting();
                }
                _ => {}
            }
        }
        _ => {}
    }
}

fn add_column(judge: &mut Judge<'_>, found: &Relation, column: &ColumnDef) {
    let name = column.name.text.as_str();
    let key = &found.key;
    let fills_itself = column.is_serial || column.identity.is_some() || column.generated.is_some();
    let domain_default = judge
        .before
        .user_type(&column.data_type)
        .is_some_and(|found| {
            matches!(
                &found.kind,
                UserTypeKind::Domain {
                    default: Some(_),
                    ..
                }
            )
        });
    if column.nullable == Some(false)
        && column.default.is_none()
        && !fills_itself
        && !domain_default
    {
        let why =
            "it fails if the table has a row, and inserts of the version that runs beside fail";
        judge.note(ImpactKind::RequiredColumn, key, Some(name), why);
    }
    if column.is_serial || column.identity.is_some() {
        let why = "all rows are written anew to be numbered, while everybody waits";
        judge
            .note(ImpactKind::SerialColumn, key, Some(name), why)
            .excluding()
            .rewriting();
    } else if column
        .generated
        .as_ref()
        .is_some_and(|generated| generated.is_stored)
    {
        let why = "all rows are computed and written anew while everybody waits";
        judge
            .note(ImpactKind::StoredGeneratedColumn, key, Some(name), why)
            .excluding()
            .rewriting();
    } else if let Some(default) = &column.default {
        let old_server = judge.context.server.major < 11;
        if old_server || is_volatile(default) {
            let why = if old_server {
                "before version 11 every default is written into all rows while everybody waits"
            } else {
                "the default differs from row to row, so all rows are written anew while everybody waits"
            };
            judge
                .note(ImpactKind::VolatileDefault, key, Some(name), why)
                .excluding()
                .rewriting();
        }
    } else if constrained_domain(judge, &column.data_type) {
        let why = "the type is a domain with constraints, so all rows are written anew while everybody waits";
        judge
            .note(ImpactKind::TableRewrite, key, Some(name), why)
            .excluding()
            .rewriting();
    }
    if column.data_type.name == "json" && column.data_type.array_dimensions == 0 {
        let why = "`json` has no equality, so `SELECT DISTINCT` and `UNION` over the table fail";
        judge.note(ImpactKind::JsonColumn, key, Some(name), why);
    }
    // One value for all rows can be a key only where there is one row.
    let is_key = column.constraints.iter().any(|one| {
        matches!(
            one.kind,
            ConstraintKind::Primary { .. } | ConstraintKind::Unique { .. }
        )
    });
    if is_key && column.default.as_ref().is_some_and(is_constant) {
        return;
    }
    for constraint in &column.constraints {
        // A reference of a column that is NULL everywhere is not checked.
        let is_null = column.default.is_none() && !fills_itself;
        if matches!(constraint.kind, ConstraintKind::Foreign(_)) && is_null {
            continue;
        }
        add_constraint(judge, found, constraint);
    }
}

/// Whether a default is written out, so that all rows get the same.
fn is_constant(default: &Expression) -> bool {
    !default.text.contains('(') && !default.text.eq_ignore_ascii_case("null")
}

fn constrained_domain(judge: &Judge<'_>, data_type: &Type) -> bool {
    judge
        .before
        .user_type(data_type)
        .is_some_and(|found| match &found.kind {
            UserTypeKind::Domain {
                not_null, checks, ..
            } => *not_null || !checks.is_empty(),
            _ => false,
        })
}

/// `SET NOT NULL`: reads all rows, unless (from version 12) a valid check proves it.
pub(super) fn not_null(judge: &mut Judge<'_>, found: &Relation, column: &str) {
    let proven = found.constraints.iter().any(|one| match &one.kind {
        ConstraintKind::Check { expression, .. } => {
            one.is_valid && proves_not_null(expression, column)
        }
        _ => false,
    });
    if proven && judge.context.server.major >= 12 {
        return;
    }
    let why = "readers and writers wait until all rows are checked";
    judge
        .note(ImpactKind::NotNullScan, &found.key, Some(column), why)
        .excluding()
        .scanning();
    judge.note(
        ImpactKind::NotNullMayFail,
        &found.key,
        Some(column),
        "it fails if a row holds `NULL`, and inserts of the version that runs beside may fail",
    );
}

/// Whether a check says `column IS NOT NULL`, alone or joined by `AND`.
fn proves_not_null(check: &Expression, column: &str) -> bool {
    let text = check
        .text
        .to_ascii_lowercase()
        .replace(['(', ')', '"'], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    !words.contains(&"or")
        && words.windows(4).any(|four| {
            four[0] == column.to_ascii_lowercase() && four[1..] == ["is", "not", "null"]
        })
}

fn change_type(
    judge: &mut Judge<'_>,
    found: &Relation,
    column: &str,
    from: &Type,
    to: &Type,
    using: Option<&Expression>,
) {
    let (below, demand) = (base(judge, from).0, base(judge, to));
    let Some(mut change) = conversion(below, demand.0, Dialect::PostgreSql) else {
        return;
    };
    // A column of a domain keeps no length of its own, so that any is looked at anew.
    if !std::ptr::eq(below, from) {
        let bare = Type {
            arguments: Vec::new(),
            ..below.clone()
        };
        change.rewrites |=
            conversion(&bare, demand.0, Dialect::PostgreSql).is_some_and(|change| change.rewrites);
    }
    // What a domain demands is checked in every row, which is written anew for it.
    change.rewrites |= demand.1;
    change.narrows |= demand.1;
    if let (Some(old), Some(limit)) = (values(judge, below), text_limit(demand.0)) {
        let longest = old.iter().map(|value| value.chars().count()).max();
        change.narrows = longest.is_some_and(|longest| longest as u64 > limit);
    }
    let (before, after) = (from.text(), to.text());
    if let (Some(old), Some(new)) = (values(judge, from), values(judge, to)) {
        let gone = old.iter().find(|value| !new.contains(value));
        if let Some(gone) = gone {
            let why = format!(
                "`'{gone}'` is no longer a value of `{after}`, and the version that runs beside may write it"
            );
            judge.note(ImpactKind::EnumValueRemoved, &found.key, Some(gone), why);
        }
        let why = format!(
            "`{before}` becomes `{after}`: all rows are written anew while everybody waits"
        );
        judge
            .note(ImpactKind::ColumnTypeRewrite, &found.key, Some(column), why)
            .excluding()
            .rewriting();
        return;
    }
    // `USING` with anything but the column itself computes every value.
    let computes = using.is_some_and(|using| {
        let plain = using
            .text
            .split("::")
            .next()
            .unwrap_or("")
            .trim()
            .trim_matches('"');
        !plain.eq_ignore_ascii_case(column)
    });
    let in_utc = (
        from.name.starts_with("timestamp"),
        to.name.starts_with("timestamp"),
    ) == (true, true)
        && from.name != to.name;
    // From 12 on PostgreSQL writes nothing where both are the same.
    let is_same = in_utc && judge.context.held.is_utc && judge.context.server.major >= 12;
    let rewrites = change.rewrites && !is_same;
    if rewrites || computes {
        let why = if in_utc {
            format!(
                "`{before}` becomes `{after}`: all rows are written anew while everybody waits, unless the session's time zone is UTC"
            )
        } else {
            format!("`{before}` becomes `{after}`: all rows are written anew while everybody waits")
        };
        judge
            .note(ImpactKind::ColumnTypeRewrite, &found.key, Some(column), why)
            .excluding()
            .rewriting();
    }
    // The server makes a check of the column anew, and reads all rows for it, though it writes none.
    if !(rewrites || computes)
        && let Some(check) = check_of(found, column)
    {
        let why = format!(
            "`{before}` becomes `{after}`, so that readers and writers wait until all rows are checked again"
        );
        judge
            .note(ImpactKind::ValidatingCheck, &found.key, Some(&check), why)
            .excluding()
            .scanning();
    }
    if change.narrows {
        let (kind, why) = if values(judge, to).is_some() {
            let why = format!(
                "`{before}` becomes the enum `{after}`: statements of the running version that treat it as text fail, and so does every value that is none of the enum's"
            );
            (ImpactKind::TextToEnum, why)
        } else {
            (ImpactKind::NarrowedType, narrowing(&before, &after, change))
        };
        judge.note(kind, &found.key, Some(column), why);
    }
    if change.breaks {
        let why = format!(
            "`{before}` becomes `{after}`: the version that runs beside compares and reads it as before"
        );
        judge.note(ImpactKind::ColumnTypeChange, &found.key, Some(column), why);
    }
}

/// The type below a domain, and whether the domain demands something of its values.
fn base<'t>(judge: &Judge<'t>, data_type: &'t Type) -> (&'t Type, bool) {
    const MOST_DOMAINS: usize = 8;
    let mut found = (data_type, false);
    for _ in 0..MOST_DOMAINS {
        let own = judge.before.user_type(found.0).map(|own| &own.kind);
        let Some(UserTypeKind::Domain {
            base,
            not_null,
            checks,
            ..
        }) = own.filter(|_| found.0.array_dimensions == 0)
        else {
            break;
        };
        found = (base, found.1 || *not_null || !checks.is_empty());
    }
    found
}

/// Whether an expression has the word `column`.
pub(super) fn mentions(text: &str, column: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| word.eq_ignore_ascii_case(column))
}

/// The name of a check that mentions the column.
fn check_of(found: &Relation, column: &str) -> Option<String> {
    let check = found.constraints.iter().find(|one| match &one.kind {
        ConstraintKind::Check { expression, .. } => mentions(&expression.text, column),
        _ => false,
    })?;
    Some(check.name.clone())
}

/// The values of an enum.
fn values<'a>(judge: &Judge<'a>, data_type: &Type) -> Option<&'a [String]> {
    match &judge.before.user_type(data_type)?.kind {
        UserTypeKind::Enum(values) if data_type.array_dimensions == 0 => Some(values),
        _ => None,
    }
}

/// Whether a default gives another value for each row. Functions of the transaction (`now`) do not.
fn is_volatile(default: &Expression) -> bool {
    let text = default.text.as_str();
    let mut from = 0;
    // A function that nobody knows may be either: silent.
    const VOLATILE: &[&str] = &[
        "random",
        "gen_random_uuid",
        "uuid_generate_v1",
        "uuid_generate_v1mc",
        "uuid_generate_v4",
        "clock_timestamp",
        "timeofday",
        "nextval",
        "gen_random_bytes",
        "uuidv7",
        "uuidv4",
        "gen_ulid",
        "generate_ulid",
        "uuid_generate_v7",
        "txid_current",
        "gen_salt",
        "setval",
        "random_normal",
    ];
    while let Some(found) = text[from..].find('(') {
        let head = &text[..from + found];
        let start = head
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |at| at + 1);
        let name = head[start..].to_ascii_lowercase();
        if VOLATILE.contains(&name.as_str()) {
            return true;
        }
        from += found + 1;
    }
    false
}
