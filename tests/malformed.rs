//! Input that nobody should write, as files on a real disk, through the real command. Each row says what stands where
//! and what must be said about it; and for each holds: a finding with a place, exit code 1, no panic, an end within
//! the time, and a site that was published before stays as it was, byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rayon::prelude::*;
use serde_json::Value;

/// No row takes a second. A busy machine may need many.
const PATIENCE: Duration = Duration::from_secs(120);

/// A knowledge base that is all right: what each row damages.
const GOOD: [(&str, &str); 4] = [
    (
        "site.toml",
        "title = \"Proef\"\ndescription = \"Een proef.\"\n\n[lists.themes]\ngeld = \"Geld\"\n\n[lists.roles]\nraad = \"Raad\"\n",
    ),
    ("over.md", "---\ntitle: Over ons\nsummary: Wie wij zijn.\n---\n\n## Wie\n\nWij.\n"),
    ("bronnen/rapport.md", "---\ntitle: Rapport\nsummary: Een rapport.\ntype: report\n---\n\nZie [[velsen]].\n"),
    (
        "casussen/velsen.md",
        "---\ntitle: Velsen\nsummary: Een casus.\ndepth: full\nsources: [{source: rapport, at: h. 2}]\n---\n\nTekst.\n",
    ),
];

/// What a row puts on the disk.
enum Put {
    /// A file with these bytes.
    File(&'static str, Vec<u8>),
    /// A symbolic link: where, to what.
    Link(&'static str, &'static str),
    /// A folder.
    Folder(String),
    /// Nothing: the file is taken away.
    Gone(&'static str),
}

fn file(path: &'static str, bytes: impl Into<Vec<u8>>) -> Put {
    Put::File(path, bytes.into())
}

/// A page with this front matter.
fn front(yaml: impl AsRef<str>) -> Put {
    file("over.md", format!("---\n{}\n---\n\nTekst.\n", yaml.as_ref()))
}

/// A page with good front matter and this text, that begins on line 6.
fn body(text: impl AsRef<str>) -> Put {
    file("over.md", format!("---\ntitle: Over ons\nsummary: Wie wij zijn.\n---\n\n{}\n", text.as_ref()))
}

/// Settings with these lines after a good title and description, from line 3 on.
fn site(lines: &str) -> Put {
    file("site.toml", format!("title = \"Proef\"\ndescription = \"Een proef.\"\n{lines}\n"))
}

/// What stands on the disk, and one finding that must come of it: code, file, line (0: any).
struct Row(&'static str, Vec<Put>, &'static str, &'static str, u64);

/// Each row breaks one thing.
fn rows() -> Vec<Row> {
    let nest = |open: &str, close: &str, depth: usize| format!("{}x{}", open.repeat(depth), close.repeat(depth));
    let over = "over.md";
    vec![
        // Bytes
        Row("Latin-1", vec![file(over, b"---\ntitle: Caf\xE9\nsummary: x\n---\n".to_vec())], "E0101", over, 2),
        Row(
            "Windows-1252 in the text",
            vec![file(over, b"---\ntitle: A\nsummary: B.\n---\n\n\x93Ja\x94\n".to_vec())],
            "E0101",
            over,
            6,
        ),
        Row("UTF-16 with a mark", vec![file(over, utf16("---\ntitle: A\n---\n", true))], "E0101", over, 1),
        Row("UTF-16 without a mark", vec![file(over, utf16("---\ntitle: A\n---\n", false))], "E0101", over, 1),
        Row("UTF-8 cut in two", vec![file(over, b"---\ntitle: A\nsummary: B.\n---\n\xC3".to_vec())], "E0101", over, 5),
        Row("surrogates in UTF-8", vec![file(over, b"---\ntitle: \xED\xA0\x80\n---\n".to_vec())], "E0101", over, 2),
        Row("overlong slash", vec![file(over, b"---\ntitle: \xC0\xAF\n---\n".to_vec())], "E0101", over, 2),
        Row("NUL in the title", vec![front("title: A\0B\nsummary: C.")], "E0106", over, 2),
        Row("NUL in the text", vec![body("een\0twee")], "E0106", over, 6),
        Row("escape codes of a terminal", vec![body("\x1b]0;gekaapt\x07")], "E0106", over, 6),
        Row("delete", vec![body("een\x7f")], "E0106", over, 6),
        Row("next line", vec![body("een\u{85}twee")], "E0106", over, 6),
        Row("no character", vec![body("een\u{ffff}twee")], "E0106", over, 6),
        Row(
            "picture with the name of a page",
            vec![file(over, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec())],
            "E0101",
            over,
            1,
        ),
        Row("nothing but NUL", vec![file(over, vec![0; 4096])], "E0101", over, 1),
        Row(
            "Latin-1 in the settings",
            vec![file("site.toml", b"title = \"Caf\xE9\"\ndescription = \"x\"\n".to_vec())],
            "E0101",
            "site.toml",
            1,
        ),
        Row("NUL in the settings", vec![file("site.toml", "title = \"A\0B\"\n")], "E0106", "site.toml", 1),
        // Sizes
        Row("page of two megabytes", vec![file(over, vec![b'x'; 2 << 20])], "E0102", over, 1),
        Row("picture of 33 megabytes", vec![file("foto.png", vec![0; 33 << 20])], "E0102", "foto.png", 1),
        Row("settings of two megabytes", vec![file("site.toml", vec![b'#'; 2 << 20])], "E0102", "site.toml", 1),
        Row(
            "front matter of 200 kilobytes",
            vec![front(format!("title: {}\nsummary: x.", "x".repeat(200_000)))],
            "E0211",
            over,
            2,
        ),
        Row(
            "one line of a megabyte",
            vec![body(format!("{} [[nergens]]", "woord ".repeat(170_000)))],
            "E0303",
            over,
            6,
        ),
        // Folders and links
        Row(
            "folders thirty deep",
            vec![Put::Folder("casussen/".to_owned() + &"a/".repeat(30))],
            "E0103",
            "casussen/a/a/a/a/a/a/a/a",
            1,
        ),
        Row("link to the folder it lies in", vec![Put::Link("casussen/lus", ".")], "E0104", "casussen/lus", 1),
        Row("link to the content folder", vec![Put::Link("lus", "../content")], "E0104", "lus", 1),
        Row("two links to each other", vec![Put::Link("a.md", "b.md"), Put::Link("b.md", "a.md")], "E0107", "a.md", 1),
        Row("link to itself", vec![Put::Link("a.md", "a.md")], "E0107", "a.md", 1),
        Row("link to nothing", vec![Put::Link("a.md", "weg.md")], "E0107", "a.md", 1),
        Row("link to a file elsewhere", vec![Put::Link("a.md", "/etc/passwd")], "E0105", "a.md", 1),
        Row("link to the root of the disk", vec![Put::Link("casussen/alles", "/")], "E0105", "casussen/alles", 1),
        Row("link to the folder above", vec![Put::Link("boven", "..")], "E0105", "boven", 1),
        Row("picture that is a link elsewhere", vec![Put::Link("foto.png", "/bin/sh")], "E0105", "foto.png", 1),
        // Names
        Row(
            "space in a name",
            vec![file("Over ons.md", "---\ntitle: A\nsummary: B.\n---\n")],
            "E0108",
            "Over ons.md",
            1,
        ),
        Row("capital in a name", vec![file("Over.md", "---\ntitle: A\nsummary: B.\n---\n")], "E0108", "Over.md", 1),
        Row("capital ending", vec![file("methode.MD", "---\ntitle: A\nsummary: B.\n---\n")], "E0108", "methode.MD", 1),
        Row("name of 200 letters", vec![file(LONG, "---\ntitle: A\nsummary: B.\n---\n")], "E0108", LONG, 1),
        Row("line break in a name", vec![file("a\nb.md", "---\ntitle: A\nsummary: B.\n---\n")], "E0108", "a\nb.md", 1),
        Row(
            "markup in a name",
            vec![file("<script>.md", "---\ntitle: A\nsummary: B.\n---\n")],
            "E0108",
            "<script>.md",
            1,
        ),
        Row(
            "folder of no kind",
            vec![file("casus/a.md", "---\ntitle: A\nsummary: B.\n---\n")],
            "E0109",
            "casus/a.md",
            1,
        ),
        // Front matter
        Row("nothing at all", vec![file(over, "")], "E0201", over, 1),
        Row("a blank line first", vec![file(over, "\n---\ntitle: A\n---\n")], "E0201", over, 1),
        Row("four hyphens", vec![file(over, "----\ntitle: A\n----\n")], "E0201", over, 1),
        Row("TOML front matter", vec![file(over, "+++\ntitle = \"A\"\n+++\n")], "E0201", over, 1),
        Row("no end", vec![file(over, "---\ntitle: A\nsummary: B.\n\nTekst.\n")], "E0202", over, 1),
        Row(
            "end with something after it",
            vec![file(over, "---\ntitle: A\nsummary: B.\n--- einde\n")],
            "E0202",
            over,
            1,
        ),
        Row("line ends of an old Mac", vec![file(over, "---\rtitle: A\rsummary: B.\r---\r")], "E0202", over, 1),
        Row("tab before a key", vec![front("title: A\n\tsummary: B.")], "E0203", over, 0),
        Row("colon in a title", vec![front("title: A: B\nsummary: C.")], "E0203", over, 2),
        Row("quote that never ends", vec![front("title: \"A\nsummary: B.")], "E0203", over, 0),
        Row("bracket that never ends", vec![front("title: A\nsummary: [B.")], "E0203", over, 0),
        Row("indentation that jumps", vec![front("title: A\n  summary: B.")], "E0203", over, 0),
        Row("two documents", vec![front("title: A\n...\nsummary: B.")], "E0203", over, 0),
        Row("a directive", vec![front("%YAML 9.9\ntitle: A")], "E0203", over, 0),
        Row("a list for a map", vec![front("- title")], "E0203", over, 2),
        Row("a word for a map", vec![front("titel")], "E0203", over, 2),
        Row("a list as key", vec![front("? [a, b]\n: c\ntitle: A\nsummary: B.")], "E0203", over, 2),
        Row("bad escape", vec![front("title: \"\\q\"\nsummary: B.")], "E0203", over, 2),
        Row("50,000 open brackets in YAML", vec![front(format!("title: {}", "[".repeat(50_000)))], "E0211", over, 0),
        Row("50,000 open braces in YAML", vec![front(format!("title: {}", "{a: ".repeat(30_000)))], "E0211", over, 0),
        Row(
            "lists 2,000 deep by hyphens",
            vec![front(format!("title: A\nsummary:\n  {}x", "- ".repeat(2_000)))],
            "E0211",
            over,
            0,
        ),
        Row("maps 500 deep by indentation", vec![front(ladder(500))], "E0211", over, 0),
        Row(
            "30,000 keys",
            vec![front((0..16_000).map(|n| format!("k{n}: 1\n")).collect::<String>())],
            "E0211",
            over,
            0,
        ),
        Row("alias bomb", vec![front(LAUGHS)], "E0210", over, 2),
        Row("merge key", vec![front("title: A\nsummary: B.\n<<: {kleur: rood}")], "E0204", over, 4),
        Row(
            "tag of Python",
            vec![front("title: !!python/object/apply:os.system [\"id\"]\nsummary: B.")],
            "E0210",
            over,
            2,
        ),
        Row("key twice", vec![front("title: A\nsummary: B.\ntitle: C")], "E0209", over, 4),
        Row("NUL by an escape", vec![front("title: \"A\\0B\"\nsummary: C.")], "E0106", over, 2),
        Row(
            "number past all limits",
            vec![front("title: A\nsummary: B.\nupdated: 99999999999999999999999")],
            "E0206",
            over,
            4,
        ),
        Row("infinity", vec![front("title: .inf\nsummary: B.")], "E0206", over, 2),
        Row("negative year", vec![front("title: A\nsummary: B.\nupdated: -2021-01-01")], "E0208", over, 4),
        Row("30 February", vec![front("title: A\nsummary: B.\nupdated: 2021-02-30")], "E0208", over, 4),
        Row("way out in an id", vec![front("title: A\nsummary: B.\nid: ../../etc/passwd")], "E0212", over, 4),
        Row(
            "way out in an old address",
            vec![front("title: A\nsummary: B.\naliases: [/../../etc/]")],
            "E0407",
            over,
            4,
        ),
        Row(
            "script in an address",
            vec![file("bronnen/b.md", "---\ntitle: A\nsummary: B.\ntype: report\nurl: \"javascript:alert(1)\"\n---\n")],
            "E0214",
            "bronnen/b.md",
            5,
        ),
        Row("id of another page", vec![front("title: A\nsummary: B.\nid: velsen")], "E0401", over, 4),
        Row(
            "same stem in two folders",
            vec![file(
                "lessen/velsen.md",
                "---\ntitle: A\nsummary: B.\nthemes: [geld]\nroles: [raad]\ncases: [velsen]\n---\n",
            )],
            "E0401",
            "lessen/velsen.md",
            1,
        ),
        Row(
            "address of the generator",
            vec![file("zoeken.md", "---\ntitle: A\nsummary: B.\n---\n")],
            "E0402",
            "zoeken.md",
            1,
        ),
        // Markdown
        Row("50,000 open brackets", vec![body(format!("{} [[nergens]]", "[".repeat(50_000)))], "E0303", over, 6),
        Row("50,000 stars", vec![body(format!("{}\n\n[[nergens]]", "*a ".repeat(50_000)))], "E0303", over, 8),
        Row(
            "50,000 backticks of all lengths",
            vec![body(format!("{}\n\n[[nergens]]", (1..300).map(|n| "`".repeat(n) + " ").collect::<String>()))],
            "E0303",
            over,
            8,
        ),
        Row("20,000 broken links on one line", vec![body("[[weg]] ".repeat(20_000))], "E0303", over, 6),
        Row("20,000 abbreviations", vec![body(format!("[[nergens]]\n\n{}", abbreviations(20_000)))], "E0303", over, 6),
        Row("20,000 headings", vec![body(format!("{}[[nergens]]", "## Kop\n\n".repeat(20_000)))], "E0303", over, 0),
        Row(
            "20,000 footnotes",
            vec![body((0..20_000).map(|n| format!("[^{n}]: x\n\n")).collect::<String>() + "[[nergens]]")],
            "E0303",
            over,
            0,
        ),
        Row(
            "table of 5,000 columns",
            vec![body(format!("{}\n{}\n\n[[nergens]]", "|a".repeat(5_000), "|-".repeat(5_000)))],
            "E0303",
            over,
            9,
        ),
        Row("quotes 1,000 deep", vec![body(format!("{}x", "> ".repeat(1_000)))], "E0316", over, 6),
        Row("lists 1,000 deep", vec![body(format!("{}x", "- ".repeat(1_000)))], "E0316", over, 6),
        Row(
            "pictures in pictures",
            vec![body(format!("{}[[nergens]]", nest("![", "](x.png)", 500)))],
            "E0303",
            over,
            6,
        ),
        Row("script", vec![body("<script>alert(1)</script>")], "E0301", over, 6),
        Row("frame over two lines", vec![body("<iframe\nsrc=x>")], "E0301", over, 6),
        Row("script in a link", vec![body("[klik](javascript:alert(1))")], "E0302", over, 6),
        Row("script in a link, in disguise", vec![body("[klik](&#106;avascript&#58;alert(1))")], "E0302", over, 6),
        Row("script in a link, with a tab", vec![body("[klik](<java\tscript:alert(1)>)")], "E0302", over, 6),
        Row("data in a picture", vec![body("![x](data:text/html;base64,PHNjcmlwdD4=)")], "E0302", over, 6),
        Row("other host without a scheme", vec![body("[klik](//kwaad.nl/)")], "E0302", over, 6),
        Row("picture of another site", vec![body("![x](https://kwaad.nl/volg.png)")], "E0309", over, 6),
        Row("picture out of the folder", vec![body("![x](../../../etc/passwd.png)")], "E0309", over, 6),
        Row("link out of the folder", vec![body("[x](../../../etc/passwd.md)")], "E0303", over, 6),
        Row("link that never ends", vec![body("Zie [[velsen en [[nergens]].")], "E0303", over, 6),
        Row("footnote without a text", vec![body("Een bewering.[^1]")], "E0305", over, 6),
        // Settings
        Row("settings that are no TOML", vec![file("site.toml", "title: Proef\n")], "E0501", "site.toml", 1),
        Row("key twice in the settings", vec![site("title = \"B\"")], "E0501", "site.toml", 3),
        Row("quote that never ends in the settings", vec![site("language = \"nl")], "E0501", "site.toml", 3),
        Row(
            "5,000 open brackets in the settings",
            vec![site(&format!("footer = {}", "[".repeat(5_000)))],
            "E0501",
            "site.toml",
            3,
        ),
        Row("tables 5,000 deep", vec![site(&format!("[{}a]\nb = 1", "a.".repeat(5_000)))], "E0501", "site.toml", 0),
        Row("unknown setting", vec![site("thema = \"donker\"")], "E0204", "site.toml", 3),
        Row("empty settings", vec![file("site.toml", "")], "E0205", "site.toml", 1),
        Row("unknown language", vec![site("language = \"fy\"")], "E0207", "site.toml", 3),
        Row(
            "number for a title",
            vec![file("site.toml", "title = 1.5\ndescription = \"x\"\n")],
            "E0206",
            "site.toml",
            1,
        ),
        Row("error that is switched off", vec![site("[lints]\nE0303 = \"off\"")], "E0207", "site.toml", 4),
        Row("base that is no address", vec![site("base_url = \"javascript:alert(1)\"")], "E0214", "site.toml", 3),
        Row("foot that is not there", vec![site("footer = [\"weg\"]")], "E0404", "site.toml", 3),
        // Theme
        Row("template that never ends", vec![file("theme/home.html", "{% if site %}")], "E0601", "theme/home.html", 1),
        Row(
            "template that extends nothing",
            vec![file("theme/home.html", "{% extends \"weg.html\" %}")],
            "E0601",
            "theme/home.html",
            0,
        ),
        Row(
            "template that extends itself",
            vec![file("theme/home.html", "{% extends \"home.html\" %}")],
            "E0601",
            "theme/home.html",
            0,
        ),
        Row(
            "template with an unknown filter",
            vec![file("theme/home.html", "{{ 1 | bestaatniet }}")],
            "E0601",
            "theme/home.html",
            0,
        ),
        Row(
            "template with an unknown name",
            vec![file("theme/home.html", "<p>{{ bestaat.niet.echt }}</p>")],
            "E0602",
            "theme/home.html",
            0,
        ),
        Row(
            "template in Latin-1",
            vec![file("theme/home.html", b"<p>Caf\xE9</p>".to_vec())],
            "E0101",
            "theme/home.html",
            1,
        ),
        Row(
            "template of two megabytes",
            vec![file("theme/home.html", vec![b'x'; 2 << 20])],
            "E0102",
            "theme/home.html",
            1,
        ),
        Row("tokens that are not there", vec![site("[theme]\ntokens = \"weg.css\"")], "E0604", "site.toml", 4),
        Row(
            "tokens out of the folder",
            vec![site("[theme]\ntokens = \"../../../etc/passwd\"")],
            "E0604",
            "site.toml",
            4,
        ),
        Row(
            "tokens that are no CSS",
            vec![site("[theme]\ntokens = \"t.css\""), file("t.css", "}}}{{{ --")],
            "E0604",
            "",
            0,
        ),
        Row(
            "tokens in Latin-1",
            vec![site("[theme]\ntokens = \"t.css\""), file("t.css", b":root{--a: \"\xE9\"}".to_vec())],
            "E0101",
            "t.css",
            1,
        ),
        // A page that is gone, and a page that cannot be read
        Row(
            "page that others refer to is gone",
            vec![Put::Gone("bronnen/rapport.md")],
            "E0404",
            "casussen/velsen.md",
            5,
        ),
    ]
}

/// What looks odd and is right all the same.
fn good_rows() -> Vec<(&'static str, Vec<Put>)> {
    let page = "---\ntitle: Over ons\nsummary: Wie wij zijn.\n---\n\n## Kop\n\nTekst, zie [[velsen]].\n";
    vec![
        ("line ends of Windows", vec![file("over.md", page.replace('\n', "\r\n"))]),
        ("line ends of both kinds", vec![file("over.md", page.replacen('\n', "\r\n", 2))]),
        ("settings with line ends of Windows", vec![file("site.toml", GOOD[0].1.replace('\n', "\r\n"))]),
        ("byte order mark", vec![file("over.md", format!("\u{feff}{page}"))]),
        ("byte order mark before the settings", vec![file("site.toml", format!("\u{feff}{}", GOOD[0].1))]),
        ("spaces after the hyphens", vec![file("over.md", page.replace("---\n", "---  \n"))]),
        ("no line end at the end", vec![file("over.md", page.trim_end())]),
        ("nothing below the front matter", vec![file("over.md", "---\ntitle: A\nsummary: B.\n---")]),
        ("comments in YAML", vec![file("over.md", page.replace("title:", "# Een opmerking\ntitle:"))]),
        ("a rule in the text", vec![body("Een\n\n---\n\nTwee")]),
        ("letters of all kinds", vec![body("Ελληνικά, العربية, 中文, 🎉, e\u{301}, \u{202b}rtl\u{202c}")]),
        ("a link inside the folder", vec![Put::Link("kopie.png", "foto.png"), file("foto.png", "x")]),
        (
            "hidden files",
            vec![file(".obsidian/x.md", "{{"), file("a.md~", "{{"), file(".#a.md", "{{"), file("#a.md#", "{{")],
        ),
        ("a link to a folder inside", vec![Put::Link("beeld", "plaatjes"), file("plaatjes/foto.png", "x")]),
        (
            "files of others",
            vec![file("notities.docx", "x"), file("Thumbs.db", vec![0, 1]), file("casussen/lijst.xlsx", "x")],
        ),
        ("picture in capitals", vec![file("casussen/Foto 1.PNG", "x")]),
        ("empty folders", vec![Put::Folder("casussen/leeg".to_owned()), Put::Folder("zomaar".to_owned())]),
        ("an old address", vec![front("title: A\nsummary: B.\naliases: [/Oud/Pagina.html, /oud/pad/index.html]")]),
    ]
}

const LONG: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.md";

const LAUGHS: &str = "a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n\
    d: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\ntitle: *e";

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF);
    mark.into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Words of four capitals, all different, each on its line.
fn abbreviations(count: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    (0..count)
        .map(|n| [letter(n), letter(n / 26), letter(n / 676), letter(n / 17_576), '\n'].iter().collect::<String>())
        .collect()
}

fn ladder(depth: usize) -> String {
    (0..depth).map(|n| format!("{}a:\n", " ".repeat(n))).collect()
}

fn put(root: &Path, put: &Put) {
    let at = |path: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    };
    match put {
        Put::File(path, bytes) => fs::write(at(path), bytes).unwrap(),
        Put::Link(path, to) => symlink(to, at(path)).unwrap(),
        Put::Folder(path) => fs::create_dir_all(root.join(path)).unwrap(),
        Put::Gone(path) => fs::remove_file(root.join(path)).unwrap(),
    }
}

/// A home with a content folder that is all right.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (path, text) in GOOD {
        put(&home.path().join("content"), &Put::File(path, text.into()));
    }
    home
}

