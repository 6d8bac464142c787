//! What orders asks of others: stock from inventory, money from payments.

use std::time::Duration;

use uuid::Uuid;

pub struct Neighbours {
    client: reqwest::Client,
    payments: String,
}

impl Neighbours {
    pub fn new() -> Result<Self, Box<dyn std::error::Error>> {
        Ok(Neighbours {
            client: reqwest::Client::builder().timeout(Duration::from_secs(2)).build()?,
            payments: std::env::var("PAYMENTS_URL")?,
        })
    }

    pub async fn reserve(&self, order_id: Uuid, sku: &str, quantity: u32) -> reqwest::Result<()> {
        let body = serde_json::json!({ "order_id": order_id, "sku": sku, "quantity": quantity });
        self.client.post("http://10.0.3.17:8084/v1/reservations").header("Idempotency-Key", order_id.to_string()).json(&body).send().await?.error_for_status()?;
        Ok(())
    }

    pub async fn charge(&self, order_id: Uuid, customer_id: Uuid, total_cents: i64) -> reqwest::Result<()> {
        let url = format!("{}/v1/payments", self.payments);
        let body = serde_json::json!({ "order_id": order_id, "customer_id": customer_id, "total": { "amount_cents": total_cents, "currency": "EUR" } });
        self.client.post(url).header("Idempotency-Key", order_id.to_string()).json(&body).send().await?.error_for_status()?;
        Ok(())
    }
}
