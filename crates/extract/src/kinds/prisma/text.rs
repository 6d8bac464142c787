//! The text of a schema of Prisma: blocks of lines, fields and attributes.
//! Source: Prisma documentation, "Prisma schema".

use sql::At;

/// `model User { … }`.
pub struct Block<'t> {
    /// `model`, `enum`, `datasource`, …
    pub kind: &'t str,
    /// Its name.
    pub name: &'t str,
    /// Where the name stands.
    pub name_at: At,
    /// From its first word to its last brace.
    pub at: At,
    /// Its lines, without comments; one that goes on until its brackets close is one.
    pub lines: Vec<Line<'t>>,
}

/// A line of a block.
pub struct Line<'t> {
    /// Its text, trimmed.
    pub text: &'t str,
    /// Where it begins in the file.
    pub start: usize,
}

impl Line<'_> {
    /// The place of the whole line.
    pub fn whole(&self) -> At {
        place(self.start, self.start + self.text.len())
    }

    /// The place of `part`, which is a part of the line.
    pub fn at(&self, part: &str) -> At {
        let behind = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = self.start + behind;
        place(start, start + part.len())
    }
}

fn place(start: usize, end: usize) -> At {
    At::new(start as u32, end as u32)
}

/// The blocks of a schema.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    let mut is_open = false;
    let mut end = 0;
    // Where a line that goes on began, and how many brackets are open in it.
    let mut going_on: Option<(usize, usize)> = None;
    for raw in text.split_inclusive('\n') {
        let start = end;
        end += raw.len();
        let code = without_comment(raw);
        let line = code.trim();
        if line.is_empty() {
            continue;
        }
        let line_start = start + (code.len() - code.trim_start().len());
        let line_end = line_start + line.len();
        if !is_open {
            if let Some(block) = head(line, line_start) {
                found.push(block);
                is_open = true;
            }
            continue;
        }
        let Some(block) = found.last_mut() else {
            continue;
        };
        if line.starts_with('}') && going_on.is_none() {
            block.at.end = line_end as u32;
            is_open = false;
            continue;
        }
        let (first, open) = going_on.take().unwrap_or((line_start, 0));
        match open_brackets(line, open) {
            0 => block.lines.push(Line {
                text: &text[first..line_end],
                start: first,
            }),
            open => going_on = Some((first, open)),
        }
    }
    // What never closes its brackets is taken as it is.
    if let (Some((first, _)), Some(block)) = (going_on, found.last_mut()) {
        block.lines.push(Line {
            text: text[first..].trim(),
            start: first,
        });
    }
    found
}

/// The block that a line opens: `model User {`.
fn head(line: &str, start: usize) -> Option<Block<'_>> {
    let (kind, rest) = line.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let name = rest
        .split(|letter: char| letter.is_whitespace() || letter == '{')
        .next()?;
    if name.is_empty() || rest[name.len()..].trim_start() != "{" {
        return None;
    }
    let name_start = start + line.len() - rest.len();
    Some(Block {
        kind,
        name,
        name_at: place(name_start, name_start + name.len()),
        at: place(start, start + line.len()),
        lines: Vec::new(),
    })
}

fn without_comment(line: &str) -> &str {
    let mut is_quoted = false;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match letter {
            '"' if before != '\\' => is_quoted = !is_quoted,
            '/' if !is_quoted && line[at..].starts_with("//") => return &line[..at],
            _ => {}
        }
        before = letter;
    }
    line
}

fn open_brackets(line: &str, open: usize) -> usize {
    let mut open = open;
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '(' | '[' if !is_quoted => open += 1,
            ')' | ']' if !is_quoted => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open
}

/// `name Type[] @attributes`.
pub struct Field<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its type, without what stands behind it.
    pub kind: &'t str,
    /// Whether it may be left out: `?`.
    pub is_optional: bool,
    /// Whether it holds several: `[]`.
    pub is_list: bool,
    /// The text of its attributes.
    pub attributes: &'t str,
}

/// The field that a line of a model declares; `None` for an attribute of the whole block.
pub fn field<'t>(line: &Line<'t>) -> Option<Field<'t>> {
    let text = line.text;
    if text.starts_with('@') {
        return None;
    }
    let (name, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    // `Unsupported("tsvector")` may hold spaces.
    let end = match rest.starts_with("Unsupported(") {
        true => rest.find(')').map_or(rest.len(), |end| end + 1),
        false => rest
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(rest.len()),
    };
    let (kind, behind) = rest.split_at(end);
    let attributes = behind.find('@').map_or("", |at| &behind[at..]);
    let marks = &behind[..behind.len() - attributes.len()];
    Some(Field {
        name,
        kind,
        is_optional: marks.contains('?'),
        is_list: marks.contains("[]"),
        attributes,
    })
}

/// What stands in the brackets of attribute `name` (`@id`, `@@index`) in `text`; empty where it has none.
pub fn attribute<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(at) = text[from..].find(name) {
        let start = from + at;
        let rest = &text[start + name.len()..];
        let goes_on = rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        if !goes_on && !text[..start].ends_with('@') {
            return Some(brackets(rest));
        }
        from = start + name.len();
    }
    None
}

/// The native type of a field and its arguments: `VarChar` and `80` of `@db.VarChar(80)`.
pub fn native(attributes: &str) -> Option<(&str, &str)> {
    let rest = attributes.split_once("@db.")?.1;
    let end = rest
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    Some((&rest[..end], brackets(&rest[end..])))
}

/// What stands in the brackets with which `text` begins; empty if it does not begin with one.
fn brackets(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(') else {
        return "";
    };
    let mut open = 1usize;
    let mut is_quoted = false;
    for (at, letter) in inner.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '(' if !is_quoted => open += 1,
            ')' if !is_quoted => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &inner[..at];
        }
    }
    inner
}

/// The arguments of an attribute, each with its name; one without has an empty name.
pub fn arguments(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let (mut open, mut is_quoted, mut start) = (0usize, false, 0);
    for (at, letter) in text.char_indices().chain([(text.len(), ',')]) {
        let is_end = at == text.len();
        match letter {
            '"' => is_quoted = !is_quoted,
            '(' | '[' if !is_quoted => open += 1,
            ')' | ']' if !is_quoted => open = open.saturating_sub(1),
            ',' if is_end || !is_quoted && open == 0 => {
                found.extend(argument(text[start..at].trim()));
                start = at + usize::from(!is_end);
            }
            _ => {}
        }
    }
    found
}

fn argument(text: &str) -> Option<(&str, &str)> {
    let is_name = |name: &str| {
        name.chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    let named = text.split_once(':').filter(|(name, _)| is_name(name));
    match named {
        Some((name, value)) => Some((name, value.trim())),
        None => (!text.is_empty()).then_some(("", text)),
    }
}

/// The value of the argument `name`.
pub fn value<'t>(arguments: &[(&str, &'t str)], name: &str) -> Option<&'t str> {
    let mut all = arguments.iter();
    all.find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// The parts of a list of fields, with or without its brackets: `[a, b(sort: Desc)]`.
pub fn list(text: &str) -> Vec<&str> {
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .unwrap_or(text);
    arguments(inner).into_iter().map(|(_, part)| part).collect()
}
