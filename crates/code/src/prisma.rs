//! Models of a Prisma schema: what each names, and whether code asks for it. A column that the schema alone names is in no
//! statement.

/// What clients of Prisma do with a model: `prisma.orderLine.findMany()`.
const METHODS: &[&str] = &[
    "aggregate",
    "count",
    "create",
    "delete",
    "find",
    "groupBy",
    "update",
    "upsert",
];

/// A model by which code can reach a table.
pub struct Model {
    /// `orderLine`, as clients call it.
    accessor: String,
    /// The fields of other models that lead to it: `lines`.
    relations: Vec<String>,
}

impl Model {
    /// The model of `table` in the schemas `texts`; `None` if there is none, or its name is not plain.
    pub fn of(texts: &[Vec<u8>], table: &str) -> Option<Model> {
        let texts = texts.iter().map(|text| str::from_utf8(text).ok());
        let texts: Vec<&str> = texts.collect::<Option<_>>()?;
        let name = texts.iter().find_map(|text| model_of(text, table))?;
        let mut relations: Vec<String> = texts
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(|line| {
                let mut words = line.split_whitespace();
                let (field, of) = (words.next()?, words.next()?);
                let of = of.trim_end_matches(['?', ']', '[']);
                (of == name && field != "model").then(|| field.to_owned())
            })
            .collect();
        relations.sort();
        relations.dedup();
        let mut letters = name.chars();
        let first = letters.next()?.to_ascii_lowercase();
        Some(Model {
            accessor: format!(".{first}{}", letters.as_str()),
            relations,
        })
    }

    /// Whether the code `text` asks a client for rows of it, or for them with those of another model.
    pub fn is_used_in(&self, text: &[u8]) -> bool {
        let Ok(text) = str::from_utf8(text) else {
            return true;
        };
        let asks = text.match_indices(&self.accessor).any(|(at, accessor)| {
            let rest = text[at + accessor.len()..].trim_start();
            let method = rest.strip_prefix('.').map(str::trim_start);
            method.is_some_and(|method| METHODS.iter().any(|one| method.starts_with(one)))
        });
        asks || self
            .relations
            .iter()
            .any(|relation| includes(text, relation))
    }
}

/// Whether a query in `text` takes the rows of `relation` along: `lines: true`, `lines: { where: … }`.
fn includes(text: &str, relation: &str) -> bool {
    text.match_indices(relation).any(|(at, _)| {
        let is_word = !text[..at].ends_with(|one: char| one.is_alphanumeric() || one == '_');
        let rest = text[at + relation.len()..].trim_start();
        let value = rest.strip_prefix(':').map(str::trim_start);
        is_word && value.is_some_and(|value| value.starts_with("true") || value.starts_with('{'))
    })
}

/// Whether the file at `path` is of a language that has clients of Prisma.
pub fn is_client(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or_default();
    matches!(
        end,
        "ts" | "tsx" | "mts" | "cts" | "js" | "jsx" | "mjs" | "cjs"
    )
}

/// The parts of a Prisma schema, each with at most one model.
pub(crate) fn models(text: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut line = 0;
    while line < text.len() {
        if text[line..].starts_with(b"model ") {
            parts.push(&text[start..line]);
            start = line;
        }
        let end = text[line..].iter().position(|&byte| byte == b'\n');
        line = end.map_or(text.len(), |end| line + end + 1);
    }
    parts.push(&text[start..]);
    parts
}

/// The lines of a model of Prisma that name it and its table.
pub(crate) fn names(model: &[u8]) -> Vec<u8> {
    let mut lines = model.split(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let mapped = lines.filter(|line| line.trim_ascii_start().starts_with(b"@@map"));
    [&[first], &mapped.collect::<Vec<_>>()[..]]
        .concat()
        .join(&b'\n')
}

/// The name of the model that maps `table` in a schema.
fn model_of<'t>(text: &'t str, table: &str) -> Option<&'t str> {
    let mut found = None;
    let mut model = None;
    for line in text.lines() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("model ") {
            model = rest.split_whitespace().next();
            if model == Some(table) {
                found = model;
            }
        } else if line.starts_with("@@map(") && line.contains(&format!("\"{table}\"")) {
            return model;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Model;

    const SCHEMA: &str = "model Order {\n  id Int\n  lines OrderLine[]\n}\nmodel OrderLine {\n  id Int\n  order Order @relation(fields: [id], references: [id])\n  @@map(\"order_lines\")\n}\n";

    #[track_caller]
    fn check(table: &str, code: &str, expected: Option<bool>) {
        let model = Model::of(&[SCHEMA.into()], table);
        let is_used = model.map(|model| model.is_used_in(code.as_bytes()));
        assert_eq!(is_used, expected, "{code}");
    }

    #[test]
    fn a_model_is_used_by_who_asks_a_client_for_it() {
        check(
            "order_lines",
            "await prisma.orderLine.findMany()",
            Some(true),
        );
        check(
            "order_lines",
            "tx.orderLine\n  .create({ data })",
            Some(true),
        );
        check(
            "order_lines",
            "prisma.order.findMany({ include: { lines: true } })",
            Some(true),
        );
        check(
            "order_lines",
            "type OrderLine = { order: Order }",
            Some(false),
        );
        check(
            "order_lines",
            "const line = cart.orderLine.price",
            Some(false),
        );
        check("Order", "prisma.orderLine.findMany()", Some(false));
        check("Order", "prisma.order.findMany()", Some(true));
        check("bills", "prisma.bill.findMany()", None);
    }
}
