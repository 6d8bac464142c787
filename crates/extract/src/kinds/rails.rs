//! What an application of Rails calls itself: the module around its class, in `config/application.rb`.
//! Source: Rails guides, "The Rails Initialization Process".

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;

/// `config/application.rb`.
pub const KIND: Kind = Kind {
    name: "rails",
    may_be: |path| path == "config/application.rb" || path.ends_with("/config/application.rb"),
    is: |probe| probe.has("Rails::Application"),
    read,
};

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let name = input.text.lines().find_map(module);
    facts.facts.extend(name.map(Facts::ApplicationName));
}

/// The name of the module that a line opens, as services are called: `module ShopApi` gives `shop-api`.
fn module(line: &str) -> Option<String> {
    let name = line.strip_prefix("module ")?.trim();
    let is_name = !name.is_empty() && name.chars().all(char::is_alphanumeric);
    is_name.then(|| {
        let mut dashed = String::new();
        let mut was_lower = false;
        for letter in name.chars() {
            if letter.is_uppercase() && was_lower {
                dashed.push('-');
            }
            was_lower = !letter.is_uppercase();
            dashed.extend(letter.to_lowercase());
        }
        dashed
    })
}

#[cfg(test)]
mod tests {
    use super::module;

    #[test]
    fn a_module_names_the_application() {
        assert_eq!(module("module ShopApi").as_deref(), Some("shop-api"));
        assert_eq!(module("module Orders").as_deref(), Some("orders"));
        assert_eq!(module("  module Inner"), None);
        assert_eq!(module("module Shop::Api"), None);
        assert_eq!(module("class Application < Rails::Application"), None);
    }
}
