//! Spanned trees of YAML and JSON: one arena for both, every node with its bytes of the text.
//!
//! [`parse`] never fails. It returns what could be read and [`Fault`]s that say what could not, because a repository is
//! reviewed as it is. Scalars stay in the text and are decoded when asked for.
//!
//! | module | idea |
//! |---|---|
//! | `parsed` | the result: roots, faults, comments |
//! | `node` | a handle on one node: kind, place, values, children |
//! | `mapping` | lookup of keys, merge keys, JSON pointers |
//! | `arena` | the slots that nodes are handles of |
//! | `build` | the events that every parser speaks, and the tree made from them |
//! | `bytes` | eight bytes at a time |
//! | `json` | the parser of JSON |
//! | `yaml` | the parsers of YAML |
//! | `scalar` | kinds and numbers of the YAML core schema |
//! | `decode` | escapes and folding |
//! | `deserialize` | serde types out of a node, with errors that know their place |
//! | `limits` | every limit, in one place |

mod arena;
mod build;
mod bytes;
mod decode;
mod deserialize;
mod json;
mod limits;
mod mapping;
mod node;
mod parsed;
mod scalar;
mod yaml;

pub use deserialize::{DeserializeError, UnknownName, from_node};
pub use limits::{
    EXPANDED_NODES_LIMIT, FAULTS_LIMIT, NESTING_LIMIT, TEXT_BYTES_LIMIT, YAML_KEY_CHARACTERS_LIMIT,
};
pub use node::{Kind, Node};
pub use parsed::{Fault, Format, Parsed, parse, parse_yaml_in_full};

/// A range of bytes of the text.
pub type Range = std::ops::Range<u32>;
