//! How a statement uses the columns of one table.

use sql::{Access, At, ColumnUse, Comparison, Relation, Usage};

/// The uses of one table by one block of a statement. Columns are spelled as the table has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    /// Columns and expressions that every row must have equal to something.
    pub equalities: Vec<String>,
    /// The texts that equalities compare with, where they are literals.
    pub literals: Vec<(String, String)>,
    /// Columns compared by range.
    pub ranges: Vec<String>,
    /// Columns that must be null, not null, true or false: they narrow little, and choose partial indexes.
    pub states: Vec<(String, &'static str)>,
    /// Columns matched by a pattern that begins with a wildcard.
    pub wildcards: Vec<String>,
    /// Columns matched by other patterns and operators, which indexes serve if they are made for it.
    pub operators: Vec<String>,
    /// Columns equal to columns of other tables.
    pub joins: Vec<String>,
    /// The order.
    pub sorts: Vec<Sort>,
    /// Whether something filters that an index cannot be judged by: alternatives, unknown columns.
    pub is_hidden: bool,
    /// Whether a part of the order is no column of this table.
    pub is_order_hidden: bool,
    /// Where the first filter stands.
    pub filter_at: Option<At>,
    /// Where the first join stands.
    pub join_at: Option<At>,
    /// Where the first column of the order stands.
    pub sort_at: Option<At>,
    /// Where the first pattern stands.
    pub pattern_at: Option<At>,
}

/// One column of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: String,
    /// `DESC`.
    pub is_descending: bool,
}

/// The uses of `relation` by `access`. `others` are the other tables of its block, which may own a column that is
/// written without its table.
pub fn uses(relation: &Relation, others: &[&Relation], access: &Access) -> Uses {
    let mut uses = Uses::default();
    for one in &access.columns {
        add(relation, others, one, &mut uses);
    }
    // An order that another table begins is not this one's to serve.
    let sorted = |usage: &Usage| matches!(usage, Usage::OrderBy { .. });
    let mut positions: Vec<u32> = access
        .columns
        .iter()
        .filter_map(|one| match one.usage {
            Usage::OrderBy { position, .. } => Some(position),
            _ => None,
        })
        .collect();
    positions.sort_unstable();
    positions.dedup();
    if access.columns.iter().any(|one| sorted(&one.usage))
        && positions
            .iter()
            .enumerate()
            .any(|(index, position)| index as u32 != *position)
    {
        uses.is_order_hidden = true;
    }
    uses
}

fn add(relation: &Relation, others: &[&Relation], one: &ColumnUse, uses: &mut Uses) {
    let Some(column) = relation.column(&one.column.text) else {
        if one.is_certain || !relation.columns_are_known {
            match one.usage {
                Usage::Filter(Comparison::Expression(_)) | Usage::OrderBy { .. } => {
                    uses.is_order_hidden = true;
                }
                Usage::Filter(_) | Usage::Join { .. } => uses.is_hidden = true,
                _ => {}
            }
        }
        return;
    };
    if !one.is_certain
        && others
            .iter()
            .any(|other| other.column(&one.column.text).is_some())
    {
        uses.is_hidden = true;
        return;
    }
    let name = column.name.clone();
    match &one.usage {
        Usage::Filter(_) if one.is_alternative => uses.is_hidden = true,
        Usage::Filter(comparison) => {
            filter(name, comparison, one.at, uses);
        }
        Usage::Join { .. } if one.is_alternative => uses.is_hidden = true,
        Usage::Join { .. } => {
            uses.join_at.get_or_insert(one.at);
            push(&mut uses.joins, name);
        }
        Usage::OrderBy {
            is_descending,
            in_expression,
            ..
        } => {
            uses.is_order_hidden |= *in_expression;
            uses.sort_at.get_or_insert(one.at);
            uses.sorts.push(Sort {
                column: name,
                is_descending: *is_descending,
            });
        }
        Usage::GroupBy | Usage::Selected | Usage::Written | Usage::Conflict => {}
    }
}

fn filter(name: String, comparison: &Comparison, at: At, uses: &mut Uses) {
    match comparison {
        Comparison::Equality(literal) => {
            if let Some(literal) = literal {
                uses.literals.push((name.clone(), literal.clone()));
            }
            uses.filter_at.get_or_insert(at);
            push(&mut uses.equalities, name);
        }
        Comparison::In => {
            uses.filter_at.get_or_insert(at);
            push(&mut uses.equalities, name);
        }
        Comparison::Range => {
            uses.filter_at.get_or_insert(at);
            push(&mut uses.ranges, name);
        }
        Comparison::LikeLeadingWildcard => {
            uses.pattern_at.get_or_insert(at);
            push(&mut uses.wildcards, name);
        }
        Comparison::Like | Comparison::Operator(_) => push(&mut uses.operators, name),
        Comparison::IsNull => uses.states.push((name, "null")),
        Comparison::IsNotNull => uses.states.push((name, "not null")),
        Comparison::Truth => uses.states.push((name, "truth")),
        Comparison::Unequal => uses.states.push((name, "unequal")),
        // What a condition chooses cannot be looked up.
        Comparison::Expression(text) if is_choice(text) || reads_clock(text) => {
            uses.is_hidden = true;
        }
        Comparison::Expression(text) => {
            uses.filter_at.get_or_insert(at);
            push(&mut uses.equalities, compared(text).to_owned());
        }
    }
}

/// Whether an expression chooses among others.
fn is_choice(text: &str) -> bool {
    text.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("case"))
}

/// Whether an expression is another one at every moment, so that no index can hold it.
fn reads_clock(text: &str) -> bool {
    let side = compared(text).to_ascii_lowercase();
    [
        "now(",
        "current_timestamp",
        "current_date",
        "clock_timestamp",
        "localtimestamp",
        "sysdate",
    ]
    .iter()
    .any(|clock| side.contains(clock))
}

/// The side of a comparison before its operator; all of a text that is no comparison.
fn compared(text: &str) -> &str {
    let mut depth = 0_u32;
    for (position, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '=' | '<' | '>' if depth == 0 => return text[..position].trim_end_matches('!').trim(),
            _ => {}
        }
    }
    text.trim()
}

fn push(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}
