//! The preview as a browser, and whoever is not one, meets it: over a real socket. The first part walks through the
//! known faults of the HTTP library, one by one; the second through what the preview itself promises.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod preview;

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use preview::{Answer, Events, FRONT, Preview, broken, built, front, soon};
use werkzaam::serve::Rebuilt;

// ------------------------------------------------------------------------------ the known faults of the library

/// 1. Letting go of a request reserves as much memory as its sender announced, and ends the process if there is not
///    so much. That goes for every way in which the library lets go of one.
#[test]
fn an_announced_length_does_not_end_the_process() {
    let preview = Preview::of(front());
    for length in ["4611686018427387904", "9223372036854775807", "18446744073709551615", "99999999999", "65537"] {
        for start in [
            "POST / HTTP/1.1",
            "GET / HTTP/1.1",
            "HEAD /__werkzaam/events HTTP/1.1",
            "GET / HTTP/1.0",
            "GET / HTTP/2.0",
            "POST / HTTP/1.1\r\nExpect: 100-continue",
            "POST / HTTP/1.1\r\nExpect: iets",
            "GET / HTTP/1.1\r\nConnection: upgrade",
            "GET / HTTP/1.1\r\nConnection: close",
        ] {
            let host = preview.authority();
            drop(preview.send(format!("{start}\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\nrest")));
        }
        preview.is_well();
    }
}

/// 2. The library and others disagree about where such a request ends; so none of what follows it may be answered.
#[test]
fn no_second_request_is_smuggled_in() {
    let preview = Preview::of(front());
    let second = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.authority());
    for headers in [
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: iets",
        "Transfer-Encoding: chunked, iets",
        "transfer-encoding: chunked",
        "X-Een: twee\r\n Transfer-Encoding: chunked",
        "Content-Length: 0\r\nContent-Length: 40",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 0x5",
        "Content-Length:",
        "Content-Length: 99999999999999999999999999",
    ] {
        for method in ["GET", "POST"] {
            let start = format!("{method} / HTTP/1.1\r\nHost: {}\r\n{headers}\r\n\r\n", preview.authority());
            let stream = preview.send(format!("{start}0\r\n\r\n{second}"));
            // The answer that must not come is not worth more waiting than this, and the next one shows the server lives.
            preview.is_well();
            stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
            assert!(Answer::read(&stream, false).is_none(), "{headers:?}");
        }
    }
}

/// 3. The library sends any header that it is given, line breaks included; so nothing of a request may get into one.
#[test]
fn no_request_writes_a_header() {
    let preview = Preview::of(built([
        ("index.html", FRONT.as_bytes()),
        ("map/index.html", FRONT.as_bytes()),
        ("a\r\nX-Own: 1/index.html", FRONT.as_bytes()),
    ]));
    let known = [
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Cross-Origin-Resource-Policy",
        "Cache-Control",
        "Connection",
        "Content-Type",
        "Content-Length",
        "ETag",
        "Location",
    ];
    for target in [
        "/map?%0d%0aX-Own:%201",
        "/map?\nX-Own:\t1",
        "/map\n?X-Own:1",
        "/map%0d%0aX-Own:%201",
        "/a%0d%0aX-Own:%201",
        "/\nX-Own:1",
        "/map?\rX-Own:1",
    ] {
        let answer = preview.get(target);
        for (name, value) in &answer.headers {
            assert!(known.contains(&name.as_str()), "{target:?} {name}: {value}");
            assert!(!value.contains("X-Own"), "{target:?} {name}: {value}");
        }
    }
    assert_eq!(preview.get("/map?q=1").header("Location"), Some("/map/"));
}

