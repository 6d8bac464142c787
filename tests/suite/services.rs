//! Services that `archreview.yaml` names.

use model::{ServiceSetting, Settings, System};

use crate::graph::{graph_with, names, owner};

const FILES: &[(&str, &str)] = &[
    ("CODEOWNERS", "/apps/ @apps\n"),
    ("compose.yaml", "services:\n  api: {build: apps/api}\n"),
    ("apps/api/Dockerfile", "FROM node:22\n"),
    ("apps/api/index.js", "module.exports = 1\n"),
    ("libs/orders/index.js", "module.exports = 1\n"),
    ("jobs/mail/run.py", "pass\n"),
];

fn named(services: &[(&str, ServiceSetting)]) -> System {
    let settings = Settings {
        services: services
            .iter()
            .map(|(name, setting)| ((*name).to_owned(), setting.clone()))
            .collect(),
        ..Settings::default()
    };
    graph_with(FILES, &settings)
}

#[test]
fn a_named_service_owns_the_folders_that_it_is_given() {
    let paths = vec!["apps/api".to_owned(), "libs/orders/**".to_owned()];
    let system = named(&[("orders", ServiceSetting::Paths(paths))]);
    assert_eq!(names(&system), ["orders"]);
    assert_eq!(owner(&system, "apps/api/index.js"), Some("orders"));
    assert_eq!(owner(&system, "libs/orders/index.js"), Some("orders"));
    assert_eq!(owner(&system, "jobs/mail/run.py"), None);
    assert_eq!(system.services.rows()[0].owner.as_deref(), Some("@apps"));
    assert!(
        system.services.rows()[0]
            .aliases
            .contains(&"api".to_owned())
    );
}

#[test]
fn a_service_that_nothing_deploys_is_one_by_its_name() {
    let setting = ServiceSetting::Detail {
        paths: vec!["jobs/mail".to_owned()],
        owner: Some("@mail".to_owned()),
    };
    let system = named(&[("mail", setting)]);
    let mail = system
        .services
        .rows()
        .iter()
        .find(|s| s.name == "mail")
        .expect("it is named");
    assert_eq!(mail.owner.as_deref(), Some("@mail"));
    assert!(mail.is_built_here && mail.deployments.is_empty());
    assert_eq!(owner(&system, "jobs/mail/run.py"), Some("mail"));
}

#[test]
fn an_application_of_rails_is_called_as_its_module() {
    let files: &[(&str, &str)] = &[
        ("Gemfile", "source 'https://gems.example'\ngem 'rails'\n"),
        (
            "config/application.rb",
            "module ShopApi\n  class Application < Rails::Application\n  end\nend\n",
        ),
        (
            "config/routes.rb",
            "Rails.application.routes.draw do\n  resources :orders\nend\n",
        ),
    ];
    let system = graph_with(files, &Settings::default());
    assert_eq!(names(&system), ["shop-api"]);
    assert!(!system.routes.is_empty());
    let called = |route: &model::Route| route.service.map(|id| &system.services[id].name[..]);
    assert!(
        system
            .routes
            .rows()
            .iter()
            .all(|route| called(route) == Some("shop-api"))
    );
}

#[test]
fn a_folder_without_files_is_told() {
    let system = named(&[("mail", ServiceSetting::Path("job/mail".to_owned()))]);
    let told = system
        .notes
        .iter()
        .any(|note| note.message == "no file lies in `job/mail`, which is given to `mail`");
    assert!(told);
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let pack = archreview::rules::load(&[]).expect("the embedded rules are right");
    let error = archreview::settings::read(text, &pack).expect_err("the settings are wrong");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_wrong_key_of_a_service_is_told_with_its_line() {
    check(
        "services:\n  orders:\n    path: [a]\n",
        "archreview.yaml:3: unknown key `path` of the service `orders`; did you mean `paths`?",
    );
    check(
        "services:\n  mail: {paths: {a: b}}\n",
        "archreview.yaml:2: the service `mail` takes a folder or a list of folders",
    );
}
