//! The joined picture: a table for every relation, and the references between them.

use crate::relation::{Declared, Refers, Relation};
use crate::relations::*;
use crate::{FileId, Id, Row, RowRef, Span, Table, Value};

macro_rules! system {
    (
        tables { $($table:ident: $Row:ident,)* }
        index { $($owner:ident.$reverse:ident <- $from:ident.$column:ident;)* }
    ) => {
        /// The number of each relation: its position in [`System::RELATIONS`].
        #[doc(hidden)]
        #[allow(missing_docs)]
        pub enum RelationNumber { $($Row,)* }

        /// What a repository says about its architecture, joined.
        #[derive(Debug, Clone, Default)]
        pub struct System {
            $(
                #[doc = concat!("Rows of `", stringify!($Row), "`.")]
                pub $table: Table<$Row>,
            )*
            /// What could not be read or understood.
            pub notes: Vec<PlacedNote>,
            /// Further places that make a row true, by row, in order.
            pub evidence: std::collections::BTreeMap<RowRef, Vec<Evidence>>,
            /// What to change in the files to do without the fault of a row, for rules with a `fix`.
            pub replacements: std::collections::BTreeMap<RowRef, Vec<crate::Replacement>>,
            /// The files that these changes need beside them, by row.
            pub new_files: std::collections::BTreeMap<RowRef, Vec<crate::NewFile>>,
            /// Every evidence of every edge of the service graph, by row, strongest first.
            pub edges: std::collections::BTreeMap<RowRef, Vec<EdgeEvidence>>,
            /// The texts that rows share.
            pub shared: crate::Shared,
            /// Contracts as they were read.
            pub contracts: crate::Contracts,
            /// The day of the review as `2027-01-31`; empty where no clock is asked. Announced ends
            /// are compared with it.
            pub today: String,
        }

        impl System {
            /// Every relation, in the order of declaration.
            pub const RELATIONS: &'static [Relation] = &[$(Relation {
                name: $Row::NAME,
                doc: $Row::DOC,
                subject: $Row::SUBJECT,
                columns: $Row::COLUMNS,
                len: |system| system.$table.len(),
                row: |system, index| &system.$table[Id::new(index)],
            },)*];

            /// Fills the columns that list the rows which refer to a row. Called once, by link.
            pub fn index(&mut self) {
                $(for id in self.$from.ids() {
                    if let Some(target) = Refers::target(&self.$from[id].$column) {
                        self.$owner[target].$reverse.push(id);
                    }
                })*
            }
        }
    };
}

system! {
    tables {
        services: Service,
        files: File,
        packages: Package,
        apis: Api,
        endpoints: Endpoint,
        parameters: Parameter,
        responses: Response,
        schemas: Schema,
        properties: Property,
        security_schemes: SecurityScheme,
        webhooks: Webhook,
        contract_faults: ContractFault,
        disagreements: Disagreement,
        datastores: Datastore,
        databases: Database,
        tables: TableRow,
        columns: ColumnRow,
        indexes: Index,
        constraints: Constraint,
        migrations: Migration,
        migration_steps: MigrationStep,
        queries: Query,
        accesses: Access,
        calls: Call,
        uses: Uses,
        routes: Route,
        clients: Client,
        publishes: Publishes,
        consumes: Consumes,
        platforms: Platform,
        workloads: Workload,
        containers: Container,
        variables: EnvironmentVariable,
        decision_logs: DecisionLog,
        decisions: Decision,
        service_definitions: ServiceDefinition,
        api_specifications: ApiSpecification,
        declared_calls: DeclaredCall,
        placeholders: Placeholder,
        deviations: Deviation,
        changes: Change,
        suppressions: Suppression,
    }
    index {
        services.calls <- calls.caller;
        services.callers <- calls.callee;
        services.uses <- uses.service;
        services.endpoints <- endpoints.service;
        services.workloads <- workloads.service;
        apis.endpoints <- endpoints.api;
        apis.schemas <- schemas.api;
        apis.security_schemes <- security_schemes.api;
        endpoints.parameters <- parameters.endpoint;
        endpoints.responses <- responses.endpoint;
        apis.webhooks <- webhooks.api;
        apis.faults <- contract_faults.api;
        schemas.properties <- properties.schema;
        datastores.users <- uses.datastore;
        databases.tables <- tables.database;
        databases.migrations <- migrations.database;
        tables.columns <- columns.table;
        tables.indexes <- indexes.table;
        tables.constraints <- constraints.table;
        migrations.steps <- migration_steps.migration;
        queries.accesses <- accesses.query;
        platforms.workloads <- workloads.platform;
        workloads.containers <- containers.workload;
        workloads.variables <- variables.workload;
        decision_logs.decisions <- decisions.log;
        decisions.placeholders <- placeholders.decision;
        service_definitions.placeholders <- placeholders.service_definition;
        service_definitions.declared_calls <- declared_calls.definition;
        service_definitions.deviations <- deviations.definition;
        api_specifications.placeholders <- placeholders.api_specification;
    }
}

impl System {
    /// The relation called `name` and its number.
    pub fn relation_named(name: &str) -> Option<(u16, &'static Relation)> {
        Self::RELATIONS
            .iter()
            .enumerate()
            .find(|(_, relation)| relation.name == name)
            .map(|(number, relation)| (number as u16, relation))
    }

    /// The relation of `row`.
    pub fn relation(&self, row: RowRef) -> &'static Relation {
        &Self::RELATIONS[row.relation as usize]
    }

    /// One row of any relation.
    pub fn row(&self, row: RowRef) -> &dyn Row {
        (self.relation(row).row)(self, row.row as usize)
    }

    /// The value of the column called `column`; `None` if there is no such column.
    pub fn value(&self, row: RowRef, column: &str) -> Option<Value<'_>> {
        let position = self.relation(row).column(column)?;
        Some(self.row(row).value(position))
    }

    /// The row of `file`.
    pub fn file(&self, file: FileId) -> &File {
        &self.files[Id::new(file.0 as usize)]
    }

    /// The service that owns `file`.
    pub fn owner(&self, file: FileId) -> Option<Id<Service>> {
        self.files.rows().get(file.0 as usize)?.service
    }

    /// The path of `file`.
    pub fn path(&self, file: FileId) -> &str {
        &self.file(file).path
    }

    /// What could not be read or understood, by file and place, each once.
    pub fn sorted_notes(&self) -> Vec<PlacedNote> {
        let mut notes = self.notes.clone();
        notes.sort();
        notes.dedup();
        notes
    }

    /// Adds a further place that makes `row` true.
    pub fn add_evidence(&mut self, row: RowRef, at: Span, label: impl Into<String>) {
        self.evidence.entry(row).or_default().push(Evidence {
            at,
            label: label.into(),
        });
    }
}

/// What could not be read or understood, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlacedNote {
    /// The file; `None` for a path that could not be listed.
    pub file: Option<FileId>,
    /// Where in the file.
    pub at: crate::At,
    /// What it is.
    pub kind: String,
    /// What is wrong and what follows, in one clause.
    pub message: String,
}