/// 4. The library stops listening for good at the first connection that it cannot accept. Here: because there are too
///    many open files, in a process of its own.
#[cfg(unix)]
#[test]
fn it_listens_again_after_it_could_not_accept() {
    const CHILD: &str = "WERKZAAM_TEST_FEW_FILES";
    if std::env::var_os(CHILD).is_none() {
        let mut child = std::process::Command::new("sh");
        child.args(["-c", "ulimit -n 64 && exec \"$0\" --exact it_listens_again_after_it_could_not_accept"]);
        let output = child.arg(std::env::current_exe().unwrap()).env(CHILD, "1").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    let preview = Preview::of(front());
    preview.is_well();
    let is_well = || {
        let Ok(mut stream) = TcpStream::connect(preview.authority()) else { return false };
        stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        let _ = write!(stream, "GET / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.authority());
        Answer::read(&stream, false).is_some_and(|answer| answer.status == 200)
    };
    // Twice: the new listener must bear it as well as the first.
    for time in 1..=2 {
        let mut held = Vec::new();
        while let Ok(stream) = TcpStream::connect(preview.authority()) {
            held.push(stream);
            assert!(held.len() < 200, "the files never ran out");
        }
        // Some of those wait to be accepted; the files that come free here go to them, one by one, until none is left.
        assert!(soon(|| {
            held.pop();
            TcpStream::connect(preview.authority()).is_err() || preview.said.lock().unwrap().len() >= time
        }));
        drop(held);
        assert!(soon(is_well), "time {time}: {:?}", preview.said.lock().unwrap());
    }
}

/// 5. The library waits for half requests as long as they like. They must not keep others waiting.
#[test]
fn half_requests_hold_up_nobody() {
    let preview = Preview::of(front());
    let start = format!("POST / HTTP/1.1\r\nHost: {}\r\nContent-Length: ", preview.authority());
    let halves = ["", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\nHost: localhost\n\n", &format!("{start}100\r\n\r\n")];
    // More of these than are answered at the same time.
    let bodies = [&*format!("{start}2000\r\n\r\n"), &*format!("{start}9\r\nExpect: 100-continue\r\n\r\n")];
    let all = halves.into_iter().cycle().take(20).chain(bodies.into_iter().cycle().take(70));
    let mut held = Vec::new();
    for half in all {
        held.push(preview.send(half));
        if held.len() % 5 == 0 {
            preview.is_well();
        }
    }
}

/// 6. The library reads a line of any length. It is answered or hung up on, and that is all.
#[test]
fn a_long_request_is_answered_or_hung_up_on() {
    let preview = Preview::of(front());
    let long = "a".repeat(1024 * 1024);
    let host = preview.authority();
    for raw in [
        format!("GET /{long} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("GET /?{long} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "X-Many: 1\r\n".repeat(20_000)),
        format!("{long} / HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    ] {
        if let Some(answer) = Answer::read(&preview.send(raw), false) {
            assert!([200, 405, 414].contains(&answer.status), "{}", answer.status);
            assert!(answer.body.len() < 1000, "nothing of the request comes back");
        }
    }
    assert_eq!(preview.get(&format!("/{}", "a".repeat(10_000))).status, 414);
    preview.is_well();
}

/// 7. A client that never reads keeps a thread of the library busy. It must not be one that others wait for.
#[test]
fn clients_that_never_read_hold_up_nobody() {
    let large = vec![b'x'; 32 * 1024 * 1024];
    let preview = Preview::of(built([("index.html", FRONT.as_bytes()), ("large.txt", &large)]));
    let request = format!("GET /large.txt HTTP/1.1\r\nHost: {}\r\n\r\n", preview.authority());
    let held: Vec<TcpStream> = (0..16).map(|_| preview.send(request.repeat(3))).collect();
    for mut stream in &held {
        stream.read_exact(&mut [0]).unwrap(); // its answer has begun
    }
    let begun = Instant::now();
    preview.is_well();
    assert!(begun.elapsed() < Duration::from_secs(4), "it waited for the others to be given up");
}

/// 8. The library holds back what is not yet a kilobyte. A page must hear at once.
#[test]
fn a_stream_speaks_at_once() {
    let preview = Preview::of(front());
    let begun = Instant::now();
    let mut events = preview.listen();
    assert_eq!(events.next().unwrap()["build"], 1);
    preview.then(built([("index.html", b"<h1>Nieuw</h1>".as_slice())]));
    assert_eq!(events.next().unwrap()["build"], 2);
    assert!(begun.elapsed() < Duration::from_secs(10), "not only with the next heartbeat");
}

/// 8b. On one connection the library gives answers in order, so one behind a stream would wait for ever.
#[test]
fn a_request_behind_a_stream_ends_the_stream() {
    let preview = Preview::of(front());
    for _ in 0..100 {
        let mut events = preview.listen();
        events.next().unwrap();
        let request = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.authority());
        events.0.get_mut().write_all(request.as_bytes()).unwrap();
        assert_eq!(events.next(), None);
    }
    preview.is_well();
}

/// 9. The library looks neither at `Host` nor at the path.
#[test]
fn only_our_own_names_are_answered() {
    let preview = Preview::of(front());
    let port = preview.authority().rsplit_once(':').unwrap().1;
    let check = |target: &str, hosts: &str, expected: u16| {
        let raw = format!("GET {target} HTTP/1.1\r\n{hosts}\r\n");
        let answer = Answer::read(&preview.send(raw), false).expect("an answer");
        assert_eq!(answer.status, expected, "{target} {hosts:?}");
    };
    check("/", &format!("Host: 127.0.0.1:{port}\r\n"), 200);
    check("/", &format!("Host: localhost:{port}\r\n"), 200);
    check("/", &format!("host: LocalHost:{port}\r\n"), 200);
    check("/", &format!("Host: [::1]:{port}\r\n"), 200);
    check("/", &format!("Host: elders.nl:{port}\r\n"), 403);
    check("/", "Host: elders.nl\r\n", 403);
    check("/", "Host: localhost.elders.nl\r\n", 403);
    check("/", "Host: 10.0.0.1\r\n", 403);
    check("/", "Host: \r\n", 403);
    check("/", "", 400);
    check("/", "Host: localhost\r\nHost: localhost\r\n", 400);
    check("/", "Host: localhost\r\nHost: elders.nl\r\n", 400);
    check(&format!("http://127.0.0.1:{port}/"), "Host: localhost\r\n", 200);
    check("http://elders.nl/", "Host: localhost\r\n", 403);
    check("http://localhost@elders.nl/", "Host: localhost\r\n", 403);
    check("http://localhost/", "Host: elders.nl\r\n", 403);
    check("http://localhost", "Host: localhost\r\n", 400);
    check("https://localhost/", "Host: localhost\r\n", 400);
    check("file:///etc/passwd", "Host: localhost\r\n", 400);
}

#[test]
fn no_path_leads_out_of_the_site() {
    let preview = Preview::of(built([("index.html", FRONT.as_bytes()), ("a/b.txt", b"b")]));
    for target in [
        "/../etc/passwd",
        "/a/../../etc/passwd",
        "/a/../b.txt",
        "/%2e%2e/etc/passwd",
        "/%2E%2e%2fetc/passwd",
        "/..%2fetc/passwd",
        "/a/.%2e/b.txt",
        "/./a/b.txt",
        "/.git/config",
        "/a%00/b.txt",
        "/a/b.txt%00.html",
        "/a\\b.txt",
        "/..\\..\\etc",
        "/a%5cb.txt",
        "/%ff%fe",
        "/%",
        "/%g0",
        "etc/passwd",
        "*",
    ] {
        assert_eq!(preview.get(target).status, 400, "{target}");
    }
    for target in ["/%252e%252e/a/b.txt", "//a/b.txt", "/a//b.txt", "/etc/passwd", "/C:/a", "/a/b.txt/", "/a/B.TXT"] {
        assert_eq!(preview.get(target).status, 404, "{target}");
    }
    for target in ["/a/b.txt", "/a%2fb.txt", "/%61/b%2Etxt", "/a/b.txt?q#h", "/a/b.txt#../.."] {
        assert_eq!(preview.get(target).body, "b", "{target}");
    }
}

/// 10. What is not ASCII makes the library hang up, lines that end with LF alone make it wait. Neither harms others.
#[test]
fn odd_bytes_harm_nobody() {
    let preview = Preview::of(front());
    let host = preview.authority();
    for raw in [
        format!("GET /één HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Naam: één\r\n\r\n").into_bytes(),
        b"\xff\xfe\x00\x00\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n".to_vec(),
    ] {
        let stream = preview.send(raw);
        assert!(Answer::read(&stream, false).is_none_or(|answer| answer.status == 400));
    }
    let _held = preview.send(format!("GET / HTTP/1.1\nHost: {host}\n\n"));
    assert_eq!(Answer::read(&preview.send("GET /\r\n\r\n"), false).unwrap().status, 400);
    preview.is_well();
}

// -------------------------------------------------------------------------------------- what the preview promises

#[test]
fn a_page_is_served_with_our_script_and_the_policy_of_the_site() {
    let preview = Preview::of(built([
        ("index.html", FRONT.as_bytes()),
        ("kaal.html", b"<p>Kaal"),
        ("style.css", b"/* </head> */"),
        ("script.js", b"'</head>'"),
        ("beeld.svg", b"<svg/>"),
    ]));
    let page = preview.get("/");
    let added =
        "<link rel=\"stylesheet\" href=\"/__werkzaam/overlay.css\"><script src=\"/__werkzaam/reload.js\" data-build=\"";
    let (before, after) = page.body.split_once(added).expect("our script");
    assert!(before.ends_with("<title>Voor</title>"));
    assert!(after.ends_with("\" defer></script></head><body><h1>Voor</h1></body></html>"));
    assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("Cache-Control"), Some("no-store"));
    assert_eq!(page.header("X-Content-Type-Options"), Some("nosniff"));
    let policy = page.header("Content-Security-Policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert!(preview.get("/kaal.html").body.contains(added));
    for (target, media, body) in [
        ("/style.css", "text/css; charset=utf-8", "/* </head> */"),
        ("/script.js", "text/javascript; charset=utf-8", "'</head>'"),
        ("/beeld.svg", "image/svg+xml", "<svg/>"),
    ] {
        let answer = preview.get(target);
        assert_eq!((answer.header("Content-Type"), &*answer.body), (Some(media), body));
        assert_eq!(answer.header("Content-Security-Policy"), Some(policy));
    }
    for (target, media) in [("/__werkzaam/reload.js", "text/javascript"), ("/__werkzaam/overlay.css", "text/css")] {
        let answer = preview.get(target);
        assert!(answer.status == 200 && answer.header("Content-Type").unwrap().starts_with(media));
    }
}

#[test]
fn a_file_that_is_known_is_not_sent_again() {
    let preview = Preview::of(built([("index.html", FRONT.as_bytes()), ("style.css", b"a {}")]));
    for target in ["/", "/style.css"] {
        let tag = preview.get(target).header("ETag").unwrap().to_owned();
        let check = |known: &str, expected: u16| {
            let answer = preview.ask("GET", target, &format!("If-None-Match: {known}\r\n"));
            assert_eq!(answer.status, expected, "{known}");
            assert_eq!(answer.header("ETag"), Some(&*tag));
            assert_eq!(answer.body.is_empty(), expected == 304);
        };
        check(&tag, 304);
        check(&format!("\"iets\", W/{tag}"), 304);
        check("*", 304);
        check("\"iets\"", 200);
    }
    let old = preview.get("/style.css").header("ETag").unwrap().to_owned();
    let mut events = preview.listen();
    events.next();
    preview.then(built([("index.html", FRONT.as_bytes()), ("style.css", b"b {}")]));
    events.next();
    assert_eq!(preview.ask("GET", "/style.css", &format!("If-None-Match: {old}\r\n")).body, "b {}");
}

#[test]
fn head_gives_the_head_and_other_methods_are_refused() {
    let preview = Preview::of(front());
    let (head, get) = (preview.ask("HEAD", "/", ""), preview.get("/"));
    assert_eq!((head.status, &head.headers), (200, &get.headers));
    let stream = preview.send(format!("HEAD / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", preview.authority()));
    let mut all = String::new();
    { stream }.read_to_string(&mut all).unwrap();
    assert!(all.ends_with("\r\n\r\n"), "no body");
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get", "IETS"] {
        let answer = preview.ask(method, "/", "");
        assert_eq!((answer.status, answer.header("Allow")), (405, Some("GET, HEAD")), "{method}");
    }
    for body in ["", "a", &"a".repeat(1024), &"a".repeat(1025), &"a".repeat(64 * 1024)] {
        let headers = format!("Host: {}\r\nContent-Length: {}\r\n\r\n", preview.authority(), body.len());
        let stream = preview.send(format!("POST / HTTP/1.1\r\n{headers}{body}"));
        assert_eq!(Answer::read(&stream, false).unwrap().status, 405);
    }
}

#[test]
fn a_folder_is_its_index_and_what_is_missing_has_a_page() {
    let own = "<html><head></head><body>Niet gevonden</body></html>".as_bytes();
    let preview = Preview::of(built([
        ("index.html", FRONT.as_bytes()),
        ("lessen/index.html", b"<p>Lessen"),
        ("coöperatie/één jaar/index.html", b"<p>Jaar"),
        ("404.html", own),
    ]));
    assert!(preview.get("/lessen/").body.starts_with("<p>Lessen"));
    assert!(preview.get("/lessen/index.html").body.starts_with("<p>Lessen"));
    let check = |target: &str, location: &str| {
        let answer = preview.get(target);
        assert_eq!((answer.status, answer.header("Location")), (308, Some(location)), "{target}");
    };
    check("/lessen", "/lessen/");
    check("/lessen?q=1", "/lessen/");
    check("/co%C3%B6peratie/%c3%a9%C3%A9n%20jaar", "/co%C3%B6peratie/%C3%A9%C3%A9n%20jaar/");
    for target in ["/niets", "/niets/", "/lessen/niets", "/__werkzaam/", "/__werkzaam/niets"] {
        assert_eq!(preview.get(target).status, 404, "{target}");
    }
    let missing = preview.get("/niets").body;
    assert!(missing.contains("Niet gevonden") && missing.contains("reload.js"));
    let bare = Preview::of(front());
    let missing = bare.get("/niets");
    assert!(
        missing.status == 404
            && missing.body.contains("Deze pagina bestaat niet")
            && missing.body.contains("reload.js")
    );
}

#[test]
fn problems_are_told_and_the_last_good_site_stays() {
    let preview = Preview::of(front());
    let mut events = preview.listen();
    let first = events.next().unwrap();
    assert_eq!((&first["build"], &first["problems"]), (&1.into(), &serde_json::json!([])));
    preview.then(broken("De <titel> ontbreekt\n"));
    let told = events.next().unwrap();
    assert_eq!((&told["build"], &told["problems"][0]["message"]), (&1.into(), &"De <titel> ontbreekt\n".into()));
    assert_eq!(told["problems"][0]["place"], "lessen/a.md:3:1");
    preview.is_well();
    // Whoever comes later hears the same, on either way.
    assert_eq!(preview.listen().next().unwrap(), told);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&preview.get("/__werkzaam/state").body).unwrap(), told);
    preview.then(front());
    let told = events.next().unwrap();
    assert_eq!((&told["build"], &told["problems"]), (&1.into(), &serde_json::json!([])), "the same site as before");
    preview.then(built([("index.html", b"<h1>Nieuw</h1>".as_slice())]));
    assert_eq!(events.next().unwrap()["build"], 2);
    assert!(preview.get("/").body.contains("Nieuw"));
}

