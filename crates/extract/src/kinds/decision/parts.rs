//! The parts of a decision record: which are there, and which say something.

use crate::markdown::{LineKind, Markdown, bare, bullet, none, placeholder};

/// What a record has and tells. A part that holds only placeholders is there, and tells nothing.
#[derive(Debug, Default)]
pub struct Parts {
    /// A section on context.
    pub context: bool,
    /// A section on the decision.
    pub decision: bool,
    /// A section on consequences.
    pub consequences: bool,
    /// A section on options.
    pub options: bool,
    /// The context is told.
    pub tells_context: bool,
    /// More than one option was weighed.
    pub tells_options: bool,
    /// Consequences are told.
    pub tells_consequences: bool,
    is_madr: bool,
    is_nygard: bool,
}

impl Parts {
    /// `madr`, `nygard` or `other`.
    pub fn format(&self) -> &'static str {
        match (self.is_madr, self.is_nygard) {
            (true, _) => "madr",
            (_, true) => "nygard",
            _ => "other",
        }
    }
}

const CONTEXT: &[&str] = &[
    "context",
    "problem",
    "background",
    "motivation",
    "issue",
    "situation",
    "why",
    "introduction",
    "overview",
    "summary",
];
const DECISION: &[&str] = &[
    "decision",
    "outcome",
    "proposal",
    "solution",
    "resolution",
    "conclusion",
];
const CONSEQUENCES: &[&str] = &[
    "consequence",
    "implication",
    "impact",
    "result",
    "drawback",
    "downside",
    "trade-off",
    "tradeoff",
    "pros and cons",
    "risk",
    "advantage",
    "disadvantage",
    "benefit",
    "positive",
    "negative",
    "outcomes",
    "limitation",
];
const OPTIONS: &[&str] = &[
    "option",
    "alternative",
    "considered",
    "candidate",
    "comparison",
    "approaches",
    "evaluation",
    "pros and cons",
    "trade-off",
    "tradeoff",
    "choices",
];

/// Words of prose that weigh one thing against another.
const WEIGHING: &[&str] = &[
    "alternativ",
    "instead of",
    "rather than",
    "as opposed to",
    "compared to",
    "compared with",
    "in contrast",
    "versus",
    " vs ",
    " vs. ",
    "considered",
    "other option",
    "another option",
    "option 1",
    "option a",
    "we could ",
    "could have ",
    "chosen option",
    "one option",
    "options",
    "unlike ",
    "choice between",
    "evaluated",
    "in favor of",
    "in favour of",
    "over using",
    "investigated",
    "on the other hand",
    "trade-off",
    "tradeoff",
];

/// Words of prose that tell what follows from a decision.
const FOLLOWING: &[&str] = &[
    "consequence",
    "bad, because",
    "good, because",
    "as a result",
    "this means",
    "drawback",
    "downside",
    "trade-off",
    "tradeoff",
];

/// Reads the parts of a record.
pub fn read(scanned: &Markdown<'_>) -> Parts {
    let mut parts = Parts::default();
    let mut headings: Vec<(u8, String)> = Vec::new();
    let mut prose = String::new();
    for line in &scanned.lines {
        match line.kind {
            LineKind::Heading(level) => {
                while headings.last().is_some_and(|(above, _)| *above >= level) {
                    headings.pop();
                }
                let title = line.text.to_lowercase();
                // The title of the record is no section.
                if level > 1 || !headings.is_empty() || parts.any() {
                    parts.enter(&title);
                }
                headings.push((level, title));
            }
            LineKind::Prose => {
                let content = bare(bullet(line.text));
                if content.is_empty() || none(content) || placeholder::in_prose(content).is_some() {
                    continue;
                }
                for (_, title) in &headings {
                    let is_title_only = headings.len() == 1;
                    if !is_title_only || !title.is_empty() {
                        parts.tell(title);
                    }
                }
                prose.push_str(&content.to_lowercase());
                prose.push('\n');
            }
        }
    }
    if !scanned.fences.is_empty() {
        prose.push('\n');
    }
    let has = |words: &[&str]| words.iter().any(|word| prose.contains(word));
    parts.tells_options |= has(WEIGHING);
    parts.tells_consequences |= has(FOLLOWING);
    parts
}

impl Parts {
    fn any(&self) -> bool {
        self.context || self.decision || self.consequences || self.options
    }

    fn enter(&mut self, title: &str) {
        let (context, decision, consequences, options) = of(title);
        self.is_madr |= title.contains("considered options")
            || title.contains("decision outcome")
            || title.contains("problem statement");
        self.is_nygard |= decision
            && title
                .trim_start_matches(|c: char| !c.is_alphabetic())
                .starts_with("decision")
            && !self.is_madr;
        self.context |= context;
        self.decision |= decision;
        self.consequences |= consequences;
        self.options |= options;
    }

    fn tell(&mut self, title: &str) {
        let (context, _, consequences, options) = of(title);
        self.tells_context |= context;
        self.tells_consequences |= consequences;
        self.tells_options |= options;
    }
}

/// What a section of this title is on: context, decision, consequences, options.
fn of(title: &str) -> (bool, bool, bool, bool) {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    (has(CONTEXT), has(DECISION), has(CONSEQUENCES), has(OPTIONS))
}
