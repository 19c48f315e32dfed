//! A preview of what a test puts ready, and a client that sends whatever a test wants.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use werkzaam::locale::Language;
use werkzaam::publish::tree::{Output, OutputTree};
use werkzaam::serve::{Options, Problem, Rebuilt, Running, Site, start};

/// Longer than anything here should ever take.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const FRONT: &str = "<!doctype html><html><head><title>Voor</title></head><body><h1>Voor</h1></body></html>";

/// A site that gives what the test puts ready.
struct Scripted(Arc<Mutex<VecDeque<Rebuilt>>>, Arc<Mutex<Vec<Option<usize>>>>);

impl Site for Scripted {
    fn rebuild(&mut self, changed: Option<&[PathBuf]>) -> Rebuilt {
        self.1.lock().unwrap().push(changed.map(<[PathBuf]>::len));
        let next = self.0.lock().unwrap().pop_front().unwrap_or_default();
        assert!(next.line != "panic", "as the test asked");
        next
    }
}

pub(crate) struct Preview {
    pub(crate) running: Running,
    ready: Arc<Mutex<VecDeque<Rebuilt>>>,
    pub(crate) said: Arc<Mutex<Vec<String>>>,
    pub(crate) calls: Arc<Mutex<Vec<Option<usize>>>>,
}

impl Preview {
    pub(crate) fn of(first: Rebuilt) -> Self {
        Self::with(first, |options| options.port = 0)
    }

    pub(crate) fn with(first: Rebuilt, change: impl FnOnce(&mut Options)) -> Self {
        let said = Arc::new(Mutex::new(Vec::new()));
        let hearing = said.clone();
        let mut options = Options::new(Language::Nl.words(), move |line| hearing.lock().unwrap().push(line.to_owned()));
        change(&mut options);
        let ready = Arc::new(Mutex::new(VecDeque::from([first])));
        let calls = Arc::default();
        let running = start(Scripted(ready.clone(), Arc::clone(&calls)), options).unwrap();
        Self { running, ready, said, calls }
    }

    /// What comes of the next build, and that build.
    pub(crate) fn then(&self, next: Rebuilt) {
        self.ready.lock().unwrap().push_back(next);
        self.running.look_again();
    }

    pub(crate) fn authority(&self) -> &str {
        self.running.url().strip_prefix("http://").unwrap().strip_suffix('/').unwrap()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.authority()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends these bytes and stays connected. The server may have hung up half-way.
    pub(crate) fn send(&self, raw: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = self.connect();
        let _ = stream.write_all(raw.as_ref());
        stream
    }

    /// Sends a request and reads the answer.
    pub(crate) fn ask(&self, method: &str, target: &str, headers: &str) -> Answer {
        let raw = format!("{method} {target} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.authority());
        Answer::read(&self.send(raw), method == "HEAD").expect("an answer")
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, "")
    }

    /// Whether all is well: the front page comes.
    #[track_caller]
    pub(crate) fn is_well(&self) {
        let answer = self.get("/");
        assert_eq!(answer.status, 200);
        assert!(answer.body.contains("<h1>"));
    }

    pub(crate) fn listen(&self) -> Events {
        let raw = format!("GET /__werkzaam/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.authority());
        Events(BufReader::new(self.send(raw)))
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// `None` when the server hangs up, or says nothing for as long as the stream waits.
    pub(crate) fn read(stream: &TcpStream, head_only: bool) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
            Some(line.strip_suffix("\r\n").expect("a line ends with CR LF").to_owned())
        };
        let status = line()?.strip_prefix("HTTP/1.1 ")?[..3].parse().ok()?;
        let mut headers = Vec::new();
        while let Some((name, value)) = line()?.split_once(": ") {
            headers.push((name.to_owned(), value.to_owned()));
        }
        let mut answer = Self { status, headers, body: String::new() };
        if !head_only && let Some(length) = answer.header("Content-Length") {
            let mut body = vec![0; length.parse().unwrap()];
            reader.read_exact(&mut body).ok()?;
            answer.body = String::from_utf8(body).unwrap();
        }
        Some(answer)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

pub(crate) struct Events(pub(crate) BufReader<TcpStream>);

impl Events {
    /// The next state that is told; `None` when the stream has ended.
    pub(crate) fn next(&mut self) -> Option<serde_json::Value> {
        let mut line = String::new();
        let end = Instant::now() + PATIENCE;
        while self.0.read_line(&mut line).expect("the stream goes on or ends") > 0 {
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).unwrap());
            }
            if line == "0\r\n" {
                return None;
            }
            assert!(Instant::now() < end, "nothing but heartbeats");
            line.clear();
        }
        None
    }
}

pub(crate) fn built<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Rebuilt {
    let mut tree = OutputTree::default();
    for (path, bytes) in files {
        tree.insert(path, Output::new(bytes));
    }
    Rebuilt { tree: Some(Arc::new(tree)), changed: true, ..Rebuilt::default() }
}

pub(crate) fn front() -> Rebuilt {
    built([("index.html", FRONT.as_bytes())])
}

pub(crate) fn broken(message: &str) -> Rebuilt {
    let problem = Problem {
        code: "E0101".to_owned(),
        severity: "error",
        message: message.to_owned(),
        place: "lessen/a.md:3:1".to_owned(),
        excerpt: "3 | titel\n  | ^^^^^".to_owned(),
    };
    Rebuilt { problems: vec![problem], changed: true, ..Rebuilt::default() }
}

/// Whether it comes true in time.
pub(crate) fn soon(mut is_true: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if is_true() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}
