//! What a command reads: the rules, the files, and what the user says of them.

use std::path::{Path, PathBuf};

use engine::Pack;
use model::{Past, Settings, Sources};

use crate::review::{Difference, Renamed};
use crate::sources::{Repository, Versions, WorkTree, globs, uncommitted};
use crate::{Error, rules, settings};

/// Rules, files and settings of one run; skipped paths are left out of every state.
pub struct Input {
    /// All rules.
    pub pack: Pack,
    /// What the user says.
    pub settings: Settings,
    /// The state under review: the work tree, or with a base the commit that is checked out.
    pub now: Box<dyn Sources>,
    /// The state at the base, and how it differs.
    pub base: Option<(Box<dyn Sources>, Difference)>,
    /// What git tells of the versions before each migration; `None` without a repository, and with a base, which is the
    /// version before.
    pub past: Option<Box<dyn Past>>,
    /// Whether git tracks files here.
    pub is_tracked: bool,
    /// The name of the root folder.
    pub project: String,
}

/// Loads what lies at `path`, with the state at the revision `base` beside it if one is asked for.
pub fn load(path: &Path, base: Option<&str>, more_rules: &[PathBuf]) -> Result<Input, Error> {
    let pack = rules::load(more_rules)?;
    let mut tree = WorkTree::open(path)?;
    let project = tree.root().file_name().map_or_else(
        || "root".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let repository = Repository::discover(tree.root());
    // What git does not know is new; what it cannot tell is not.
    let is_tracked = match &repository {
        Ok(_) => true,
        Err(untold) => untold.is_repository,
    };
    let Some(revision) = base else {
        let settings = settings::load(&tree, tree.other_kind(settings::FILE_NAME), &pack)?;
        let skip = skipped(&settings)?;
        tree.skip(|path| skip.is_match(path));
        return Ok(Input {
            pack,
            settings,
            now: Box::new(tree),
            base: None,
            past: repository
                .ok()
                .map(|repository| Box::new(Versions::new(repository)) as Box<dyn Past>),
            is_tracked,
            project,
        });
    };
    let repository = repository
        .map_err(|untold| Error::Git(format!("{}: {}", path.display(), untold.message)))?;
    let (base_commit, head) = repository.base(revision)?;
    let mut now = repository.revision(&head)?;
    let mut base = repository.revision(&base_commit)?;
    let settings = settings::load(&now, now.other_kind(settings::FILE_NAME), &pack)?;
    let skip = skipped(&settings)?;
    now.skip(|path| skip.is_match(path));
    base.skip(|path| skip.is_match(path));
    tree.skip(|path| skip.is_match(path));
    if let Some(note) = uncommitted::note(&repository, &tree, &now) {
        now.tell(note);
    }
    let renamed = repository.renamed(&base_commit, &head).into_iter();
    let difference = Difference {
        changed: now.changed(&base),
        renamed: renamed
            .map(|(old, path)| {
                let is_same = now.is_same(&path, &base, &old);
                (old, Renamed { path, is_same })
            })
            .collect(),
    };
    Ok(Input {
        pack,
        settings,
        now: Box::new(now),
        base: Some((Box::new(base), difference)),
        past: Some(Box::new(Versions::new(repository))),
        is_tracked,
        project,
    })
}

/// The paths that the user wants to skip.
pub fn skipped(settings: &Settings) -> Result<globset::GlobSet, Error> {
    globs(&settings.skip).map_err(|message| Error::Settings {
        path: settings::FILE_NAME.to_owned(),
        line: 1,
        message: format!("`skip`: {message}"),
    })
}
