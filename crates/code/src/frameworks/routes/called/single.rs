//! What single frameworks do with a registration: blocks for others, prefixes cut off, actions of one thing or of all.

use super::super::path::join;
use super::resources::parameter;
use super::{Reader, Router, path_text};
use crate::Route;
use crate::form::{Arg, CallId, CallSite, Value};

impl Reader<'_> {
    /// Whether what a registration names is served elsewhere: a router that it mounts.
    pub(super) fn is_elsewhere(&self, call: &CallSite) -> bool {
        self.framework.framework == "net/http" && self.stripped(call).is_some()
    }

    /// The prefix and the router of Go's `mux.Handle("/api/", http.StripPrefix("/api", api))`.
    pub(super) fn stripped<'c>(&'c self, call: &'c CallSite) -> Option<(&'c Arg, &'c Arg)> {
        let Value::Call(id) = call.positional(1)?.value else {
            return None;
        };
        let strip = &self.unit.calls[id];
        let inner = strip.positional(1)?;
        (strip.method() == "StripPrefix" && self.is_router(&inner.value, strip.scope))
            .then_some((strip.positional(0)?, inner))
    }

    /// What Rails gives whole to another application: `mount Sidekiq::Web => "/jobs"`, `mount Api, at: "/api"`.
    pub(super) fn engine(&self, id: CallId) -> Option<Route> {
        let call = &self.unit.calls[id];
        let text = |argument: &Arg| path_text(&self.unit.fold(&argument.value, call.scope));
        let at = call.option(&["at"]).or_else(|| {
            let mut named = call.arguments.iter();
            named.find(|argument| argument.name.is_some() && text(argument).starts_with('/'))
        })?;
        let router = self.router_of_call(id);
        Some(Route {
            method: "*".to_owned(),
            path: join(&router.prefix, &text(at)),
            at: at.at,
            handler: None,
            framework: self.framework.framework.to_owned(),
            prefix_of: router.node,
            needs_mount: false,
            stands_for: None,
            built: None,
        })
    }

    /// Rails' routes of one thing or of all: `on: :member`, `collection do`.
    pub(super) fn place_action(&self, call: &CallSite, router: &mut Router) {
        let Some(block) = self.unit.scopes[call.scope].lambda_of else {
            return;
        };
        let around = self.unit.calls[block].method();
        let on = call
            .option(&["on"])
            .map(|argument| self.unit.fold(&argument.value, call.scope).display());
        let on = on.as_deref().unwrap_or(around);
        // Between the things and the action stand no other blocks but `member` and `collection`.
        let resource = match matches!(around, "member" | "collection") {
            true => self.unit.scopes[self.unit.calls[block].scope].lambda_of,
            false => Some(block),
        };
        let Some(resource) = resource.filter(|&id| self.unit.calls[id].method() == "resources")
        else {
            return;
        };
        let Some((before, _)) = router.prefix.rsplit_once('/') else {
            return;
        };
        router.prefix = match on {
            "member" => {
                let name = parameter(self.unit, &self.unit.calls[resource]);
                format!("{before}/{{{}}}", name.as_deref().unwrap_or("id"))
            }
            "collection" => before.to_owned(),
            _ => return,
        };
    }
}
