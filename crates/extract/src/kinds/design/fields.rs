//! The fields of the templates, and the spellings of their names.

use model::facts::design::Text;

use super::outline::Value;

/// A field of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name of a service or an API.
    Name,
    /// What a service is responsible for.
    Responsibility,
    /// What it depends on.
    Dependencies,
    /// Where it keeps its data.
    DataStore,
    /// How it talks.
    Communication,
    /// How it is watched.
    Monitoring,
    /// How it is deployed.
    Deployment,
    /// The path of an operation.
    Endpoint,
    /// Its method.
    Method,
    /// Who may call it.
    Authentication,
    /// How often it may be called.
    RateLimiting,
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// Both in one field.
    RequestAndResponse,
    /// Its errors.
    ErrorCodes,
    /// What it is for.
    Documentation,
    /// A version.
    Version,
}

/// Every spelling, without case, spaces, hyphens and underscores.
const SPELLINGS: &[(Field, &[&str])] = &[
    (
        Field::Name,
        &[
            "name",
            "servicename",
            "service",
            "apiname",
            "api",
            "microservice",
        ],
    ),
    (
        Field::Responsibility,
        &[
            "responsibility",
            "responsibilities",
            "singleresponsibility",
            "mainresponsibility",
            "mainresponsibilities",
            "keyresponsibilities",
            "coreresponsibilities",
            "coreresponsibility",
            "primaryresponsibility",
            "purpose",
        ],
    ),
    (
        Field::Dependencies,
        &[
            "dependencies",
            "dependency",
            "dependson",
            "upstreamdependencies",
            "servicedependencies",
            "internaldependencies",
            "externaldependencies",
            "upstreamservices",
            "downstreamservices",
            "downstreamdependencies",
            "requires",
        ],
    ),
    (
        Field::DataStore,
        &[
            "datastore",
            "datastores",
            "database",
            "databases",
            "storage",
            "store",
            "stores",
            "persistence",
            "datastorage",
            "db",
            "primarydatastore",
        ],
    ),
    (
        Field::Communication,
        &[
            "communication",
            "communications",
            "communicationstyle",
            "communicationpattern",
            "communicationpatterns",
            "communicationprotocol",
            "communicationprotocols",
            "communicationmethod",
            "communicationmethods",
            "interaction",
            "interactions",
        ],
    ),
    (
        Field::Monitoring,
        &[
            "monitoring",
            "observability",
            "metrics",
            "alerting",
            "monitoringandalerting",
            "monitoringalerting",
            "monitoringmetrics",
        ],
    ),
    (
        Field::Deployment,
        &[
            "deployment",
            "deploymentstrategy",
            "hosting",
            "deploymentmodel",
            "deploymenttarget",
            "deployedon",
            "deployedto",
        ],
    ),
    (
        Field::Endpoint,
        &[
            "endpoint",
            "path",
            "url",
            "route",
            "uri",
            "endpointpath",
            "endpointurl",
            "urlpath",
        ],
    ),
    (
        Field::Method,
        &["method", "httpmethod", "verb", "httpverb", "methods"],
    ),
    (
        Field::Authentication,
        &[
            "authentication",
            "auth",
            "authorization",
            "authn",
            "authenticationandauthorization",
            "authenticationauthorization",
            "authauthz",
            "security",
            "authenticationmethod",
            "authenticationrequired",
            "requiresauthentication",
        ],
    ),
    (
        Field::RateLimiting,
        &[
            "ratelimiting",
            "ratelimit",
            "ratelimits",
            "throttling",
            "ratelimitation",
        ],
    ),
    (
        Field::Request,
        &[
            "request",
            "requestschema",
            "requestbody",
            "requestformat",
            "requestpayload",
            "payload",
            "input",
            "parameters",
            "params",
            "queryparameters",
            "requestparameters",
        ],
    ),
    (
        Field::Response,
        &[
            "response",
            "responses",
            "responseschema",
            "responsebody",
            "responseformat",
            "responsepayload",
            "output",
            "returns",
            "successresponse",
        ],
    ),
    (
        Field::RequestAndResponse,
        &[
            "requestresponseschema",
            "requestandresponseschema",
            "requestresponse",
            "requestandresponse",
            "requestresponseschemas",
            "requestandresponseschemas",
            "schema",
            "schemas",
        ],
    ),
    (
        Field::ErrorCodes,
        &[
            "errorcodes",
            "errors",
            "errorresponses",
            "errorhandling",
            "errorcode",
            "statuscodes",
            "errorresponse",
        ],
    ),
    (
        Field::Documentation,
        &[
            "documentation",
            "description",
            "summary",
            "docs",
            "notes",
            "documentationlink",
            "documentationurl",
        ],
    ),
    (Field::Version, &["version", "apiversion"]),
];

