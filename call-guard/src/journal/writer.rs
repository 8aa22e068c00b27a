//! Appends to this process's journal on a thread of its own, so that a slow disk never holds the reaper.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::Duration,
};

use tokio::sync::oneshot;

use crate::{journal::Record, provider::IntentId};

/// Lines of closed calls are dropped when the file is bigger than this and most of it is closed.
const COMPACT_AT: u64 = 4 * 1024 * 1024;
/// Records written and synced together at most.
const GROUP: usize = 1024;
/// How long the end of the program waits for a disk that hangs.
const LAST_WRITES: Duration = Duration::from_secs(2);
/// The extension of a file that is about to become a journal.
pub(super) const UNNAMED: &str = "next";

struct Line {
    record: Record,
    durable: Option<oneshot::Sender<io::Result<()>>>,
}

/// The handle of the writing thread. Dropping it writes what is queued, and removes the file if no call is open.
#[derive(Debug)]
pub(crate) struct Journal {
    lines: Option<mpsc::Sender<Line>>,
    finished: mpsc::Receiver<()>,
}

impl Journal {
    /// Makes and locks a new file in `folder`.
    pub(crate) fn create(folder: &Path) -> io::Result<Self> {
        make_folder(folder)?;
        let path = folder.join(format!("{}.journal", IntentId::random()));
        // It gets its name when it is locked, so that no recovery takes it for an abandoned one.
        let next = path.with_extension(UNNAMED);
        let file = lock_new(&next)?;
        fs::rename(&next, &path)?;
        sync_folder(folder)?;
        let (lines, queue) = mpsc::channel();
        let writer = Writer {
            folder: folder.to_owned(),
            path,
            file,
            bytes: 0,
            torn: false,
            open: HashMap::new(),
        };
        let (done, finished) = mpsc::channel();
        thread::Builder::new()
            .name("call-guard journal".into())
            .spawn(move || {
                writer.run(&queue);
                // Dropped with the file's lock, so whoever waits finds it free.
                drop(done);
            })?;
        Ok(Self {
            lines: Some(lines),
            finished,
        })
    }

    /// Writes a record. It survives a killed process at once, and a lost machine a moment later.
    pub(crate) fn write(&self, record: Record) {
        self.send(Line {
            record,
            durable: None,
        });
    }

    /// Writes a record and waits until it survives a lost machine.
    pub(crate) async fn write_durably(&self, record: Record) -> io::Result<()> {
        let (durable, written) = oneshot::channel();
        self.send(Line {
            record,
            durable: Some(durable),
        });
        written
            .await
            .unwrap_or_else(|_| Err(io::Error::other("the journal's thread is gone")))
    }

