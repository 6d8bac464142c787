//! Folders that build something: packages, Dockerfiles, Spring applications.

use std::collections::{BTreeMap, BTreeSet};

use code::{Package, PackageKind, Runtime};
use model::facts::Facts;
use model::facts::configuration::{Configuration, Format};
use model::facts::dockerfile::Dockerfile;
use model::{At, FileId, Span};

use super::purpose::{is_aside, is_of_tests};
use super::technology;
use crate::Input;

/// A folder that builds something.
#[derive(Default)]
pub struct Root<'a> {
    /// Its path, empty for the repository's root.
    pub folder: String,
    /// Its manifests of package managers.
    pub packages: Vec<(FileId, &'a Package)>,
    /// Its Dockerfile.
    pub dockerfile: Option<(FileId, &'a Dockerfile)>,
    /// The name that its application gives itself (`spring.application.name`).
    pub application: Option<(String, Span)>,
    /// What the application is called in its code, for want of another name.
    pub name_in_code: Option<&'a str>,
    /// Ports on which its application listens (`server.port`).
    pub ports: BTreeSet<u16>,
    /// Whether code in it serves requests.
    pub serves: bool,
    /// Whether code in it is an application that a framework starts.
    pub starts: bool,
    /// Names of its packages that others have as well, as copies do; they tell nobody apart.
    pub copied_names: BTreeSet<String>,
}

impl Root<'_> {
    /// Everything that its packages need.
    pub fn dependencies(&self) -> Vec<String> {
        let all: BTreeSet<&String> = self
            .packages
            .iter()
            .flat_map(|(_, package)| &package.dependencies)
            .collect();
        all.into_iter().cloned().collect()
    }

    /// Whether it only joins other packages.
    pub fn is_aggregate(&self) -> bool {
        !self.packages.is_empty()
            && self.packages.iter().all(|(_, package)| {
                !package.members.is_empty()
                    || package.kind == code::PackageKind::Bundler && package.dependencies.is_empty()
            })
    }

    /// Whether a package of it runs on a server.
    pub fn is_server(&self) -> bool {
        self.packages
            .iter()
            .any(|(_, package)| package.runtime == Runtime::Server)
    }

    /// Whether it is a program of Go that serves: there the language's own library does.
    pub fn is_server_by_code(&self) -> bool {
        let mut kinds = self.packages.iter().map(|(_, package)| package.kind);
        self.serves && kinds.any(|kind| kind == PackageKind::Go)
    }

    /// Whether it only drives others from outside, as tests of a whole system do.
    pub fn is_driver(&self) -> bool {
        const DRIVERS: &[&str] = &[
            "selenium-java",
            "cucumber-java",
            "gatling-charts-highcharts",
            "cypress",
            "@playwright/test",
            "selenium-webdriver",
            "k6",
        ];
        let mut all = self
            .packages
            .iter()
            .flat_map(|(_, package)| &package.dependencies);
        !self.is_server()
            && all.any(|name| DRIVERS.contains(&name.rsplit(':').next().unwrap_or(name)))
    }

    /// Whether all of its packages run in a browser.
    pub fn is_browser(&self) -> bool {
        !self.packages.is_empty()
            && self
                .packages
                .iter()
                .all(|(_, package)| package.runtime == Runtime::Browser)
    }

    /// Names under which others may speak of it: application, packages, folder.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        names.extend(self.application.iter().map(|(name, _)| name.to_lowercase()));
        let packages = self.package_names();
        names.extend(packages.filter(|name| !self.copied_names.contains(name)));
        names.extend(self.folder_name().map(str::to_lowercase));
        names
    }

    /// The names of its packages without group or scope, lower case.
    fn package_names(&self) -> impl Iterator<Item = String> {
        self.packages.iter().filter_map(|(_, package)| {
            let name = package.name.as_ref()?;
            Some(name.rsplit(['/', ':']).next()?.to_lowercase())
        })
    }

    /// The last part of its path that says something: `orders` for `services/orders/src`.
    pub fn folder_name(&self) -> Option<&str> {
        // A variant of a service is that service: `inventory-service/spanner`.
        if let Some((parent, variant)) = self.folder.rsplit_once('/')
            && !self.packages.is_empty()
            && technology::of_technology(variant).is_some()
            && let parent = parent.rsplit('/').next().unwrap_or(parent)
            && technology::words(parent)
                .last()
                .is_some_and(|last| last == "service")
        {
            return Some(parent);
        }
        const PLAIN: &[&str] = &[
            "src", "app", "html", "docker", "build", "code", "source", "main", "cmd", "server",
        ];
        // What these hold is called by what is in them.
        const HOLDERS: &[&str] = &["apps", "packages", "services", "projects", "modules"];
        let mut parts = self.folder.rsplit('/').filter(|part| !part.is_empty());
        let last = parts.clone().next();
        parts
            .find(|part| !PLAIN.contains(part))
            .filter(|part| !HOLDERS.contains(part))
            .or(last)
    }

    /// The file that shows it.
    pub fn at(&self) -> Option<Span> {
        self.application
            .as_ref()
            .map(|(_, at)| *at)
            .or_else(|| Some(At::default().in_file(self.packages.first()?.0)))
            .or_else(|| Some(At::default().in_file(self.dockerfile?.0)))
    }
}

