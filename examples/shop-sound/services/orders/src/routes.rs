//! What `openapi.yaml` promises.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::store::{self, Order};

const LARGEST_PAGE: i64 = 100;

#[derive(Deserialize)]
pub struct Page {
    customer_id: Uuid,
    limit: Option<i64>,
    before: Option<OffsetDateTime>,
}

pub async fn ready(State(pool): State<PgPool>) -> StatusCode {
    match pool.acquire().await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub async fn list(State(pool): State<PgPool>, Query(page): Query<Page>) -> Result<Json<Vec<Order>>, StatusCode> {
    let limit = page.limit.unwrap_or(20).clamp(1, LARGEST_PAGE);
    let before = page.before.unwrap_or_else(OffsetDateTime::now_utc);
    let orders = store::of_customer(&pool, page.customer_id, before, limit).await;
    orders.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

pub async fn read(State(pool): State<PgPool>, Path(order_id): Path<Uuid>) -> Result<Json<Order>, StatusCode> {
    match store::by_id(&pool, order_id).await {
        Ok(Some(order)) => Ok(Json(order)),
        Ok(None) => Err(StatusCode::NOT_FOUND),
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