    fn send(&self, line: Line) {
        if let Some(lines) = &self.lines {
            // A failure means that the thread is gone: a durable line notices by its dropped sender, the others cannot be helped.
            drop(lines.send(line));
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.lines = None;
        if self.finished.recv_timeout(LAST_WRITES) == Err(mpsc::RecvTimeoutError::Timeout) {
            tracing::error!("the journal's disk hangs; its last lines may be missing");
        }
    }
}

struct Writer {
    folder: PathBuf,
    path: PathBuf,
    file: File,
    bytes: u64,
    /// Whether the last write may have ended inside a line.
    torn: bool,
    /// The lines that a compacted file needs, by call.
    open: HashMap<IntentId, String>,
}

impl Writer {
    fn run(mut self, queue: &mpsc::Receiver<Line>) {
        while let Ok(first) = queue.recv() {
            let mut group = vec![first];
            group.extend(queue.try_iter().take(GROUP - 1));
            let outcome = self.append(&group).map_err(|error| {
                tracing::error!(%error, "the journal cannot be written");
                error.kind()
            });
            for line in group {
                if let Some(durable) = line.durable {
                    // The caller may be gone; then nobody waits for the news.
                    drop(durable.send(outcome.map_err(io::Error::from)));
                }
            }
            if self.bytes > COMPACT_AT
                && let Err(error) = self.compact()
            {
                tracing::error!(%error, "the journal cannot be compacted");
            }
        }
        if self.open.is_empty()
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "an empty journal cannot be removed");
        }
    }

    fn append(&mut self, group: &[Line]) -> io::Result<()> {
        // What a failed write left behind must not swallow the next line.
        let mut text = String::from(if self.torn { "\n" } else { "" });
        for Line { record, .. } in group {
            let line = record.line();
            text += &line;
            self.remember(record, line);
        }
        self.torn = true;
        self.file.write_all(text.as_bytes())?;
        self.torn = false;
        self.bytes += text.len() as u64;
        self.file.sync_data()
    }

    fn remember(&mut self, record: &Record, line: String) {
        if record.closes() {
            self.open.remove(&record.id());
        } else {
            self.open.entry(record.id()).or_default().push_str(&line);
        }
    }

    /// Replaces the file by one that holds only what is open. It is locked before it gets the name, so that it never lacks an owner.
    fn compact(&mut self) -> io::Result<()> {
        let text: String = self.open.values().map(String::as_str).collect();
        if (text.len() as u64).saturating_mul(2) > self.bytes {
            return Ok(());
        }
        let next = self.path.with_extension(UNNAMED);
        let mut file = lock_new(&next)?;
        file.write_all(text.as_bytes())?;
        file.sync_data()?;
        fs::rename(&next, &self.path)?;
        // From here on the old file has no name: nothing may keep us from using the new one.
        self.file = file;
        self.bytes = text.len() as u64;
        self.torn = false;
        sync_folder(&self.folder)
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn lock_new(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.append(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // The clues may hold telephone numbers.
        options.mode(0o600);
    }
    let file = options.open(path)?;
    file.try_lock().map_err(io::Error::from)?;
    Ok(file)
}

/// Makes the file's name as durable as its contents.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        journal::{
            abandoned,
            reader::{Replay, replay},
        },
        provider::{Intent, Terms},
    };

    fn intent() -> Record {
        let intent = Intent {
            id: IntentId::random(),
            owner: "test".into(),
            at: jiff::Timestamp::now(),
            terms: Terms::default(),
        };
        Record::Intent {
            provider: "fake".into(),
            intent,
        }
    }

    #[tokio::test]
    async fn a_living_owner_keeps_its_journal_to_itself_and_a_dead_one_leaves_what_is_open() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::create(folder.path()).unwrap();
        journal.write_durably(intent()).await.unwrap();
        let scan = abandoned(folder.path()).unwrap();
        assert_eq!((scan.abandoned.len(), scan.owned), (0, 1));
        drop(journal);
        let scan = abandoned(folder.path()).unwrap();
        assert_eq!((scan.abandoned.len(), scan.owned), (1, 0));
        assert_eq!(scan.abandoned[0].left.len(), 1);
    }

    #[tokio::test]
    async fn a_journal_that_leaves_nothing_open_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::create(folder.path()).unwrap();
        let record = intent();
        let id = record.id();
        journal.write_durably(record).await.unwrap();
        journal.write(Record::Over { id, cause: None });
        drop(journal);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn compaction_keeps_what_is_open_and_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.journal");
        let mut writer = Writer {
            folder: folder.path().to_owned(),
            file: lock_new(&path).unwrap(),
            path: path.clone(),
            bytes: 0,
            torn: false,
            open: HashMap::new(),
        };
        let kept = intent();
        let mut lines = vec![kept.clone()];
        for _ in 0..10 {
            let over = intent();
            lines.push(over.clone());
            lines.push(Record::Over {
                id: over.id(),
                cause: None,
            });
        }
        let group: Vec<Line> = lines
            .into_iter()
            .map(|record| Line {
                record,
                durable: None,
            })
            .collect();
        writer.append(&group).unwrap();
        let before = fs::metadata(&path).unwrap().len();
        writer.compact().unwrap();
        assert!(fs::metadata(&path).unwrap().len() < before);
        let Replay { left, damaged, .. } = replay(&fs::read(&path).unwrap());
        assert_eq!((left.len(), damaged), (1, 0));
        assert_eq!(left[0].intent.id, kept.id());
        assert_eq!(abandoned(folder.path()).unwrap().owned, 1);
    }
}
