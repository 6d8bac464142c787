//! The state of one walk: the document that it fills, and the parts that references lead to.

use std::collections::{HashMap, HashSet};

use document::{Kind, Node};
use model::At;
use model::facts::Note;
use model::facts::contract::{
    Body, Document, Fault, FaultKind, Header, Link, Operation, Parameter, PathItem, PathList,
    Reference, Response, Role, Schema, Target,
};

use super::specification::Version;

/// Faults kept for one file; what is beyond it is counted by nobody and fixed with the first.
pub const FAULTS_LIMIT: usize = 2_000;

/// Parts of one file that are read: a contract of 80 MB that writes out every reference has some 300,000.
pub const PARTS_LIMIT: usize = 2_000_000;

/// One walk over one file.
pub struct Reader<'d> {
    /// The whole file.
    pub root: Node<'d>,
    /// The version of the specification; of a fragment that does not say, the newest.
    pub version: Version,
    /// Whether the file could be parsed whole: only then does a missing part prove anything.
    pub is_whole: bool,
    /// What was read.
    pub out: Document,
    /// What could not be read.
    pub notes: Vec<Note>,
    /// Whether it has more parts than are read.
    pub is_too_large: bool,
    known: HashMap<(Role, u32), u32>,
    pending: Vec<(Target, Node<'d>)>,
    anchors: Option<HashMap<String, Node<'d>>>,
    /// Nodes that something refers to.
    pub used: HashSet<u32>,
    /// The node of each of the components.
    pub component_nodes: Vec<u32>,
}

/// Operations from which on a contract can be given up.
const GIVEN_UP_MIN: usize = 5;

/// Percent of the operations that are deprecated where the contract is given up.
const GIVEN_UP_PERCENT: usize = 90;

impl<'d> Reader<'d> {
    /// A walk over the file under `root`.
    pub fn new(root: Node<'d>, version: Option<Version>, is_whole: bool) -> Self {
        Reader {
            root,
            version: version.unwrap_or(Version::V31),
            is_whole,
            out: Document {
                specification: version.map_or_else(String::new, |v| v.word().to_owned()),
                ..Document::default()
            },
            notes: Vec::new(),
            is_too_large: false,
            known: HashMap::new(),
            pending: Vec::new(),
            anchors: None,
            used: HashSet::new(),
            component_nodes: Vec::new(),
        }
    }

    /// Reads a part that another file asks for.
    pub fn fragment(&mut self, pointer: &str, role: Role) {
        let Some(node) = self.find(pointer) else {
            return;
        };
        self.used.insert(node.id());
        let target = Target {
            role,
            id: match role {
                Role::SecurityScheme | Role::Other => 0,
                role => self.part(role, node),
            },
        };
        if role == Role::SecurityScheme {
            let target = Target {
                role,
                id: self.out.security_schemes.len() as u32,
            };
            super::security::scheme(self, None, node);
            self.out.fragments.push((pointer.to_owned(), target));
            return;
        }
        self.out.fragments.push((pointer.to_owned(), target));
    }

    /// Reads everything that references lead to.
    pub fn finish(&mut self) {
        while let Some((target, node)) = self.pending.pop() {
            self.fill(target, node);
        }
        self.known = HashMap::new();
        for (component, node) in self.out.components.iter_mut().zip(&self.component_nodes) {
            component.is_used = self.used.contains(node);
        }
        let operations = || self.out.path_items.iter().flat_map(|item| &item.operations);
        let deprecated = operations().filter(|one| one.deprecated.is_some()).count();
        let all = operations().count();
        self.out.is_given_up = all >= GIVEN_UP_MIN && deprecated * 100 >= all * GIVEN_UP_PERCENT
            || self
                .out
                .info
                .title
                .to_ascii_lowercase()
                .contains("deprecated");
        let is_relative = |one: &Reference| !one.path.is_empty() && !one.path.contains("://");
        self.out.names_schemas = self.out.references.iter().any(is_relative) && self.has_ids();
        self.shrink();
    }

