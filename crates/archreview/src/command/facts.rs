//! `archreview facts`: the rows that rules see.

use model::{Sources, System};
use report::Texts;

use crate::arguments::FactsArguments;
use crate::review::{system, systems};
use crate::{Error, input, output};

/// Prints the rows as JSON.
pub fn run(arguments: &FactsArguments) -> Result<(), Error> {
    for name in &arguments.relation {
        if !report::facts::names().any(|known| known == name) {
            return Err(Error::Usage(format!(
                "unknown relation `{name}`{}",
                engine::nearest::hint(name, report::facts::names())
            )));
        }
    }
    let input = input::load(&arguments.path, arguments.base.as_deref(), &[])?;
    let (now, settings) = (&*input.now, &input.settings);
    let system = match &input.base {
        None => system(now, settings, None, input.past.as_deref(), true).0,
        Some((base, difference)) => {
            systems(
                now,
                &**base,
                settings,
                difference,
                input.past.as_deref(),
                true,
            )
            .now
        }
    };
    print(now, &system, &arguments.relation)
}

fn print(sources: &dyn Sources, system: &System, relations: &[String]) -> Result<(), Error> {
    let texts = Texts::new(sources);
    output::print(&report::facts::write(system, relations, &texts))
}
