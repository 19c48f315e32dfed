//! Matrices: two letters against each other, with the number of configurations per effect in each cell, and each cell
//! a way to its configurations. The cells of interventions and outcomes are questions, which have pages; those of the
//! other letters stand on a page a row. Each matrix is also a file for spreadsheets. Knows no templates.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::{Page, Show, csv, question};
use crate::model::address;
use crate::model::cmo::Effect;
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::entry::Entry;
use crate::model::insight::grid::{Axes, Grid};
use crate::model::kind::Kind;
use crate::site::cmo;
use crate::site::keys::Keys;
use crate::site::lists::sort_key;
use crate::site::scope::{Scope, file};
use crate::site::view::{ConfigurationLine, EffectCount, Link, Meta};

/// A matrix.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Matrix {
    /// What it shows, for the corner.
    pub corner: String,
    /// How much of it is filled, in a sentence.
    pub filled: String,
    /// Headings of the columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Configurations in the whole matrix, each once.
    pub total: usize,
    /// Labels of the effects.
    pub effects: Vec<EffectCount>,
    /// The matrices, this one among them.
    pub matrices: Vec<Link>,
    /// The same as files.
    pub sheets: Vec<Link>,
    /// Pages on what stands out.
    pub findings: Vec<Link>,
}

/// A column.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Column {
    /// The concept.
    pub link: Link,
    /// Configurations in it, each once.
    pub total: usize,
}

/// A row.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Row {
    /// The concept.
    pub link: Link,
    /// One cell a column; none where nobody looked.
    pub cells: Vec<Option<Cell>>,
    /// Configurations in it, each once.
    pub total: usize,
    /// The page with all configurations of the row, when there is one.
    pub href: Option<String>,
    /// How many columns nobody looked at, in words; none when there are none.
    pub unseen: Option<String>,
}

/// A cell.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Cell {
    /// Where its configurations stand.
    pub href: String,
    /// Counts that are not zero.
    pub counts: Vec<EffectCount>,
}

/// The configurations of one row, by column.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct RowView {
    /// What heads the row.
    pub link: Link,
    /// Its kind in words.
    pub kind_label: String,
    /// The columns that it fills.
    pub sections: Vec<Section>,
    /// The matrix.
    pub matrix: Link,
}

/// The configurations of one cell.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Section {
    /// Anchor.
    pub id: String,
    /// What heads the column.
    pub link: Link,
    /// Counts that are not zero.
    pub counts: Vec<EffectCount>,
    /// How many configurations.
    pub total: usize,
    /// The configurations, in lines.
    pub lines: Vec<ConfigurationLine>,
    /// Where the rest stands, when they are too many.
    pub more: Option<Link>,
}

/// Most configurations of one cell on the page of a row.
const MOST: usize = 30;

/// What a matrix is called in an address.
fn segment(scope: &Scope<'_>, axes: Axes) -> String {
    scope.word("matrix-route", axes.word())
}

/// Where a matrix stands.
pub fn path(scope: &Scope<'_>, axes: Axes) -> String {
    let route = address::route("matrix", scope.words);
    if axes == Axes::FIRST { route } else { format!("{route}{}/", segment(scope, axes)) }
}

/// Where the page of a row stands.
pub fn row_path(scope: &Scope<'_>, axes: Axes, row: EntryIndex) -> String {
    let id = scope.entry(row).map(|entry| entry.id.as_str()).unwrap_or_default();
    format!("{}{}/{id}/", address::route("matrix", scope.words), segment(scope, axes))
}

/// Whether the cells of a matrix stand on a page a row.
fn has_rows(axes: Axes) -> bool {
    axes != Axes::InterventionOutcome
}

/// The rows that have a page.
pub fn rows(scope: &Scope<'_>) -> Vec<(Axes, EntryIndex)> {
    let grids = scope.corpus.insight.grids.iter().filter(|grid| has_rows(grid.axes));
    grids.flat_map(|grid| grid.rows.keys().map(|row| (grid.axes, *row))).collect()
}

/// Where the configurations of a cell stand.
fn cell_href(scope: &Scope<'_>, axes: Axes, row: EntryIndex, column: EntryIndex) -> String {
    match scope.corpus.insight.question(row, column).filter(|_| !has_rows(axes)) {
        Some(index) => file(&question::path(scope, index)),
        None => {
            let anchor = scope.entry(column).map(|entry| entry.id.as_str()).unwrap_or_default();
            format!("{}#{anchor}", file(&row_path(scope, axes, row)))
        }
    }
}

/// Where all that was said of an intervention or mechanism and an outcome stands.
pub fn pair_href(scope: &Scope<'_>, subject: EntryIndex, outcome: EntryIndex) -> String {
    let is_intervention = scope.entry(subject).is_some_and(|entry| entry.kind == Kind::Intervention);
    let axes = if is_intervention { Axes::InterventionOutcome } else { Axes::MechanismOutcome };
    cell_href(scope, axes, subject, outcome)
}

