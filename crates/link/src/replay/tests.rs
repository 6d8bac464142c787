//! Whole histories, replayed.
