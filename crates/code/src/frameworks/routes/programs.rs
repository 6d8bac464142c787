//! What a program puts before all of its routes, and before those of one module. The targets of these mounts are words
//! behind `@` and the framework; [`link_routes`](crate::link_routes) knows them.

use super::called::path_text;
use super::path::{join, normalise};
use super::table_annotated::Annotated;
use crate::form::{Arg, CallSite, ScopeId, Unit, Value, last_name};
use crate::{At, Mount};

/// Modules inside modules.
const MODULE_DEPTH: usize = 8;

/// The target of the mount that puts an application of Rails below a path.
pub(crate) const RAILS_ROOT: &str = "@rails root";

/// The program whose prefix stands before a route, with the version that the route is served under, and its class.
pub(super) fn program(
    unit: &Unit,
    framework: &Annotated,
    id: ScopeId,
    class: Option<ScopeId>,
) -> String {
    let version = |scope: ScopeId| {
        unit.scopes[scope].annotations.iter().find_map(|&id| {
            let call = &unit.calls[id];
            let argument = match call.method() {
                "Version" => call.positional(0)?,
                _ => call.option(&["version"])?,
            };
            if matches!(&argument.value, Value::Name(name) | Value::Member(_, name) if name == "VERSION_NEUTRAL")
            {
                return Some("neutral".to_owned());
            }
            unit.fold(&argument.value, call.scope)
                .known()
                .map(str::to_owned)
        })
    };
    let mut out = format!("@{}", framework.framework);
    if let Some(version) = version(id).or_else(|| class.and_then(version)) {
        out.push_str(&format!(" {version}"));
    }
    if let Some(class) = class {
        out.push_str(&format!("#{}", unit.scopes[class].name));
    }
    out
}

/// Calls and annotations that put all routes of the program below a prefix.
pub(super) fn prefixes(unit: &Unit) -> Vec<Mount> {
    let mut out = Mounts(Vec::new());
    for binding in &unit.bindings {
        if unit.language == crate::Language::Ruby
            && binding.name.ends_with("config.api_only")
            && matches!(&binding.value, Value::Scalar(text) | Value::Name(text) if text == "true")
        {
            let target = super::called::RAILS_API.to_owned();
            out.add("rails", target, String::new(), binding.at);
        }
    }
    for call in &unit.calls {
        let text = |argument: Option<&Arg>| text(unit, call, &argument?.value);
        match call.method() {
            "setGlobalPrefix" if unit.language.is_script() => {
                if let Some(prefix) = text(call.positional(0)) {
                    out.add("nestjs", "@nestjs".to_owned(), prefix, call.at);
                }
                if let Some(Arg {
                    value: Value::List(items),
                    ..
                }) = call.option(&["exclude"])
                {
                    for path in items.iter().filter_map(|item| self::text(unit, call, item)) {
                        out.add("nestjs", "@nestjs exclude".to_owned(), path, call.at);
                    }
                }
            }
            // The type is in the path unless another one is named; the default prefix is `v`.
            "enableVersioning" if unit.language.is_script() => {
                let is_in_path = call.option(&["type"]).is_none_or(
                    |argument| matches!(&argument.value, Value::Member(_, name) if name == "URI"),
                );
                let prefix = text(call.option(&["prefix"])).unwrap_or_else(|| "/v".to_owned());
                if is_in_path {
                    out.add("nestjs", "@nestjs version".to_owned(), prefix, call.at);
                    if let Some(version) = text(call.option(&["defaultVersion"])) {
                        out.add("nestjs", "@nestjs default".to_owned(), version, call.at);
                    }
                }
            }
            "register" | "forRoot" if unit.language.is_script() => {
                if let Some(Arg {
                    value: Value::List(items),
                    ..
                }) = call.positional(0)
                    && matches!(&call.callee, Value::Member(object, _)
                        if matches!(&**object, Value::Name(name) if name == "RouterModule"))
                {
                    modules(unit, call, items, "", MODULE_DEPTH, &mut out);
                }
            }
            "Module" if call.is_annotation && unit.language.is_script() => {
                if let Some(class) = call.decorates
                    && let Some(Arg {
                        value: Value::List(items),
                        ..
                    }) = call.option(&["controllers"])
                {
                    for item in items {
                        if let Value::Name(name) | Value::Member(_, name) = item {
                            let target = format!("@nestjs controller {name}");
                            out.add("nestjs", target, String::new(), call.at);
                            let mount = out.0.last_mut().expect("it was just added");
                            mount.parent = Some(unit.scopes[class].name.clone());
                        }
                    }
                }
            }
            // Rack's `map "/v3" do run Rails.application end`
            "run" if unit.language == crate::Language::Ruby => {
                let runs_rails = call.positional(0).is_some_and(|program| {
                    let program = unit.origin(&program.value, call.scope);
                    program.is_some_and(|program| program.starts_with("Rails.application"))
                });
                let map = unit.scopes[call.scope].lambda_of.map(|id| &unit.calls[id]);
                let map = map.filter(|map| runs_rails && map.method() == "map");
                if let Some(prefix) = map
                    .and_then(|map| self::text(unit, map, &map.positional(0)?.value))
                    .filter(|prefix| prefix != "/")
                {
                    out.add("rails", RAILS_ROOT.to_owned(), prefix, call.at);
                }
            }
            "ApplicationPath" if call.is_annotation => {
                let argument = call.option(&["value"]).or(call.positional(0));
                if let Some(prefix) = text(argument).filter(|prefix| prefix != "/") {
                    out.add("jax-rs", "@jax-rs".to_owned(), prefix, call.at);
                }
            }
            _ => {}
        }
    }
    out.0
}

struct Mounts(Vec<Mount>);

impl Mounts {
    pub fn add(&mut self, framework: &str, target: String, prefix: String, at: At) {
        self.0.push(Mount {
            parent: None,
            prefix,
            target,
            at,
            framework: framework.to_owned(),
        });
    }
}

fn text(unit: &Unit, call: &CallSite, value: &Value) -> Option<String> {
    let folded = unit.fold(value, call.scope);
    (!folded.is_unknown()).then(|| normalise(&path_text(&folded)))
}

/// Nest's `RouterModule.register([{ path: "admin", module: AdminModule, children: [ … ] }])`.
fn modules(
    unit: &Unit,
    call: &CallSite,
    items: &[Value],
    above: &str,
    depth: usize,
    out: &mut Mounts,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    for item in items {
        let Value::Map(entries) = item else { continue };
        let entry = |name: &str| {
            let mut entries = entries.iter();
            entries.find(|entry| entry.name.as_deref() == Some(name))
        };
        let path = entry("path").and_then(|path| text(unit, call, &path.value));
        let prefix = join(above, &path.unwrap_or_default());
        if let Some(Value::Name(name) | Value::Member(_, name)) =
            entry("module").map(|module| &module.value)
        {
            let target = format!("@nestjs module {}", last_name(name));
            out.add("nestjs", target, prefix.clone(), call.at);
        }
        if let Some(Value::List(children)) = entry("children").map(|children| &children.value) {
            modules(unit, call, children, &prefix, depth, out);
        }
    }
}