/// Pages on what stands out in the matrices.
pub fn findings(scope: &Scope<'_>) -> Vec<Link> {
    if scope.corpus.configurations.is_empty() {
        return Vec::new();
    }
    ["contradictions", "robustness", "gaps"].map(|key| scope.route(key)).into()
}

/// A key of the table of words, filled with the kinds of rows and columns, one and many.
fn told(scope: &Scope<'_>, key: &str, axes: Axes, more: &[(&str, &str)]) -> String {
    let word = |kind: Kind, key: &str| scope.kind_word(kind, key).to_lowercase();
    let (row, rows) = (word(axes.row(), "singular"), word(axes.row(), "plural"));
    let (column, columns) = (word(axes.column(), "singular"), word(axes.column(), "plural"));
    let (first, firsts) = (scope.kind_word(axes.row(), "singular"), scope.kind_word(axes.row(), "plural"));
    let mut blanks = vec![("row", row.as_str()), ("rows", &rows), ("column", &column), ("columns", &columns)];
    blanks.extend([("Row", first.as_str()), ("Rows", &firsts)]);
    blanks.extend(more);
    scope.words.fill(&format!("matrix.{key}"), &blanks)
}

fn title(scope: &Scope<'_>, axes: Axes) -> String {
    told(scope, "title", axes, &[])
}

fn counts(scope: &Scope<'_>, of: &[ConfigurationIndex]) -> Vec<EffectCount> {
    scope.effects(of).counts.into_iter().filter(|count| count.count > 0).collect()
}

/// Entries by title, as overviews have them.
fn sorted<'a>(scope: &Scope<'a>, of: impl Iterator<Item = EntryIndex>) -> Vec<(EntryIndex, &'a Entry)> {
    let mut found: Vec<(EntryIndex, &Entry)> = of.filter_map(|index| Some((index, &**scope.entry(index)?))).collect();
    found.sort_by_cached_key(|(_, entry)| sort_key(entry));
    found
}

fn once<'a>(cells: impl Iterator<Item = &'a Vec<ConfigurationIndex>>) -> BTreeSet<ConfigurationIndex> {
    cells.flatten().copied().collect()
}

/// The page of a matrix.
pub fn page(scope: &Scope<'_>, axes: Axes) -> Page {
    let empty = Grid { axes, rows: BTreeMap::new() };
    let grid = scope.corpus.insight.grid(axes).unwrap_or(&empty);
    let totals = grid.columns();
    let columns = sorted(scope, totals.keys().copied());
    let row = |(index, entry): &(EntryIndex, &Entry)| {
        let of = &grid.rows[index];
        let cell = |(column, _): &(EntryIndex, &Entry)| {
            let counts = counts(scope, of.get(column)?);
            Some(Cell { href: cell_href(scope, axes, *index, *column), counts })
        };
        let unseen = columns.len().saturating_sub(of.len());
        let numbers = [("n", unseen.to_string()), ("of", columns.len().to_string())];
        let numbers = numbers.each_ref().map(|(key, number)| (*key, number.as_str()));
        Row {
            link: scope.link(entry),
            cells: columns.iter().map(cell).collect(),
            total: once(of.values()).len(),
            href: has_rows(axes).then(|| file(&row_path(scope, axes, *index))),
            unseen: (unseen > 0).then(|| told(scope, "unseen_row", axes, &numbers)),
        }
    };
    let rows: Vec<Row> = sorted(scope, grid.rows.keys().copied()).iter().map(row).collect();
    let filled: usize = grid.rows.values().map(BTreeMap::len).sum();
    let all = (rows.len() * columns.len()).to_string();
    let matrix = Matrix {
        corner: told(scope, "corner", axes, &[]),
        filled: told(scope, "filled", axes, &[("n", &filled.to_string()), ("of", &all)]),
        columns: columns
            .iter()
            .map(|(index, entry)| Column { link: scope.link(entry), total: totals.get(index).map_or(0, BTreeSet::len) })
            .collect(),
        rows,
        total: once(grid.rows.values().flat_map(BTreeMap::values)).len(),
        effects: scope.effects(&[]).counts,
        matrices: Axes::ALL
            .map(|axes| Link { href: file(&path(scope, axes)), label: told(scope, "name", axes, &[]) })
            .into(),
        sheets: ["sheet", "sheet_long"]
            .into_iter()
            .zip(sheet_paths(scope, axes))
            .map(|(key, href)| Link { href, label: scope.word("matrix", key) })
            .collect(),
        findings: findings(scope),
    };
    let key = if has_rows(axes) { "intro_list" } else { "intro_question" };
    let meta = Meta { title: title(scope, axes), description: told(scope, key, axes, &[]), ..Meta::default() };
    Page {
        path: path(scope, axes),
        template: "matrix.html",
        words: "matrix",
        meta,
        parents: if axes == Axes::FIRST { Vec::new() } else { vec![link(scope, Axes::FIRST)] },
        show: Show::Matrix(Box::new(matrix)),
    }
}

