//! Orders in PostgreSQL.

use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(serde::Serialize)]
pub struct Order {
    pub order_id: Uuid,
    pub customer_id: Uuid,
    pub status: String,
    pub total_cents: i64,
    pub placed_at: OffsetDateTime,
}

pub async fn of_customer(pool: &PgPool, customer_id: Uuid, before: OffsetDateTime, limit: i64) -> sqlx::Result<Vec<Order>> {
    sqlx::query_as!(
        Order,
        "SELECT order_id, customer_id, status, total_cents, placed_at
         FROM orders
         WHERE customer_id = $1 AND placed_at < $2
         ORDER BY placed_at DESC
         LIMIT $3",
        customer_id,
        before,
        limit
    )
    .fetch_all(pool)
    .await
}

pub async fn by_id(pool: &PgPool, order_id: Uuid) -> sqlx::Result<Option<Order>> {
    sqlx::query_as!(
        Order,
        "SELECT order_id, customer_id, status, total_cents, placed_at FROM orders WHERE order_id = $1",
        order_id
    )
    .fetch_optional(pool)
    .await
}

pub async fn mark_paid(pool: &PgPool, order_id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("UPDATE orders SET status = 'paid' WHERE order_id = $1", order_id)
        .execute(pool)
        .await?;
    Ok(())
}
