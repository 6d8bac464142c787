//! `.csproj` projects and `.sln`/`.slnx` solutions.

use super::{Package, PackageKind, Runtime};
use roxmltree::Document;

pub(super) fn project(file_name: &str, text: &str) -> Option<Package> {
    let document = Document::parse(text.trim_start_matches('\u{feff}')).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "Project" {
        return None;
    }
    let mut package = Package::new(PackageKind::Dotnet);
    package.name = file_name.strip_suffix(".csproj").map(str::to_owned);
    if root
        .attribute("Sdk")
        .is_some_and(|sdk| sdk.eq_ignore_ascii_case("Microsoft.NET.Sdk.Web"))
    {
        package.runtime = Runtime::Server;
    }
    for node in root.descendants() {
        let Some(include) = node.attribute("Include") else {
            continue;
        };
        match node.tag_name().name() {
            "PackageReference" => package.dependencies.push(include.to_owned()),
            "ProjectReference" => {
                let path = include.replace('\\', "/");
                let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
                package.local_dependencies.push(folder.to_owned());
            }
            _ => {}
        }
    }
    Some(package)
}

/// The projects of a solution, by their folders.
pub(super) fn solution(text: &str) -> Package {
    let mut package = Package::new(PackageKind::Dotnet);
    for part in text.split('"') {
        if part.ends_with(".csproj") && !part.contains('\n') {
            let path = part.replace('\\', "/");
            let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
            package.members.push(folder.to_owned());
        }
    }
    package
}
