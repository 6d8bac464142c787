//! Input that is meant to hurt costs its own facts and nothing else.

use crate::read;

const PATHS: &[&str] = &[
    "a.rs", "a.js", "a.ts", "a.tsx", "a.py", "a.java", "a.go", "a.cs", "a.kt", "a.rb", "a.php",
];

/// Reads `text` as every language; returning at all is what is checked.
#[track_caller]
fn check(text: &str) {
    for path in PATHS {
        let text = match path.ends_with(".php") {
            true => format!("<?php\n{text}"),
            false => text.to_owned(),
        };
        assert!(read(path, &text).is_some());
    }
}

#[test]
fn twenty_thousand_brackets_are_survived() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("f(", ")"),
        ("{\"a\":", "}"),
        ("<", ">"),
    ] {
        check(&format!(
            "x = {}{}",
            open.repeat(20_000),
            close.repeat(20_000)
        ));
        check(&open.repeat(20_000));
    }
}

#[test]
fn long_chains_and_sums_are_survived() {
    check(&format!("x = a{}", ".b()".repeat(5_000)));
    check(&format!("x = a{}", ".b".repeat(5_000)));
    check(&format!("x = \"a\"{}", " + \"b\"".repeat(5_000)));
    check(&format!("x = {}a", "!".repeat(20_000)));
    check(&format!("fn f() {{ {} }}", "if a {} else ".repeat(2_000)));
    check(&format!("$x = 'a'{};", " . 'b'".repeat(5_000)));
}

#[test]
fn kotlin_that_is_read_again_for_each_token_is_left_out() {
    for part in ["a ? ", "x => ", "lambda x: ", "& "] {
        let text = format!("fun f() {{ val a = {}1\n}}\n", part.repeat(20_000));
        let facts = read("a.kt", &text).expect("Kotlin");
        let notes: Vec<&str> = facts.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(notes, ["not read: too ambiguous to parse"], "{part}");
    }
}

#[test]
fn an_annotation_at_the_end_of_kotlin_ends() {
    for text in [
        "class A\n@Foo",
        "class A\n@Foo(",
        "class A { val a = 1\n@Foo(",
    ] {
        assert!(read("a.kt", text).is_some());
    }
}

#[test]
fn names_that_mean_each_other_end() {
    check("const a = b; const b = a; app.get(a, f); fetch(a + b)");
    check("a = b\nb = a\n@app.get(a)\ndef f(): pass\n");
    check("x = getEnv(x)\ny = env(y, y)\n");
    check("const app = app.use(app); app.use('/x', app); app.get('/y', f)");
    check("const r = express.Router(); r.use('/a', r); r.get('/b', f, g)");
}

#[test]
fn broken_and_odd_text_is_survived() {
    for text in [
        "",
        "\0",
        "\u{feff}",
        "\"",
        "`${",
        "'''",
        "f\"{",
        "/*",
        "<<~SQL",
        "é",
        "\r\n\r",
        "@",
        "#[",
        "app.get('/é', f)",
    ] {
        check(text);
    }
}

#[test]
fn many_routes_and_strings_cost_no_more_than_a_second_each() {
    // Quadratic work shows here: a test that hangs is the failure.
    let mut routes = String::from("const express = require('express'); const app = express()\n");
    for index in 0..2_000 {
        routes.push_str(&format!("app.get('/orders/{index}', handler{index})\n"));
        routes.push_str(&format!("db.query(\"SELECT a FROM t{index}\")\n"));
    }
    let facts = read("a.js", &routes).expect("a script");
    assert_eq!(facts.routes.len(), 2_000);
    assert_eq!(facts.sql.len(), 2_000);
}

#[test]
fn a_file_above_the_limit_is_a_note() {
    let text = "x".repeat(crate::SOURCE_LIMIT_BYTES + 1);
    let facts = read("a.ts", &text).expect("a script");
    assert_eq!(facts.notes.len(), 1);
    assert!(facts.calls.is_empty());
}
