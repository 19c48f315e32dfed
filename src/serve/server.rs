//! The sockets: takes requests from tiny_http, answers them from the state and keeps the streams that tell browsers of
//! changes. Decides nothing about content; which answer belongs to a request is said in `answer`.
//!
//! tiny_http is no longer maintained, and its faults are known. This file keeps them from the author, and is the only
//! one that would change if another library took its place:
//!
//! - a request that makes the library break when it is let go of is kept for ever ([`is_trap`]);
//! - a connection cannot hold up another: every request has a thread of its own, and every write a limit in time;
//! - a listener that has died is replaced, a connection that was overlooked is woken ([`Shared::listen`]);
//! - answers are written here, not by the library, so that no header but ours gets out and events are not held back.
//!
//! What remains: the library reads a request line of any length, waits for a slow one for as long as it takes, and
//! every request that is kept costs a thread. Who can reach the preview can use that to bring it down, not to read or
//! change anything; that is one more reason to keep it on the author's own machine.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};
use tiny_http::{HTTPVersion, Request};

use super::answer::{Answer, Ask, Reply, reply};
use super::state::State;
use super::{Options, Say, lock};
use crate::locale::Words;

/// So many ports are tried, from the wanted one up.
const PORTS: u16 = 20;
/// The longest that a write to a client that does not read may take, and an answer as a whole.
const WRITE_LIMIT: Duration = Duration::from_secs(5);
const ANSWER_LIMIT: Duration = Duration::from_secs(60);
/// So many requests are answered at the same time; the next ones wait.
const MOST_REQUESTS: usize = 64;
/// So many pages hear of changes; the one that has listened longest makes way for the next.
const MOST_STREAMS: usize = 32;
/// A stream says something at least so often, so that one whose page is gone ends.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// When nothing has come in for so long, we knock at our own door: first soon after a request, then less and less.
const FIRST_KNOCK: Duration = Duration::from_millis(100);
const LAST_KNOCK: Duration = Duration::from_secs(2);
/// The longest body that is waited for and thrown away.
const LONGEST_BODY: usize = 64 * 1024;

/// A server that has its port, and once started, its threads.
pub(super) struct Server {
    shared: Arc<Shared>,
    listener: Option<TcpListener>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    address: SocketAddr,
    state: Arc<State>,
    words: Words,
    say: Say,
    stopping: AtomicBool,
    /// The library's server of this moment, kept here so that it can be woken.
    current: Mutex<Option<Arc<tiny_http::Server>>>,
    busy: Mutex<usize>,
    freed: Condvar,
    /// Who is listening for changes, longest first.
    streams: Mutex<VecDeque<Stream>>,
}

struct Stream {
    client: Option<SocketAddr>,
    over: Arc<AtomicBool>,
}

impl Server {
    /// Takes the wanted port or the next free one.
    pub(super) fn bind(options: &Options, state: Arc<State>) -> io::Result<Self> {
        let &Options { host, port: wanted, words, .. } = options;
        let mut tries = (0..PORTS).map_while(|step| wanted.checked_add(step));
        let listener = loop {
            let Some(port) = tries.next() else {
                let busy = words.fill("serve.all_busy", &[("port", &wanted.to_string())]);
                return Err(io::Error::new(ErrorKind::AddrInUse, busy));
            };
            match listen_on(SocketAddr::new(host, port)) {
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                other => break other?,
            }
        };
        let address = listener.local_addr()?;
        if wanted != 0 && address.port() != wanted {
            let blanks = [("port", &*wanted.to_string()), ("next", &*address.port().to_string())];
            (options.say)(&words.fill("serve.busy", &blanks));
        }
        if !host.is_loopback() {
            (options.say)(&words.fill("serve.exposed", &[("host", &host.to_string())]));
        }
        let shared = Shared {
            address,
            state,
            words,
            say: options.say.clone(),
            stopping: AtomicBool::new(false),
            current: Mutex::new(None),
            busy: Mutex::new(0),
            freed: Condvar::new(),
            streams: Mutex::new(VecDeque::new()),
        };
        Ok(Self { shared: Arc::new(shared), listener: Some(listener), thread: None })
    }

    /// Starts to answer.
    pub(super) fn start(mut self) -> io::Result<Self> {
        if let Some(listener) = self.listener.take() {
            let first = library(listener)?;
            *lock(&self.shared.current) = Some(first.clone());
            let shared = self.shared.clone();
            let thread = thread::Builder::new().name("serve".to_owned());
            self.thread = Some(thread.spawn(move || shared.listen(first))?);
        }
        Ok(self)
    }

