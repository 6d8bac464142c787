//! Routes whose path another file builds or describes.

use super::modules::Package;
use crate::{Facts, Folded, Piece, Results, Route};
use std::borrow::Cow;

/// A route with what other files say of it put in; `None` where they say nothing.
pub(super) fn whole<'r>(
    results: &Results<'_>,
    package: &Package<'_>,
    files: &[(&str, &Facts)],
    file: usize,
    route: &'r Route,
) -> Option<Cow<'r, Route>> {
    let Some(built) = &route.built else {
        return Some(Cow::Borrowed(route));
    };
    let (method, path) = match built.pieces.as_slice() {
        [Piece::Reference(description)] => described(package, files, file, description)?,
        _ => (route.method.clone(), results.fill(file, built)),
    };
    let is_known = matches!(path.pieces.first(), Some(Piece::Text(text)) if text.starts_with('/'));
    is_known.then(|| {
        let mut route = route.clone();
        let text = crate::frameworks::path_text(&path);
        route.path = crate::frameworks::normalise(&format!("{}/{text}", route.path));
        route.method = method;
        route.built = None;
        Cow::Owned(route)
    })
}

/// Method and path of the description that another file keeps in a constant.
fn described(
    package: &Package<'_>,
    files: &[(&str, &Facts)],
    file: usize,
    description: &str,
) -> Option<(String, Folded)> {
    let (module, name) = description.rsplit_once('.')?;
    let part = |file: usize, part: &str| {
        let wanted = format!("{name}.{part}");
        let mut exports = files[file].1.exports();
        exports.find_map(|(name, value)| (name == wanted).then(|| value.clone()))
    };
    package.modules(file, module).into_iter().find_map(|file| {
        let method = part(file, "method")?.known()?.to_ascii_uppercase();
        Some((method, part(file, "path")?))
    })
}
