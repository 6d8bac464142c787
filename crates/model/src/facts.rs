//! What one file says, as written: serialisable, with file-local places, nothing joined yet.
//!
//! Facts can be cached by the content of their file and sent between machines. References to other
//! files stay references; link resolves them.

use serde::{Deserialize, Serialize};

use crate::At;

pub mod configuration;
pub mod contract;
pub mod decision;
pub mod design;
pub mod dockerfile;
pub mod manifest;
pub mod sql;

/// What was read from one file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FileFacts {
    /// What the file turned out to be, one for each kind of fact in it.
    pub facts: Vec<Facts>,
    /// What could not be read or understood.
    pub notes: Vec<Note>,
    /// Comments that allow a finding.
    pub suppressions: Vec<Suppression>,
}

impl FileFacts {
    /// What the file says as source code; `None` if it is none.
    pub fn code(&self) -> Option<&code::Facts> {
        self.facts.iter().find_map(|facts| match facts {
            Facts::Code(code) => Some(&**code),
            _ => None,
        })
    }
}

/// The facts of one artifact.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Facts {
    /// A contract, or a fragment that one refers to.
    Contract(std::sync::Arc<contract::Document>),
    /// SQL: a migration, a schema file or queries; link decides by the folder that it is in.
    Sql(self::sql::SqlFile),
    /// The schema of an object mapper, as the statements that it makes of it.
    Models(self::sql::SqlFile),
    /// SQL of a database that is not read, by its product's name: `Oracle`.
    ForeignSql(String),
    /// What the configuration of a tool says of migrations and queries.
    SqlTools(Vec<self::sql::SqlTool>),
    /// Statements in the strings of a source file.
    SqlInCode(Vec<self::sql::SqlInCode>),
    /// Source code.
    Code(Box<code::Facts>),
    /// A package manifest.
    Package(code::Package),
    /// Workloads, services and configuration of Compose or Kubernetes.
    Manifest(manifest::Manifest),
    /// A Dockerfile.
    Dockerfile(dockerfile::Dockerfile),
    /// A file of environment variables: name, value, place.
    Environment(Vec<manifest::Variable>),
    /// Settings of an application or a proxy.
    Configuration(configuration::Configuration),
    /// A design document's definitions and specifications.
    Design(design::Design),
    /// A recorded decision.
    Decision(decision::Decision),
    /// The rules of CODEOWNERS: pattern and owners, in order.
    CodeOwners(Vec<(String, Vec<String>)>),
    /// A README says that what lies in its folder is for a cluster on one's own machine, or an example.
    LocalCluster,
    /// A README says that nobody maintains what lies in its folder, or that it is for tests and trials alone.
    SetAside,
    /// A README or a guide says that several instances of the program run at a time.
    SeveralInstances,
    /// A README or a guide says that one instance of the program runs, and no more.
    OneInstance,
    /// A guide says that the program is stopped before its database is migrated.
    StopsToMigrate,
    /// A script ends the sessions of the database before it runs files of SQL.
    EndsSessions,
    /// A script that brings the next version stops the program before it starts it.
    StopsToDeploy,
    /// Values of a chart say how many instances of its program run, or an autoscaler that several may; at least one.
    Instances(u32),
    /// The program migrates its database itself as it starts: its migrations are put into it, or what a container starts
    /// runs them.
    MigratesItself,
    /// A chart runs the migrations behind the rollout, when the version before has gone.
    MigratesBehind,
    /// What the application in the folder above calls itself in its code, as services are called.
    ApplicationName(String),
    /// Code makes the security schemes of the contract that its program publishes.
    MakesSecurityScheme,
    /// Manifests of Kubernetes that a script or a guide applies.
    Applied(Applied),
    /// Contracts that a script or a build file brings from elsewhere: paths as written, from the root or from its folder.
    Downloaded(Vec<String>),
}

/// What a script or a guide applies to a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Files and folders, sorted: from the root, from the folder of the file, or from one above it. `*` stands for
    /// what a variable gives.
    pub manifests: Vec<String>,
    /// Whether the file speaks of clusters on one's own machine, and of no other.
    pub is_local: bool,
}

/// What could not be read or understood in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where.
    pub at: At,
    /// A stable word: `syntax`, `limit`, `reference`, `statement`, `version`, `unreadable`.
    pub kind: String,
    /// What is wrong, in one clause.
    pub message: String,
}

/// A comment `archreview: allow RULE -- reason`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// The comment's own text, from `archreview:` on.
    pub at: At,
    /// What it covers: its line and, where it stands alone, the next line that is no comment.
    pub covers: At,
    /// The rule.
    pub rule: String,
    /// Why; empty if none is given.
    pub reason: String,
}
