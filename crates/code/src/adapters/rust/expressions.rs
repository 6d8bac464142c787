//! Expressions, statements and macros.

use super::items::{arguments, item, pattern_name};
use super::{at, at_of, source};
use crate::At;
use crate::form::{Arg, Builder, ScopeKind, Value, type_path};
use syn::punctuated::Punctuated;
use syn::{Block, Expr, ExprMethodCall, Lit, Macro, Member, Stmt, Token};

/// Reads a block; its value is that of its last expression.
pub(super) fn block(b: &mut Builder<'_>, block: &Block) -> Value {
    let mut last = Value::Unknown;
    for statement in &block.stmts {
        last = Value::Unknown;
        match statement {
            Stmt::Local(local) => {
                let value = match &local.init {
                    Some(init) => {
                        let value = expression(b, &init.expr);
                        if let Some((_, diverge)) = &init.diverge {
                            expression(b, diverge);
                        }
                        value
                    }
                    None => Value::Unknown,
                };
                let type_name = match &local.pat {
                    syn::Pat::Type(pattern) => Some(source(b, &pattern.ty).to_owned()),
                    _ => None,
                };
                if let Some((name, place)) = pattern_name(&local.pat) {
                    b.bind(name, type_name, value, place);
                }
            }
            Stmt::Item(inner) => item(b, inner),
            Stmt::Expr(inner, end) => {
                let value = expression(b, inner);
                if end.is_none() {
                    last = value;
                }
            }
            Stmt::Macro(inner) => {
                let value = macro_call(b, &inner.mac);
                if inner.semi_token.is_none() {
                    last = value;
                }
            }
        }
    }
    last
}

pub(super) fn expression(b: &mut Builder<'_>, node: &Expr) -> Value {
    match node {
        Expr::MethodCall(_)
        | Expr::Call(_)
        | Expr::Field(_)
        | Expr::Try(_)
        | Expr::Await(_)
        | Expr::Paren(_)
        | Expr::Reference(_)
        | Expr::Group(_) => chain(b, node),
        _ => {
            let place = At::default();
            b.deeper(place, |b| inner(b, node))
        }
    }
}

