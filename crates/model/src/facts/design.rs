//! What a design document declares.

use serde::{Deserialize, Serialize};

/// The definitions and specifications of one document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Design {}