#[test]
fn what_did_not_change_is_not_told() {
    let preview = Preview::of(front());
    let mut events = preview.listen();
    let before = events.next().unwrap();
    preview.then(Rebuilt { line: "niets".to_owned(), ..Rebuilt::default() });
    assert!(soon(|| preview.calls.lock().unwrap().len() == 2));
    preview.then(Rebuilt { line: "iets".to_owned(), ..built([("index.html", b"<h1>Nieuw</h1>".as_slice())]) });
    assert_eq!(events.next().unwrap()["build"].as_u64(), before["build"].as_u64().map(|build| build + 1));
    assert!(soon(|| *preview.said.lock().unwrap() == ["iets"]));
}

#[test]
fn without_a_first_site_a_page_says_so_until_there_is_one() {
    let preview = Preview::of(broken("Alles is stuk"));
    let page = preview.get("/lessen/");
    assert!(page.status == 503 && page.body.contains("Er is nog geen pagina") && page.body.contains("reload.js"));
    let mut events = preview.listen();
    assert_eq!(events.next().unwrap()["problems"][0]["message"], "Alles is stuk");
    preview.then(front());
    assert_eq!(events.next().unwrap()["build"], 1);
    preview.is_well();
}

#[test]
fn a_site_that_panics_is_asked_again_for_everything() {
    let preview = Preview::of(front());
    let mut events = preview.listen();
    events.next();
    preview.then(Rebuilt { line: "panic".to_owned(), ..Rebuilt::default() });
    assert!(events.next().unwrap()["problems"][0]["message"].as_str().unwrap().contains("programma zelf"));
    preview.is_well();
    preview.then(front());
    assert_eq!(events.next().unwrap()["problems"], serde_json::json!([]));
    assert_eq!(*preview.calls.lock().unwrap(), [None, None, None]);
}