struct Ran {
    code: Option<i32>,
    findings: Vec<Value>,
    said: String,
}

/// `werkzaam build`, as a machine reads it.
fn build(home: &Path, name: &str) -> Ran {
    let (code, out, said) = werkzaam(home, name, &["build", "content", "--output", "public", "--format", "json"]);
    Ran { code, findings: out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), said }
}

/// Runs the command; exit code, what it printed, and what it said beside that.
fn werkzaam(home: &Path, name: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_werkzaam"))
        .args(arguments)
        .current_dir(home)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Both pipes are read while it runs: a long report must not fill one.
    let reader = |pipe: Option<Box<dyn std::io::Read + Send>>| {
        thread::spawn(move || {
            let mut text = String::new();
            pipe.unwrap().read_to_string(&mut text).unwrap();
            text
        })
    };
    let out = reader(child.stdout.take().map(|pipe| Box::new(pipe) as _));
    let said = reader(child.stderr.take().map(|pipe| Box::new(pipe) as _));
    let end = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > end {
            child.kill().unwrap();
            panic!("{name}: no end after {PATIENCE:?}");
        }
        thread::sleep(Duration::from_millis(2));
    };
    (status.code(), out.join().unwrap(), said.join().unwrap())
}

/// The site of the good knowledge base, made once.
fn published() -> &'static Path {
    static PUBLISHED: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = PUBLISHED.get_or_init(|| {
        let home = home();
        let ran = build(home.path(), "the good knowledge base");
        assert_eq!(ran.code, Some(0), "{:?} {}", ran.findings, ran.said);
        home
    });
    made.path()
}