fn inner(b: &mut Builder<'_>, node: &Expr) -> Value {
    match node {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => {
                let value = text.value();
                let place = at_of(text);
                let raw = source(b, text);
                // The text stands in the source as it is when its length says so.
                let open = raw.find('"').map_or(0, |quote| quote + 1);
                let hashes = open.saturating_sub(2);
                let is_plain = raw.len()
                    == value.len() + open + 1 + if raw.starts_with('r') { hashes } else { 0 };
                b.literal(value, place, is_plain.then_some(place.start + open as u32))
            }
            Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) => {
                Value::Scalar(source(b, literal).to_owned())
            }
            _ => Value::Unknown,
        },
        Expr::Path(path) => {
            let names: Vec<String> = path
                .path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect();
            Value::path(&names.join("."))
        }
        Expr::Macro(node) => macro_call(b, &node.mac),
        Expr::Binary(node) => {
            let left = expression(b, &node.left);
            let right = expression(b, &node.right);
            match node.op {
                syn::BinOp::Add(_) => Value::Concat(vec![left, right]),
                _ => Value::Unknown,
            }
        }
        Expr::Unary(node) => expression(b, &node.expr),
        Expr::Cast(node) => expression(b, &node.expr),
        Expr::Index(node) => {
            let object = expression(b, &node.expr);
            let key = expression(b, &node.index);
            Value::Index(Box::new(object), Box::new(key))
        }
        Expr::Struct(node) => {
            let name = type_path(source(b, &node.path));
            let entries = node
                .fields
                .iter()
                .map(|field| Arg {
                    name: match &field.member {
                        Member::Named(name) => Some(name.to_string()),
                        Member::Unnamed(_) => None,
                    },
                    at: at_of(&field.expr),
                    value: expression(b, &field.expr),
                })
                .collect();
            if let Some(rest) = &node.rest {
                expression(b, rest);
            }
            b.call(Value::path(&name), entries, at_of(node))
        }
        Expr::Array(node) => {
            Value::List(node.elems.iter().map(|item| expression(b, item)).collect())
        }
        Expr::Tuple(node) => {
            Value::List(node.elems.iter().map(|item| expression(b, item)).collect())
        }
        Expr::Closure(node) => {
            let scope = b.enter(ScopeKind::Lambda, "", at_of(node));
            for input in &node.inputs {
                if let Some((name, place)) = pattern_name(input) {
                    let type_name = match input {
                        syn::Pat::Type(pattern) => Some(source(b, &pattern.ty).to_owned()),
                        _ => None,
                    };
                    b.parameter(name, type_name, place, Vec::new());
                }
            }
            let body = match &*node.body {
                Expr::Block(block) => match block.block.stmts.as_slice() {
                    // A block around one expression is that expression.
                    [syn::Stmt::Expr(only, None)] => only,
                    _ => &*node.body,
                },
                body => body,
            };
            let value = expression(b, body);
            b.leave();
            // `|| "default".into()` stands for its text.
            match (&node.inputs.is_empty(), value) {
                (true, value @ (Value::Text(_) | Value::Call(_)))
                    if !matches!(body, Expr::Block(_)) =>
                {
                    value
                }
                (_, value @ Value::Text(_)) => value,
                _ if node.inputs.len() == 1
                    && matches!(*node.body, Expr::MethodCall(_))
                    && source(b, &node.inputs[0]) == "_" =>
                {
                    last_call(b, scope)
                }
                _ => Value::Lambda(scope),
            }
        }
        Expr::Block(node) => {
            scoped(b, ScopeKind::Lambda, "", at_of(node), |b| {
                block(b, &node.block);
            });
            Value::Unknown
        }
        Expr::Async(node) => {
            scoped(b, ScopeKind::Lambda, "", at_of(node), |b| {
                block(b, &node.block);
            });
            Value::Unknown
        }
        Expr::Unsafe(node) => block(b, &node.block),
        Expr::If(node) => {
            let condition = expression(b, &node.cond);
            b.unit.branches.push(at_of(&node.then_branch));
            b.when(condition, |b| block(b, &node.then_branch));
            if let Some((_, other)) = &node.else_branch {
                b.unit.branches.push(at_of(other));
                b.when(Value::Unknown, |b| expression(b, other));
            }
            Value::Unknown
        }
        Expr::Match(node) => {
            expression(b, &node.expr);
            for arm in &node.arms {
                b.unit.branches.push(at_of(&arm.body));
                b.when(Value::Unknown, |b| expression(b, &arm.body));
            }
            Value::Unknown
        }
        Expr::ForLoop(node) => {
            expression(b, &node.expr);
            let name = pattern_name(&node.pat).map_or(String::new(), |(name, _)| name);
            scoped(b, ScopeKind::Loop, &name, at_of(&node.pat), |b| {
                b.when(Value::Unknown, |b| block(b, &node.body));
            });
            Value::Unknown
        }
        Expr::While(node) => {
            scoped(b, ScopeKind::Loop, "", at_of(&node.cond), |b| {
                expression(b, &node.cond);
                b.when(Value::Unknown, |b| block(b, &node.body));
            });
            Value::Unknown
        }
        Expr::Loop(node) => {
            scoped(b, ScopeKind::Loop, "", at_of(&node.loop_token), |b| {
                block(b, &node.body);
            });
            Value::Unknown
        }
        Expr::Assign(node) => {
            let value = expression(b, &node.right);
            if let Expr::Path(path) = &*node.left
                && let Some(name) = path.path.get_ident()
            {
                let name = name.to_string();
                let scope = b.scope_of(&name);
                b.in_scope(scope, |b| {
                    b.bind(name, None, value.clone(), at_of(&node.left))
                });
            }
            value
        }
        Expr::Let(node) => {
            let value = expression(b, &node.expr);
            if let Some((name, place)) = pattern_name(&node.pat) {
                b.bind(name, None, value, place);
            }
            Value::Unknown
        }
        Expr::Return(node) => {
            let value = node
                .expr
                .as_ref()
                .map_or(Value::Unknown, |inner| expression(b, inner));
            b.returns(value.clone());
            value
        }
        Expr::Break(node) => node
            .expr
            .as_ref()
            .map_or(Value::Unknown, |inner| expression(b, inner)),
        _ => Value::Unknown,
    }
}

