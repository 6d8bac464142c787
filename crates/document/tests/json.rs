//! JSON is read as `serde_json` reads it.
