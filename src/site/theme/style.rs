//! One style sheet out of several. Knows just enough of CSS to leave out comments and needless space.

/// The sheets after one another, without comments and indentation.
pub(super) fn joined<'a>(sheets: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for sheet in sheets {
        squeeze(sheet, &mut out);
    }
    out
}

/// Copies a sheet without its comments; space stays where it may mean something: between words, and before a colon
/// or an opening parenthesis.
fn squeeze(sheet: &str, out: &mut String) {
    let mut rest = sheet;
    let mut space = false;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            space = true;
            continue;
        }
        let length = match next {
            '"' | '\'' => string_length(rest, next),
            _ => next.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        if next.is_whitespace() {
            space = true;
            continue;
        }
        let closed = out.ends_with(['{', '}', ';', ':', ',']) || out.is_empty();
        if space && !closed && !matches!(next, '{' | '}' | ';' | ',') {
            out.push(' ');
        }
        space = false;
        if next == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push_str(token);
    }
}

/// Length of a quoted string at the start of a text, quotes included.
pub(super) fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return index + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sheets: &[&str], expected: &str) {
        assert_eq!(joined(sheets.iter().copied()), expected);
    }

    #[test]
    fn comments_and_indentation_stay_out() {
        check(&["/* a */\na {\n  color: red; /* b */\n}\n", "b { }"], "a{color:red}b{}");
        check(&["a, b > c { margin: 0 auto }"], "a,b > c{margin:0 auto}");
        check(&["/* never closed"], "");
    }

    #[test]
    fn space_that_means_something_stays() {
        check(&["a :hover, a:hover { inset: calc(1px + 2px) -1px }"], "a :hover,a:hover{inset:calc(1px + 2px) -1px}");
        check(&["@media (min-width: 3em) and (hover) { a { b: c } }"], "@media (min-width:3em) and (hover){a{b:c}}");
        check(&["a/**/b { }"], "a b{}");
    }

    #[test]
    fn strings_stay_as_they_are() {
        check(&[r#"a::before { content: "/*  {;} \" */" / "" }"#], r#"a::before{content:"/*  {;} \" */" / ""}"#);
        check(&["a { content: '\u{2192}  ' }"], "a{content:'\u{2192}  '}");
    }
}