    /// Gives back what growing lists took beyond their need: facts of all files are held at once.
    fn shrink(&mut self) {
        let out = &mut self.out;
        out.schemas.shrink_to_fit();
        out.parameters.shrink_to_fit();
        out.bodies.shrink_to_fit();
        out.responses.shrink_to_fit();
        out.headers.shrink_to_fit();
        out.path_items.shrink_to_fit();
        for item in &mut out.path_items {
            item.operations.shrink_to_fit();
            item.parameters.shrink_to_fit();
            for operation in &mut item.operations {
                operation.responses.shrink_to_fit();
                operation.parameters.shrink_to_fit();
                operation.tags.shrink_to_fit();
            }
        }
        for response in &mut out.responses {
            response.content.shrink_to_fit();
            response.headers.shrink_to_fit();
        }
        for body in &mut out.bodies {
            body.content.shrink_to_fit();
        }
    }

    /// The position of the part at `node`; a part that was read before is not read again.
    pub fn part(&mut self, role: Role, node: Node<'d>) -> u32 {
        match self.reserve(role, node) {
            (id, true) => {
                self.pending.push((Target { role, id }, node));
                id
            }
            (id, false) => id,
        }
    }

    /// Like [`part`](Self::part), read at once: for parts that stand where they are used.
    pub fn part_here(&mut self, role: Role, node: Node<'d>) -> u32 {
        let (id, is_new) = self.reserve(role, node);
        if is_new {
            self.fill(Target { role, id }, node);
        }
        id
    }

    fn reserve(&mut self, role: Role, node: Node<'d>) -> (u32, bool) {
        if let Some(&id) = self.known.get(&(role, node.id())) {
            return (id, false);
        }
        if self.known.len() >= PARTS_LIMIT {
            self.is_too_large = true;
            return (0, false);
        }
        let out = &mut self.out;
        macro_rules! slot {
            ($arena:ident, $Row:ident) => {{
                out.$arena.push($Row::default());
                out.$arena.len() - 1
            }};
        }
        let id = match role {
            Role::Paths => slot!(path_lists, PathList),
            Role::Operation => slot!(operations, Operation),
            Role::PathItem => slot!(path_items, PathItem),
            Role::Parameter => slot!(parameters, Parameter),
            Role::Body => slot!(bodies, Body),
            Role::Response => slot!(responses, Response),
            Role::Header => slot!(headers, Header),
            Role::Schema => slot!(schemas, Schema),
            Role::SecurityScheme | Role::Other => 0,
        } as u32;
        self.known.insert((role, node.id()), id);
        (id, true)
    }

    fn fill(&mut self, target: Target, node: Node<'d>) {
        let index = target.id as usize;
        match target.role {
            Role::Paths => self.out.path_lists[index] = super::root::path_list(self, node),
            Role::Operation => {
                let at = super::operations::first_key(node);
                self.out.operations[index] =
                    super::operations::operation(self, at, String::new(), node);
            }
            Role::PathItem => self.out.path_items[index] = super::operations::path_item(self, node),
            Role::Parameter => {
                self.out.parameters[index] = super::operations::parameter(self, node)
            }
            Role::Body => self.out.bodies[index] = super::operations::body(self, node),
            Role::Response => self.out.responses[index] = super::operations::response(self, node),
            Role::Header => self.out.headers[index] = super::operations::header(self, node),
            Role::Schema => self.out.schemas[index] = super::schemas::schema(self, node),
            Role::SecurityScheme | Role::Other => {}
        }
    }

    /// What the `$ref` of `node` leads to; `None` if it has none.
    pub fn reference(&mut self, node: Node<'d>, role: Role) -> Option<Link> {
        let value = node.get("$ref")?;
        if value.kind() != Kind::String {
            return None;
        }
        let text = value.text()?;
        Some(self.follow(&text, At::from(value.at()), role))
    }

    /// What the reference `text` leads to.
    pub fn follow(&mut self, text: &str, at: At, role: Role) -> Link {
        let base = self.root.get("$self").and_then(|node| node.text());
        let text = match base {
            Some(base) if !base.is_empty() => text.strip_prefix(&*base).unwrap_or(text),
            _ => text,
        };
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let path = path.strip_prefix("./").unwrap_or(path);
        let pointer = percent_decoded(fragment);
        if path.is_empty() {
            if let Some(node) = self.find(&pointer) {
                self.used.insert(node.id());
                let id = match role {
                    Role::SecurityScheme | Role::Other => node.id(),
                    role => self.part(role, node),
                };
                return Link::Here(id);
            }
            if let Some(text) = self.through_reference(&pointer) {
                return self.follow(&text, at, role);
            }
            if self.is_whole && !self.has_ids() {
                self.fault(
                    at,
                    FaultKind::UnresolvedReference,
                    text,
                    format!("`{text}` leads to nothing in this file"),
                );
            }
        } else if path.contains("://") {
            self.notes.push(Note {
                at,
                kind: "reference".to_owned(),
                message: format!("`{text}` is on the network, which is never asked"),
            });
        }
        let id = self.out.references.len() as u32;
        self.out.references.push(Reference {
            at,
            path: percent_decoded(path),
            pointer,
            role: role.word().to_owned(),
        });
        Link::Away(id)
    }