#[test]
fn pages_of_others_hear_nothing() {
    let preview = Preview::of(front());
    let own = format!("http://{}", preview.authority());
    let check = |headers: &str, expected: u16| {
        let answer = preview.ask("GET", "/__werkzaam/state", headers);
        assert_eq!(answer.status, expected, "{headers}");
        let stream = preview.ask("GET", "/__werkzaam/events", headers);
        assert_eq!(stream.status, expected, "{headers}");
    };
    check("", 200);
    check(&format!("Origin: {own}\r\nSec-Fetch-Site: same-origin\r\n"), 200);
    check("Sec-Fetch-Site: none\r\n", 200);
    check("Sec-Fetch-Site: cross-site\r\n", 403);
    check("Sec-Fetch-Site: same-site\r\n", 403);
    check("Origin: http://elders.nl\r\n", 403);
    check("Origin: null\r\n", 403);
    check("Origin: http://127.0.0.1:1\r\n", 403);
    assert_eq!(preview.get("/").header("Cross-Origin-Resource-Policy"), Some("same-origin"));
}

#[test]
fn the_longest_listener_makes_way() {
    let preview = Preview::of(front());
    let mut oldest = preview.listen();
    oldest.next().unwrap();
    let mut others: Vec<Events> = (0..32).map(|_| preview.listen()).collect();
    for events in &mut others {
        events.next().unwrap();
    }
    assert_eq!(oldest.next(), None);
    preview.then(built([("index.html", b"<h1>Nieuw</h1>".as_slice())]));
    for events in &mut others {
        assert_eq!(events.next().unwrap()["build"], 2);
    }
}

