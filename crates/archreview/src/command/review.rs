//! `archreview [PATH]`: the review itself.

use std::collections::BTreeSet;
use std::io::IsTerminal;

use model::{Level, Settings, Sources};
use report::Report;

use crate::arguments::{Color, FailOn, Format, ReviewArguments};
use crate::review::{Outcome, Request, review};
use crate::sources::{GitRevision, Repository, WorkTree, globs};
use crate::{Error, VERSION, output, rules, settings};

/// Reviews a repository and writes its reports; whether there is a finding at or above `--fail-on`.
pub fn run(arguments: &ReviewArguments) -> Result<bool, Error> {
    let pack = rules::load(&arguments.selection.rules)?;
    let mut tree = WorkTree::open(&arguments.path)?;
    let repository = Repository::discover(tree.root());
    let project = project(&tree);
    match &arguments.base {
        None => {
            let settings = settings::load(&tree, &pack)?;
            let skip = skipped(&settings)?;
            tree.skip(|path| skip.is_match(path));
            let is_history = arguments.history || repository.is_none();
            finish(
                arguments, &pack, &settings, &tree, None, is_history, &project,
            )
        }
        Some(revision) => {
            let repository = repository.ok_or_else(|| {
                Error::Git(format!(
                    "{}: `--base` needs a git repository that tracks files here; run `git init` and commit, or leave `--base` out",
                    arguments.path.display()
                ))
            })?;
            let (base, head) = repository.base(revision)?;
            let mut now = repository.revision(&head)?;
            let mut base = repository.revision(&base)?;
            let settings = settings::load(&now, &pack)?;
            let skip = skipped(&settings)?;
            now.skip(|path| skip.is_match(path));
            base.skip(|path| skip.is_match(path));
            let changed = now.changed(&base);
            finish(
                arguments,
                &pack,
                &settings,
                &now,
                Some((&base, changed)),
                false,
                &project,
            )
        }
    }
}

/// The paths that the user wants to skip.
pub fn skipped(settings: &Settings) -> Result<globset::GlobSet, Error> {
    globs(&settings.skip).map_err(|message| Error::Settings {
        path: settings::FILE_NAME.to_owned(),
        line: 1,
        message: format!("`skip`: {message}"),
    })
}

/// The name of the root folder.
pub fn project(tree: &WorkTree) -> String {
    tree.root().file_name().map_or_else(
        || "root".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn finish(
    arguments: &ReviewArguments,
    pack: &engine::Pack,
    settings: &Settings,
    now: &dyn Sources,
    base: Option<(&GitRevision, BTreeSet<String>)>,
    is_history: bool,
    project: &str,
) -> Result<bool, Error> {
    let selection = &arguments.selection;
    let active = pack
        .select(&selection.only, &selection.skip, settings)
        .map_err(Error::Usage)?;
    let outcome = review(&Request {
        now,
        base: base.map(|(base, changed)| (base as &dyn Sources, changed)),
        is_history,
        settings,
        rules: &active,
        quiet: arguments.quiet,
    });
    let report = report_of(&outcome, project, now.paths().len());
    for target in &arguments.output {
        let text = formatted(&report, target.format, false, arguments.quiet);
        output::write(&target.path, &text)?;
    }
    let color = match arguments.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    };
    output::print(&formatted(
        &report,
        arguments.format,
        color,
        arguments.quiet,
    ))?;
    Ok(fails(&outcome, arguments.fail_on))
}

/// The report of an outcome.
pub fn report_of<'a>(outcome: &'a Outcome, project: &'a str, files: usize) -> Report<'a> {
    Report {
        findings: &outcome.triaged.findings,
        rules: &outcome.rules,
        notes: &outcome.notices,
        texts: &outcome.texts,
        project,
        version: VERSION,
        suppressed: outcome.triaged.suppressed,
        files_read: outcome.files_read,
        files,
    }
}

/// The report in a format.
pub fn formatted(report: &Report<'_>, format: Format, color: bool, quiet: bool) -> String {
    match format {
        Format::Text => report::text::write(report, color, quiet),
        Format::Json => report::json::write(report),
        Format::Sarif => report::sarif::write(report),
    }
}

/// Whether there is a finding at or above `fail_on`.
pub fn fails(outcome: &Outcome, fail_on: FailOn) -> bool {
    let lowest = match fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Note => Level::Note,
        FailOn::Never => return false,
    };
    outcome
        .triaged
        .findings
        .iter()
        .any(|finding| finding.level >= lowest)
}