/// The value of a closure that ignores its argument: `|_| "x".to_string()`.
fn last_call(b: &Builder<'_>, scope: usize) -> Value {
    match b.unit.calls.iter().rposition(|call| call.scope == scope) {
        Some(id) => Value::Call(id),
        None => Value::Lambda(scope),
    }
}

fn scoped(
    b: &mut Builder<'_>,
    kind: ScopeKind,
    name: &str,
    place: At,
    inner: impl FnOnce(&mut Builder<'_>),
) {
    b.enter(kind, name, place);
    inner(b);
    b.leave();
}

/// Reads a chain from its innermost value outward, without recursion along the chain.
fn chain(b: &mut Builder<'_>, node: &Expr) -> Value {
    let mut links = Vec::new();
    let mut innermost = node;
    loop {
        let next = match innermost {
            Expr::MethodCall(node) => &*node.receiver,
            Expr::Call(node) => &*node.func,
            Expr::Field(node) => &*node.base,
            Expr::Try(node) => &*node.expr,
            Expr::Await(node) => &*node.base,
            Expr::Paren(node) => &*node.expr,
            Expr::Reference(node) => &*node.expr,
            Expr::Group(node) => &*node.expr,
            _ => break,
        };
        links.push(innermost);
        innermost = next;
    }
    let mut value = expression_inside(b, innermost);
    let start = at_of(innermost).start;
    let mut has_call = matches!(value, Value::Call(_));
    for link in links.into_iter().rev() {
        match link {
            Expr::MethodCall(node) => {
                let list = b.apart(|b| b_arguments(b, node.args.iter()));
                put_behind(b, &value, node, &list);
                let method = at(node.method.span());
                let end = at(node.paren_token.span.close()).end;
                let place = At {
                    start: if has_call { method.start } else { start },
                    end,
                };
                let id = b.push_call(Value::member(value, node.method.to_string()), list, place);
                if let Some(types) = &node.turbofish {
                    b.unit.calls[id].type_arguments = types
                        .args
                        .iter()
                        .map(|argument| source(b, argument).to_owned())
                        .collect();
                }
                value = Value::Call(id);
                has_call = true;
            }
            Expr::Call(node) => {
                let list = b.apart(|b| b_arguments(b, node.args.iter()));
                let end = at(node.paren_token.span.close()).end;
                value = b.call(value, list, At { start, end });
                has_call = true;
            }
            Expr::Field(node) => {
                if let Member::Named(name) = &node.member {
                    value = Value::member(value, name.to_string());
                }
            }
            _ => {}
        }
    }
    value
}

/// Keeps what a call puts behind a text or an address: `url.push_str("/items")`, `url.set_path(path)`.
fn put_behind(b: &mut Builder<'_>, object: &Value, node: &ExprMethodCall, list: &[Arg]) {
    let (Value::Name(name), [argument]) = (object, list) else {
        return;
    };
    let place = argument.at;
    match node.method.to_string().as_str() {
        "push_str" | "set_path" => b.append(name, argument.value.clone(), place),
        // What makes sure of a slash: `if !url.ends_with('/') { url.push('/') }`.
        "push" if source(b, &node.args[0]) == "'/'" => b.append_slash(name, place),
        _ => {}
    }
}

fn expression_inside(b: &mut Builder<'_>, node: &Expr) -> Value {
    b.deeper(At::default(), |b| inner(b, node))
}

fn b_arguments<'e>(b: &mut Builder<'_>, list: impl Iterator<Item = &'e Expr>) -> Vec<Arg> {
    arguments(b, list)
}

