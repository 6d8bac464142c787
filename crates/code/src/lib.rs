//! placeholder
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
/// x
pub struct Facts {}
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
/// x
pub struct Package {}
