//! Writes the site to a folder: only what differs, each file whole or not at all, and removes only what an earlier
//! run of ours wrote. A folder that we did not make is refused. Knows no content.
#![expect(clippy::disallowed_methods, reason = "the one door through which the site is written")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::tree::OutputTree;

/// The list of files that we wrote, one path a line.
pub const MANIFEST: &str = ".werkzaam";
const FIRST_LINE: &str = "# Written by Werkzaam: the files below are replaced and removed by it.";

/// What was done.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// New or changed files.
    pub written: usize,
    /// Files that were the same already.
    pub kept: usize,
    /// Files of an earlier run that are gone.
    pub removed: usize,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Refusal {
    /// The folder holds files and no manifest of ours.
    NotOurs(PathBuf),
    /// The folder is the content folder, above it, or inside it.
    Content(PathBuf),
    /// A file stands where a folder must come, or the other way round, and it is not ours.
    InTheWay(PathBuf),
    /// The system refuses.
    Io(PathBuf, io::Error),
}

/// Brings `folder` in line with the tree. `content` is the folder that the site was made from.
///
/// # Errors
/// When the folder is not ours, lies in the content, or cannot be written. What was published before is still there:
/// every file is replaced whole, and nothing is removed before everything is written.
pub fn publish(tree: &OutputTree, folder: &Path, content: &Path) -> Result<Written, Refusal> {
    guard(folder, content)?;
    fs::create_dir_all(folder).map_err(|error| Refusal::Io(folder.to_owned(), error))?;
    let before = read_manifest(folder)?;
    let now: BTreeSet<&str> = tree.iter().map(|(path, _)| &**path).collect();
    // Whatever happens from here on, the next run knows which files are ours.
    let both: BTreeSet<&str> = now.iter().copied().chain(before.iter().map(String::as_str)).collect();
    if before.len() != both.len() || before.is_empty() {
        write_manifest(folder, &both)?;
    }
    // A page that became a folder, or the other way round: the old one is ours and in the way.
    for path in before.iter().filter(|path| !now.contains(path.as_str())) {
        let below = format!("{path}/");
        let now_folder = now.range(below.as_str()..).next().is_some_and(|next| next.starts_with(&below));
        let now_file = path.match_indices('/').any(|(slash, _)| now.contains(&path[..slash]));
        if now_folder || now_file {
            let target = folder.join(path);
            let _ = fs::remove_file(&target);
            remove_empty_parents(&target, folder);
        }
    }
    let files: Vec<_> = tree.iter().collect();
    let written = files.par_iter().map(|(path, output)| bring_in_line(&folder.join(&***path), &output.bytes));
    let written: Vec<bool> = written.collect::<Result<_, _>>()?;
    let written = written.into_iter().filter(|written| *written).count();
    let mut done = Written { written, kept: files.len() - written, removed: 0 };
    for path in before.iter().filter(|path| !now.contains(path.as_str())) {
        let target = folder.join(path);
        if fs::remove_file(&target).is_ok() {
            done.removed += 1;
        }
        remove_empty_parents(&target, folder);
    }
    if both.len() != now.len() {
        write_manifest(folder, &now)?;
    }
    Ok(done)
}

/// Refuses folders that hold something else than an earlier run of ours.
///
/// # Errors
/// When the folder may not be written to.
pub fn guard(folder: &Path, content: &Path) -> Result<(), Refusal> {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| absolute(path));
    let (output, source) = (real(folder), real(content));
    if output.starts_with(&source) || source.starts_with(&output) {
        return Err(Refusal::Content(folder.to_owned()));
    }
    let mut files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Refusal::Io(folder.to_owned(), error)),
    };
    if files.next().is_none() || folder.join(MANIFEST).is_file() {
        return Ok(());
    }
    Err(Refusal::NotOurs(folder.to_owned()))
}

/// A path that need not exist yet, made absolute by its nearest folder that does.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut rest = Vec::new();
    let mut at = path.as_path();
    loop {
        if let Ok(real) = fs::canonicalize(at) {
            return rest.iter().rev().fold(real, |path, part| path.join(part));
        }
        match (at.parent(), at.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_owned());
                at = parent;
            }
            _ => return path.clone(),
        }
    }
}

fn read_manifest(folder: &Path) -> Result<BTreeSet<String>, Refusal> {
    let path = folder.join(MANIFEST);
    match fs::read_to_string(&path) {
        // Only plain paths below the folder: a manifest that was tampered with removes nothing elsewhere.
        Ok(text) => Ok(text.lines().filter(|line| is_plain(line)).map(str::to_owned).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(Refusal::Io(path, error)),
    }
}

fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('#')
        && !path.contains('\\')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && path != MANIFEST
}

fn write_manifest(folder: &Path, paths: &BTreeSet<&str>) -> Result<(), Refusal> {
    let mut text = String::from(FIRST_LINE);
    text.push('\n');
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    replace(&folder.join(MANIFEST), text.as_bytes())
}

