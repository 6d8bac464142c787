//! An operation as a client sees it: parameters of its path taken in, references followed, the
//! body of 2.0 told from its parameters.

use model::facts::contract::{
    Media, Operation, Parameter, PathItem, Requirement, Response, Server,
};
use model::{Contracts, Place, Span};

use super::shape::{Field, Shape};

/// An operation as a client sees it.
pub struct View<'c> {
    /// The path as written; of a webhook, its name.
    pub path: &'c str,
    /// Where the path is written.
    pub path_at: Span,
    /// The method in capitals.
    pub method: &'c str,
    /// The operation, a reference to it followed.
    pub operation: &'c Operation,
    /// The file that holds it.
    pub item: Place,
    /// The references that lead to it from the contract's own file, first to last.
    pub chain: Vec<Span>,
    /// Its parameters besides the body, those of the path included: where each is named here, and what it is.
    pub parameters: Vec<(Span, Place, &'c Parameter)>,
    /// Whether a parameter, the body or a response is behind a reference that leads nowhere.
    pub is_hidden: bool,
    /// Its body.
    pub body: Option<BodyView<'c>>,
    /// Its responses.
    pub responses: Vec<ResponseView<'c>>,
    /// The requirements that apply to it.
    pub security: &'c [Requirement],
    /// Whether any requirement is stated, its own or the document's.
    pub states_security: bool,
    /// Its servers, or those of its path, if they have any of their own.
    pub servers: &'c [Server],
}

/// The body of a request.
pub struct BodyView<'c> {
    /// Where.
    pub at: Span,
    /// Whether it must be given.
    pub is_required: bool,
    /// What it may be: media type, where, and schema.
    pub content: Vec<(&'c str, Span, Content)>,
    /// The fields of a form of 2.0: name, place, schema, and whether it must be given.
    pub form: Vec<(Field<'c>, bool)>,
}

/// What a media type carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing is said.
    Nothing,
    /// A schema.
    Schema(Place),
    /// The form fields of the body.
    Form,
}

/// A response.
pub struct ResponseView<'c> {
    /// The status as written.
    pub status: &'c str,
    /// Where the status is written.
    pub at: Span,
    /// The file that the response is in.
    pub place: Place,
    /// The response; `None` behind a reference that leads nowhere.
    pub response: Option<&'c Response>,
    /// What it may be: media type, where, and schema.
    pub content: Vec<(&'c str, Span, Option<Place>)>,
}

const ANY_MEDIA_TYPE: &str = "*/*";

/// Every operation of a path item.
pub fn operations<'c>(
    contracts: &'c Contracts,
    path: &'c str,
    path_at: Span,
    item: Place,
    default_security: Option<&'c [Requirement]>,
) -> Vec<View<'c>> {
    let mut views = Vec::new();
    let own = &contracts.document(item).path_items[item.id as usize];
    if let Some((target, found)) = contracts.path_item(item) {
        add(
            contracts,
            path,
            path_at,
            target,
            found,
            default_security,
            &mut views,
        );
        // From 3.1 on, operations may stand beside the reference.
        if target != item {
            add(
                contracts,
                path,
                path_at,
                item,
                own,
                default_security,
                &mut views,
            );
        }
    } else {
        add(
            contracts,
            path,
            path_at,
            item,
            own,
            default_security,
            &mut views,
        );
    }
    views
}

