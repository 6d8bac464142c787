//! Text as far as it is constant: literal pieces, and holes that say what fills them.

use serde::{Deserialize, Serialize};

/// Bytes of one file, `start..end`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct At {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// One piece of a text that source code builds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Text that is known.
    Text(String),
    /// Something known at run time only, by the name that the source gives it.
    Hole(String),
    /// An environment variable, with the text used when it is not set.
    Environment {
        /// The variable's name.
        name: String,
        /// What the source falls back to; `None` when it gives nothing.
        default: Option<String>,
    },
    /// A key of the application's configuration, with the text used when it is not set.
    Configuration {
        /// The key as written, such as `orders.url`.
        key: String,
        /// What the source falls back to; `None` when it gives nothing.
        default: Option<String>,
    },
    /// A constant of another file, by its path as imported (`./config.ORDERS_URL`); [`resolve`] fills it.
    Reference(String),
    /// What a function of another file gives; [`Results`](crate::Results) fills it.
    Called {
        /// The function's path as imported, `./paths.ordersUrl`, or its class and name, `Settings().ordersUrl`.
        callee: String,
        /// What it is given, by position.
        arguments: Vec<Folded>,
        /// The name for a reader: that of the variable that keeps what it gives, or the function's own.
        name: String,
    },
}

/// A text folded as far as it is constant, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Folded {
    /// The pieces; no two neighbours are both [`Piece::Text`].
    pub pieces: Vec<Piece>,
}

impl Folded {
    /// A text that is known as a whole.
    pub fn text(text: impl Into<String>) -> Folded {
        Folded {
            pieces: vec![Piece::Text(text.into())],
        }
    }

    /// A text of which nothing but a name is known.
    pub fn hole(name: impl Into<String>) -> Folded {
        Folded {
            pieces: vec![Piece::Hole(name.into())],
        }
    }

    /// Adds a piece; text joins the text before it.
    pub fn push(&mut self, piece: Piece) {
        if let Piece::Text(text) = &piece {
            if text.is_empty() {
                return;
            }
            if let Some(Piece::Text(last)) = self.pieces.last_mut() {
                last.push_str(text);
                return;
            }
        }
        self.pieces.push(piece);
    }

    /// Adds all pieces of another text.
    pub fn append(&mut self, other: Folded) {
        for piece in other.pieces {
            self.push(piece);
        }
    }

    /// The text, when all of it is known.
    pub fn known(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether no letter of the text is known and no variable or key names it.
    pub fn is_unknown(&self) -> bool {
        self.pieces
            .iter()
            .all(|piece| matches!(piece, Piece::Hole(_) | Piece::Called { .. }))
    }

    /// The text with those of its holes filled that `given` knows by their names.
    pub fn filled(&self, given: &dyn Fn(&str) -> Option<Folded>) -> Folded {
        let mut out = Folded::default();
        for piece in &self.pieces {
            match piece {
                Piece::Hole(name) => match given(name) {
                    Some(text) => {
                        // `path.join(base, path)` puts a slash between, whatever the path begins with.
                        let ends = matches!(out.pieces.last(), Some(Piece::Text(last))
                            if last.ends_with('/') && !last.ends_with("://"));
                        let mut pieces = text.pieces.into_iter();
                        match pieces.next() {
                            Some(Piece::Text(first)) if ends => {
                                out.push(Piece::Text(first.trim_start_matches('/').to_owned()));
                            }
                            first => first.into_iter().for_each(|first| out.push(first)),
                        }
                        pieces.for_each(|piece| out.push(piece));
                    }
                    None => out.push(piece.clone()),
                },
                Piece::Called {
                    callee,
                    arguments,
                    name,
                } => out.push(Piece::Called {
                    callee: callee.clone(),
                    arguments: arguments.iter().map(|text| text.filled(given)).collect(),
                    name: name.clone(),
                }),
                piece => out.push(piece.clone()),
            }
        }
        out
    }

    /// The text for a reader: `{name}` stands for a hole, `${NAME}` for a variable or a key.
    pub fn display(&self) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Hole(name) => {
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
                Piece::Environment { name, default } => placeholder(&mut out, name, default),
                Piece::Configuration { key, default } => placeholder(&mut out, key, default),
                Piece::Reference(path) | Piece::Called { name: path, .. } => {
                    out.push('{');
                    out.push_str(path.rsplit(['.', ':', '/']).next().unwrap_or(path));
                    out.push('}');
                }
            }
        }
        out
    }
}

fn placeholder(out: &mut String, name: &str, default: &Option<String>) {
    out.push_str("${");
    out.push_str(name);
    if let Some(default) = default {
        out.push_str(":-");
        out.push_str(default);
    }
    out.push('}');
}

/// Constants that refer to constants are followed this many times.
const REFERENCE_DEPTH: usize = 8;

/// `text` with the references replaced that `lookup` knows; it is asked for the path in [`Piece::Reference`].
/// What it does not know stays a reference.
pub fn resolve(text: &Folded, lookup: &dyn Fn(&str) -> Option<Folded>) -> Folded {
    resolve_within(text, lookup, REFERENCE_DEPTH)
}

fn resolve_within(text: &Folded, lookup: &dyn Fn(&str) -> Option<Folded>, depth: usize) -> Folded {
    let mut out = Folded::default();
    for piece in &text.pieces {
        match piece {
            Piece::Reference(path) if depth > 0 => match lookup(path) {
                Some(found) => out.append(resolve_within(&found, lookup, depth - 1)),
                None => out.push(piece.clone()),
            },
            _ => out.push(piece.clone()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_that_refer_to_each_other_end() {
        let text = Folded {
            pieces: vec![Piece::Reference("a".into())],
        };
        assert_eq!(resolve(&text, &|_| Some(text.clone())), text);
    }

    #[test]
    fn a_reference_joins_the_text_around_it() {
        let text = Folded {
            pieces: vec![
                Piece::Reference("HOST".into()),
                Piece::Text("/orders".into()),
            ],
        };
        let found = resolve(&text, &|path| {
            (path == "HOST").then(|| Folded::text("http://shop"))
        });
        assert_eq!(found, Folded::text("http://shop/orders"));
    }
}
