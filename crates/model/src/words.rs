//! Vocabularies: enums whose members are the field's own words.

/// Declares an enum of words: how rules and JSON spell each member, and all of them in a list,
/// so that a rule which compares with a word that does not exist is an error when it is loaded.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $Name:ident { $($(#[$member_meta:meta])* $Member:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $Name { $($(#[$member_meta])* #[serde(rename = $word)] $Member,)* }

        impl $Name {
            /// Every word, in the order of declaration.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word, as rules and JSON spell it.
            pub fn word(self) -> &'static str {
                match self { $($Name::$Member => $word,)* }
            }

            /// The member that is spelled `word`.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($Name::$Member),)* _ => None }
            }
        }

        impl $crate::ColumnType for $Name {
            const KIND: $crate::relation::Kind = $crate::relation::Kind::Word($Name::WORDS);
            fn value(&self) -> $crate::Value<'_> {
                $crate::Value::Text(self.word())
            }
        }
    };
}