#[test]
fn an_old_client_hears_the_state_once() {
    let preview = Preview::of(front());
    let stream = preview.send("GET /__werkzaam/events HTTP/1.0\r\nHost: localhost\r\n\r\n");
    let answer = Answer::read(&stream, false).unwrap();
    assert!(answer.body.contains("data: {") && answer.header("Transfer-Encoding").is_none());
}

#[test]
fn a_busy_port_gives_the_next_one() {
    let (busy, port) = loop {
        let busy = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = busy.local_addr().unwrap().port();
        if port < u16::MAX - 20 {
            break (busy, port);
        }
    };
    let preview = Preview::with(front(), |options| options.port = port);
    preview.is_well();
    let got: u16 = preview.authority().rsplit_once(':').unwrap().1.parse().unwrap();
    assert!((port + 1..port + 20).contains(&got));
    let said = preview.said.lock().unwrap();
    assert!(said[0].contains(&port.to_string()) && said[0].contains(&got.to_string()), "{said:?}");
    drop(busy);
}

#[test]
fn the_network_is_let_in_only_on_request_and_with_a_warning() {
    let quiet = Preview::of(front());
    assert!(quiet.authority().starts_with("127.0.0.1:"));
    assert!(quiet.said.lock().unwrap().is_empty());
    let preview =
        Preview::with(front(), |options| (options.host, options.port) = (IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0));
    assert!(preview.authority().starts_with("127.0.0.1:"), "an address that can be opened");
    assert!(preview.said.lock().unwrap()[0].contains("0.0.0.0"));
    preview.is_well();
    let ask =
        |host: &str| Answer::read(&preview.send(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")), false).unwrap();
    assert_eq!(ask("10.1.2.3:80").status, 200, "any of its addresses");
    assert_eq!(ask("elders.nl").status, 403, "but no name");
}

#[test]
fn a_preview_that_stops_lets_go_of_everything() {
    let preview = Preview::of(front());
    let authority = preview.authority().to_owned();
    let mut events = preview.listen();
    events.next().unwrap();
    preview.running.stop();
    assert_eq!(events.next(), None);
    assert!(soon(|| TcpStream::connect(&authority).is_err()));
}
