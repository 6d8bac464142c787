//! Classes that map a table: whether a file declares or asks for one, and those that nothing else names. Whoever forgot to
//! delete these sends no statement.

use crate::mentions::{camel, class_of};
use crate::words::has_word;
use memchr::memmem;

/// How the declaration of a class begins, in languages that map classes to tables.
const DECLARING: &[&str] = &["class", "struct", "type", "record", "object"];

/// Whether `text` declares the class that is called as one row of `table`, or asks a client of Prisma for such rows:
/// `client.orderLine.create`.
pub fn maps(text: &[u8], table: &str) -> bool {
    let class = class_of(table);
    let mut declaring = DECLARING.iter();
    declaring.any(|word| has_word(text, &format!("{word} {class}")))
        || memmem::find(text, format!(".{}.", camel(&class)).as_bytes()).is_some()
}

/// An entity of the JVM and the interfaces of its repositories.
pub struct Mapping {
    /// The names of the classes and interfaces.
    names: Vec<String>,
}

impl Mapping {
    /// More files than these are more than an entity and its repositories.
    pub const MOST_FILES: usize = 3;

    /// The mapping that `files`, paths and contents, are, if they are nothing else.
    pub fn of(files: &[(&str, Vec<u8>)]) -> Option<Mapping> {
        if files.len() > Self::MOST_FILES {
            return None;
        }
        let mut names = Vec::new();
        let mut entities = 0;
        for (path, text) in files {
            let name = class(path)?;
            let text = str::from_utf8(text).ok()?;
            let is_repository =
                text.contains(&format!("interface {name}")) && text.contains("Repository<");
            if text.contains("@Entity") {
                entities += 1;
            } else if !is_repository {
                return None;
            }
            names.push(name.to_owned());
        }
        (entities == 1).then_some(Mapping { names })
    }

    /// Whether the file of another class, `text`, names one of its classes.
    pub fn is_used_in(&self, text: &[u8]) -> bool {
        self.names.iter().any(|name| has_word(text, name))
    }
}

/// The class that a file of Java or Kotlin is called after; `None` if `path` is of another language.
pub fn class(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".java")
        .or_else(|| name.strip_suffix(".kt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTITY: &str = "@Entity\n@Table(name = \"audits\")\nclass Audit {}";
    const REPOSITORY: &str = "interface AuditRepository extends JpaRepository<Audit, UUID> {}";

    #[track_caller]
    fn check(naming: &[(&str, &str)], other: &str, expected: Option<bool>) {
        let naming = naming
            .iter()
            .map(|(path, text)| (*path, text.as_bytes().to_vec()));
        let mapping = Mapping::of(&naming.collect::<Vec<_>>());
        let is_used = mapping.map(|mapping| mapping.is_used_in(other.as_bytes()));
        assert_eq!(is_used, expected);
    }

    #[test]
    fn a_class_of_rows_is_called_as_one_of_them() {
        let maps = |text: &str| maps(text.as_bytes(), "order_lines");
        assert!(maps("class OrderLine < ApplicationRecord"));
        assert!(maps("type OrderLine struct {"));
        assert!(maps("await db.orderLine.create({ data })"));
        assert!(!maps("class OrderLines {}"));
        assert!(!maps("subclass OrderLine"));
        assert!(!maps("new OrderLine()"));
    }

    #[test]
    fn a_mapping_is_used_by_who_names_its_classes() {
        let both = [
            ("a/Audit.java", ENTITY),
            ("a/AuditRepository.java", REPOSITORY),
        ];
        check(&both, "private final AuditRepository audits;", Some(true));
        check(&both, "import a.OldAuditRepository;", Some(false));
        check(&both[..1], "entities.find(Audit.class, id)", Some(true));
        // A class that does something, a class that maps something else, and SQL.
        check(&[both[0], ("a/Report.java", "class Report {}")], "", None);
        check(
            &[
                both[0],
                ("a/Case.java", "@Entity class Case { Audit audit; }"),
            ],
            "",
            None,
        );
        check(&[both[0], ("a/audits.sql", "SELECT 1")], "", None);
    }
}
