//! How long a thing is promised, and how firmly: deprecation, announced ends, stability.

use model::ChangeKind;

use super::dates;
use super::record::Effect;
use super::schema::{Pair, Site};

/// What a thing says of its own life.
#[derive(Debug, Clone, Copy, Default)]
pub struct Life<'a> {
    /// Whether it is marked as deprecated.
    pub is_deprecated: bool,
    /// When it ends, as written.
    pub sunset: Option<&'a str>,
    /// How finished it is, as written.
    pub stability: Option<&'a str>,
}

/// From which level on something is promised: what is draft or alpha may change at any time.
const PROMISED: u8 = 2;
const STABLE: u8 = 3;

impl Life<'_> {
    /// Whether it says that it may still change at any time.
    pub fn is_unfinished(self) -> bool {
        self.stability
            .and_then(level)
            .is_some_and(|level| level < PROMISED)
    }
}

/// How finished a word says that something is; `None` for a word of another language.
fn level(word: &str) -> Option<u8> {
    match word.to_ascii_lowercase().as_str() {
        "draft" => Some(0),
        "alpha" | "experimental" | "preview" => Some(1),
        "beta" => Some(2),
        "stable" | "ga" | "production" => Some(STABLE),
        _ => None,
    }
}

impl Pair<'_> {
    /// Compares what a thing says of its own life.
    pub fn life_cycle(&mut self, site: &Site, old: Life<'_>, new: Life<'_>) {
        if !old.is_deprecated && new.is_deprecated {
            self.add(
                site,
                "deprecated",
                ChangeKind::Altered,
                Effect::Compatible,
                "",
                new.sunset.unwrap_or(""),
                "clients are told in time",
            );
        }
        self.sunset(site, old, new);
        self.stability(site, old.stability, new.stability);
    }

    fn sunset(&mut self, site: &Site, old: Life<'_>, new: Life<'_>) {
        let (what, kind, after, reason) = match (old.sunset, new.sunset) {
            (Some(_), None) if new.is_deprecated => (
                "sunset-removed",
                ChangeKind::Removed,
                "",
                "clients that plan by the date have none",
            ),
            (old, Some(new)) if old != Some(new) && dates::day(new).is_none() => (
                "sunset-unreadable",
                ChangeKind::Altered,
                new,
                "clients cannot plan by what is no date",
            ),
            (Some(old), Some(new)) if dates::day(new) < dates::day(old) => (
                "sunset-earlier",
                ChangeKind::Altered,
                new,
                "clients that plan by the date lose time",
            ),
            _ => return,
        };
        let before = old.sunset.unwrap_or("");
        self.add(site, what, kind, Effect::Breaks, before, after, reason);
    }

    fn stability(&mut self, site: &Site, old: Option<&str>, new: Option<&str>) {
        if old == new {
            return;
        }
        let was = old.map_or(Some(STABLE), level);
        let is = new.map_or(Some(STABLE), level);
        let (effect, what, reason) = match (was, is) {
            (_, None) => (
                Effect::Breaks,
                "stability-unreadable",
                "clients cannot know how far to rely on it",
            ),
            (Some(was), Some(is)) if is < was && was >= PROMISED => (
                Effect::Breaks,
                "stability-lowered",
                "clients relied on what is no longer promised",
            ),
            (Some(was), Some(is)) if is > was => {
                (Effect::Compatible, "stability-raised", "more is promised")
            }
            _ => return,
        };
        let word = |level: Option<&str>| level.unwrap_or("stable").to_owned();
        self.add(
            site,
            what,
            ChangeKind::Altered,
            effect,
            word(old),
            word(new),
            reason,
        );
    }
}
