//! Source files that put the migrations beside them into the program, which then runs them itself: Go's `embed`,
//! Rust's macros of SQLx, Diesel and Refinery.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;

/// Programs that bring their migrations along.
pub const KIND: Kind = Kind {
    name: "embedded",
    may_be: |path| path.ends_with(".go") || path.ends_with(".rs"),
    is: |probe| match probe.path.ends_with(".go") {
        true => probe.has(GO),
        false => MACROS.iter().any(|name| probe.has(name)),
    },
    read,
};

/// What stands before the patterns of the files that Go embeds.
const GO: &str = "//go:embed ";
/// Macros that embed a folder of migrations. Diesel's and Refinery's have the same name.
const MACROS: &[&str] = &["migrate!(", "embed_migrations!("];

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let embeds = match input.path.ends_with(".go") {
        true => input.text.lines().any(names_sql),
        false => input.text.lines().any(calls_macro),
    };
    if embeds {
        facts.facts.push(Facts::EmbedsMigrations);
    }
}

/// Whether a line of Go embeds files of SQL, or a folder of migrations.
fn names_sql(line: &str) -> bool {
    let mut patterns = line.strip_prefix(GO).unwrap_or_default().split_whitespace();
    patterns.any(|pattern| pattern.contains(".sql") || pattern.contains("migration"))
}

/// Whether a line of Rust, not of a comment, calls one of the macros.
fn calls_macro(line: &str) -> bool {
    let line = line.trim_start();
    !line.starts_with("//") && MACROS.iter().any(|name| line.contains(name))
}

#[cfg(test)]
mod tests {
    use super::{calls_macro, names_sql};

    #[test]
    fn go_embeds_files_of_sql() {
        assert!(names_sql("//go:embed *.sql"));
        assert!(names_sql("//go:embed templates/* migrations"));
        assert!(!names_sql("//go:embed static/*"));
        assert!(!names_sql("// go:embed *.sql"));
    }

    #[test]
    fn rust_embeds_by_a_macro() {
        assert!(calls_macro(
            "    sqlx::migrate!(\"./migrations\").run(&pool)"
        ));
        assert!(calls_macro("embed_migrations!();"));
        assert!(!calls_macro("// sqlx::migrate!() at start"));
    }
}
