use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The program, ended with the test whatever happens.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn start(arguments: &[&str]) -> (Program, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (Program(child), line)
}

fn wait(Program(child): &mut Program) -> std::process::ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "it does not end");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn it_prints_its_url_and_ends_when_nobody_needs_it() {
    let (mut child, line) = start(&["--json", "--idle-exit", "200ms"]);
    let url: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert!(
        url["url"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
    assert!(wait(&mut child).success());
}

#[test]
fn it_ends_when_told_over_http() {
    let (mut child, line) = start(&[]);
    let url = line.trim().rsplit(' ').next().unwrap().to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let answer = runtime.block_on(async {
        crate::support::client()
            .post(format!("{url}/control/shutdown"))
            .send()
            .await
            .unwrap()
            .status()
    });
    assert_eq!(answer, 204);
    assert!(wait(&mut child).success());
}

#[cfg(unix)]
#[test]
fn it_ends_cleanly_on_a_signal() {
    let (mut child, _) = start(&[]);
    let sent = Command::new("kill")
        .args(["-TERM", &child.0.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    assert!(wait(&mut child).success());
}

#[test]
fn a_wrong_option_is_explained() {
    let output = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(["--speed", "0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--speed"));
}
