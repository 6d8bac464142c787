//! What the user says of a repository in `archreview.yaml`, as far as facts and links need it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Level;

/// `archreview.yaml` at the root; every key may be left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Rules and packs by name: `off`, or how they differ from their file.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Services by name: what is theirs.
    pub services: BTreeMap<String, ServiceSetting>,
    /// Tables so small that reading them whole is right.
    pub small_tables: Vec<String>,
    /// Paths to skip, as globs.
    pub skip: Vec<String>,
    /// Whether every file is part of the product, whatever its path looks like: the user named it.
    #[serde(skip)]
    pub is_every_file_product: bool,
    /// Versions of servers, such as `postgresql: 14`.
    pub versions: BTreeMap<String, String>,
}

/// What a repository says of one of its services.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ServiceSetting {
    /// Its folder, as a path or a glob.
    Path(String),
    /// Its folders.
    Paths(Vec<String>),
    /// Its folders and who owns it.
    Detail {
        /// Its folders.
        #[serde(default)]
        paths: Vec<String>,
        /// A team or a person; CODEOWNERS says it otherwise.
        #[serde(default)]
        owner: Option<String>,
    },
}

impl ServiceSetting {
    /// The folders that the service owns, as paths or globs.
    pub fn paths(&self) -> &[String] {
        match self {
            ServiceSetting::Path(path) => std::slice::from_ref(path),
            ServiceSetting::Paths(paths) | ServiceSetting::Detail { paths, .. } => paths,
        }
    }

    /// Who owns it; `None` if the settings do not say.
    pub fn owner(&self) -> Option<&str> {
        match self {
            ServiceSetting::Detail { owner, .. } => owner.as_deref(),
            _ => None,
        }
    }
}

/// What a repository changes about a rule or a pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RuleSetting {
    /// `off` or a level.
    Word(String),
    /// A level and parameters.
    Detail {
        /// Another level.
        #[serde(default)]
        level: Option<Level>,
        /// Parameters by name, as the rule declares them.
        #[serde(default)]
        parameters: BTreeMap<String, serde_json::Value>,
    },
}