fn same(path: &Path, bytes: &[u8]) -> bool {
    // A link is replaced by a file even when it leads to the same bytes.
    let Ok(data) = fs::symlink_metadata(path) else { return false };
    data.is_file() && data.len() == bytes.len() as u64 && fs::read(path).is_ok_and(|old| old == bytes)
}

/// Writes a file unless it is there already; says whether it had to be written.
fn bring_in_line(target: &Path, bytes: &[u8]) -> Result<bool, Refusal> {
    if same(target, bytes) {
        return Ok(false);
    }
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).map_err(|_| Refusal::InTheWay(parent.to_owned()))?;
    }
    replace(target, bytes)?;
    Ok(true)
}

/// Writes a file beside its target and moves it into place, so that a reader sees the old bytes or the new.
fn replace(target: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let io = |error| Refusal::Io(target.to_owned(), error);
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = target.with_file_name(format!(".{name}.werkzaam-tmp"));
    fs::write(&temporary, bytes).map_err(io)?;
    fs::rename(&temporary, target).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        if target.is_dir() { Refusal::InTheWay(target.to_owned()) } else { Refusal::Io(target.to_owned(), error) }
    })
}

fn remove_empty_parents(target: &Path, folder: &Path) {
    let mut at = target.parent();
    while let Some(parent) = at.filter(|parent| *parent != folder && parent.starts_with(folder)) {
        // Fails when it is not empty, which is what stops us.
        if fs::remove_dir(parent).is_err() {
            break;
        }
        at = parent.parent();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::publish::tree::Output;

    fn tree(files: &[(&str, &str)]) -> OutputTree {
        let mut tree = OutputTree::default();
        for (path, text) in files {
            tree.insert(*path, Output::new(text.as_bytes()));
        }
        tree
    }

    fn listing(folder: &Path) -> Vec<String> {
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = walk.filter(|entry| entry.file_type().is_file() && entry.file_name() != MANIFEST);
        files.map(|entry| entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn writes_what_differs_and_removes_what_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let (out, content) = (home.path().join("out"), home.path().join("content"));
        fs::create_dir(&content).unwrap();
        let first =
            publish(&tree(&[("a/index.html", "1"), ("b/c/index.html", "2"), ("x", "3")]), &out, &content).unwrap();
        assert_eq!(first, Written { written: 3, kept: 0, removed: 0 });
        let before = fs::metadata(out.join("a/index.html")).unwrap().modified().unwrap();
        let second = publish(&tree(&[("a/index.html", "1"), ("x", "4")]), &out, &content).unwrap();
        assert_eq!(second, Written { written: 1, kept: 1, removed: 1 });
        assert_eq!(fs::metadata(out.join("a/index.html")).unwrap().modified().unwrap(), before);
        assert_eq!(listing(&out), ["a/index.html", "x"]);
        assert!(!out.join("b").exists());
        // A page becomes a folder, and a folder a page.
        publish(&tree(&[("a", "1"), ("x/y", "4")]), &out, &content).unwrap();
        assert_eq!(listing(&out), ["a", "x/y"]);
    }

    #[test]
    fn files_of_others_stay() {
        let home = tempfile::tempdir().unwrap();
        let (out, content) = (home.path().join("out"), home.path().join("content"));
        fs::create_dir(&content).unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(out.join("thesis.doc"), "mine").unwrap();
        assert!(matches!(publish(&tree(&[("a", "1")]), &out, &content), Err(Refusal::NotOurs(_))));
        assert_eq!(listing(&out), ["thesis.doc"]);
        // In a folder of ours a stranger's file is left alone too.
        let ours = home.path().join("ours");
        publish(&tree(&[("a", "1")]), &ours, &content).unwrap();
        fs::write(ours.join("CNAME"), "x").unwrap();
        publish(&tree(&[("b", "1")]), &ours, &content).unwrap();
        assert_eq!(listing(&ours), ["CNAME", "b"]);
    }

    #[test]
    fn the_content_folder_is_no_output_folder() {
        let home = tempfile::tempdir().unwrap();
        let content = home.path().join("content");
        fs::create_dir(&content).unwrap();
        for folder in [content.clone(), content.join("public"), home.path().to_owned(), content.join("../content/x")] {
            assert!(matches!(publish(&tree(&[("a", "1")]), &folder, &content), Err(Refusal::Content(_))), "{folder:?}");
        }
    }

    #[test]
    fn a_tampered_manifest_removes_nothing_elsewhere() {
        let home = tempfile::tempdir().unwrap();
        let (out, content) = (home.path().join("out"), home.path().join("content"));
        fs::create_dir(&content).unwrap();
        fs::write(home.path().join("precious"), "x").unwrap();
        publish(&tree(&[("a", "1")]), &out, &content).unwrap();
        fs::write(out.join(MANIFEST), "../precious\n/etc/hosts\na\n").unwrap();
        publish(&tree(&[("b", "1")]), &out, &content).unwrap();
        assert!(home.path().join("precious").exists());
        assert_eq!(listing(&out), ["b"]);
    }
}
