//! How many instances of a program run, as the values of Helm's charts and autoscalers say.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;
use crate::input::file_name;

/// Values of charts, and autoscalers.
pub const KIND: Kind = Kind {
    name: "instances",
    may_be: |path| path.ends_with(".yaml") || path.ends_with(".yml"),
    is: |probe| {
        let is_told = probe.has("replicaCount") || probe.has("replicas:");
        (is_values(probe.path) && (is_told || probe.has("autoscaling")))
            || (probe.has("HorizontalPodAutoscaler") && !probe.has("{{"))
    },
    read,
};

/// Keys of the number of instances.
const COUNTS: &[&str] = &["replicaCount", "replicas", "minReplicas"];

fn is_values(path: &str) -> bool {
    file_name(path).starts_with("values")
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let count = match is_values(input.path) {
        true => of_values(input.text),
        false => Some(2),
    };
    facts.facts.extend(count.map(Facts::Instances));
}

/// The number that the values of a chart say. One alone is said for the chart itself, not for what it brings along;
/// an autoscaler that is switched on makes several.
fn of_values(text: &str) -> Option<u32> {
    let mut most = None;
    let mut scales = false;
    for line in text.lines() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let is_inner = key.starts_with([' ', '\t']);
        let value = value.split('#').next().unwrap_or_default().trim();
        match key.trim() {
            "autoscaling" => scales = true,
            "enabled" if scales && is_inner => {
                most = most.max((value == "true").then_some(2));
                scales = false;
            }
            key if COUNTS.contains(&key) => {
                let count = value.trim_matches(['"', '\'']).parse().ok();
                most = most.max(count.filter(|count| *count > 1 || !is_inner));
            }
            _ if !is_inner && !line.starts_with('#') => scales = false,
            _ => {}
        }
    }
    // None at all is a switch.
    most.filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::of_values;

    #[test]
    fn values_say_how_many_instances_run() {
        assert_eq!(of_values("image: shop\n"), None);
        assert_eq!(of_values("replicaCount: 1 # enough\n"), Some(1));
        assert_eq!(of_values("replicaCount: 0\n"), None);
        assert_eq!(of_values("replicaCount: \"3\"\n"), Some(3));
        // What it brings along may have one of each.
        assert_eq!(of_values("cache:\n  replicaCount: 1\n"), None);
        assert_eq!(of_values("web:\n  replicas: 2\nreplicaCount: 1\n"), Some(2));
        let scaled = |enabled: &str| {
            of_values(&format!(
                "replicaCount: 1\nautoscaling:\n  enabled: {enabled}\n  maxReplicas: 9\n"
            ))
        };
        assert_eq!(scaled("false"), Some(1));
        assert_eq!(scaled("true"), Some(2));
        assert_eq!(
            of_values("replicaCount: 1\nautoscaling: {}\ningress:\n  enabled: true\n"),
            Some(1)
        );
    }
}
