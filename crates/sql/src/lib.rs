//! placeholder
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
/// x
pub struct Script {}