/// Segments that are divided by `/`: texts, and types for parameters.
fn segments(node: &Expr) -> String {
    let mut parts = Vec::new();
    let mut node = node;
    while let Expr::Binary(pair) = node {
        parts.push(segment(&pair.right));
        node = &pair.left;
    }
    parts.push(segment(node));
    parts.iter().rev().map(|part| format!("/{part}")).collect()
}

fn segment(node: &Expr) -> String {
    match node {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => text.value(),
            _ => String::new(),
        },
        Expr::Range(_) => "*".to_owned(),
        _ => "{parameter}".to_owned(),
    }
}

/// A macro is a call of its path with `!`, where its body is a list of expressions.
pub(super) fn macro_call(b: &mut Builder<'_>, node: &Macro) -> Value {
    let names: Vec<String> = node
        .path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    let name = format!("{}!", names.join("."));
    let place = at_of(node);
    let Ok(parsed) = node.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) else {
        if name == "lazy_static!" {
            statics(b, node);
            return Value::Unknown;
        }
        let list = match node.parse_body_with(pairs) {
            Ok(list) => b.deeper(place, |b| Value::Map(b.apart(|b| pair_arguments(b, &list)))),
            Err(_) => Value::Unknown,
        };
        let list = match list {
            Value::Map(list) => list,
            _ => Vec::new(),
        };
        return b.call(Value::path(&name), list, place);
    };
    // `path!("orders" / u64)` is a path, not a quotient.
    if names.last().is_some_and(|name| name == "path") {
        let text = parsed.iter().map(segments).collect();
        let argument = Arg {
            name: None,
            value: Value::Text(text),
            at: place,
        };
        return b.call(Value::path(&name), vec![argument], place);
    }
    let list = b.deeper(place, |b| {
        let list = b.apart(|b| arguments(b, parsed.iter()));
        Value::Map(list)
    });
    let list = match list {
        Value::Map(list) => list,
        _ => Vec::new(),
    };
    if name == "vec!" {
        return Value::List(list.into_iter().map(|argument| argument.value).collect());
    }
    if name == "concat!" {
        let value = Value::Concat(list.into_iter().map(|argument| argument.value).collect());
        return b.joined(place, |_| vec![value]);
    }
    b.call(Value::path(&name), list, place)
}

type Pair = (Option<Expr>, Expr);

/// Expressions of which some have a key: `rocket, "/orders" => orders::routes()`.
fn pairs(input: syn::parse::ParseStream<'_>) -> syn::Result<Vec<Pair>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        let first: Expr = input.parse()?;
        out.push(match input.parse::<Option<Token![=>]>>()? {
            Some(_) => (Some(first), input.parse()?),
            None => (None, first),
        });
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(out)
}

fn pair_arguments(b: &mut Builder<'_>, list: &[Pair]) -> Vec<Arg> {
    let mut out = Vec::new();
    for (key, content) in list {
        let key = key.as_ref().map(|key| source(b, key).to_owned());
        let mut found = arguments(b, std::iter::once(content));
        if let (Some(key), [argument]) = (key, found.as_mut_slice()) {
            argument.name = Some(key);
        }
        out.append(&mut found);
    }
    out
}

/// `static ref CLIENT: Client = Client::new();` of `lazy_static!`.
fn statics(b: &mut Builder<'_>, node: &Macro) {
    let parse = |input: syn::parse::ParseStream<'_>| {
        let mut out = Vec::new();
        while !input.is_empty() {
            input.call(syn::Attribute::parse_outer)?;
            input.parse::<syn::Visibility>()?;
            input.parse::<Token![static]>()?;
            input.parse::<Token![ref]>()?;
            let name: syn::Ident = input.parse()?;
            input.parse::<Token![:]>()?;
            input.parse::<syn::Type>()?;
            input.parse::<Token![=]>()?;
            let content: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            out.push((name, content));
        }
        Ok(out)
    };
    for (name, content) in node.parse_body_with(parse).unwrap_or_default() {
        let place = at_of(&content);
        let content = b.deeper(place, |b| b.apart(|b| expression(b, &content)));
        b.bind(name.to_string(), None, content, at_of(&name));
    }
}
