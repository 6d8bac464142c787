//! One adapter per language: syntax tree in, common form out. No adapter knows a framework.
//! All but Rust's (syn) are a table of node kinds for one walk, and what is the language's own.

#[cfg(feature = "javascript")]
mod asked;
#[cfg(feature = "c-sharp")]
mod c_sharp;
#[cfg(feature = "tree-sitter")]
mod declare;
#[cfg(feature = "go")]
mod go;
#[cfg(feature = "tree-sitter")]
mod grammar;
#[cfg(feature = "java")]
mod java;
#[cfg(feature = "kotlin")]
mod kotlin;
#[cfg(feature = "php")]
mod php;
#[cfg(feature = "python")]
mod python;
#[cfg(feature = "tree-sitter")]
mod reader;
#[cfg(feature = "ruby")]
mod ruby;
#[cfg(feature = "rust")]
mod rust;
#[cfg(feature = "javascript")]
mod script;
#[cfg(feature = "tree-sitter")]
mod text;
#[cfg(feature = "tree-sitter")]
mod tree;
#[cfg(feature = "tree-sitter")]
mod walk;

use crate::Language;
use crate::form::Unit;

/// A file in the common form; `None` when its language is not built in, or nothing of it can be read.
pub(crate) fn unit(language: Language, path: &str, text: &str) -> Option<Unit> {
    let _ = path;
    let mut unit = match language {
        #[cfg(feature = "rust")]
        Language::Rust => rust::unit(text),
        #[cfg(feature = "javascript")]
        Language::JavaScript | Language::TypeScript => script::unit(language, path, text)?,
        #[cfg(feature = "python")]
        Language::Python => python::unit(text)?,
        #[cfg(feature = "java")]
        Language::Java => java::unit(text)?,
        #[cfg(feature = "go")]
        Language::Go => go::unit(text)?,
        #[cfg(feature = "c-sharp")]
        Language::CSharp => c_sharp::unit(text)?,
        #[cfg(feature = "kotlin")]
        Language::Kotlin => kotlin::unit(text)?,
        #[cfg(feature = "ruby")]
        Language::Ruby => ruby::unit(text)?,
        #[cfg(feature = "php")]
        Language::Php => php::unit(text)?,
        #[allow(unreachable_patterns)]
        _ => return None,
    };
    unit.finish();
    Some(unit)
}
