//! What a Dockerfile says.

use serde::{Deserialize, Serialize};

/// One Dockerfile.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Dockerfile {}
