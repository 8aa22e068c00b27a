//! Journals that dead processes left behind.

use std::{
    collections::HashMap,
    fs::{self, File, TryLockError},
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    journal::{Record, writer::UNNAMED},
    provider::{Intent, IntentId},
};

/// A journal bigger than this is not one of ours: the writer compacts long before.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// A call that a journal leaves open.
#[derive(Clone, Debug)]
pub(crate) struct Left {
    pub(crate) provider: String,
    pub(crate) intent: Intent,
    pub(crate) call: Option<String>,
}

/// A journal without an owner. It stays locked while this lives, so that two recoveries do not meet.
#[derive(Debug)]
pub(crate) struct Abandoned {
    file: File,
    path: PathBuf,
    pub(crate) left: Vec<Left>,
    /// Whole lines that made no sense. Each may be the only trace of a call.
    pub(crate) damaged: usize,
}

impl Abandoned {
    /// Takes the file out of the way: nothing in it is open any more. A damaged one is kept under another name.
    pub(crate) fn remove(self) -> io::Result<()> {
        if self.damaged == 0 {
            fs::remove_file(&self.path)?;
        } else {
            fs::rename(&self.path, self.path.with_extension("damaged"))?;
        }
        drop(self.file);
        Ok(())
    }
}

/// What a folder of journals holds.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) abandoned: Vec<Abandoned>,
    /// Journals whose owners live.
    pub(crate) owned: usize,
    /// What could not be read, and why.
    pub(crate) unreadable: Vec<String>,
    /// Calls that any journal names, and for which intent.
    pub(crate) known: Vec<(IntentId, String)>,
}

/// Reads and locks every journal in `folder` that has no owner.
pub(crate) fn abandoned(folder: &Path) -> io::Result<Scan> {
    let mut scan = Scan::default();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(scan),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let path = entry?.path();
        let result = match path.extension() {
            Some(extension) if extension == "journal" => scan.take(&path),
            Some(extension) if extension == UNNAMED => remove_leftover(&path),
            _ => continue,
        };
        match result {
            Ok(()) => {}
            // Another recovery removed it a moment ago.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => scan.unreadable.push(format!("{}: {error}", path.display())),
        }
    }
    Ok(scan)
}

impl Scan {
    fn take(&mut self, path: &Path) -> io::Result<()> {
        let file = File::options().read(true).write(true).open(path)?;
        let owned = match file.try_lock() {
            Ok(()) => false,
            Err(TryLockError::WouldBlock) => true,
            Err(TryLockError::Error(error)) => return Err(error),
        };
        // Its owner may have replaced or removed it between our open and our lock.
        if !same_file(&file, path)? {
            return Ok(());
        }
        let mut bytes = Vec::new();
        (&file).take(MAX_BYTES).read_to_end(&mut bytes)?;
        let replay = replay(&bytes);
        self.known.extend(replay.known);
        if owned {
            self.owned += 1;
        } else {
            self.abandoned.push(Abandoned {
                file,
                path: path.to_owned(),
                left: replay.left,
                damaged: replay.damaged,
            });
        }
        Ok(())
    }
}

/// Removes what a crash left of a journal that never got its name. A young one may be about to get it.
fn remove_leftover(path: &Path) -> io::Result<()> {
    let age = fs::metadata(path)?
        .modified()?
        .elapsed()
        .unwrap_or_default();
    if age > Duration::from_secs(60) && File::open(path)?.try_lock().is_ok() {
        fs::remove_file(path)?;
    }
    Ok(())
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok(there.dev() == ours.dev() && there.ino() == ours.ino()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn same_file(_: &File, path: &Path) -> io::Result<bool> {
    path.try_exists()
}

/// What the lines of a journal say.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    /// What they leave open, oldest first.
    pub(crate) left: Vec<Left>,
    /// Whole lines that made no sense.
    pub(crate) damaged: usize,
    /// Every call they name.
    pub(crate) known: Vec<(IntentId, String)>,
}

pub(crate) fn replay(bytes: &[u8]) -> Replay {
    let mut replay = Replay::default();
    let mut order = Vec::new();
    let mut open: HashMap<IntentId, Left> = HashMap::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(line) = line.strip_suffix(b"\n") else {
            continue;
        };
        if line.is_empty() {
            continue;
        }
        let Ok(record) = serde_json::from_slice::<Record>(line) else {
            replay.damaged += 1;
            continue;
        };
        match record {
            Record::Intent { provider, intent } => {
                order.push(intent.id);
                let left = Left {
                    provider,
                    intent,
                    call: None,
                };
                open.insert(left.intent.id, left);
            }
            Record::Open { id, call } => {
                replay.known.push((id, call.clone()));
                if let Some(left) = open.get_mut(&id) {
                    left.call = Some(call);
                }
            }
            Record::Over { id, .. } | Record::Kept { id } => {
                open.remove(&id);
            }
        }
    }
    replay.left = order
        .into_iter()
        .filter_map(|id| open.remove(&id))
        .collect();
    replay
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::Terms;

    fn intent() -> Intent {
        Intent {
            id: IntentId::random(),
            owner: "test".into(),
            at: jiff::Timestamp::now(),
            terms: Terms::default(),
        }
    }

    fn journal(intents: &[Intent]) -> String {
        let mut text = String::new();
        for intent in intents {
            text += &Record::Intent {
                provider: "fake".into(),
                intent: intent.clone(),
            }
            .line();
        }
        text
    }

    #[test]
    fn a_call_is_open_until_it_is_over_or_kept() {
        let intents = [intent(), intent(), intent()];
        let mut text = journal(&intents);
        text += &Record::Open {
            id: intents[0].id,
            call: "a".into(),
        }
        .line();
        text += &Record::Over {
            id: intents[1].id,
            cause: None,
        }
        .line();
        text += &Record::Kept { id: intents[2].id }.line();
        let Replay { left, damaged, .. } = replay(text.as_bytes());
        assert_eq!(damaged, 0);
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].call.as_deref(), Some("a"));
        assert_eq!(left[0].intent.id, intents[0].id);
    }

    #[test]
    fn a_torn_last_line_costs_only_itself() {
        let intents = [intent(), intent()];
        let text = journal(&intents);
        let first = text.find('\n').unwrap() + 1;
        for cut in first..text.len() {
            let Replay { left, damaged, .. } = replay(&text.as_bytes()[..cut]);
            assert_eq!((left.len(), damaged), (1, 0), "cut at {cut}");
        }
    }

    #[test]
    fn a_damaged_line_is_counted_and_skipped() {
        let intents = [intent()];
        let text = format!(
            "\u{0}\u{0}garbage\n{}{{\"is\":\"over\"}}\n",
            journal(&intents)
        );
        let Replay { left, damaged, .. } = replay(text.as_bytes());
        assert_eq!((left.len(), damaged), (1, 2));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let replay = replay(&bytes);
            proptest::prop_assert!(replay.left.is_empty());
        }

        #[test]
        fn a_cut_anywhere_leaves_every_whole_line(cut in 0_usize..3000) {
            let intents: Vec<Intent> = (0..8).map(|_| intent()).collect();
            let text = journal(&intents);
            let cut = cut.min(text.len());
            let whole = text[..cut].matches('\n').count();
            let replay = replay(&text.as_bytes()[..cut]);
            proptest::prop_assert_eq!((replay.left.len(), replay.damaged), (whole, 0));
        }
    }
}
