//! The rows of many contracts in one set of tables, and those of copies taken out again.

use std::collections::BTreeMap;

use model::{
    Api, ContractFault, Endpoint, FileId, Id, Parameter, Property, Response, Schema,
    SecurityScheme, Service, System, Webhook,
};

/// What an API is called, and which service serves it.
pub type Named<'n> = (&'n str, Option<Id<Service>>);

/// The rows of several contracts, one after the other.
#[derive(Default)]
pub struct Rows {
    system: System,
    contracts: Vec<Contract>,
}

/// A contract: its file, and how many rows there are up to its last one.
struct Contract {
    file: FileId,
    end: Counts,
}

/// How far rows move, by relation that others refer to.
#[derive(Clone, Copy, Default)]
struct Shift {
    apis: isize,
    endpoints: isize,
    schemas: isize,
}

fn moved<T>(id: Id<T>, by: isize) -> Id<T> {
    let row = id.index().checked_add_signed(by);
    Id::new(row.expect("rows move by what was put before them or taken from there"))
}

/// Calls `$each` for every relation of contracts, with what moves the ids in its rows.
macro_rules! each_relation {
    ($each:ident) => {
        $each!(apis, |_row: &mut Api, _by: &Shift| {});
        $each!(endpoints, |row: &mut Endpoint, by: &Shift| {
            row.api = moved(row.api, by.apis);
            row.request_schema = row.request_schema.map(|id| moved(id, by.schemas));
            row.response_schema = row.response_schema.map(|id| moved(id, by.schemas));
        });
        $each!(parameters, |row: &mut Parameter, by: &Shift| {
            row.endpoint = moved(row.endpoint, by.endpoints);
        });
        $each!(responses, |row: &mut Response, by: &Shift| {
            row.endpoint = moved(row.endpoint, by.endpoints);
            row.schema = row.schema.map(|id| moved(id, by.schemas));
        });
        $each!(schemas, |row: &mut Schema, by: &Shift| {
            row.api = moved(row.api, by.apis);
        });
        $each!(properties, |row: &mut Property, by: &Shift| {
            row.schema = moved(row.schema, by.schemas);
        });
        $each!(security_schemes, |row: &mut SecurityScheme, by: &Shift| {
            row.api = moved(row.api, by.apis);
        });
        $each!(webhooks, |row: &mut Webhook, by: &Shift| {
            row.api = moved(row.api, by.apis);
        });
        $each!(contract_faults, |row: &mut ContractFault, by: &Shift| {
            row.api = moved(row.api, by.apis);
        });
    };
}

macro_rules! counts {
    ($($table:ident),*) => {
        /// Rows by relation.
        #[derive(Clone, Copy, Default)]
        struct Counts { $($table: usize,)* }

        impl Counts {
            fn of(system: &System) -> Self {
                Counts { $($table: system.$table.len(),)* }
            }
        }
    };
}
counts!(
    apis,
    endpoints,
    parameters,
    responses,
    schemas,
    properties,
    security_schemes,
    webhooks,
    contract_faults
);

impl Rows {
    /// Adds the rows of one contract.
    pub fn add(&mut self, file: FileId, own: System) {
        let by = Shift {
            apis: self.system.apis.len() as isize,
            endpoints: self.system.endpoints.len() as isize,
            schemas: self.system.schemas.len() as isize,
        };
        macro_rules! add {
            ($table:ident, $shift:expr) => {
                let shift: fn(&mut _, &Shift) = $shift;
                self.system.$table.append(own.$table, |row| shift(row, &by));
            };
        }
        each_relation!(add);
        self.contracts.push(Contract {
            file,
            end: Counts::of(&self.system),
        });
    }

    /// The rows of the contracts that have a name, in a system without other rows of contracts.
    pub fn into_system(mut self, named: &BTreeMap<FileId, Named<'_>>, system: &mut System) {
        self.retain(|file| named.contains_key(&file));
        for (_, api) in self.system.apis.iter_mut() {
            let (name, service) = named[&api.at.file];
            name.clone_into(&mut api.name);
            api.service = service;
        }
        for (_, endpoint) in self.system.endpoints.iter_mut() {
            endpoint.service = self.system.apis[endpoint.api].service;
        }
        macro_rules! give {
            ($table:ident, $shift:expr) => {
                system.$table = self.system.$table;
            };
        }
        each_relation!(give);
    }

    /// Takes out the rows of all other contracts.
    fn retain(&mut self, is_kept: impl Fn(FileId) -> bool) {
        if self.contracts.iter().all(|contract| is_kept(contract.file)) {
            return;
        }
        let mut start = Counts::default();
        let mut by = Shift::default();
        let shifts: Vec<Option<Shift>> = self
            .contracts
            .iter()
            .map(|Contract { file, end }| {
                let shift = is_kept(*file).then_some(by);
                if shift.is_none() {
                    by.apis -= (end.apis - start.apis) as isize;
                    by.endpoints -= (end.endpoints - start.endpoints) as isize;
                    by.schemas -= (end.schemas - start.schemas) as isize;
                }
                start = *end;
                shift
            })
            .collect();
        let contracts = &self.contracts;
        macro_rules! retain {
            ($table:ident, $shift:expr) => {
                let (mut row, mut contract) = (0, 0);
                let shift: fn(&mut _, &Shift) = $shift;
                self.system.$table.retain(|kept| {
                    while contracts[contract].end.$table <= row {
                        contract += 1;
                    }
                    row += 1;
                    if let Some(by) = &shifts[contract] {
                        shift(kept, by);
                    }
                    shifts[contract].is_some()
                });
            };
        }
        each_relation!(retain);
    }
}
