//! Kinds and numbers of the YAML core schema. Source: YAML 1.2.2, 10.3.2 "Tag Resolution".

use crate::arena::SlotKind;

/// What a plain scalar is.
pub(crate) fn plain_kind(text: &str) -> SlotKind {
    let Some(first) = text.bytes().next() else {
        return SlotKind::Null;
    };
    match first {
        b'~' | b'n' | b'N' if matches!(text, "~" | "null" | "Null" | "NULL") => SlotKind::Null,
        b't' | b'T' if matches!(text, "true" | "True" | "TRUE") => SlotKind::Bool,
        b'f' | b'F' if matches!(text, "false" | "False" | "FALSE") => SlotKind::Bool,
        b'0'..=b'9' | b'+' | b'-' | b'.' if is_number(text) => SlotKind::Number,
        _ => SlotKind::String,
    }
}

/// What a scalar with a tag is, `suffix` being that of a tag of YAML itself.
pub(crate) fn tagged_kind(suffix: Option<&str>, text: &str) -> SlotKind {
    let plain = plain_kind(text);
    let fits = match suffix {
        Some("null") => plain == SlotKind::Null,
        Some("bool") => plain == SlotKind::Bool,
        Some("int") => integer(text).is_some(),
        Some("float") => plain == SlotKind::Number,
        _ => false,
    };
    if fits { plain } else { SlotKind::String }
}

fn is_number(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    if is_infinite(text) || is_not_a_number(text) {
        return true;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_digits = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    let is_exponent = |exponent: &str| {
        let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !unsigned.is_empty() && digits(unsigned)
    };
    has_digits && digits(whole) && fraction.is_none_or(digits) && exponent.is_none_or(is_exponent)
}

fn is_infinite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF")
}

fn is_not_a_number(text: &str) -> bool {
    matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// The value of an integer of either format; `None` for floats and beyond 128 bits.
pub(crate) fn integer(text: &str) -> Option<i128> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i128::from_str_radix(digits, 16).ok();
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return i128::from_str_radix(digits, 8).ok();
    }
    text.parse().ok()
}

/// The value of a number of either format; `None` if it is too large and not written as infinite.
pub(crate) fn float(text: &str) -> Option<f64> {
    if is_infinite(text) {
        let is_negative = text.starts_with('-');
        return Some(if is_negative {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        });
    }
    if is_not_a_number(text) {
        return Some(f64::NAN);
    }
    if text.starts_with("0x") || text.starts_with("0o") {
        return integer(text).map(|value| value as f64);
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}
