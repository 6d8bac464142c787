//! Classes whose annotated routes those serve that extend them.

use super::annotated::prefixes;
use super::programs::program;
use super::table_annotated::{ANNOTATED, Annotated, SPRING};
use crate::form::{ScopeId, ScopeKind, Unit, last_name};
use crate::{Language, Mount};

/// Frameworks whose classes serve what the classes above them declare.
const INHERITING: &[&str] = &["jax-rs", "spring", "nestjs"];

/// Whether a class serves nothing itself: it lacks what makes one of its framework's.
pub(super) fn is_base(unit: &Unit, framework: &Annotated, class: ScopeId) -> bool {
    let scope = &unit.scopes[class];
    let mut names = scope.annotations.iter().map(|&id| unit.calls[id].method());
    scope.kind == ScopeKind::Class
        && INHERITING.contains(&framework.framework)
        && match framework.framework {
            // Spring finds a class by any annotation that stands for a component.
            "spring" => names.next().is_none(),
            _ => !names.any(|name| framework.class_path.contains(&name)),
        }
}

/// The router of a controller of Spring that has no path of its own but a class above it, or an annotation that may
/// bring one along.
pub(super) fn taking_over(
    unit: &Unit,
    framework: &Annotated,
    class: Option<ScopeId>,
) -> Option<String> {
    let scope = &unit.scopes[class?];
    let mut names = scope.annotations.iter().map(|&id| unit.calls[id].method());
    let is_taking = framework.framework == "spring"
        && !(scope.bases.is_empty() && scope.annotations.is_empty())
        && names.all(|name| name != "RequestMapping");
    is_taking.then(|| format!("@spring#{}", scope.name))
}

/// Libraries whose annotations bring no path along.
const PATHLESS: &[&str] = &[
    "org.springframework",
    "lombok",
    "io.swagger",
    "jakarta",
    "javax",
    "kotlin",
];

/// Annotations of the project at a class: any of them may carry `@RequestMapping` itself.
/// Source: Spring, "Meta-annotations and composed annotations".
fn composed(unit: &Unit, class: ScopeId) -> impl Iterator<Item = &str> {
    let annotations = unit.scopes[class].annotations.iter();
    let names = annotations.map(|&id| unit.calls[id].method());
    names.filter(|name| {
        let path = unit.imported(name).unwrap_or("");
        !PATHLESS.iter().any(|library| path.starts_with(library))
    })
}

/// Spring's controllers without a path of their own have that of an annotation of the project, or of the class above them;
/// both stand for a module here.
/// Source: Spring, `AnnotatedElementUtils.findMergedAnnotation`, by which handler methods are found.
fn taken_over(unit: &Unit, out: &mut Vec<Mount>) {
    if !matches!(unit.language, Language::Java | Language::Kotlin) {
        return;
    }
    let is_of_spring = unit.imports_any(&["org.springframework.web"]);
    for (class, scope) in unit.scopes.iter().enumerate() {
        if !matches!(scope.kind, ScopeKind::Class | ScopeKind::Interface) {
            continue;
        }
        let mut annotations = scope.annotations.iter().map(|&id| &unit.calls[id]);
        let has_path = annotations.any(|call| call.method() == "RequestMapping");
        let mut add = |target: String, parent: Option<&str>, prefix: String| {
            out.push(Mount {
                parent: parent.map(str::to_owned),
                prefix,
                target,
                at: scope.at,
                framework: "spring".to_owned(),
            });
        };
        if has_path {
            let prefix = prefixes(unit, &SPRING, Some(class)).swap_remove(0);
            if !prefix.is_empty() {
                add(
                    format!("@spring module {}", scope.name),
                    None,
                    super::normalise(&prefix),
                );
            }
            continue;
        }
        for name in composed(unit, class).filter(|_| is_of_spring) {
            add(
                format!("@spring annotated {}", scope.name),
                Some(name),
                String::new(),
            );
        }
        if let Some(base) = scope.bases.first() {
            let base = last_name(base.split('<').next().unwrap_or(base));
            add(
                format!("@spring controller {}", scope.name),
                Some(base),
                String::new(),
            );
        }
    }
}

/// Puts the classes that these extend below their paths.
pub(super) fn mounts(unit: &Unit) -> Vec<Mount> {
    let mut out = Vec::new();
    taken_over(unit, &mut out);
    for framework in ANNOTATED {
        if !INHERITING.contains(&framework.framework)
            || !framework.languages.contains(&unit.language)
            || !unit.imports_any(framework.gate)
        {
            continue;
        }
        for (class, scope) in unit.scopes.iter().enumerate() {
            if scope.kind != ScopeKind::Class {
                continue;
            }
            let is_base = is_base(unit, framework, class);
            for base in &scope.bases {
                let target = unit.type_origin(base);
                if target.is_empty() || framework.gate.iter().any(|gate| target.starts_with(gate)) {
                    continue;
                }
                for prefix in prefixes(unit, framework, Some(class)) {
                    let prefix = super::normalise(&prefix);
                    out.push(Mount {
                        parent: match (is_base, framework.has_program_prefix) {
                            (true, _) => Some(scope.name.clone()),
                            (false, true) => Some(program(unit, framework, class, Some(class))),
                            (false, false) => None,
                        },
                        prefix: match prefix.as_str() {
                            "/" => String::new(),
                            _ => prefix,
                        },
                        target: match unit.language {
                            Language::TypeScript | Language::JavaScript => target.clone(),
                            _ => target.trim_end_matches("()").to_owned(),
                        },
                        at: scope.at,
                        framework: framework.framework.to_owned(),
                    });
                }
            }
        }
    }
    out
}
