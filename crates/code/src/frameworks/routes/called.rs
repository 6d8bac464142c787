//! Routes that are registered by calls on a router.

mod concerns;
mod generated;
mod given;
mod held;
mod lists;
mod made;
mod methods;
mod mounts;
mod paths;
mod placed;
mod receivers;
mod registrars;
mod resources;
mod rocket;
mod routers;
mod single;
mod typed;
mod wrappers;

pub(crate) use given::mounters;
use held::kept_name;
pub(super) use held::static_prefix;
pub(crate) use made::MADE;
pub(super) use methods::handler_name;
pub(crate) use methods::{is_verb, methods_of};
pub(crate) use paths::{OF_PACKAGE, path_text, with_settings};
pub(crate) use registrars::{is_hole_of, registrars, with_method_in_path};
use resources::{expand, singular};
pub(super) use typed::mounts as typed_mounts;

use super::Verb;
use super::path::join;
use super::router::{LocalMount, Target};
use super::table_called::{CALLED, Called};
use crate::Route;
use crate::form::{Arg, CallId, CallSite, ScopeId, Unit, Value};
use crate::frameworks::pick;
use placed::Placed;
use rustc_hash::{FxHashMap, FxHashSet};
use wrappers::given_to;

/// Groups inside groups, routers behind names.
const FOLLOW_LIMIT: usize = 24;

/// The router of Rails' forms, which an application for programs alone (`config.api_only`) does not serve.
pub(crate) const RAILS_FORMS: &str = "@rails forms";
/// The target of the mount that stands for such an application.
pub(crate) const RAILS_API: &str = "@rails api";

pub(super) fn routes(unit: &Unit) -> (Vec<Route>, Vec<LocalMount>) {
    let mut routes = Vec::new();
    let mut mounts = Vec::new();
    for framework in CALLED.iter().copied().flatten() {
        if framework.languages.contains(&unit.language) && unit.imports_any(framework.gate) {
            let reader = Reader::new(unit, framework);
            let (first_route, first_mount) = (routes.len(), mounts.len());
            let mut wrapped = Vec::new();
            for id in 0..unit.calls.len() {
                reader.route(id, &mut routes, &mut wrapped);
                reader.mount(id, &mut mounts);
            }
            reader.wrapped(&wrapped, &mut routes);
            reader.kept_lists(&mut mounts);
            reader.held_routers(&mut mounts);
            reader.made_routers(&mut mounts);
            reader.join_lists(&mut routes[first_route..], &mut mounts[first_mount..]);
        }
    }
    // What gives a router needs no import of its framework.
    let mut all = CALLED.iter().copied().flatten();
    if let Some(framework) = all.find(|framework| framework.languages.contains(&unit.language)) {
        Reader::new(unit, framework).held_by_types(&mut mounts);
    }
    routes.sort_by_key(|route: &Route| route.at);
    // The framework that stands first in the table wins where two read one call.
    routes.dedup_by(|next, kept| {
        next.at == kept.at && next.framework != kept.framework && next.method == kept.method
    });
    (routes, mounts)
}

struct Reader<'u> {
    unit: &'u Unit,
    framework: &'static Called,
    /// The variable that keeps the result of a chain, by the chain's first call.
    kept: FxHashMap<CallId, String>,
    /// The variable that keeps a list of registrations, by each of them.
    listed: FxHashMap<CallId, String>,
    /// The registration whose list stands around another: `path("orders/", include([path(…)]))`.
    around: FxHashMap<CallId, CallId>,
    default_name: Option<String>,
    placed: Placed<'u>,
}

/// A router and the prefix on it.
#[derive(Clone, Debug, Default)]
struct Router {
    /// `None` for the application.
    node: Option<String>,
    prefix: String,
}