/// Every file with its bytes and when it was written.
fn photograph(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    files
        .map(|entry| {
            let modified = entry.metadata().unwrap().modified().unwrap();
            (entry.path().to_owned(), (fs::read(entry.path()).unwrap(), modified))
        })
        .collect()
}

/// What is wrong with how a row went; empty when nothing is.
fn check(Row(name, puts, code, file, line): &Row) -> Vec<String> {
    let home = home();
    let (content, public) = (home.path().join("content"), home.path().join("public"));
    for (path, (bytes, _)) in photograph(&published().join("public")) {
        let target = home.path().join(path.strip_prefix(published()).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
    let before = photograph(&public);
    assert!(before.len() > 4);
    for one in puts {
        put(&content, one);
    }
    let ran = build(home.path(), name);
    let mut wrong = Vec::new();
    let mut must = |good: bool, what: String| {
        if !good {
            wrong.push(format!("{name}: {what}"));
        }
    };
    must(ran.code == Some(1), format!("exit code {:?}\n{}", ran.code, ran.said));
    must(!ran.said.contains("panicked"), format!("a panic\n{}", ran.said));
    let (code_for_people, printed, said) = werkzaam(home.path(), name, &["build", "content", "--output", "public"]);
    must(
        code_for_people == Some(1) && !said.contains("panicked"),
        format!("told to people: {code_for_people:?} {said}"),
    );
    // Whoever gets more than this on a screen sees nothing.
    must(printed.len() < 100_000, format!("{} bytes for people", printed.len()));
    must(photograph(&public) == before, "the published site changed".to_owned());
    let number = |d: &Value, pointer: &str| d.pointer(pointer).and_then(Value::as_u64).unwrap_or_default();
    for d in &ran.findings {
        must(number(d, "/place/start/line") >= 1 && number(d, "/place/start/column") >= 1, format!("no place: {d}"));
        must(d["code"] != "E0901", format!("a mistake of our own: {d}"));
        must(d["message"].as_str().is_some_and(|text| !text.is_empty()), format!("no words: {d}"));
    }
    let said: Vec<String> = ran
        .findings
        .iter()
        .map(|d| {
            let (code, path) =
                (d["code"].as_str().unwrap_or_default(), d["place"]["path"].as_str().unwrap_or_default());
            format!("{code} {}:{}", path.trim_start_matches("content/"), number(d, "/place/start/line"))
        })
        .collect();
    let expected = |said: &&String| {
        let (place, at) = said.rsplit_once(':').unwrap();
        let (number, path) = place.split_once(' ').unwrap();
        number == *code && (file.is_empty() || path == *file) && (*line == 0 || at == line.to_string())
    };
    must(said.iter().any(|one| expected(&one)), format!("expected {code} at {file}:{line}, got {said:?}"));
    wrong
}

#[test]
fn what_nobody_should_write_gets_a_finding_and_publishes_nothing() {
    let rows = rows();
    assert!(rows.len() >= 60);
    let only = std::env::var("ROW").unwrap_or_default();
    let wrong: Vec<String> = rows.par_iter().filter(|row| row.0.contains(&only)).flat_map_iter(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_looks_odd_and_is_right_is_published() {
    let mut wrong = Vec::new();
    for (name, puts) in good_rows() {
        let home = home();
        for one in &puts {
            put(&home.path().join("content"), one);
        }
        let ran = build(home.path(), name);
        if ran.code != Some(0) || !home.path().join("public/over/index.html").exists() {
            wrong.push(format!("{name}: exit code {:?}, {:?}", ran.code, ran.findings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A file that cannot be read keeps its id, so that only its own mistake is told.
#[test]
fn a_broken_page_breaks_no_reference_to_it() {
    let broken: [(&str, Vec<u8>); 4] = [
        ("no YAML", b"---\ntitle: {{\n---\n".to_vec()),
        ("no front matter", b"Tekst.\n".to_vec()),
        ("no end", b"---\ntitle: A\n".to_vec()),
        ("Latin-1", b"---\ntitle: Caf\xE9\nsummary: B.\ntype: report\n---\n".to_vec()),
    ];
    for (name, bytes) in broken {
        let home = home();
        put(&home.path().join("content"), &Put::File("bronnen/rapport.md", bytes));
        let ran = build(home.path(), name);
        let errors: Vec<&Value> = ran.findings.iter().filter(|d| d["severity"] == "error").collect();
        assert_eq!(errors.len(), 1, "{name}: {errors:#?}");
    }
}
