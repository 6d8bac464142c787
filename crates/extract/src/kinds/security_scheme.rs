//! Code that gives the contract which a program publishes its security schemes: springdoc's annotations and beans.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;

/// Sources of the JVM that make a security scheme.
pub const KIND: Kind = Kind {
    name: "security_scheme",
    may_be: |path| path.ends_with(".java") || path.ends_with(".kt"),
    is: |probe| probe.has("SecurityScheme("),
    read,
};

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    if input.text.lines().any(makes_scheme) {
        facts.facts.push(Facts::MakesSecurityScheme);
    }
}

/// Whether a line, not of a comment, is annotated with a scheme or builds one.
fn makes_scheme(line: &str) -> bool {
    let line = line.trim_start();
    let before = line.split_once("SecurityScheme(").map(|(before, _)| before);
    !line.starts_with("//")
        && !line.starts_with('*')
        && before.is_some_and(|before| {
            before.ends_with('@')
                || before.ends_with("new ")
                || before.ends_with(|last: char| "=(, ".contains(last))
        })
}

#[cfg(test)]
mod tests {
    use super::makes_scheme;

    #[test]
    fn a_scheme_is_annotated_or_built() {
        assert!(makes_scheme("@SecurityScheme("));
        assert!(makes_scheme(
            "  .addSecuritySchemes(\"token\", new SecurityScheme().type(HTTP))"
        ));
        assert!(makes_scheme("val scheme = SecurityScheme().apply {"));
        assert!(!makes_scheme("// @SecurityScheme(name = \"token\")"));
        assert!(!makes_scheme("api.getSecurityScheme(name)"));
    }
}
