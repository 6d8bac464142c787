//! Classes whose annotated routes those serve that extend them.

use super::annotated::prefixes;
use super::programs::program;
use super::table_annotated::{ANNOTATED, Annotated};
use crate::form::{ScopeId, ScopeKind, Unit};
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

/// Puts the classes that these extend below their paths.
pub(super) fn mounts(unit: &Unit) -> Vec<Mount> {
    let mut out = Vec::new();
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
