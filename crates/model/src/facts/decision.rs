//! A recorded decision.

use serde::{Deserialize, Serialize};

/// One decision record.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Decision {
    /// The title.
    pub title: String,
}
