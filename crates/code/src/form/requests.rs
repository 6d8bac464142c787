//! What stands for an address: Go's and C#'s requests, Go's `url.URL`.

use super::{CallId, Unit, Value};
use crate::{Folded, Language, Piece};

impl Unit {
    /// Folds a call that makes a request, or what a request is made of, as the address it goes to. Whether it is one.
    pub(super) fn fold_request(
        &self,
        id: CallId,
        callee: &str,
        depth: usize,
        out: &mut Folded,
    ) -> bool {
        let call = &self.calls[id];
        let argument = |position: usize| call.positional(position).map(|argument| &argument.value);
        let address = match (self.language, callee, call.method()) {
            (Language::Go, "net/url.URL", _) => {
                self.fold_address(id, depth, out);
                return true;
            }
            (Language::Go, "net/http.NewRequest", _) => argument(1),
            (Language::Go, "net/http.NewRequestWithContext", _) => argument(2),
            (Language::Go, _, "WithContext") => match &call.callee {
                Value::Member(request, _) => Some(&**request),
                _ => None,
            },
            (Language::CSharp, _, "HttpRequestMessage") => {
                let set = call.option(&["RequestUri"]).map(|argument| &argument.value);
                argument(1).or(set)
            }
            _ => None,
        };
        if let Some(address) = address {
            self.fold_into(address, call.scope, depth, out);
        }
        address.is_some()
    }

    /// Go's `url.URL{Scheme: "http", Host: host, Path: "/orders"}`.
    fn fold_address(&self, id: CallId, depth: usize, out: &mut Folded) {
        let call = &self.calls[id];
        for (name, before) in [("Scheme", ""), ("Host", "://"), ("Path", "")] {
            let mut text = Folded::default();
            if let Some(part) = call.option(&[name]) {
                self.fold_into(&part.value, call.scope, depth, &mut text);
            }
            if !out.pieces.is_empty() && !text.pieces.is_empty() {
                out.push(Piece::Text(before.to_owned()));
            }
            out.append(text);
        }
    }
}
