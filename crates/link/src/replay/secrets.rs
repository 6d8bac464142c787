//! Secrets and personal numbers that a table keeps as they are, as far as a schema shows it: the type has no room for
//! what encryption or a hash makes of them. A longer text tells nothing, whatever it is called.

use sql::{Column, Relation, RelationKind, Type};

use super::columns::words;

/// Names of numbers that identify or pay, by their words run together, with the most characters that people write
/// them with.
const NUMBERS: &[(&str, u32)] = &[
    ("ssn", 16),
    ("socialsecuritynumber", 16),
    ("creditcardnumber", 32),
    ("cardnumber", 32),
    ("ccnumber", 32),
    ("cvv", 8),
    ("cvv2", 8),
    ("cvc", 8),
    ("cardsecuritycode", 8),
    ("passportnumber", 20),
    ("driverslicensenumber", 24),
];
/// Names of passwords, by their words run together.
const PASSWORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "userpassword",
    "loginpassword",
];
/// No hash that is in use is shorter, in hexadecimal or in base 64.
const HASH_MIN: u32 = 22;

/// Why `column` is taken to keep a secret as it is, as a clause.
pub fn plain(relation: &Relation, column: &Column) -> Option<String> {
    let fits = column.data_type.is_integer() || length(&column.data_type).is_some();
    if !fits || relation.kind != RelationKind::Table || column.generated.is_some() {
        return None;
    }
    let joined = words(&column.name).concat();
    let data_type = &column.data_type;
    let longest = length(data_type);
    if let Some((_, most)) = NUMBERS.iter().find(|(name, _)| joined == *name) {
        let fits = data_type.is_integer() || longest.is_some_and(|length| length <= *most);
        return fits.then(|| {
            let data_type = data_type.text();
            format!("`{data_type}` has room for it as people write it, and for nothing that is encrypted")
        });
    }
    (PASSWORDS.contains(&joined.as_str()) && longest.is_some_and(|length| length < HASH_MIN))
        .then(|| format!("`{}` is too short for any hash", data_type.text()))
}

/// How many characters a text takes; `None` for other types and for texts without a limit.
fn length(data_type: &Type) -> Option<u32> {
    if !data_type.is_text() {
        return None;
    }
    data_type.arguments.first()?.parse().ok()
}
