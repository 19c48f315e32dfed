//! The table of codes: a stable number and a severity each. The sentences stand in the locale tables, under the
//! number, so that this file has no words.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published, unless warnings are denied.
    Warning,
    /// Worth knowing; never stops anything.
    Notice,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal,)+) => {
        /// What kind of finding. The number never changes and is never used again for something else.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// The stable number: `E` error, `W` warning, `N` notice, then the room (two digits) and the rank.
            pub fn number(self) -> &'static str {
                match self { $(Code::$name => $number,)+ }
            }
        }
    };
}

codes! {
    // 01: files
    /// Bytes that are no UTF-8.
    NotUtf8 = "E0101",
    /// Larger than the limit.
    TooLarge = "E0102",
    /// Folder below the deepest one that is read.
    TooDeep = "E0103",
    /// Symbolic link that leads to a folder above itself.
    LinkLoop = "E0104",
    /// Symbolic link that leads out of the content folder.
    LinkOutside = "E0105",
    /// Control character in a text.
    ControlCharacter = "E0106",
    /// The system refuses to read it.
    Unreadable = "E0107",
    /// File name that cannot be an id.
    BadFileName = "E0108",
    /// Markdown file in a folder that belongs to no kind.
    UnknownFolder = "E0109",
    /// No content at all.
    NoContent = "E0110",

    // 02: front matter
    /// File without front matter.
    NoFrontMatter = "E0201",
    /// Front matter without closing line.
    UnclosedFrontMatter = "E0202",
    /// Text that is no YAML.
    YamlSyntax = "E0203",
    /// Field that the kind does not have.
    UnknownField = "E0204",
    /// Required field that is not there.
    MissingField = "E0205",
    /// Value of another type.
    WrongType = "E0206",
    /// Word outside a fixed set of words.
    UnknownChoice = "E0207",
    /// Text that is no date.
    BadDate = "E0208",
    /// Key that occurs twice.
    DuplicateKey = "E0209",
    /// YAML anchor, alias or tag.
    YamlAlias = "E0210",
    /// Front matter that is too long or too deep.
    YamlTooLarge = "E0211",
    /// Text that cannot be an id.
    BadId = "E0212",
    /// Field without a value.
    EmptyValue = "E0213",
    /// Address that is no web address.
    BadUrl = "E0214",
    /// Slug that is not in the closed list of `site.toml`.
    NotInList = "E0215",
    /// End before the beginning.
    PeriodReversed = "E0216",
    /// The same item twice in one list.
    DuplicateItem = "W0217",
    /// Count larger than the whole it is part of.
    CountAboveWhole = "E0218",
    /// Negative number.
    NegativeNumber = "E0219",
    /// More than one line where one line is meant.
    LineBreak = "E0220",

    // 03: Markdown
    /// HTML in the text.
    RawHtml = "E0301",
    /// Link with a scheme that may run code or that browsers treat as such.
    UnsafeScheme = "E0302",
    /// Link to a page that does not exist.
    BrokenLink = "E0303",
    /// Link to a heading that does not exist.
    BrokenAnchor = "E0304",
    /// Reference to a footnote that does not exist.
    MissingFootnote = "E0305",
    /// Heading of the first level in the text.
    TopHeading = "E0306",
    /// Footnote that nothing refers to.
    UnusedFootnote = "W0307",
    /// Picture without a text that replaces it.
    MissingAlt = "W0308",
    /// Picture or file that does not exist.
    MissingAsset = "E0309",
    /// Heading that skips a level.
    SkippedHeading = "W0310",
    /// Wikilink cut in two by a table's pipe.
    PipeInTable = "E0311",
    /// Two headings with the same id.
    DuplicateHeading = "W0312",
    /// Link without words.
    EmptyLink = "W0313",
    /// Title that more than one page has, used as a link.
    AmbiguousLink = "E0314",
    /// Alert of an unknown kind.
    UnknownAlert = "W0315",
    /// Lists or quotes too deep in one another.
    NestedTooDeep = "E0316",
    /// Two definitions of one footnote.
    DuplicateFootnote = "W0317",

    // 04: between pages
    /// Two pages or configurations with one id.
    DuplicateId = "E0401",
    /// Two pages with one address.
    UrlCollision = "E0402",
    /// Old address that is in use or claimed twice.
    AliasCollision = "E0403",
    /// Reference to an id that does not exist.
    UnknownReference = "E0404",
    /// Reference to a page of another kind.
    WrongKind = "E0405",
    /// A is part of B is part of A.
    Cycle = "E0406",
    /// Old address that is no path.
    BadAlias = "E0407",
    /// Page that refers to itself.
    SelfReference = "E0408",
    /// Link to a page that is a draft.
    LinkToDraft = "E0409",

    // 05: site.toml (its fields share the codes of 02)
    /// Text that is no TOML.
    TomlSyntax = "E0501",
    /// No `site.toml`.
    NoSiteToml = "W0506",

    // 06: theme
    /// Template with a mistake in it.
    TemplateSyntax = "E0601",
    /// Template that cannot be filled in.
    TemplateRender = "E0602",
    /// File that replaces nothing in the theme.
    UselessThemeFile = "W0603",
    /// Token file that is not there or holds no tokens.
    BadTokenFile = "E0604",

    // 07: the subject itself
    /// Configuration without outcome.
    NoOutcome = "W0701",
    /// Mechanism that reads like an activity.
    MechanismIsActivity = "W0702",
    /// Lesson without a case.
    LessonWithoutCase = "W0703",
    /// Term of the vocabulary that nothing uses.
    UnusedTerm = "W0704",
    /// Case that no lesson uses.
    CaseWithoutLesson = "N0705",
    /// Source without the place in it.
    NoPlaceInSource = "W0706",
    /// The same configuration with the opposite effect.
    Contradiction = "N0707",
    /// Sentence of over thirty words in a summary.
    LongSentence = "W0708",
    /// Abbreviation that the glossary lacks.
    UnknownAbbreviation = "W0709",
    /// E-mail address or telephone number.
    PersonalData = "W0710",
    /// Configuration without evidence.
    NoEvidence = "W0711",
    /// Term without the words that build the sentence.
    NoPhrase = "W0712",
    /// Figure without a date.
    FigureWithoutDate = "N0713",
    /// Configuration that says nothing of for whom or when.
    NoCircumstances = "W0714",
    /// Summary of more than two sentences.
    LongSummary = "W0715",
    /// More than three tags for one letter.
    TooManyTags = "W0716",
    /// Claim that no source carries.
    NoSource = "W0717",

    // 09: ourselves
    /// A mistake in Werkzaam.
    Internal = "E0901",
}

impl Code {
    /// Error, warning or notice, told by the first letter of the number.
    pub fn severity(self) -> Severity {
        match self.number().as_bytes().first() {
            Some(b'W') => Severity::Warning,
            Some(b'N') => Severity::Notice,
            _ => Severity::Error,
        }
    }

    /// The code with this number, whatever the case of its letter.
    pub fn from_number(number: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.number().eq_ignore_ascii_case(number.trim()))
    }
}