fn link(scope: &Scope<'_>, axes: Axes) -> Link {
    Link { href: file(&path(scope, axes)), label: title(scope, axes) }
}

/// Feeds what the page of a row depends on.
pub fn row_key(scope: &Scope<'_>, keys: &Keys, axes: Axes, row: EntryIndex, hasher: &mut Xxh3) {
    let Some(cells) = scope.corpus.insight.grid(axes).and_then(|grid| grid.rows.get(&row)) else { return };
    scope.entry(row).map(|entry| entry.face).hash(hasher);
    for (column, configurations) in cells {
        scope.entry(*column).map(|entry| entry.face).hash(hasher);
        keys.cards(configurations, hasher);
    }
}

/// The page of a row.
pub fn row_page(scope: &Scope<'_>, axes: Axes, index: EntryIndex) -> Page {
    let entry = &scope.corpus.entries[index];
    let cells = scope.corpus.insight.grid(axes).and_then(|grid| grid.rows.get(&index));
    let more = |count: usize| {
        let anchor = scope.word("text", "configurations_anchor");
        let label = scope.words.fill("matrix.more", &[("n", &(count - MOST).to_string())]);
        Link { href: format!("{}#{anchor}", scope.link(entry).href), label }
    };
    let section = |(column, entry): (EntryIndex, &Entry)| {
        let of = cells?.get(&column)?;
        Some(Section {
            id: entry.id.clone(),
            link: scope.link(entry),
            counts: counts(scope, of),
            total: of.len(),
            lines: cmo::lines(scope, of, MOST),
            more: (of.len() > MOST).then(|| more(of.len())),
        })
    };
    let columns = sorted(scope, cells.into_iter().flat_map(BTreeMap::keys).copied());
    let view = RowView {
        link: scope.link(entry),
        kind_label: scope.kind_word(axes.row(), "singular"),
        sections: columns.into_iter().filter_map(section).collect(),
        matrix: link(scope, axes),
    };
    let name = [("name", entry.common.title.text.as_str())];
    let meta = Meta {
        title: told(scope, "row_title", axes, &name),
        description: told(scope, "row_intro", axes, &[("name", &entry.title_inside())]),
        ..Meta::default()
    };
    Page {
        path: row_path(scope, axes, index),
        template: "matrix-row.html",
        words: "matrix",
        meta,
        parents: vec![link(scope, axes)],
        show: Show::MatrixRow(Box::new(view)),
    }
}

/// The files of a matrix: as it stands, and a line a cell.
fn sheet_paths(scope: &Scope<'_>, axes: Axes) -> [String; 2] {
    let name = format!("{}{}", path(scope, axes), segment(scope, axes));
    [format!("{name}.csv"), format!("{name}-{}.csv", scope.word("matrix", "long"))]
}

/// The matrix as files for spreadsheets.
pub fn sheets(scope: &Scope<'_>, axes: Axes) -> Vec<(String, Vec<u8>)> {
    let Show::Matrix(matrix) = page(scope, axes).show else { return Vec::new() };
    let total = scope.word("matrix", "total");
    let texts = |count: &EffectCount| format!("{} {}", count.count, count.label.to_lowercase());
    let of_cell = |cell: &Option<Cell>| {
        let counts = cell.iter().flat_map(|cell| &cell.counts).map(texts);
        counts.collect::<Vec<String>>().join(", ")
    };
    let headings = matrix.columns.iter().map(|column| column.link.label.clone());
    let mut wide = vec![line([matrix.corner.clone()].into_iter().chain(headings), total.clone())];
    wide.extend(matrix.rows.iter().map(|row| {
        let cells = [row.link.label.clone()].into_iter().chain(row.cells.iter().map(of_cell));
        line(cells, row.total.to_string())
    }));
    let totals = matrix.columns.iter().map(|column| column.total.to_string());
    wide.push(line([total].into_iter().chain(totals), matrix.total.to_string()));

    let kinds = [axes.row(), axes.column()].map(|kind| scope.kind_word(kind, "singular"));
    let mut long = vec![kinds.into_iter().chain(matrix.effects.iter().map(|effect| effect.label.clone())).collect()];
    for row in &matrix.rows {
        for (column, cell) in matrix.columns.iter().zip(&row.cells) {
            let Some(cell) = cell else { continue };
            let count = |effect: &Effect| {
                let of = cell.counts.iter().find(|count| count.effect == effect.word());
                of.map_or(0, |count| count.count).to_string()
            };
            let names = [row.link.label.clone(), column.link.label.clone()];
            long.push(names.into_iter().chain(Effect::ALL.iter().map(count)).collect());
        }
    }
    let files = [wide, long].map(|rows| csv::file(&rows, scope.words));
    sheet_paths(scope, axes).into_iter().zip(files).collect()
}

fn line(cells: impl Iterator<Item = String>, last: String) -> Vec<String> {
    cells.chain([last]).collect()
}
