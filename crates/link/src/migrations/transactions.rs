//! What each tool does about transactions.

use model::Known;
use sql::{Dialect, Script};

use super::{History, Step};

/// Whether `step`, whose text is `script`, runs in one transaction.
/// MySQL commits at every change of the schema, so that nothing there runs in a transaction with another.
pub fn transaction(history: &History, step: &Step, script: &Script) -> Known<bool> {
    if history.dialect == Dialect::MySql {
        return Known::Is(false);
    }
    if let Some(told) = step.is_transactional.or(script.transactional) {
        return Known::Is(told);
    }
    match history.tool {
        "flyway" => {
            // Flyway runs a file outside of a transaction if a statement of it must be.
            Known::Is(!script.statements.iter().any(must_stand_alone))
        }
        "sqlx" | "diesel" | "goose" | "dbmate" | "drizzle" | "sql-migrate" | "liquibase" => {
            Known::Is(true)
        }
        // The file is sent as one text, which PostgreSQL runs as one transaction if it holds several statements.
        // Until Prisma 7.3 its file is sent so as well, and statement by statement since: prisma-engines, request 5767.
        "prisma" if history.dialect == Dialect::PostgreSql && is_long(script) => {
            Known::unknown("whether Prisma sends the file as one depends on its version")
        }
        "golang-migrate" | "supabase" if history.dialect == Dialect::PostgreSql => {
            Known::Is(is_long(script))
        }
        "golang-migrate" | "prisma" => Known::Is(false),
        // Whether it begins a transaction or not, a text of several statements is one. What must stand alone shows that
        // it knows a way out.
        "migrations"
            if history.is_own_runner
                && history.dialect == Dialect::PostgreSql
                && is_long(script)
                && !script.statements.iter().any(must_stand_alone) =>
        {
            Known::Is(true)
        }
        _ => Known::unknown("nothing says whether the migration runs in a transaction"),
    }
}

/// How the tool of `history` is told to run a file outside of a transaction, as a clause.
/// Sources: the documentation of each tool; issue 2898 of the Supabase CLI for its version.
pub fn way_out(history: &History) -> &'static str {
    match history.tool {
        "goose" => "begin its file with `-- +goose NO TRANSACTION`",
        "dbmate" => "write `-- migrate:up transaction:false`",
        "sql-migrate" => "write `-- +migrate Up notransaction`",
        "sqlx" => "begin its file with `-- no-transaction`",
        "diesel" => "put `run_in_transaction = false` into a `metadata.toml` beside it",
        "liquibase" => "write `runInTransaction:false` behind the name of its changeset",
        "flyway" => {
            "Flyway does so by itself; set `flyway.postgresql.transactional.lock=false`, or the statement waits for Flyway's own lock"
        }
        "golang-migrate" | "prisma" => "a file of one statement runs so",
        "supabase" => "the Supabase CLI does so by itself from version 2.109 on",
        "drizzle" => {
            "Drizzle runs all that is pending in one transaction, so do it by a script of its own beforehand, and say `IF NOT EXISTS` here"
        }
        _ => "what runs these files must be able to run one without a transaction",
    }
}

/// Whether the way up has several statements.
fn is_long(script: &Script) -> bool {
    script.section(sql::Section::Up).nth(1).is_some()
}

fn must_stand_alone(statement: &sql::Statement) -> bool {
    statement.effects.iter().any(|effect| match &effect.change {
        sql::Change::CreateIndex(index) => index.concurrently,
        sql::Change::DropIndex { concurrently, .. } | sql::Change::Reindex { concurrently, .. } => {
            *concurrently
        }
        sql::Change::Maintain { .. } => true,
        _ => false,
    })
}
