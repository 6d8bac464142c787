//! How a statement uses the columns of one table.

use std::collections::BTreeMap;

use sql::{Access, At, ColumnUse, Comparison, Relation, Usage};

/// The uses of one table by one block of a statement. Columns are spelled as the table has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    /// Columns and expressions that every row must have equal to something.
    pub equalities: Vec<String>,
    /// Columns that are equal to a value because they are equal to another table's column that is.
    pub implied: Vec<String>,
    /// The texts that equalities compare with, where they are literals.
    pub literals: Vec<(String, String)>,
    /// Columns compared by range.
    pub ranges: Vec<String>,
    /// Columns that must be null or not null: they narrow little, and choose partial indexes.
    pub states: Vec<(String, &'static str)>,
    /// Columns matched by a pattern that begins with a wildcard.
    pub wildcards: Vec<String>,
    /// Columns matched by other patterns.
    pub patterns: Vec<String>,
    /// Columns compared by other operators, which indexes serve if they are made for it.
    pub operators: Vec<String>,
    /// Calculations over a column that are compared.
    pub computed: Vec<String>,
    /// Columns equal to columns of other tables.
    pub joins: Vec<Join>,
    /// The order.
    pub sorts: Vec<Sort>,
    /// The alternatives of each `OR`: the uses that each of them adds.
    pub alternatives: BTreeMap<u32, Vec<Uses>>,
    /// Whether something filters that an index cannot be judged by: alternatives of alternatives, unknown columns.
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
    /// Where the first calculation stands.
    pub computed_at: Option<At>,
}

/// A column that is equal to a column of another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The column.
    pub column: String,
    /// The other table's alias or name, as far as it is written.
    pub partner: Option<String>,
    /// The other table's column.
    pub partner_column: String,
}

impl Uses {
    /// The columns that join, each once.
    pub fn join_columns(&self) -> Vec<String> {
        let mut names = Vec::new();
        for join in &self.joins {
            push(&mut names, join.column.clone());
        }
        names
    }

    /// These uses and those that one alternative adds.
    pub fn with(&self, arm: &Uses) -> Uses {
        let mut both = self.clone();
        both.equalities.extend_from_slice(&arm.equalities);
        both.literals.extend_from_slice(&arm.literals);
        both.ranges.extend_from_slice(&arm.ranges);
        both.states.extend_from_slice(&arm.states);
        both.operators.extend_from_slice(&arm.operators);
        both.joins.extend_from_slice(&arm.joins);
        both.alternatives.clear();
        both
    }
}

/// One column of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: String,
    /// `DESC`.
    pub is_descending: bool,
}

/// An `OR` of more alternatives is data.
const MOST_ALTERNATIVES: u32 = 200;

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
                Usage::OrderBy { .. } => uses.is_order_hidden = true,
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
    let uses = match (one.is_alternative, one.arm) {
        (false, _) => uses,
        (true, Some(arm)) => {
            let count = arm.count.min(MOST_ALTERNATIVES) as usize;
            let arms = uses
                .alternatives
                .entry(arm.group)
                .or_insert_with(|| vec![Uses::default(); count]);
            match arms.get_mut(arm.number as usize) {
                Some(arm) => arm,
                None => return uses.is_hidden = true,
            }
        }
        (true, None) if matches!(one.usage, Usage::Filter(_) | Usage::Join { .. }) => {
            return uses.is_hidden = true;
        }
        (true, None) => uses,
    };
    match &one.usage {
        Usage::Filter(comparison) => filter(name, comparison, one.at, uses),
        Usage::Join {
            table,
            column: other,
        } => {
            uses.join_at.get_or_insert(one.at);
            uses.joins.push(Join {
                column: name,
                partner: table.clone(),
                partner_column: other.clone(),
            });
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
        Comparison::Like => push(&mut uses.patterns, name),
        Comparison::Operator(_) => push(&mut uses.operators, name),
        Comparison::IsNull => uses.states.push((name, "null")),
        Comparison::IsNotNull => uses.states.push((name, "not null")),
        Comparison::Unequal => uses.states.push((name, "unequal")),
        Comparison::Expression(text) => {
            uses.filter_at.get_or_insert(at);
            push(&mut uses.equalities, text.clone());
        }
        Comparison::Computed(text) => {
            uses.computed_at.get_or_insert(at);
            push(&mut uses.computed, text.clone());
        }
        Comparison::Tested => {}
    }
}

fn push(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}