fn add<'c>(
    contracts: &'c Contracts,
    path: &'c str,
    path_at: Span,
    item: Place,
    path_item: &'c PathItem,
    default_security: Option<&'c [Requirement]>,
    views: &mut Vec<View<'c>>,
) {
    for written in &path_item.operations {
        // What leads nowhere is a fault of its own.
        let Some((home, operation)) = behind(contracts, item, written) else {
            continue;
        };
        let security = operation.security.as_deref().or(default_security);
        let mut view = View {
            path,
            path_at,
            method: &written.method,
            operation,
            item: home,
            chain: Vec::new(),
            parameters: Vec::new(),
            is_hidden: false,
            body: None,
            responses: Vec::new(),
            security: security.unwrap_or_default(),
            states_security: security.is_some(),
            servers: match operation.servers.is_empty() {
                true => &path_item.servers,
                false => &operation.servers,
            },
        };
        if contracts.files[home.file as usize].file != path_at.file {
            view.chain.push(path_at);
        }
        if operation.reference.is_none() && written.reference.is_some() {
            view.chain.push(contracts.span(item, written.at));
        }
        view.read_parameters(contracts, item, path_item);
        view.read_body(contracts, home);
        view.read_responses(contracts, home);
        views.push(view);
    }
}

/// The operation that `written` is or refers to, and where; `None` if it leads nowhere.
fn behind<'c>(
    contracts: &'c Contracts,
    item: Place,
    written: &'c Operation,
) -> Option<(Place, &'c Operation)> {
    match written.reference {
        None => Some((item, written)),
        Some(link) => contracts.operation(contracts.target_of(item, link)?),
    }
}

impl<'c> View<'c> {
    fn read_parameters(&mut self, contracts: &'c Contracts, item: Place, path_item: &'c PathItem) {
        let operation = self.operation;
        let own = operation.parameters.iter().map(|id| self.item.beside(*id));
        let shared = path_item.parameters.iter().map(|id| item.beside(*id));
        for place in own.chain(shared).collect::<Vec<Place>>() {
            let id = place.id;
            let named_at = contracts.document(place).parameters[id as usize].at;
            let at = contracts.span(place, named_at);
            let Some((place, parameter)) = contracts.parameter(place) else {
                self.is_hidden = true;
                continue;
            };
            let is_overridden = self.parameters.iter().any(|(_, _, known)| {
                known.name == parameter.name && known.location == parameter.location
            });
            match parameter.location.as_str() {
                _ if is_overridden => {}
                "body" if self.body.is_none() => {
                    let content = parameter.schema.map_or(Content::Nothing, |schema| {
                        Content::Schema(place.beside(schema))
                    });
                    self.body = Some(BodyView {
                        at,
                        is_required: parameter.is_required,
                        content: consumed(&operation.consumes, content, at),
                        form: Vec::new(),
                    });
                }
                "body" => {}
                "formData" => {
                    let body = self.body.get_or_insert_with(|| BodyView {
                        at,
                        is_required: false,
                        content: consumed(&operation.consumes, Content::Form, at),
                        form: Vec::new(),
                    });
                    body.is_required |= parameter.is_required;
                    if let Some(schema) = parameter.schema {
                        let field = Field {
                            name: &parameter.name,
                            at,
                            schema: place.beside(schema),
                        };
                        body.form.push((field, parameter.is_required));
                    }
                }
                _ => self.parameters.push((at, place, parameter)),
            }
        }
    }

    fn read_body(&mut self, contracts: &'c Contracts, item: Place) {
        let Some(id) = self.operation.body else {
            return;
        };
        let own_at = contracts.document(item).bodies[id as usize].at;
        let at = contracts.span(item, own_at);
        let Some((place, body)) = contracts.body(item.beside(id)) else {
            self.is_hidden = true;
            return;
        };
        self.body = Some(BodyView {
            at,
            is_required: body.is_required,
            content: body
                .content
                .iter()
                .map(|media| {
                    let content = media.schema.map_or(Content::Nothing, |schema| {
                        Content::Schema(place.beside(schema))
                    });
                    (
                        media.name.as_str(),
                        contracts.span(place, media.at),
                        content,
                    )
                })
                .collect(),
            form: Vec::new(),
        });
    }

