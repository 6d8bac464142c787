//! Versions, as the tools compare them: by number, not by letter.

/// The numbers of a version, outermost first: `0.22/03__x` is 0, 22, 3.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub Vec<u128>);

impl Version {
    /// The day that the version names (`20260131…`, seconds or milliseconds since 1970), counted from 1 January 1970;
    /// `None` if it is no date.
    pub fn day(&self) -> Option<i64> {
        let text = self.0.first()?.to_string();
        let seconds = match text.len() {
            10 => text.parse::<i64>().ok(),
            13 => text.parse::<i64>().ok().map(|millis| millis / 1000),
            _ => None,
        };
        if let Some(seconds) = seconds.filter(|_| text.starts_with('1')) {
            return Some(seconds / 86_400);
        }
        let digits = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        let (year, month, day) = (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?);
        let is_date =
            (2000..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        is_date.then(|| days_since_1970(year, month, day))
    }
}

/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    // Years begin with March, so that a leap day is the last one.
    let year = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

/// Longest number that is read, in digits.
const MAX_DIGITS: usize = 36;

/// The version at the start of `name`, as written and as numbers, and what follows it.
/// A `v` may stand before it. `-` joins the parts of a date (`2020-01-31-120000`), `.` separates numbers.
pub fn leading(name: &str) -> Option<(&str, Version, &str)> {
    let body = match name.as_bytes() {
        [b'v' | b'V', digit, ..] if digit.is_ascii_digit() => &name[1..],
        _ => name,
    };
    let mut numbers: Vec<String> = Vec::new();
    let mut end = 0;
    let mut joiner = None;
    loop {
        let digits = body[end..].bytes().take_while(u8::is_ascii_digit).count();
        // `20200131T120000Z`
        let zone = usize::from(joiner == Some(b'T') && body[end + digits..].starts_with('Z'));
        let is_whole = !body[end + digits + zone..]
            .starts_with(|c: char| c.is_alphabetic() && joiner.is_some());
        if digits == 0 || !is_whole {
            end -= usize::from(joiner.is_some());
            break;
        }
        let number = &body[end..end + digits];
        match (joiner, numbers.last_mut()) {
            (Some(b'-' | b'T'), Some(last)) => last.push_str(number),
            _ => numbers.push(number.to_owned()),
        }
        end += digits + zone;
        let next = body.as_bytes().get(end).copied();
        // `1-2_x` is version 1 of something; `2020-01-31` is a date.
        let is_date = numbers.last().is_some_and(|last| last.len() >= 4);
        match next {
            Some(b'.') => joiner = Some(b'.'),
            Some(b'-') if is_date => joiner = Some(b'-'),
            Some(b'T') if digits == 8 => joiner = Some(b'T'),
            _ => break,
        }
        end += 1;
    }
    if numbers.is_empty() {
        return None;
    }
    let key = numbers
        .iter()
        .map(|digits| {
            digits[..digits.len().min(MAX_DIGITS)]
                .parse()
                .unwrap_or(u128::MAX)
        })
        .collect();
    Some((&body[..end], Version(key), &body[end..]))
}

/// Flyway's version: numbers that `.` or `_` separate.
pub fn flyway(version: &str) -> Option<Version> {
    version
        .split(['.', '_'])
        .map(|digits| digits.get(..digits.len().min(MAX_DIGITS))?.parse().ok())
        .collect::<Option<Vec<u128>>>()
        .map(Version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<(&str, &[u128], &str)>) {
        let found = leading(name);
        let found = found
            .as_ref()
            .map(|(text, key, rest)| (*text, key.0.as_slice(), *rest));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_version_is_the_number_before_the_name() {
        check("0001_init.sql", Some(("0001", &[1], "_init.sql")));
        check("12-add-x.sql", Some(("12", &[12], "-add-x.sql")));
        check("v3_x.sql", Some(("3", &[3], "_x.sql")));
        check("001.up.sql", Some(("001", &[1], ".up.sql")));
        check("init.sql", None);
    }

    #[test]
    fn a_date_is_one_number() {
        check(
            "2020-01-31-120000_x",
            Some(("2020-01-31-120000", &[20_200_131_120_000], "_x")),
        );
        // ISO 8601, basic format.
        let number: &[u128] = &[20_200_131_120_000];
        check(
            "20200131T120000Z.sql",
            Some(("20200131T120000Z", number, ".sql")),
        );
        check("20200131T120000_x", Some(("20200131T120000", number, "_x")));
        check("20200131Table", Some(("20200131", &[20_200_131], "Table")));
    }

    #[test]
    fn dots_separate_numbers() {
        check("0.22", Some(("0.22", &[0, 22], "")));
        check("1.2.3.sql", Some(("1.2.3", &[1, 2, 3], ".sql")));
    }

    #[test]
    fn a_word_that_begins_with_a_digit_is_no_version_part() {
        check("001_2fa.sql", Some(("001", &[1], "_2fa.sql")));
        check("2020-3d.sql", Some(("2020", &[2020], "-3d.sql")));
    }

    #[test]
    fn a_version_may_name_its_day() {
        let day = |text: &str| leading(text).expect("a version").1.day();
        let apart = |one: &str, other: &str| Some(day(other)? - day(one)?);
        assert_eq!(apart("20260128093000_x", "20260201_y"), Some(4));
        assert_eq!(apart("2026-01-28-093000", "2026-02-01-000000"), Some(4));
        assert_eq!(apart("20260128000000000000_x", "202601291200_x"), Some(1));
        assert_eq!(apart("1786632919", "1787157505"), Some(6));
        assert_eq!(apart("1786632919000", "1787157505000"), Some(6));
        assert_eq!(day("19700101_x"), None);
        assert_eq!(day("20000101_x"), Some(10_957));
        assert_eq!(day("20260301_x"), day("20260228_x").map(|day| day + 1));
        assert_eq!(day("20240301_x"), day("20240228_x").map(|day| day + 2));
        assert_eq!(day("0012_x"), None);
        assert_eq!(day("20261345_x"), None);
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(leading("10_x").expect("a version").1 > leading("9_x").expect("a version").1);
        assert!(flyway("1_10") > flyway("1.9"));
        assert_eq!(flyway("x"), None);
    }
}