    /// The address of the front page.
    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.shared.door())
    }
}

/// Stops taking requests and ends the streams. Answers that are being written are finished.
impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopping.store(true, SeqCst);
        self.shared.state.nudge();
        self.shared.freed.notify_all();
        if let Some(server) = lock(&self.shared.current).take() {
            server.unblock();
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A listener whose connections give up writing to a client that does not read.
///
/// The limit on writing is inherited by every connection. One on reading must not be set here: it would also make
/// waiting for the next connection fail, and that ends the library's loop.
fn listen_on(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // Elsewhere this means that a port can be taken that is in use.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_write_timeout(Some(WRITE_LIMIT))?;
    socket.set_tcp_nodelay(true)?;
    socket.bind(&address.into())?;
    socket.listen(128)?;
    Ok(socket.into())
}

fn library(listener: TcpListener) -> io::Result<Arc<tiny_http::Server>> {
    tiny_http::Server::from_listener(listener, None).map(Arc::new).map_err(io::Error::other)
}

impl Shared {
    /// Passes requests on until it is stopped.
    ///
    /// The library stops listening for good at the first connection that it cannot accept (too many open files is
    /// enough), sometimes with an error and sometimes by a panic in a thread of its own. So an error gives a new
    /// listener, and in a silence we see for ourselves whether it still listens.
    ///
    /// That knock has a second use. When two connections come at once, the library may count on the same idle thread
    /// for both; the second then waits until another connection comes to an end. A knock is such a connection.
    fn listen(self: &Arc<Self>, mut server: Arc<tiny_http::Server>) {
        let mut patience = FIRST_KNOCK;
        while !self.stopping.load(SeqCst) {
            match server.recv_timeout(patience) {
                Ok(Some(request)) => {
                    patience = FIRST_KNOCK;
                    self.take(request);
                }
                Ok(None) if self.is_listening() => patience = (patience * 3 / 2).min(LAST_KNOCK),
                Ok(None) | Err(_) => match self.listen_again() {
                    Some(next) => server = next,
                    None => return,
                },
            }
        }
    }

    fn is_listening(&self) -> bool {
        let knock = || TcpStream::connect_timeout(&self.door(), LAST_KNOCK);
        self.stopping.load(SeqCst) || !knock().is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
    }

    /// An address that the server can be reached at from this machine.
    fn door(&self) -> SocketAddr {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            let is_old = address.is_ipv4();
            address.set_ip(if is_old { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
        }
        address
    }

    /// A new listener at the same address, as soon as it can be had; `None` when stopped before.
    fn listen_again(&self) -> Option<Arc<tiny_http::Server>> {
        let mut pause = Duration::from_millis(20);
        while !self.stopping.load(SeqCst) {
            if let Ok(server) = listen_on(self.address).and_then(library) {
                *lock(&self.current) = Some(server.clone());
                (self.say)(self.words.get("serve.recovered"));
                return Some(server);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LAST_KNOCK);
        }
        None
    }

    /// Answers a request on a thread of its own, so that one that waits (for a client that does not read, or for an
    /// earlier answer on the same connection) holds up nothing else, and one that panics breaks nothing else.
    fn take(self: &Arc<Self>, request: Request) {
        if is_trap(&request) {
            std::mem::forget(request);
            return;
        }
        // A body that is still to come may never do so, and is not to keep others waiting.
        let slot = match request.body_length() {
            None | Some(0) => Slot::take(self),
            Some(_) => None,
        };
        let shared = self.clone();
        let answering = thread::Builder::new().name("request".to_owned());
        // A thread that cannot be had drops the request, which answers it with status 500.
        let _ = answering.spawn(move || shared.answer(request, slot));
    }

    fn answer(&self, request: Request, slot: Option<Slot>) {
        let client = request.remote_addr().copied();
        // Whoever asks for something else on the same connection listens no more, and would wait for ever behind it.
        self.end_streams(|stream| stream.client.is_some() && stream.client == client);
        let headers = request.headers().iter().map(|header| (header.field.as_str().as_str(), header.value.as_str()));
        let method = request.method().to_string();
        let ask = Ask { method: &method, target: request.url(), headers: headers.collect() };
        let reply = reply(&ask, self.address.ip(), &self.state.now(), self.words);
        let is_old = *request.http_version() < HTTPVersion(1, 1);
        // A client that went away is none of our business.
        let _ = match reply {
            Reply::Whole(answer) => write(&mut *request.into_writer(), answer, method == "HEAD"),
            // Without chunks a stream has no end that we could give it.
            Reply::Stream(mut answer) if is_old => {
                answer.body = event(&self.state.now().told, 0).into_bytes().into();
                write(&mut *request.into_writer(), answer, false)
            }
            Reply::Stream(answer) => {
                drop(slot); // streams have their own number
                self.stream(&mut *request.into_writer(), &answer, client)
            }
        };
    }

    /// Tells the state, now and at every change, until the page is gone.
    fn stream(&self, out: &mut dyn Write, head: &Answer, client: Option<SocketAddr>) -> io::Result<()> {
        let over = Arc::new(AtomicBool::new(false));
        {
            let mut streams = lock(&self.streams);
            streams.push_back(Stream { client, over: over.clone() });
            if streams.len() > MOST_STREAMS
                && let Some(oldest) = streams.pop_front()
            {
                oldest.over.store(true, SeqCst);
            }
        }
        self.state.nudge();
        let _gone = OnDrop(|| self.end_streams(|stream| Arc::ptr_eq(&stream.over, &over)));
        let enough = || over.load(SeqCst) || self.stopping.load(SeqCst);
        let mut seen = 0;
        out.write_all(head.head("Transfer-Encoding: chunked\r\n").as_bytes())?;
        while !enough() {
            let text = match self.state.after(seen, HEARTBEAT, enough) {
                Some(now) => {
                    seen = now.version;
                    event(&now.told, now.version)
                }
                None => ":\n\n".to_owned(),
            };
            out.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes())?;
            out.flush()?;
        }
        out.write_all(b"0\r\n\r\n")?;
        out.flush()
    }

    fn end_streams(&self, which: impl Fn(&Stream) -> bool) {
        let mut ended = false;
        lock(&self.streams).retain(|stream| {
            let end = which(stream);
            if end {
                stream.over.store(true, SeqCst);
            }
            ended |= end;
            !end
        });
        if ended {
            self.state.nudge();
        }
    }
}

/// The right to answer one of [`MOST_REQUESTS`] requests.
struct Slot(Arc<Shared>);

impl Slot {
    /// Waits for one; `None` when the server stops first.
    fn take(shared: &Arc<Shared>) -> Option<Self> {
        let mut busy = lock(&shared.busy);
        while *busy >= MOST_REQUESTS {
            if shared.stopping.load(SeqCst) {
                return None;
            }
            busy = match shared.freed.wait_timeout(busy, LAST_KNOCK) {
                Ok((busy, _)) => busy,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
        *busy += 1;
        Some(Self(shared.clone()))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *lock(&self.0.busy) -= 1;
        self.0.freed.notify_one();
    }
}

struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        self.0();
    }
}

/// Whether a request must never be dropped, only forgotten: at the cost of one thread that waits for ever, and without
/// an answer. The one ugly place of this server; it can go when tiny_http is mended.
///
/// When a request is dropped, the library reads what is left of its body into memory of the length that the client
/// *said*: one header of twenty digits ends the process. And it takes every `Transfer-Encoding` for chunks, the first
/// of two lengths for the only one and an odd length for none, so that what one reader takes for a body is the next
/// request to another. A browser sends none of these with a GET.
fn is_trap(request: &Request) -> bool {
    let values = |name: &'static str| request.headers().iter().filter(move |header| header.field.equiv(name));
    let mut lengths = values("Content-Length").map(|header| header.value.as_str());
    values("Transfer-Encoding").next().is_some()
        || match (lengths.next(), lengths.next()) {
            (None, _) => false,
            (Some(length), None) => {
                let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
                !digits || length.parse::<usize>().map_or(true, |length| length > LONGEST_BODY)
            }
            (Some(_), Some(_)) => true,
        }
}

/// The state as a server-sent event.
fn event(told: &str, version: u64) -> String {
    format!("retry: 1000\nid: {version}\ndata: {told}\n\n")
}

#[expect(clippy::disallowed_methods, reason = "an answer that takes too long is given up")]
fn write(out: &mut dyn Write, answer: Answer, head_only: bool) -> io::Result<()> {
    let begun = Instant::now();
    let (head, body) = answer.into_bytes(head_only);
    out.write_all(head.as_bytes())?;
    for part in body.chunks(64 * 1024) {
        // A client that reads one byte in a while never reaches the limit of a single write.
        if begun.elapsed() > ANSWER_LIMIT {
            return Err(ErrorKind::TimedOut.into());
        }
        out.write_all(part)?;
    }
    out.flush()
}
