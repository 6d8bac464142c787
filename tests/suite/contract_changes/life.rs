//! How long a thing is promised: announced ends, stability, and new major versions.

use super::{OK, check, compared, operation, request, response, with_head};

fn beside(text: &str) -> String {
    with_head(
        "3.0.3",
        &format!("paths:\n  /a: {{get: {{{OK}}}}}\n  /b: {{get: {{{text} {OK}}}}}\n"),
    )
}

fn without() -> String {
    with_head("3.0.3", &format!("paths:\n  /a: {{get: {{{OK}}}}}\n"))
}

#[test]
fn an_end_that_is_no_date_helps_nobody() {
    check(
        &beside(""),
        &beside("deprecated: true, x-sunset: soon,"),
        &["!both-operation-sunset-unreadable"],
    );
    check(
        &beside(""),
        &beside("deprecated: true, x-sunset: {quarter: 3},"),
        &["!both-operation-sunset-unreadable"],
    );
    check(
        &beside(""),
        &beside("deprecated: true, x-sunset: '2999-01-31T00:00:00Z',"),
        &[],
    );
    check(
        &beside(""),
        &beside("deprecated: true, x-sunset: 'Thu, 31 Jan 2999 00:00:00 GMT',"),
        &[],
    );
    // Nobody can show that such an end has come.
    check(
        &beside("deprecated: true, x-sunset: soon,"),
        &without(),
        &["!operation-removed"],
    );
}

#[test]
fn an_end_may_move_back_in_any_notation() {
    check(
        &beside("deprecated: true, x-sunset: 2999-01-31,"),
        &beside("deprecated: true, x-sunset: 'Fri, 01 Feb 2999 00:00:00 GMT',"),
        &[],
    );
}

#[test]
fn parameters_and_properties_stay_until_their_announced_end() {
    let parameter = |text: &str| {
        operation(&format!(
            "{{parameters: [{{name: q, in: query{text}, schema: {{type: string}}}}], {OK}}}"
        ))
    };
    let gone = operation(&format!("{{{OK}}}"));
    check(
        &parameter(", deprecated: true, x-sunset: 2999-01-31"),
        &gone,
        &["!request-parameter-removed"],
    );
    // It was announced: rules about removals stay silent, although some clients may not have heard.
    let ended = compared(
        &parameter(", deprecated: true, x-sunset: 2020-01-31"),
        &gone,
    );
    assert!(
        ended
            .changes
            .iter()
            .all(|(_, change)| change.was_deprecated)
    );
    let property = |text: &str| {
        format!("{{type: object, properties: {{a: {{type: string}}, b: {{type: string{text}}}}}}}")
    };
    let without = "{type: object, properties: {a: {type: string}}}";
    let announced = property(", deprecated: true, x-sunset: 2999-01-31");
    check(
        &response(&announced),
        &response(without),
        &["!response-property-removed"],
    );
    check(
        &request(&announced),
        &request(without),
        &["!request-property-removed"],
    );
    check(
        &response(&announced),
        &response(&property(", deprecated: true, x-sunset: 2998-01-31")),
        &["!response-property-sunset-earlier"],
    );
    check(
        &response(&property("")),
        &response(&property(", deprecated: true, x-sunset: soon")),
        &["!response-property-sunset-unreadable"],
    );
}

#[test]
fn what_is_a_draft_may_change_and_go() {
    for level in ["draft", "alpha"] {
        let head = format!("x-stability-level: {level},");
        check(&beside(&head), &without(), &[]);
        let asked = format!(
            "{head} parameters: [{{name: q, in: query, required: true, schema: {{type: string}}}}],"
        );
        check(&beside(&head), &beside(&asked), &[]);
    }
    check(
        &beside("x-stability-level: beta,"),
        &without(),
        &["!operation-removed"],
    );
}

#[test]
fn stability_may_rise_and_not_fall() {
    let lowered: &[&str] = &["!both-operation-stability-lowered"];
    check(&beside(""), &beside("x-stability-level: beta,"), lowered);
    check(
        &beside("x-stability-level: stable,"),
        &beside("x-stability-level: alpha,"),
        lowered,
    );
    check(&beside("x-stability-level: alpha,"), &beside(""), &[]);
    check(
        &beside("x-stability-level: alpha,"),
        &beside("x-stability-level: draft,"),
        &[],
    );
    check(
        &beside(""),
        &beside("x-stability-level: firm,"),
        &["!both-operation-stability-unreadable"],
    );
    let property =
        |text: &str| format!("{{type: object, properties: {{a: {{type: string{text}}}}}}}");
    check(
        &response(&property("")),
        &response(&property(", x-stability-level: beta")),
        &["!response-property-stability-lowered"],
    );
}

/// Whether every difference counts as part of a new major version.
#[track_caller]
fn check_major(old: &str, new: &str, expected: bool) {
    let text = |version: &str, rest: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: A, version: '{version}'}}\npaths:\n  /a: {{get: {{{OK}}}}}\n{rest}"
        )
    };
    let removed = format!("  /b: {{get: {{{OK}}}}}\n");
    let system = compared(&text(old, &removed), &text(new, ""));
    let majors: Vec<bool> = system
        .changes
        .iter()
        .map(|(_, change)| change.is_new_major)
        .collect();
    assert_eq!(majors, [expected], "{old} to {new}");
}

#[test]
fn a_major_version_is_the_first_number_or_before_one_the_second() {
    check_major("1.4.0", "2.0.0", true);
    check_major("v1", "v2", true);
    check_major("1.4.0", "1.5.0", false);
    check_major("0.1.0", "0.2.0", true);
    check_major("0.1.0", "0.1.1", false);
    check_major("2.0.0", "1.0.0", false);
    check_major("1.0.0-rc.1", "1.0.0", false);
}

#[test]
fn a_date_is_no_major_version() {
    check_major("2025-11-01", "2026-02-01", false);
    check_major("20251101", "20260201", false);
}

#[test]
fn a_path_under_the_next_version_takes_the_place_of_the_last() {
    let with = |path: &str| with_head("3.0.3", &format!("paths: {{{path}: {{get: {{{OK}}}}}}}\n"));
    let majors = |old: &str, new: &str| -> Vec<bool> {
        let system = compared(&with(old), &with(new));
        let removed = system
            .changes
            .iter()
            .filter(|(_, change)| change.is_breaking);
        removed.map(|(_, change)| change.is_new_major).collect()
    };
    assert_eq!(majors("/v1/a", "/v2/a"), [true]);
    assert_eq!(majors("/v2/a", "/v1/a"), [false]);
    assert_eq!(majors("/v1/a", "/v1/b"), [false]);
}
