//! What orders tells: `order.placed`, `order.paid`, each with an id and the order as key.

use lapin::options::BasicPublishOptions;
use lapin::{BasicProperties, Channel};
use uuid::Uuid;

pub async fn placed(channel: &Channel, order_id: Uuid) -> lapin::Result<()> {
    let body = serde_json::json!({ "id": Uuid::now_v7(), "type": "order.placed", "order_id": order_id });
    channel
        .basic_publish(
            "orders",
            "order.placed",
            BasicPublishOptions::default(),
            body.to_string().as_bytes(),
            BasicProperties::default().with_delivery_mode(2),
        )
        .await?
        .await?;
    Ok(())
}
