//! Which programming language a path is written in.

use serde::{Deserialize, Serialize};

/// A language whose source this crate reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// `.rs`
    Rust,
    /// `.js`, `.jsx`, `.mjs`, `.cjs`
    JavaScript,
    /// `.ts`, `.tsx`, `.mts`, `.cts`
    TypeScript,
    /// `.py`
    Python,
    /// `.java`
    Java,
    /// `.go`
    Go,
    /// `.cs`
    CSharp,
    /// `.kt`, `.kts`
    Kotlin,
    /// `.rb`, `.rake`, `.ru`
    Ruby,
    /// `.php`
    Php,
}

impl Language {
    /// The language that a path's extension names; `None` for everything that is no source code.
    pub fn of(path: &str) -> Option<Language> {
        let name = path.rsplit('/').next()?;
        Some(match name.rsplit_once('.')?.1 {
            "rs" => Language::Rust,
            "js" | "jsx" | "mjs" | "cjs" => Language::JavaScript,
            "ts" | "tsx" | "mts" | "cts" => Language::TypeScript,
            "py" => Language::Python,
            "java" => Language::Java,
            "go" => Language::Go,
            "cs" => Language::CSharp,
            "kt" | "kts" => Language::Kotlin,
            "rb" | "rake" | "ru" => Language::Ruby,
            "php" => Language::Php,
            _ => return None,
        })
    }

    /// The language's name as its community writes it.
    pub fn name(self) -> &'static str {
        match self {
            Language::Rust => "Rust",
            Language::JavaScript => "JavaScript",
            Language::TypeScript => "TypeScript",
            Language::Python => "Python",
            Language::Java => "Java",
            Language::Go => "Go",
            Language::CSharp => "C#",
            Language::Kotlin => "Kotlin",
            Language::Ruby => "Ruby",
            Language::Php => "PHP",
        }
    }

    /// Whether functions of one name may differ in what they take.
    pub fn has_overloads(self) -> bool {
        matches!(self, Language::Java | Language::Kotlin | Language::CSharp)
    }

    /// Whether this is JavaScript or TypeScript, which share every framework.
    pub fn is_script(self) -> bool {
        matches!(self, Language::JavaScript | Language::TypeScript)
    }
}
