//! Checks written in Rust: what the rule language says badly or too slowly. One file each, named
//! like the `check:` of the rule that uses it, and one line in `checks!`.

use model::NativeCheck;

/// Declares the checks: each module has the parameters `With` and `review(Review, &With) -> Matches`.
macro_rules! checks {
    ($($check:ident,)*) => {
        $(mod $check;)*

        /// Every native check.
        pub const CHECKS: &[NativeCheck] = &[$(NativeCheck {
            name: stringify!($check),
            review: |cx, with| {
                let with: $check::With =
                    serde_json::from_value(with.clone()).map_err(|error| error.to_string())?;
                Ok($check::review(cx, &with))
            },
        },)*];
    };
}

checks! {
    circular_design,
    deep_call_chain,
    dependency_cycle,
    edited_migration,
    shared_database,
    shared_table,
    single_instance,
}
