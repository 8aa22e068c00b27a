//! Journals that dead processes left behind.

use std::{
    collections::HashMap,
    fs::{self, File, TryLockError},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{
    journal::Record,
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
    pub(crate) damaged: usize,
}

impl Abandoned {
    /// Removes the file: nothing in it is open any more.
    pub(crate) fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)?;
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
        if path
            .extension()
            .is_none_or(|extension| extension != "journal")
        {
            continue;
        }
        let file = match File::options().read(true).write(true).open(&path) {
            Ok(file) => file,
            // Another recovery removed it a moment ago.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                scan.owned += 1;
                continue;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Its owner may have replaced or removed it between our open and our lock.
        if !same_file(&file, &path)? {
            continue;
        }
        let mut bytes = Vec::new();
        (&file).take(MAX_BYTES).read_to_end(&mut bytes)?;
        let (left, damaged) = replay(&bytes);
        scan.abandoned.push(Abandoned {
            file,
            path,
            left,
            damaged,
        });
    }
    Ok(scan)
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

/// What the lines leave open, oldest first, and how many whole lines made no sense.
pub(crate) fn replay(bytes: &[u8]) -> (Vec<Left>, usize) {
    let mut order = Vec::new();
    let mut open: HashMap<IntentId, Left> = HashMap::new();
    let mut damaged = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(line) = line.strip_suffix(b"\n") else {
            continue;
        };
        if line.is_empty() {
            continue;
        }
        let Ok(record) = serde_json::from_slice::<Record>(line) else {
            damaged += 1;
            continue;
        };
        match record {
            Record::Intent { provider, intent } => {
                order.push(intent.id);
                open.insert(
                    intent.id,
                    Left {
                        provider,
                        intent,
                        call: None,
                    },
                );
            }
            Record::Open { id, call } => {
                if let Some(left) = open.get_mut(&id) {
                    left.call = Some(call);
                }
            }
            Record::Over { id, .. } | Record::Kept { id } => {
                open.remove(&id);
            }
        }
    }
    (
        order
            .into_iter()
            .filter_map(|id| open.remove(&id))
            .collect(),
        damaged,
    )
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
        let (left, damaged) = replay(text.as_bytes());
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
            let (left, damaged) = replay(&text.as_bytes()[..cut]);
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
        let (left, damaged) = replay(text.as_bytes());
        assert_eq!((left.len(), damaged), (1, 2));
    }
}
