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
        "golang-migrate" | "prisma" | "supabase" if history.dialect == Dialect::PostgreSql => {
            Known::Is(script.section(sql::Section::Up).nth(1).is_some())
        }
        "golang-migrate" | "prisma" => Known::Is(false),
        _ => Known::unknown("nothing says whether the migration runs in a transaction"),
    }
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