/// Every folder that builds something, by path; tests and examples are left out unless nothing else is there.
pub fn roots<'a>(input: &Input<'a>) -> BTreeMap<String, Root<'a>> {
    let found = read(input, false);
    if found.is_empty() {
        read(input, true)
    } else {
        found
    }
}

fn read<'a>(input: &Input<'a>, with_aside: bool) -> BTreeMap<String, Root<'a>> {
    let mut roots: BTreeMap<String, Root<'a>> = BTreeMap::new();
    let mut dockerfiles = Vec::new();
    let mut configurations = Vec::new();
    for (&file, facts) in input.facts {
        let path = &input.paths[file.0 as usize];
        let is_read = |facts: &Facts| {
            matches!(
                facts,
                Facts::Package(_) | Facts::Dockerfile(_) | Facts::Configuration(_)
            )
        };
        if !facts.facts.iter().any(is_read) || (!with_aside && is_aside(path)) {
            continue;
        }
        let folder = model::path::folder(path);
        for facts in &facts.facts {
            match facts {
                Facts::Package(package) => roots
                    .entry(folder.to_owned())
                    .or_insert_with(|| Root {
                        folder: folder.to_owned(),
                        ..Root::default()
                    })
                    .packages
                    .push((file, package)),
                Facts::Dockerfile(dockerfile) => dockerfiles.push((file, folder, dockerfile)),
                Facts::Configuration(configuration) if configuration.format == Format::Spring => {
                    configurations.push((file, path, configuration));
                }
                _ => {}
            }
        }
    }
    for (file, folder, dockerfile) in dockerfiles {
        let own = match deepest(&roots, folder) {
            // `docker/Dockerfile` and `src/main/docker/Dockerfile` build the package that they are in.
            Some(root)
                if root == folder
                    || is_docker_folder(&folder[root.len()..]) && !root.is_empty() =>
            {
                root.to_owned()
            }
            _ => folder.to_owned(),
        };
        let root = roots.entry(own.clone()).or_insert_with(|| Root {
            folder: own,
            ..Root::default()
        });
        let is_plain = |file: FileId| input.path(file).ends_with("Dockerfile");
        if root
            .dockerfile
            .is_none_or(|(known, _)| !is_plain(known) && is_plain(file))
        {
            root.dockerfile = Some((file, dockerfile));
        }
    }
    mark_copied_names(&mut roots);
    mark_code(input, &mut roots);
    for (file, path, configuration) in configurations {
        if is_of_tests(path) || !is_own(path) {
            continue;
        }
        if let Some(folder) = deepest(&roots, model::path::folder(path)).map(str::to_owned)
            && let Some(root) = roots.get_mut(&folder)
        {
            name(root, file, configuration);
        }
    }
    roots
}

/// Marks the folders whose code serves requests, or is what a framework starts, and what code calls its application.
fn mark_code<'a>(input: &Input<'a>, roots: &mut BTreeMap<String, Root<'a>>) {
    for (&file, facts) in input.facts {
        let path = input.path(file);
        for facts in &facts.facts {
            if let Facts::ApplicationName(name) = facts {
                let above = model::path::folder(model::path::folder(path));
                if let Some(root) = roots.get_mut(above) {
                    root.name_in_code = Some(name);
                }
            }
            let Facts::Code(code) = facts else { continue };
            let annotations = code
                .declarations
                .iter()
                .flat_map(|class| &class.annotations);
            let starts = annotations
                .into_iter()
                .any(|annotation| annotation.path.ends_with("SpringBootApplication"));
            let serves = !code.routes.is_empty();
            if (starts || serves)
                && code.role == code::Role::Server
                && let Some(folder) = deepest(roots, model::path::folder(path)).map(str::to_owned)
                && let Some(root) = roots.get_mut(&folder)
            {
                root.starts |= starts;
                root.serves |= serves;
            }
        }
    }
}

