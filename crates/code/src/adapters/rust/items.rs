//! Items: imports, functions, types, implementations.

use super::expressions::{block, expression};
use super::{at, at_of, source};
use crate::form::{Arg, Builder, ScopeKind, Value, type_path};
use syn::parse::discouraged::Speculative;
use syn::{
    Attribute, Expr, FnArg, ImplItem, Item, Meta, Pat, ReturnType, Signature, Token, TraitItem,
    UseTree,
};

pub(super) fn items(b: &mut Builder<'_>, list: &[Item]) {
    for item in list {
        self::item(b, item);
    }
}

pub(super) fn item(b: &mut Builder<'_>, item: &Item) {
    match item {
        Item::Use(item) => use_tree(b, &item.tree, String::new()),
        Item::Fn(item) => {
            if is_test(&item.attrs) {
                return;
            }
            attributes(b, &item.attrs);
            function(b, &item.sig, None, |b| block(b, &item.block));
        }
        Item::Mod(module) => {
            if is_test(&module.attrs) {
                return;
            }
            if let Some((_, content)) = &module.content {
                items(b, content);
            }
        }
        Item::Const(item) => {
            let value = expression(b, &item.expr);
            b.bind(item.ident.to_string(), None, value, at(item.ident.span()));
        }
        Item::Static(item) => {
            let value = expression(b, &item.expr);
            let type_name = source(b, &item.ty).to_owned();
            let type_name = (!type_name.contains("str")).then_some(type_name);
            b.bind(
                item.ident.to_string(),
                type_name,
                value,
                at(item.ident.span()),
            );
        }
        Item::Struct(item) => {
            attributes(b, &item.attrs);
            b.enter(
                ScopeKind::Class,
                item.ident.to_string(),
                at(item.ident.span()),
            );
            for field in &item.fields {
                if let Some(name) = &field.ident {
                    let type_name = source(b, &field.ty).to_owned();
                    attributes(b, &field.attrs);
                    let annotations = std::mem::take(&mut b.pending);
                    b.bind_annotated(
                        name.to_string(),
                        Some(type_name),
                        Value::Unknown,
                        at(name.span()),
                        annotations,
                    );
                }
            }
            b.leave();
        }
        Item::Enum(item) => {
            attributes(b, &item.attrs);
            b.enter(
                ScopeKind::Class,
                item.ident.to_string(),
                at(item.ident.span()),
            );
            b.leave();
        }
        Item::Impl(item) => {
            let type_name = type_path(source(b, &item.self_ty));
            attributes(b, &item.attrs);
            let scope = b.enter(ScopeKind::Class, type_name.clone(), at_of(&item.self_ty));
            b.unit.scopes[scope].receiver = Some(type_name.clone());
            if let Some((path, _)) = &item.trait_ {
                b.unit.scopes[scope].bases = vec![source(b, path).to_owned()];
            }
            for part in &item.items {
                match part {
                    ImplItem::Fn(part) if !is_test(&part.attrs) => {
                        attributes(b, &part.attrs);
                        function(b, &part.sig, Some(type_name.clone()), |b| {
                            block(b, &part.block)
                        });
                    }
                    ImplItem::Const(part) => {
                        let value = expression(b, &part.expr);
                        b.bind(part.ident.to_string(), None, value, at(part.ident.span()));
                    }
                    _ => {}
                }
            }
            b.leave();
        }
        Item::Trait(item) => {
            attributes(b, &item.attrs);
            b.enter(
                ScopeKind::Interface,
                item.ident.to_string(),
                at(item.ident.span()),
            );
            for part in &item.items {
                if let TraitItem::Fn(part) = part {
                    attributes(b, &part.attrs);
                    function(b, &part.sig, None, |b| match &part.default {
                        Some(body) => block(b, body),
                        None => Value::Unknown,
                    });
                }
            }
            b.leave();
        }
        Item::Macro(item) => {
            super::expressions::macro_call(b, &item.mac);
        }
        _ => {}
    }
}

