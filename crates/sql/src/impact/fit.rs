//! Whether every value of one type of PostgreSQL fits into another: what is there, and what a version that does not know
//! of the change sends as before. Held to the server by `oracle::conversions`.

use super::conversion::{number, text_limit};
use crate::Type;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Integer,
    Numeric,
    Float,
    Text,
    Json,
    Timestamp,
    Date,
    Time,
    Interval,
    Network,
    Boolean,
    Uuid,
    Other,
}

fn family(one: &Type) -> Family {
    match one.name.as_str() {
        "smallint" | "integer" | "bigint" => Family::Integer,
        "numeric" => Family::Numeric,
        "real" | "double precision" => Family::Float,
        "text" | "character varying" | "character" | "citext" | "name" => Family::Text,
        "json" | "jsonb" => Family::Json,
        "date" => Family::Date,
        "boolean" => Family::Boolean,
        "uuid" => Family::Uuid,
        "inet" | "cidr" => Family::Network,
        name if name.starts_with("timestamp") => Family::Timestamp,
        name if name.starts_with("interval") => Family::Interval,
        name if name.starts_with("time ") => Family::Time,
        _ => Family::Other,
    }
}

/// Whether the server refuses a value of `from` where `to` is asked for, or keeps less of it. Not told: digits behind
/// those that a floating point number keeps, parts of a second, a time zone, and spaces at the end. Whoever makes a
/// text `json` has kept JSON in it.
pub(super) fn refuses(from: &Type, to: &Type) -> bool {
    let (left, right) = (family(from), family(to));
    let digits = |one: &Type| number(one, 0).zip(number(one, 1).or(Some(0)));
    match (left, right) {
        (Family::Integer, Family::Integer) => to.integer_bytes() < from.integer_bytes(),
        (Family::Integer, Family::Numeric) => {
            digits(to).is_some_and(|(all, scale)| all.saturating_sub(scale) < integer_digits(from))
        }
        (Family::Numeric, Family::Numeric) => match (digits(from), digits(to)) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some((from, from_scale)), Some((to, to_scale))) => {
                to_scale < from_scale
                    || to.saturating_sub(to_scale) < from.saturating_sub(from_scale)
            }
        },
        (Family::Numeric, Family::Integer) => {
            digits(from).is_none_or(|(all, scale)| scale > 0 || all >= integer_digits(to))
        }
        (Family::Numeric, Family::Float) => digits(from).is_some_and(|(all, scale)| {
            let most = if to.name == "real" { 38 } else { 308 };
            all.saturating_sub(scale) > most
        }),
        (Family::Float, Family::Numeric) => digits(to).is_some(),
        (Family::Float, Family::Float) => to.name == "real" && from.name != "real",
        (Family::Text, Family::Text) => match (text_limit(from), text_limit(to)) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(from), Some(to)) => to < from,
        },
        (_, Family::Text) => {
            text_limit(to).is_some_and(|limit| longest(from).is_none_or(|length| length > limit))
        }
        (Family::Network, Family::Network) => from.name == "inet" && to.name == "cidr",
        (Family::Integer, Family::Float)
        | (Family::Text, Family::Json)
        | (Family::Date, Family::Timestamp)
        | (Family::Time, Family::Interval) => false,
        (Family::Other, Family::Other) => from.name != to.name,
        _ => left != right,
    }
}

/// The digits of the greatest number.
fn integer_digits(one: &Type) -> u32 {
    match one.name.as_str() {
        "smallint" => 5,
        "integer" => 10,
        _ => 19,
    }
}

/// The characters of the longest value as text; `None` for no bound that matters.
/// Source: PostgreSQL 17 manual, "Data Types": ranges and output formats.
fn longest(one: &Type) -> Option<u64> {
    Some(match (family(one), one.name.as_str()) {
        (Family::Integer, _) => u64::from(integer_digits(one)) + 1,
        (Family::Numeric, _) => {
            let (all, scale) = (number(one, 0)?, number(one, 1).unwrap_or(0));
            u64::from(all) + 1 + u64::from(scale > 0) + u64::from(scale >= all)
        }
        (Family::Float, "real") => 15,
        (Family::Float, _) => 24,
        (Family::Boolean, _) => 5,
        (Family::Uuid, _) => 36,
        (Family::Date, _) => 13,
        (Family::Timestamp, _) => 35,
        (Family::Time, _) => 24,
        (Family::Network, _) => 43,
        (_, "bit" | "bit varying") => u64::from(number(one, 0)?),
        _ => return None,
    })
}
