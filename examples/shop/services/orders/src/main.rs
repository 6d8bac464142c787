mod events;
mod neighbours;
mod routes;
mod store;

use axum::Router;
use axum::routing::{get, post};
use sqlx::postgres::PgPoolOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pool = PgPoolOptions::new()
        .max_connections(20)
        .connect(&std::env::var("DATABASE_URL")?)
        .await?;
    let app = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(routes::ready))
        .route("/v1/orders", get(routes::list).post(routes::create))
        .route("/v1/orders/{order_id}", get(routes::read))
        .route("/v1/orders/{order_id}/cancellations", post(routes::cancel))
        .with_state(pool);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8082").await?;
    axum::serve(listener, app).await?;
    Ok(())
}