/// Marks the names of packages that several folders have; a folder that is called so keeps its own.
fn mark_copied_names(roots: &mut BTreeMap<String, Root<'_>>) {
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    for root in roots.values() {
        let names: BTreeSet<String> = root.package_names().collect();
        for name in names {
            *folders.entry(name).or_default() += 1;
        }
    }
    for root in roots.values_mut() {
        let own = root.folder_name().map(plain);
        root.copied_names = root
            .package_names()
            .filter(|name| folders[name] > 1 && own.as_ref() != Some(&plain(name)))
            .collect();
    }
}

/// Whether a settings file is about the application in whose folder it lies.
pub fn is_own(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    (file.starts_with("application") || file.starts_with("bootstrap"))
        && ![
            "/shared/",
            "/config-repo/",
            "/configurations/",
            "/offline-repository/",
        ]
        .iter()
        .any(|folder| path.contains(folder))
}

fn name(root: &mut Root<'_>, file: FileId, configuration: &Configuration) {
    for setting in &configuration.settings {
        match setting.key.as_str() {
            "spring.application.name"
            | "micronaut.application.name"
            | "quarkus.application.name"
                if !setting.value.contains(['$', '@', '{']) && root.application.is_none() =>
            {
                root.application = Some((setting.value.clone(), setting.at.in_file(file)));
            }
            "server.port" | "quarkus.http.port" => {
                let port = setting
                    .value
                    .trim_matches(['$', '{', '}'])
                    .rsplit(':')
                    .next()
                    .unwrap_or_default();
                root.ports
                    .extend(port.parse::<u16>().ok().filter(|port| *port > 0));
            }
            _ => {}
        }
    }
}

fn is_docker_folder(rest: &str) -> bool {
    rest.split('/').filter(|part| !part.is_empty()).all(|part| {
        matches!(
            part,
            "docker"
                | "src"
                | "main"
                | "resources"
                | "build"
                | "container"
                | "deploy"
                | ".docker"
                | "package"
        )
    })
}

/// The deepest root at or above `folder`.
pub fn deepest<'r, T>(roots: &'r BTreeMap<String, T>, folder: &str) -> Option<&'r str> {
    let mut known = model::path::upwards(folder).filter_map(|inner| roots.get_key_value(inner));
    known.next().map(|(known, _)| known.as_str())
}

/// Letters and digits alone, lower case: by this two spellings of one name are compared.
pub fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// Words that say only that something is a service.
const NOISE: &[&str] = &[
    "service",
    "server",
    "svc",
    "app",
    "application",
    "api",
    "microservice",
    "ms",
    "container",
    "backend",
    "rs",
    "srv",
];

/// Whether a name has a word that says more than that it is a service.
pub fn is_telling(name: &str) -> bool {
    let mut words = technology::words(name).into_iter();
    words.any(|word| !NOISE.contains(&word.as_str()))
}

/// [`plain`] without a last word that says only that it is a service; `None` if nothing telling remains.
pub fn stem(name: &str) -> Option<String> {
    let mut words = technology::words(name);
    while words.len() > 1
        && words
            .last()
            .is_some_and(|last| NOISE.contains(&last.as_str()))
    {
        words.pop();
    }
    let joined = words.concat();
    // Shorter ones end words that say something: `orders`.
    let joined = [
        "microservice",
        "webservice",
        "application",
        "service",
        "server",
        "svc",
    ]
    .iter()
    .find_map(|noise| joined.strip_suffix(noise).filter(|rest| rest.len() >= 3))
    .map_or(joined.clone(), str::to_owned);
    (joined.len() >= 2).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_several_gives_none_of_them_its_name() {
        let name = |folder: &str| {
            let root = Root {
                folder: folder.to_owned(),
                ..Root::default()
            };
            root.folder_name().map(str::to_owned)
        };
        assert_eq!(name("apps/server").as_deref(), Some("server"));
        assert_eq!(name("services/orders/src").as_deref(), Some("orders"));
        assert_eq!(name("shop/server").as_deref(), Some("shop"));
        assert_eq!(name("apps").as_deref(), Some("apps"));
        assert_eq!(name(""), None);
    }

    #[test]
    fn a_stem_has_no_word_that_only_says_service() {
        assert_eq!(stem("orders-service").as_deref(), Some("orders"));
        assert_eq!(stem("ordersservice").as_deref(), Some("orders"));
        assert_eq!(stem("api").as_deref(), Some("api"));
        assert!(is_telling("search-service") && !is_telling("api-service"));
    }
}
