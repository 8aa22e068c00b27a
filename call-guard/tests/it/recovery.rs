//! What a dead process leaves behind. A copy of a living journal stands for one without an owner.

use std::{fs, path::Path, time::Duration};

use call_guard::{Cause, Recovery};

use crate::support::{Creation, Fake, State, quick, start_with, until};

/// The journals as they would be if their process had been killed now.
fn killed(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    copy
}

async fn recover(fake: &Fake, folder: &Path) -> Recovery {
    let (calls, _line) = start_with(quick().journal(folder), fake);
    let recovery = calls.recover().await.unwrap();
    calls.shutdown().await.unwrap();
    recovery
}

#[tokio::test]
async fn a_call_left_behind_is_ended_and_its_journal_removed() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    let (calls, line) = start_with(quick().journal(folder.path()), &fake);
    let call = line.dial("+1").await.unwrap();
    let left = killed(folder.path());
    let recovery = recover(&fake, left.path()).await;
    assert_eq!(recovery.receipts.len(), 1);
    assert_eq!(
        (recovery.unended.len(), recovery.damaged, recovery.owned),
        (0, 0, 1)
    );
    assert_eq!(recovery.receipts[0].cause, Cause::Guard);
    assert_eq!(recovery.receipts[0].intent, call.intent());
    assert_eq!(fake.live(), 0);
    assert_eq!(fs::read_dir(left.path()).unwrap().count(), 0);
    drop(call);
    calls.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_call_whose_answer_was_never_written_is_found_by_its_label() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    fake.world().creation = Creation::Hangs;
    let (_calls, line) = start_with(
        quick()
            .journal(folder.path())
            .answer_patience(Duration::from_secs(60)),
        &fake,
    );
    let dialling = tokio::spawn(async move { line.dial("+1").await });
    until("the call is made", || fake.world().created == 1).await;
    let left = killed(folder.path());
    let recovery = recover(&fake, left.path()).await;
    assert_eq!(recovery.receipts[0].call.as_deref(), Some("call-1"));
    assert_eq!(fake.live(), 0);
    dialling.abort();
}

#[tokio::test]
async fn an_intent_that_became_no_call_is_not_found_and_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    fake.world().creation = Creation::Swallowed;
    let (_calls, line) = start_with(
        quick()
            .journal(folder.path())
            .answer_patience(Duration::from_secs(60)),
        &fake,
    );
    let dialling = tokio::spawn(async move { line.dial("+1").await });
    let written = || {
        fs::read_dir(folder.path())
            .unwrap()
            .any(|f| f.unwrap().metadata().unwrap().len() > 0)
    };
    until("the intent is written", written).await;
    let left = killed(folder.path());
    let recovery = recover(&fake, left.path()).await;
    assert_eq!(recovery.receipts[0].cause, Cause::NotFound);
    assert_eq!(fs::read_dir(left.path()).unwrap().count(), 0);
    dialling.abort();
}

#[tokio::test]
async fn what_is_over_or_kept_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    let (_calls, line) = start_with(quick().journal(folder.path()), &fake);
    line.dial("+1").await.unwrap().end().await.unwrap();
    let kept = line.dial("+1").await.unwrap().keep();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let left = killed(folder.path());
    let recovery = recover(&fake, left.path()).await;
    assert!(recovery.receipts.is_empty() && recovery.unended.is_empty());
    assert_eq!(fake.state(&kept), State::Live);
}

#[tokio::test]
async fn a_call_that_cannot_be_ended_keeps_its_journal() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    let (_calls, line) = start_with(quick().journal(folder.path()), &fake);
    let call = line.dial("+1").await.unwrap();
    let left = killed(folder.path());
    fake.world().deaf = true;
    let builder = quick()
        .journal(left.path())
        .end_deadline(Duration::from_millis(200));
    let (again, _line) = start_with(builder.drain(Duration::from_millis(100)), &fake);
    let recovery = again.recover().await.unwrap();
    assert_eq!(recovery.unended.len(), 1);
    assert_eq!(recovery.unended[0].call.as_deref(), Some(call.id()));
    again.shutdown().await.unwrap_err();
    fake.world().deaf = false;
    let recovery = recover(&fake, left.path()).await;
    assert_eq!(recovery.receipts.len(), 1);
    assert_eq!(fs::read_dir(left.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_journal_whose_owner_lives_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    let (_calls, line) = start_with(quick().journal(folder.path()), &fake);
    let _call = line.dial("+1").await.unwrap();
    let recovery = recover(&fake, folder.path()).await;
    assert_eq!(recovery.owned, 2, "the other supervisor's and our own");
    assert_eq!(fake.live(), 1);
}

#[tokio::test]
async fn a_call_that_the_provider_does_not_know_stays_in_its_journal_until_its_limit() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    let (_calls, line) = start_with(quick().journal(folder.path()), &fake);
    let call = line.dial("+1").await.unwrap();
    // The id is written a moment after the guard is handed over.
    let opened = || {
        let mut journals = fs::read_dir(folder.path()).unwrap();
        journals.any(|journal| {
            let text = fs::read_to_string(journal.unwrap().path()).unwrap();
            text.contains(call.id())
        })
    };
    until("the id is written", opened).await;
    let left = killed(folder.path());
    // Another account's key would see the same.
    let other = Fake::default();
    let recovery = recover(&other, left.path()).await;
    assert_eq!(recovery.unended.len(), 1);
    assert!(
        recovery.unended[0].why.contains("another account"),
        "{}",
        recovery.unended[0]
    );
    assert_eq!(recover(&fake, left.path()).await.receipts.len(), 1);
    assert_eq!(
        fake.state(call.id()),
        State::Over(call_guard::OverReason::Ended)
    );
}

#[tokio::test]
async fn a_recovery_whose_provider_cannot_be_asked_keeps_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    fake.world().creation = Creation::Hangs;
    let patient = quick()
        .journal(folder.path())
        .answer_patience(Duration::from_secs(60));
    let (_calls, line) = start_with(patient, &fake);
    let dialling = tokio::spawn(async move { line.dial("+1").await });
    until("the call is made", || fake.created() == 1).await;
    let left = killed(folder.path());
    fake.world().failures = u32::MAX;
    let impatient = quick()
        .journal(left.path())
        .end_deadline(Duration::from_millis(300));
    let (again, _line) = start_with(impatient, &fake);
    let recovery = again.recover().await.unwrap();
    assert_eq!((recovery.receipts.len(), recovery.unended.len()), (0, 1));
    again.shutdown().await.unwrap();
    fake.world().failures = 0;
    assert_eq!(recover(&fake, left.path()).await.receipts.len(), 1);
    assert_eq!(fake.live(), 0);
    dialling.abort();
}

#[tokio::test]
async fn a_damaged_journal_is_kept_aside_and_an_unreadable_one_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    let (_calls, line) = start_with(quick().journal(folder.path()), &fake);
    let _call = line.dial("+1").await.unwrap();
    let left = killed(folder.path());
    let path = fs::read_dir(left.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"is\":\"from a later version\"}\n");
    fs::write(&path, text).unwrap();
    fs::create_dir(left.path().join("folder.journal")).unwrap();
    let recovery = recover(&fake, left.path()).await;
    assert_eq!((recovery.receipts.len(), recovery.damaged), (1, 1));
    assert_eq!(recovery.unreadable.len(), 1);
    assert!(path.with_extension("damaged").exists());
    assert_eq!(fake.live(), 0);
}
