//! Statements joined to schemas.