fn function(
    b: &mut Builder<'_>,
    signature: &Signature,
    receiver: Option<String>,
    body: impl FnOnce(&mut Builder<'_>) -> Value,
) {
    let scope = b.enter(
        ScopeKind::Function,
        signature.ident.to_string(),
        at(signature.ident.span()),
    );
    b.unit.scopes[scope].receiver = receiver;
    if let ReturnType::Type(_, result) = &signature.output {
        b.unit.scopes[scope].result = Some(source(b, result).to_owned());
    }
    for input in &signature.inputs {
        if let FnArg::Typed(input) = input
            && let Some((name, place)) = pattern_name(&input.pat)
        {
            let type_name = source(b, &input.ty).to_owned();
            b.parameter(name, Some(type_name), place, Vec::new());
        }
    }
    let value = body(b);
    b.returns(value);
    b.leave();
}

/// The one name that a pattern binds: `x`, `mut x`, `State(x)`, `x: T`.
pub(super) fn pattern_name(pattern: &Pat) -> Option<(String, crate::At)> {
    let mut pattern = pattern;
    loop {
        match pattern {
            Pat::Ident(name) => return Some((name.ident.to_string(), at(name.ident.span()))),
            Pat::Type(inner) => pattern = &inner.pat,
            Pat::Reference(inner) => pattern = &inner.pat,
            Pat::TupleStruct(inner) if inner.elems.len() == 1 => pattern = inner.elems.first()?,
            _ => return None,
        }
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::Path(path) => path
            .segments
            .last()
            .is_some_and(|last| last.ident == "test"),
        Meta::List(list) => {
            let is_cfg = list.path.is_ident("cfg");
            (is_cfg
                && list
                    .tokens
                    .to_string()
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| word == "test")
                && !list.tokens.to_string().starts_with("not"))
                || list
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == "test")
        }
        _ => false,
    })
}

/// Reads attributes as annotations of what follows.
pub(super) fn attributes(b: &mut Builder<'_>, list: &[Attribute]) {
    b.pending.clear();
    for attribute in list {
        let path = attribute.path();
        let name: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let name = name.join(".");
        if matches!(
            name.as_str(),
            "doc"
                | "derive"
                | "allow"
                | "cfg"
                | "cfg_attr"
                | "inline"
                | "must_use"
                | "expect"
                | "warn"
                | "deny"
        ) {
            continue;
        }
        let mut arguments = Vec::new();
        if let Meta::List(meta) = &attribute.meta
            && let Ok(parsed) = meta.parse_args_with(expressions)
        {
            arguments = self::arguments(b, parsed.iter());
        }
        b.annotate(Value::path(&name), arguments, at_of(attribute));
    }
}

/// The expressions of a list; what is none (`body = Vec<Order>`) is left out.
fn expressions(input: syn::parse::ParseStream<'_>) -> syn::Result<Vec<Expr>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        let ahead = input.fork();
        if let Ok(expression) = ahead.parse::<Expr>()
            && (ahead.is_empty() || ahead.peek(Token![,]))
        {
            out.push(expression);
            input.advance_to(&ahead);
        }
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<proc_macro2::TokenTree>()?;
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(out)
}

/// Arguments of a call or macro; `name = value` is a keyword.
pub(super) fn arguments<'e>(b: &mut Builder<'_>, list: impl Iterator<Item = &'e Expr>) -> Vec<Arg> {
    list.map(|argument| match argument {
        Expr::Assign(pair) => Arg {
            name: Some(source(b, &pair.left).to_owned()),
            at: at_of(&pair.right),
            value: expression(b, &pair.right),
        },
        other => Arg {
            name: None,
            at: at_of(other),
            value: expression(b, other),
        },
    })
    .collect()
}

fn use_tree(b: &mut Builder<'_>, tree: &UseTree, prefix: String) {
    let join = |name: &str| {
        if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}.{name}")
        }
    };
    match tree {
        UseTree::Path(path) => use_tree(b, &path.tree, join(&path.ident.to_string())),
        UseTree::Name(name) => {
            let text = name.ident.to_string();
            if text == "self" {
                let last = crate::form::last_name(&prefix).to_owned();
                b.import(last, prefix, at(name.ident.span()));
            } else {
                b.import(text.clone(), join(&text), at(name.ident.span()));
            }
        }
        UseTree::Rename(rename) => b.import(
            rename.rename.to_string(),
            join(&rename.ident.to_string()),
            at(rename.ident.span()),
        ),
        UseTree::Glob(glob) => b.import("*", prefix, at_of(glob)),
        UseTree::Group(group) => {
            for tree in &group.items {
                use_tree(b, tree, prefix.clone());
            }
        }
    }
}
