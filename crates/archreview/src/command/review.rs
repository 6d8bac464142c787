//! `archreview [PATH]`: the review itself.

use std::io::{IsTerminal, Write};

use model::Level;
use report::Report;

use crate::arguments::{Color, FailOn, Format, ReviewArguments};
use crate::review::{Outcome, Request, review};
use crate::{Error, VERSION, input, output};

/// Reviews a repository and writes its reports; whether there is a finding at or above `--fail-on`.
pub fn run(arguments: &ReviewArguments) -> Result<bool, Error> {
    for (index, target) in arguments.output.iter().enumerate() {
        if arguments.output[..index]
            .iter()
            .any(|other| other.path == target.path)
        {
            let path = target.path.display();
            return Err(Error::Usage(format!(
                "two reports go to `{path}`; name a file for each"
            )));
        }
    }
    let selection = &arguments.selection;
    let input = input::load(&arguments.path, arguments.base.as_deref(), &selection.rules)?;
    let active = input
        .pack
        .select(&selection.only, &selection.skip, &input.settings)
        .map_err(Error::Usage)?;
    let is_history = input.base.is_none() && (arguments.history || !input.is_tracked);
    let outcome = review(&Request {
        now: &*input.now,
        base: input
            .base
            .as_ref()
            .map(|(base, difference)| (&**base, difference.clone())),
        is_history,
        past: input.past.as_deref(),
        settings: &input.settings,
        rules: &active,
        names: input.pack.names(),
        quiet: arguments.quiet,
    });
    let report = report_of(&outcome, &input.project, input.now.paths().len());
    for target in &arguments.output {
        output::write(&target.path, |out| {
            write(&report, target.format, false, arguments.quiet, out)
        })?;
    }
    let color = match arguments.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
        }
    };
    output::print_with(|out| write(&report, arguments.format, color, arguments.quiet, out))?;
    Ok(fails(&outcome, arguments.fail_on))
}

/// The report of an outcome.
pub fn report_of<'a>(outcome: &'a Outcome<'_>, project: &'a str, files: usize) -> Report<'a> {
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

/// Writes the report in a format.
pub fn write(
    report: &Report<'_>,
    format: Format,
    color: bool,
    quiet: bool,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    match format {
        Format::Text => out.write_all(report::text::write(report, color, quiet).as_bytes()),
        Format::Json => report::json::write(report, out),
        Format::Sarif => out.write_all(report::sarif::write(report).as_bytes()),
    }
}

/// Whether there is a finding at or above `fail_on`.
pub fn fails(outcome: &Outcome<'_>, fail_on: FailOn) -> bool {
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
