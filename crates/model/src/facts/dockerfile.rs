//! What a Dockerfile says.

use serde::{Deserialize, Serialize};

use super::manifest::{Check, Text, Variable};

/// One Dockerfile: its last stage, and what the others copy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Dockerfile {
    /// The image that the last stage starts from, stages of the same file followed.
    pub base: Option<Text>,
    /// Folders and files that any stage copies from the build context.
    pub copied: Vec<String>,
    /// `ARG` and `ENV` with their values.
    pub environment: Vec<Variable>,
    /// Ports that it exposes.
    pub ports: Vec<String>,
    /// The user that the last stage runs as.
    pub user: Option<Text>,
    /// The health check of the last stage.
    pub health_check: Check,
    /// Packages, projects and folders that its `RUN` lines name to the tool that builds them.
    pub built: Vec<String>,
    /// `ENTRYPOINT` and `CMD` of the last stage.
    pub command: Vec<Text>,
}