/// `name` without case, spaces, hyphens, underscores and what stands in parentheses.
pub fn normal(name: &str) -> String {
    name.split('(')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The field that is called `name`.
pub fn field(name: &str) -> Option<Field> {
    let normal = normal(name).replace('&', "and");
    SPELLINGS
        .iter()
        .find(|(_, spellings)| spellings.contains(&normal.as_str()))
        .map(|(field, _)| *field)
}

/// The fields of one template, by name.
#[derive(Debug, Default)]
pub struct Fields<'v> {
    entries: Vec<(Field, &'v Text, &'v Value)>,
    all: &'v [(Text, Value)],
}

impl<'v> Fields<'v> {
    /// The entries that are fields of a template.
    pub fn of(entries: &'v [(Text, Value)]) -> Self {
        Fields {
            entries: entries
                .iter()
                .filter_map(|(name, value)| Some((field(&name.value)?, name, value)))
                .collect(),
            all: entries,
        }
    }

    /// Whether an entry is called `name`, spelled as by [`normal`], be it a field or not.
    pub fn has_other(&self, name: &str) -> bool {
        self.all.iter().any(|(own, _)| normal(&own.value) == name)
    }

    /// The value of a field; of several the first that is not empty.
    pub fn get(&self, field: Field) -> Option<&'v Value> {
        let mut values = self.all(field);
        let first = values.next()?;
        Some(if first.is_empty() {
            values.find(|value| !value.is_empty()).unwrap_or(first)
        } else {
            first
        })
    }

    /// Every value of a field.
    pub fn all(&self, field: Field) -> impl Iterator<Item = &'v Value> + '_ {
        self.entries
            .iter()
            .filter(move |(own, _, _)| *own == field)
            .map(|(_, _, value)| *value)
    }

    /// Whether the field is there, empty or not.
    pub fn has(&self, field: Field) -> bool {
        self.all(field).next().is_some()
    }

    /// Whether the field says something.
    pub fn says(&self, field: Field) -> bool {
        self.all(field).any(|value| !value.is_empty())
    }

    /// How many of `fields` are there.
    pub fn count(&self, fields: &[Field]) -> usize {
        fields.iter().filter(|field| self.has(**field)).count()
    }

    /// Whether a name of a field begins with `prefix`, spelled as by [`normal`].
    pub fn has_name(&self, prefix: &str) -> bool {
        self.entries
            .iter()
            .any(|(_, name, _)| normal(&name.value).contains(prefix))
    }

    /// Every field with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &'v Value)> + '_ {
        self.entries
            .iter()
            .map(|(field, _, value)| (*field, *value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_recognised_in_any_spelling() {
        for name in [
            "Data Store",
            "data_store",
            "dataStore",
            "data-store",
            "DATASTORE",
            "Data store (type)",
        ] {
            assert_eq!(field(name), Some(Field::DataStore), "{name}");
        }
        assert_eq!(
            field("Request/Response Schema"),
            Some(Field::RequestAndResponse)
        );
        assert_eq!(field("colour"), None);
    }
}
