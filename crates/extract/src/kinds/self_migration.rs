//! Files by which a program runs its migrations itself as it starts: Go's `embed` and Rust's macros of SQLx, Diesel and
//! Refinery put them into it, and the script that a container starts runs a tool. Charts that migrate behind the release.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;
use crate::input::file_name;

/// Programs that migrate their database themselves.
pub const KIND: Kind = Kind {
    name: "self_migration",
    may_be: |path| path.ends_with(".go") || path.ends_with(".rs") || starts(path) || is_job(path),
    is: |probe| match probe.path {
        path if path.ends_with(".go") => probe.has(GO),
        path if path.ends_with(".rs") => MACROS.iter().any(|name| probe.has(name)),
        path if is_job(path) => HOOKS.iter().any(|hook| probe.has(hook)),
        _ => probe.has("migrat") || probe.has("upgrade head"),
    },
    read,
};

/// What stands before the patterns of the files that Go embeds.
const GO: &str = "//go:embed ";
/// Macros that embed a folder of migrations. Diesel's and Refinery's have the same name.
const MACROS: &[&str] = &["migrate!(", "embed_migrations!("];

/// What Helm and Argo CD call the moment behind the rollout of a release.
const HOOKS: &[&str] = &["post-upgrade", "PostSync"];

/// What scripts run to migrate a database.
const COMMANDS: &[&str] = &[
    "alembic upgrade",
    "db:migrate",
    "dbmate up",
    "diesel migration run",
    "drizzle-kit migrate",
    "flyway migrate",
    "goose up",
    "manage.py migrate",
    "migrate deploy",
    "migrate up",
    "migrate:deploy",
    "migration:run",
    "sqlx migrate run",
];

/// Whether a file of this name is what a container starts: its script, or what says so.
fn starts(path: &str) -> bool {
    let name = file_name(path);
    let last_word = name
        .strip_suffix(".sh")
        .and_then(|stem| stem.rsplit(['-', '_']).next());
    let is_script =
        last_word.is_some_and(|word| matches!(word, "entrypoint" | "start" | "startup"));
    is_script || name == "Dockerfile" || name.starts_with("Dockerfile.")
}

/// Whether a template of a chart is called as a job that migrates.
fn is_job(path: &str) -> bool {
    (path.ends_with(".yaml") || path.ends_with(".yml"))
        && path.contains("templates/")
        && file_name(path).contains("migrat")
}

/// Whether a line of a script, or the command of a Dockerfile, migrates. Other lines of a Dockerfile run as it is built.
fn migrates(path: &str, line: &str) -> bool {
    let line = line.trim_start();
    let is_run = path.ends_with(".sh") || line.starts_with("CMD") || line.starts_with("ENTRYPOINT");
    // `CMD ["npx", "prisma", "migrate", "deploy"]`
    let words = line.replace("\", \"", " ");
    is_run && !line.starts_with('#') && COMMANDS.iter().any(|command| words.contains(command))
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    if is_job(input.path) {
        let is_before = ["pre-upgrade", "PreSync"];
        if !is_before.iter().any(|hook| input.text.contains(hook)) {
            facts.facts.push(Facts::MigratesBehind);
        }
        return;
    }
    let migrates_itself = match input.path {
        path if path.ends_with(".go") => input.text.lines().any(names_sql),
        path if path.ends_with(".rs") => input.text.lines().any(calls_macro),
        path => input.text.lines().any(|line| migrates(path, line)),
    };
    if migrates_itself {
        facts.facts.push(Facts::MigratesItself);
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
    use super::{calls_macro, is_job, migrates, names_sql, starts};

    #[test]
    fn a_container_migrates_as_it_starts() {
        assert!(starts("docker/entrypoint.sh"));
        assert!(starts("app/start.sh"));
        assert!(!starts("scripts/restart.sh"));
        assert!(migrates("entrypoint.sh", "  npx prisma migrate deploy"));
        assert!(migrates("Dockerfile", "CMD [\"dbmate\", \"up\"]"));
        assert!(!migrates("Dockerfile", "RUN npx prisma migrate deploy"));
        assert!(!migrates("entrypoint.sh", "# prisma migrate deploy"));
    }

    #[test]
    fn a_chart_has_a_job_that_migrates() {
        assert!(is_job("charts/shop/templates/migration-job.yaml"));
        assert!(!is_job("charts/shop/templates/deployment.yaml"));
        assert!(!is_job("db/migrations.yaml"));
    }

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
