//! The day on which something was announced to end.

/// Whether an end that was announced has come: no day, or one that is not after today. An end that
/// nobody can read has not: who planned by it cannot be shown to have had the time.
pub fn has_ended(sunset: Option<&str>, today: &str) -> bool {
    match sunset {
        None => true,
        Some(text) => day(text).is_some_and(|day| today.is_empty() || day.as_str() <= today),
    }
}

/// The day that `text` names, as `2027-01-31`; `None` if it names none. Of a month or a year, its
/// last day. Read are dates and times of RFC 3339, and the dates of HTTP (RFC 9110, 5.6.7), which
/// the header `Sunset` of RFC 8594 has.
pub fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let number = |digits: &str, length: usize| -> Option<u32> {
        let is_number = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten()
    };
    if let Some(date) = http_day(text) {
        return Some(date);
    }
    let date = text.split(['T', 't', ' ']).next().unwrap_or(text);
    let mut parts = date.split('-');
    let year = number(parts.next()?, 4)?;
    let month = match parts.next() {
        Some(month) => number(month, 2)?,
        None => 12,
    };
    let day = match parts.next() {
        Some(day) => number(day, 2)?,
        None => 31,
    };
    let is_date = parts.next().is_none() && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `Sat, 31 Dec 2027 23:59:59 GMT`.
fn http_day(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, rest) = text.split_once(", ")?;
    let mut words = rest.split(' ');
    let day: u32 = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let year: u32 = words.next()?.parse().ok()?;
    let is_date = (1..=31).contains(&day) && year <= 9999;
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(day(text).as_deref(), expected);
    }

    #[test]
    fn days_are_read_in_the_forms_that_people_write() {
        check("2027-01-31", Some("2027-01-31"));
        check("2027-01-31T23:59:59Z", Some("2027-01-31"));
        check("Sun, 31 Jan 2027 23:59:59 GMT", Some("2027-01-31"));
        check("2027-01", Some("2027-01-31"));
        check("2027", Some("2027-12-31"));
    }

    #[test]
    fn what_names_no_day_is_not_read() {
        for text in [
            "",
            "soon",
            "2027-13-01",
            "31.01.2027",
            "2027-01-31-1",
            "Q3",
            "{}",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn an_end_that_cannot_be_read_has_not_come() {
        assert!(has_ended(None, "2026-01-01"));
        assert!(has_ended(Some("2026-01-01"), "2026-01-01"));
        assert!(!has_ended(Some("2026-01-02"), "2026-01-01"));
        assert!(!has_ended(Some("soon"), "2026-01-01"));
    }
}