    /// The node under a JSON pointer, or with an anchor of that name.
    pub fn find(&mut self, pointer: &str) -> Option<Node<'d>> {
        if pointer.is_empty() || pointer.starts_with('/') {
            return self.root.pointer(pointer);
        }
        if self.anchors.is_none() {
            let mut anchors = HashMap::new();
            collect_anchors(self.root, &mut anchors, 0);
            self.anchors = Some(anchors);
        }
        self.anchors.as_ref()?.get(pointer).copied()
    }

    /// The reference that `pointer` comes to once a reference on its way is taken, as bundlers take
    /// it: `#/components/schemas/Order` where `schemas` is `$ref: schemas.yaml`. `None` if there is
    /// none that leaves the file.
    fn through_reference(&self, pointer: &str) -> Option<String> {
        let mut end = pointer.len();
        while let Some(slash) = pointer[..end].rfind('/') {
            end = slash;
            let Some(value) = self.root.pointer(&pointer[..end])?.get("$ref") else {
                continue;
            };
            let text = value.as_str()?.into_owned();
            // Only a step out of the file: one inside of it might come back here.
            if text.starts_with('#') {
                return None;
            }
            let separator = if text.contains('#') { "" } else { "#" };
            return Some(format!("{text}{separator}{}", &pointer[end..]));
        }
        None
    }

    /// Whether schemas of the file have addresses of their own, which references may mean.
    fn has_ids(&mut self) -> bool {
        if self.version == Version::V20 || self.version == Version::V30 {
            return false;
        }
        let _ = self.find("no anchor has this name");
        self.anchors
            .as_ref()
            .is_some_and(|anchors| anchors.contains_key("$id"))
    }

    /// Records a departure from the specification.
    pub fn fault(&mut self, at: At, kind: FaultKind, name: &str, message: String) {
        if self.out.faults.len() < FAULTS_LIMIT {
            self.out.faults.push(Fault {
                at,
                kind,
                name: name.to_owned(),
                message,
            });
        }
    }
}

fn collect_anchors<'d>(node: Node<'d>, anchors: &mut HashMap<String, Node<'d>>, depth: usize) {
    if depth > document::NESTING_LIMIT || node.is_alias() {
        return;
    }
    for (key, value) in node.entries() {
        match key.text().as_deref() {
            Some("$anchor" | "$dynamicAnchor") => {
                if let Some(name) = value.as_str() {
                    anchors.insert(name.into_owned(), node);
                }
            }
            Some("$id") if value.kind() == Kind::String && node.get("type").is_some() => {
                anchors.insert("$id".to_owned(), node);
            }
            _ => collect_anchors(value, anchors, depth + 1),
        }
    }
    for item in node.items() {
        collect_anchors(item, anchors, depth + 1);
    }
}

/// `text` with `%41` and the like decoded; what is no valid code stays.
pub fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while position < bytes.len() {
        let code = (bytes[position] == b'%')
            .then(|| text.get(position + 1..position + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(code) => {
                decoded.push(code);
                position += 3;
            }
            None => {
                decoded.push(bytes[position]);
                position += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// The text of a string at `key`.
pub fn text_at(node: Node<'_>, key: &str) -> Option<String> {
    node.get(key)?.as_str().map(|text| text.into_owned())
}

/// Whether `key` is `true`.
pub fn flag_at(node: Node<'_>, key: &str) -> bool {
    node.get(key).and_then(|value| value.as_bool()) == Some(true)
}

/// Whether there is text at `key` that says something, or a reference to such text as bundlers take it.
pub fn has_text(node: Node<'_>, key: &str) -> bool {
    let Some(value) = node.get(key) else {
        return false;
    };
    value.get("$ref").is_some() || value.as_str().is_some_and(|text| !text.trim().is_empty())
}

/// The reference that `node` is, where the specification may have none: `$ref` with text.
pub fn reference_text<'d>(node: Node<'d>) -> Option<Node<'d>> {
    node.get("$ref")
        .filter(|value| value.kind() == Kind::String)
}

/// Whether `key` names an extension.
pub fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}