    fn read_responses(&mut self, contracts: &'c Contracts, item: Place) {
        for (status, at, id) in &self.operation.responses {
            let found = contracts.response(item.beside(*id));
            let place = found.map_or(item, |(place, _)| place);
            let produces = &self.operation.produces;
            self.is_hidden |= found.is_none();
            self.responses.push(ResponseView {
                status,
                at: contracts.span(item, *at),
                place,
                response: found.map(|(_, response)| response),
                content: found
                    .into_iter()
                    .flat_map(|(_, response)| &response.content)
                    .flat_map(|media| produced(contracts, place, media, produces))
                    .collect(),
            });
        }
    }

    /// The responses that tell of success.
    pub fn successes(&self) -> impl Iterator<Item = &ResponseView<'c>> {
        self.responses
            .iter()
            .filter(|response| response.status.starts_with('2'))
    }

    /// The schema of the first success response that has one; `None` if there is none.
    pub fn success_schema(&self) -> Option<Place> {
        self.successes()
            .flat_map(|response| preferred(&response.content))
            .next()
    }
}

/// The schema of the media type that says most: JSON before others.
pub fn preferred(content: &[(&str, Span, Option<Place>)]) -> Option<Place> {
    content
        .iter()
        .find(|(name, _, schema)| name.contains("json") && schema.is_some())
        .or_else(|| content.iter().find(|(_, _, schema)| schema.is_some()))
        .and_then(|(_, _, schema)| *schema)
}

impl<'c> BodyView<'c> {
    /// What the body may be, JSON before others.
    pub fn shape(&self, contracts: &'c Contracts) -> Option<Shape<'c>> {
        let content = self
            .content
            .iter()
            .find(|(name, _, content)| name.contains("json") && *content != Content::Nothing)
            .or_else(|| {
                let mut all = self.content.iter();
                all.find(|(_, _, content)| *content != Content::Nothing)
            })?;
        self.shape_of(contracts, content.2)
    }

    /// Whether nothing can be sent in it: an optional form without fields. Generators
    /// write such bodies on every operation.
    pub fn is_empty(&self, contracts: &'c Contracts) -> bool {
        !self.is_required
            && self.form.is_empty()
            && self.content.iter().all(|(name, _, content)| {
                name.contains("form-urlencoded")
                    && self.shape_of(contracts, *content).is_none_or(|shape| {
                        shape.properties.is_empty()
                            && shape.one_of.is_empty()
                            && shape.any_of.is_empty()
                            && shape.main_type() == Some("object")
                            && !matches!(shape.additional, super::shape::Open::Schema(_))
                    })
            })
    }

    /// What `content`, one of this body's, may be.
    pub fn shape_of(&self, contracts: &'c Contracts, content: Content) -> Option<Shape<'c>> {
        match content {
            Content::Nothing => None,
            Content::Schema(place) => Some(Shape::of(contracts, place)),
            Content::Form => {
                let mut required: Vec<&str> = self
                    .form
                    .iter()
                    .filter(|(_, is_required)| *is_required)
                    .map(|(field, _)| field.name)
                    .collect();
                required.sort_unstable();
                Some(Shape {
                    types: model::facts::contract::Types::named("object"),
                    properties: self.form.iter().map(|(field, _)| *field).collect(),
                    required,
                    ..Shape::default()
                })
            }
        }
    }
}

fn consumed(consumes: &[String], content: Content, at: Span) -> Vec<(&str, Span, Content)> {
    if consumes.is_empty() {
        return vec![(ANY_MEDIA_TYPE, at, content)];
    }
    consumes
        .iter()
        .map(|name| (name.as_str(), at, content))
        .collect()
}

fn produced<'c>(
    contracts: &Contracts,
    place: Place,
    media: &'c Media,
    produces: &'c [String],
) -> Vec<(&'c str, Span, Option<Place>)> {
    let at = contracts.span(place, media.at);
    let schema = media.schema.map(|schema| place.beside(schema));
    if !media.name.is_empty() {
        return vec![(&media.name, at, schema)];
    }
    if produces.is_empty() {
        return vec![(ANY_MEDIA_TYPE, at, schema)];
    }
    produces
        .iter()
        .map(|name| (name.as_str(), at, schema))
        .collect()
}
