//! Rows that source code gives, kept until the units that they speak of are rows themselves.

use super::operations::Operations;
use model::{Client, Consumes, Id, Publishes, Route, Service, System};

/// A row that code gives, before units are rows.
pub struct Coded {
    /// The unit whose code it is.
    pub from: Option<usize>,
    /// The unit that is called.
    pub to: Option<usize>,
    /// The row.
    pub row: CodedRow,
}

/// See [`Coded`].
pub enum CodedRow {
    /// An operation that is served.
    Route(Route),
    /// An outbound call; of one that a generated client makes, its method and its class.
    Client(Client, Option<(String, String)>),
    /// A message that is sent.
    Publishes(Publishes),
    /// A message that is received.
    Consumes(Consumes),
}

/// Puts the rows into the system; `service` gives the row of a unit.
pub fn fill(rows: Vec<Coded>, system: &mut System, service: &dyn Fn(usize) -> Option<Id<Service>>) {
    let is_generated = |coded: &Coded| matches!(coded.row, CodedRow::Client(_, Some(_)));
    let operations = match rows.iter().any(is_generated) {
        true => Operations::of(system),
        false => Operations::default(),
    };
    for coded in rows {
        let from = coded.from.and_then(service);
        match coded.row {
            CodedRow::Route(mut row) => {
                row.service = from;
                system.routes.push(row);
            }
            CodedRow::Client(mut row, operation) => {
                let called = operation
                    .and_then(|(method, class)| operations.called(system, &method, &class));
                if let Some((method, path)) = called {
                    row.method = method;
                    row.url = format!("{}{path}", row.url.trim_end_matches('/'));
                }
                // A row that says neither how nor whom it calls says nothing.
                if row.method.is_empty() && row.url.is_empty() && coded.to.is_none() {
                    continue;
                }
                row.service = from;
                row.callee = coded.to.and_then(service);
                system.clients.push(row);
            }
            CodedRow::Publishes(mut row) => {
                row.service = from;
                system.publishes.push(row);
            }
            CodedRow::Consumes(mut row) => {
                row.service = from;
                system.consumes.push(row);
            }
        }
    }
}
