//! Two macros that say a thing once: `record!` makes a struct, its rows of the field table, its reader and its list
//! of references; `choice!` makes an enum of fixed words. Know no field by name.

use super::value::{Field, MapReader, Site};

/// A group of fields that are read from one map.
pub trait Record: Sized {
    /// The name under which the locale explains the fields.
    const NAME: &'static str;
    /// Its rows of the field table, in the order in which people write them.
    const FIELDS: &'static [Field];
    /// Reads the fields; leaves other keys alone.
    fn read_fields(map: &mut MapReader<'_, '_>) -> Self;
    /// Hands every reference in it to `visit`.
    fn each_site<'a>(&'a self, visit: &mut dyn FnMut(Site<'a>));
}

/// A struct whose fields are read from a YAML map. `record! { /// doc  Name ("locale-name") { /// doc  field ("key"): Type, … } }`;
/// `("key")` is needed only where the key is a Rust keyword. With `short field` a plain value stands for that field.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident ($key:literal) $(short $short:ident)? {
        $($(#[$fmeta:meta])* $field:ident $(($yaml:literal))? : $ty:ty,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        pub struct $name { $($(#[$fmeta])* pub $field: $ty,)* }

        impl $crate::model::record::Record for $name {
            const NAME: &'static str = $key;
            const FIELDS: &'static [$crate::model::value::Field] = &[$($crate::model::value::Field {
                name: $crate::model::record::key!($field $($yaml)?),
                shape: <$ty as $crate::model::value::Readable>::SHAPE,
                required: !<$ty as $crate::model::value::Readable>::OPTIONAL,
            },)*];
            #[allow(unused_variables, reason = "a record without fields reads nothing")]
            fn read_fields(map: &mut $crate::model::value::MapReader<'_, '_>) -> Self {
                Self { $($field: map.take($crate::model::record::key!($field $($yaml)?)),)* }
            }
            fn each_site<'a>(&'a self, visit: &mut dyn FnMut($crate::model::value::Site<'a>)) {
                let _ = &visit; // a record without fields has nothing to hand on
                $($crate::model::value::Readable::sites(&self.$field, $crate::model::record::key!($field $($yaml)?), visit);)*
            }
        }

        impl $crate::model::value::Readable for $name {
            const SHAPE: $crate::model::value::Shape = {
                let whole = $crate::model::value::Shape::Record($key, <$name as $crate::model::record::Record>::FIELDS);
                $crate::model::record::record!(@shape whole, $name $($short)?)
            };
            fn read(node: &$crate::read::frontmatter::Node, field: &'static str, report: &mut $crate::diagnostic::FileReport) -> Option<Self> {
                let $crate::read::frontmatter::Value::Map(pairs) = &node.value else {
                    $(if matches!(node.value, $crate::read::frontmatter::Value::Text(_)) {
                        let $short = $crate::model::value::Readable::read(node, field, report)?;
                        return Some(Self { $short, ..Self::default() });
                    })?
                    $crate::model::value::wrong_type(node, field, Self::SHAPE, report);
                    return None;
                };
                let mut map = $crate::model::value::MapReader::new(pairs, node.span, $key, report);
                let value = <$name as $crate::model::record::Record>::read_fields(&mut map);
                map.finish();
                Some(value)
            }
            fn sites<'a>(&'a self, _field: &'static str, visit: &mut dyn FnMut($crate::model::value::Site<'a>)) {
                $crate::model::record::Record::each_site(self, visit);
            }
        }
    };
    (@shape $whole:ident, $name:ident) => { $whole };
    (@shape $whole:ident, $name:ident $short:ident) => {{
        let _ = $whole;
        $crate::model::value::Shape::Either(&[
            $crate::model::record::short_shape(<$name as $crate::model::record::Record>::FIELDS, stringify!($short)),
            $crate::model::value::Shape::Record(<$name as $crate::model::record::Record>::NAME, <$name as $crate::model::record::Record>::FIELDS),
        ])
    }};
}

/// The shape of the field that a plain value stands for.
pub const fn short_shape(fields: &'static [Field], name: &str) -> super::value::Shape {
    let mut i = 0;
    while i < fields.len() {
        if same(fields[i].name.as_bytes(), name.as_bytes()) {
            return fields[i].shape;
        }
        i += 1;
    }
    // `do` is a keyword, so its field has another name in Rust than in YAML.
    fields[0].shape
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $yaml:literal) => {
        $yaml
    };
}

/// An enum of fixed words. The first is the default.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $(#[$fmeta:meta])* $first:ident = $fword:literal, $($(#[$vmeta:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[$fmeta])* #[default] $first, $($(#[$vmeta])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$name::$first, $($name::$variant,)*];
            /// The words, in the same order.
            pub const WORDS: &'static [&'static str] = &[$fword, $($word,)*];
            /// The word in front matter, and the key in the locale.
            pub fn word(self) -> &'static str {
                match self { $name::$first => $fword, $($name::$variant => $word,)* }
            }
        }

        impl $crate::model::value::Readable for $name {
            const SHAPE: $crate::model::value::Shape = $crate::model::value::Shape::Choice(Self::WORDS);
            fn read(node: &$crate::read::frontmatter::Node, field: &'static str, report: &mut $crate::diagnostic::FileReport) -> Option<Self> {
                use $crate::read::frontmatter::Value;
                let number;
                let word = match &node.value {
                    Value::Text(word) => word.as_str(),
                    Value::Integer(value) => {
                        number = value.to_string();
                        number.as_str()
                    }
                    // An unquoted `true` or `false` may be meant as a word too.
                    Value::Bool(true) => "yes",
                    Value::Bool(false) => "no",
                    _ => {
                        $crate::model::value::wrong_type(node, field, Self::SHAPE, report);
                        return None;
                    }
                };
                let found = Self::ALL.iter().copied().find(|choice| choice.word() == word);
                if found.is_none() {
                    report.add($crate::diagnostic::Code::UnknownChoice, node.span, |d| {
                        d.arg("value", word).arg("field", field).arg("choices", Self::WORDS.join(", "))
                            .suggest(word, Self::WORDS.iter().copied())
                    });
                }
                found
            }
        }
    };
}

pub(crate) use {choice, key, record};