impl<'u> Reader<'u> {
    fn new(unit: &'u Unit, framework: &'static Called) -> Reader<'u> {
        let mut kept = FxHashMap::default();
        for binding in &unit.bindings {
            if let Value::Call(id) = binding.value {
                kept.entry(root(unit, id))
                    .or_insert_with(|| kept_name(unit, binding));
            }
        }
        let mut listed = FxHashMap::default();
        if framework.view.is_some() {
            for binding in &unit.bindings {
                let mut add = |value: &Value| {
                    if let Value::List(items) = value {
                        for item in items {
                            if let Value::Call(id) = item {
                                listed.insert(*id, binding.name.clone());
                            }
                        }
                    }
                };
                match &binding.value {
                    Value::Concat(parts) => parts.iter().for_each(add),
                    value => add(value),
                }
            }
        }
        let default_name = match &unit.default_export {
            Some((Value::Name(name), _)) => Some(name.clone()),
            _ => None,
        };
        let mut reader = Reader {
            unit,
            framework,
            kept,
            listed,
            around: FxHashMap::default(),
            default_name,
            placed: Placed::default(),
        };
        if framework.view.is_some() {
            reader.around = reader.nested_lists();
        }
        reader
    }

    /// A list of registrations that nothing of the file includes is a part of the file's own.
    fn join_lists(&self, routes: &mut [Route], mounts: &mut [LocalMount]) {
        if self.framework.view.is_none() {
            return;
        }
        let lists: FxHashSet<&str> = self
            .unit
            .bindings
            .iter()
            .filter(|binding| match &binding.value {
                Value::List(_) | Value::Concat(_) => true,
                Value::Member(_, name) => name == "urls",
                _ => false,
            })
            .map(|binding| binding.name.as_str())
            .collect();
        let included: Vec<String> = mounts
            .iter()
            .filter_map(|mount| match &mount.target {
                Target::Local(name) => Some(name.clone()),
                Target::Elsewhere(_) => None,
            })
            .collect();
        let nodes = routes
            .iter_mut()
            .map(|route| &mut route.prefix_of)
            .chain(mounts.iter_mut().map(|mount| &mut mount.parent));
        for node in nodes {
            if node
                .as_ref()
                .is_some_and(|name| lists.contains(name.as_str()) && !included.contains(name))
            {
                *node = Some("default".to_owned());
            }
        }
    }

    /// Pushes the routes of a call; those of which a function around it is given the path go to `wrapped`.
    fn route(&self, id: CallId, out: &mut Vec<Route>, wrapped: &mut Vec<(CallId, ScopeId)>) {
        let call = &self.unit.calls[id];
        let method = call.method();
        if method == "mount" && self.framework.framework == "rails" && self.is_router_call(id) {
            out.extend(self.engine(id));
            return;
        }
        let found = self
            .framework
            .verbs
            .iter()
            .find(|(name, _)| *name == method);
        let verb = match found {
            Some((_, verb)) => verb,
            None if self.wraps_view(call) => &Verb::Any,
            None => return,
        };
        // Django's `register` of checks and filters is a function of its own.
        if self.framework.view.is_some()
            && matches!((verb, &call.callee), (Verb::Resources, Value::Name(_)))
        {
            return;
        }
        if !self.is_router_call(id)
            || (method == "PathPrefix" && !self.is_handled(id))
            || self.is_elsewhere(call)
        {
            return;
        }
        let mut argument = pick(call, &self.framework.path_of(verb));
        // Koa's routes may have a name before their path.
        if self.framework.framework == "koa"
            && let [first, second, _, ..] = call.arguments.as_slice()
            && matches!(&first.value, Value::Text(name) if !name.starts_with(['/', '(', ':']))
            && matches!(&second.value, Value::Text(path) if path.starts_with('/'))
        {
            argument = Some(second);
        }
        // `route('/orders').get(list)` has the handler where the path stands elsewhere.
        if call.arguments.len() == 1
            && self.is_below_group(call)
            && argument.is_some_and(|argument| {
                !matches!(argument.value, Value::Text(_) | Value::Concat(_))
            })
        {
            argument = None;
        }
        // Django's `path("orders/", include(…))` and `path("admin/", admin.site.urls)` serve nothing themselves.
        if matches!(call.arguments.get(1), Some(Arg { value: Value::Call(inner), .. }) if self.unit.calls[*inner].method() == "include")
            || (self.framework.framework == "django"
                && matches!(call.arguments.get(1), Some(Arg { value: Value::Member(_, name), .. }) if name == "urls"))
        {
            return;
        }
        if self.framework.framework == "ktor" && self.typed(call, verb, out) {
            return;
        }
        if let Some(function) = argument.and_then(|argument| given_to(self.unit, call, argument))
            && self.is_called_here(function)
            && self
                .generated_node(&self.unit.scopes[function].name)
                .is_none()
        {
            wrapped.push((id, function));
            return;
        }
        let described = match verb {
            Verb::Described => self.description(call),
            _ => None,
        };
        if let Some(description) = described {
            argument = description.option(&["path"]);
        }
        // Rails' `get :transfer, path: "move"`
        if self.framework.framework == "rails" && matches!(verb, Verb::Is(_)) {
            argument = call.option(&["path"]).or(argument);
        }
        let is_described_elsewhere = matches!(verb, Verb::Described) && described.is_none();
        let mut paths = match argument {
            Some(_) if is_described_elsewhere => Vec::new(),
            // Laravel's `resources(['photos' => PhotoController::class])`
            Some(Arg {
                value: Value::Map(entries),
                ..
            }) if matches!(verb, Verb::Resources) => {
                let names = entries
                    .iter()
                    .filter_map(|entry| Some((entry.name.clone()?, entry.at)));
                names.collect()
            }
            // Rails' `resources :items, :tags`
            Some(_)
                if matches!(verb, Verb::Resources | Verb::Resource) && self.framework.is_bare =>
            {
                let positional = call.arguments.iter().filter(|argument| {
                    argument.name.is_none() && !matches!(argument.value, Value::Lambda(_))
                });
                let paths = positional.flat_map(|argument| self.paths(argument, call.scope));
                match self.framework.view {
                    Some(_) => self.paths(&call.arguments[0], call.scope),
                    None => paths.collect(),
                }
            }
            Some(argument) => self.paths(argument, call.scope),
            None => Vec::new(),
        };
        // Chained on `route('/orders')`, the path stands there.
        if paths.is_empty() && (self.is_below_group(call) || self.framework.is_path_optional) {
            paths.push((String::new(), call.at));
        }
        // Flask puts a slash between a blueprint and a rule that lacks it.
        if paths.is_empty()
            && call.is_annotation
            && self.framework.framework == "flask"
            && let Some(Arg {
                value: Value::Text(path),
                at,
                ..
            }) = argument
        {
            paths.push((format!("/{path}"), *at));
        }
        if method == "root" {
            paths = vec![(String::new(), call.at)];
        }
        let mut built = None;
        if paths.is_empty()
            && let Some(argument) = argument
        {
            built = self.built(call, verb, argument);
            paths.extend(built.as_ref().map(|_| (String::new(), argument.at)));
        }
        if paths.is_empty() || !self.has_handler(call, verb) {
            return;
        }
        let mut router = self.router_of_call(id);
        let view = self.view(call);
        if self.framework.framework == "rails" {
            self.place_action(call, &mut router);
        }
        for (path, at) in paths {
            let (path, methods) = self.methods(verb, call, path);
            let mut methods = self.methods_of_class(call).unwrap_or(methods);
            if matches!(verb, Verb::Described) && built.is_some() {
                methods = vec![(String::new(), None)];
            }
            for (method, handler) in methods {
                let handler = handler.or_else(|| self.handler(call));
                for (method, path) in expand(verb, &method, &path, call, self.unit) {
                    // Rails serves forms where the application has pages.
                    let is_form = self.framework.framework == "rails"
                        && matches!(verb, Verb::Resources | Verb::Resource)
                        && router.node.is_none()
                        && (path.ends_with("/new") || path.ends_with("/edit"));
                    out.push(Route {
                        method,
                        path: join(self.framework.base, &join(&router.prefix, &path)),
                        at,
                        handler: handler.clone(),
                        framework: self.framework.framework.to_owned(),
                        prefix_of: match is_form {
                            true => Some(RAILS_FORMS.to_owned()),
                            false => router.node.clone(),
                        },
                        // A concern that nothing names is served nowhere.
                        needs_mount: self.is_of_concern(&router),
                        stands_for: view.clone(),
                        built: built.clone(),
                    });
                }
            }
        }
    }

    fn has_handler(&self, call: &CallSite, verb: &Verb) -> bool {
        if call.is_annotation {
            return true;
        }
        if self.framework.needs_lambda {
            return call
                .arguments
                .iter()
                .any(|argument| matches!(argument.value, Value::Lambda(_)));
        }
        matches!(verb, Verb::Alone(_))
            || matches!(
                call.arguments.first(),
                Some(Arg {
                    value: Value::Map(_),
                    ..
                }) if matches!(verb, Verb::Resources)
            )
            || call.arguments.len() >= self.framework.minimum_arguments
            || (matches!(verb, Verb::Is(_) | Verb::Any)
                && self.is_below_group(call)
                && !call.arguments.is_empty())
    }
}

/// The first call of a chain.
fn root(unit: &Unit, id: CallId) -> CallId {
    let mut id = id;
    while let Some(receiver) = unit.calls[id].receiver() {
        id = receiver;
    }
    id
}

#[cfg(test)]
pub(super) fn entries() -> Vec<&'static str> {
    let all = CALLED.iter().copied().flatten();
    all.map(|framework| framework.framework).collect()
}
