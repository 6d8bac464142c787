//! Every limit, in one place. A text that goes beyond one gets a fault that says so.

/// Bytes of a text. A longer text is not parsed: offsets and node numbers are 32 bits wide, and YAML needs up to three
/// nodes per byte.
pub const TEXT_BYTES_LIMIT: usize = 1 << 30;

/// Levels of sequences and mappings inside each other, aliases expanded, so that a caller may recurse over a tree.
/// What lies deeper is left out. `serde_json` allows 128; no real contract is known to need 50.
pub const NESTING_LIMIT: usize = 255;

/// Nodes that the aliases of one text may add to a walk over it. An alias beyond it is null.
pub const EXPANDED_NODES_LIMIT: u64 = 1_000_000;

/// Faults kept for one text. Parsing stops at the last one.
pub const FAULTS_LIMIT: usize = 64;

/// Characters of a YAML key that is not introduced by `?`.
/// Source: YAML 1.2.2, 7.4.3 "Flow Pairs" and 8.2.2 "Block Mappings".
pub const YAML_KEY_CHARACTERS_LIMIT: usize = 1024;
