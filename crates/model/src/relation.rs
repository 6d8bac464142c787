//! The declaration of a relation: one place gives the Rust type of its rows, the names by which
//! rule files see it, its documentation and its JSON.

use crate::{Id, Known, List, RowRef, Span, System, Value};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A flag.
    Bool,
    /// A number.
    Int,
    /// Text.
    Text,
    /// One word of a closed vocabulary.
    Word(&'static [&'static str]),
    /// A row of the named relation.
    Row(&'static str),
    /// Several values of one kind.
    List(&'static Kind),
    /// A value or `null`.
    Optional(&'static Kind),
    /// A value, or unknown.
    Known(&'static Kind),
    /// A place.
    Span,
}

/// One column of a relation.
#[derive(Debug)]
pub struct Column {
    /// The name in rule files and JSON.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it lists the rows of another relation that refer to this one.
    /// Such columns are filled by [`System::index`] and left out of JSON.
    pub is_reverse: bool,
}

/// One relation: its name, its meaning and its columns.
#[derive(Debug)]
pub struct Relation {
    /// The name in rule files and JSON.
    pub name: &'static str,
    /// What one row is.
    pub doc: &'static str,
    /// A template that names a row; the default subject of findings.
    pub subject: &'static str,
    /// The columns, in the order of declaration.
    pub columns: &'static [Column],
    /// The number of rows in a system.
    pub len: fn(&System) -> usize,
    /// One row of a system.
    pub row: for<'s> fn(&'s System, usize) -> &'s dyn Row,
}

impl Relation {
    /// The position of the column called `name`.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// One row, seen by position of column.
pub trait Row: Send + Sync {
    /// The value of column number `column`.
    fn value(&self, column: usize) -> Value<'_>;
    /// The smallest text that shows the fact.
    fn at(&self) -> Span;
}

/// The relation that rows of this type belong to.
pub trait Declared: Row + Sized {
    /// Name in rule files.
    const NAME: &'static str;
    /// What one row is.
    const DOC: &'static str;
    /// Default subject.
    const SUBJECT: &'static str;
    /// Columns.
    const COLUMNS: &'static [Column];
    /// Position in the list of all relations.
    const RELATION: u16;
}

impl<T: Declared> Id<T> {
    /// The same row, as a row of any relation.
    pub fn row_ref(self) -> RowRef {
        RowRef {
            relation: T::RELATION,
            row: self.index() as u32,
        }
    }
}

/// A Rust type that a column can have.
pub trait ColumnType: Send + Sync {
    /// What rules see.
    const KIND: Kind;
    /// The value that rules see.
    fn value(&self) -> Value<'_>;
}

impl ColumnType for bool {
    const KIND: Kind = Kind::Bool;
    fn value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

macro_rules! int_columns {
    ($($Int:ty),*) => {$(
        impl ColumnType for $Int {
            const KIND: Kind = Kind::Int;
            fn value(&self) -> Value<'_> {
                Value::Int(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}
int_columns!(i64, u64, u32, u16, usize);

impl ColumnType for String {
    const KIND: Kind = Kind::Text;
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ColumnType for &'static str {
    const KIND: Kind = Kind::Text;
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ColumnType for Box<str> {
    const KIND: Kind = Kind::Text;
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl<T: ColumnType> ColumnType for Box<T> {
    const KIND: Kind = T::KIND;
    fn value(&self) -> Value<'_> {
        T::value(self)
    }
}

impl ColumnType for Span {
    const KIND: Kind = Kind::Span;
    fn value(&self) -> Value<'_> {
        Value::Span(*self)
    }
}

impl<T: Declared> ColumnType for Id<T> {
    const KIND: Kind = Kind::Row(T::NAME);
    fn value(&self) -> Value<'_> {
        Value::Row(self.row_ref())
    }
}

impl<T: ColumnType> ColumnType for Option<T> {
    const KIND: Kind = Kind::Optional(&T::KIND);
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, T::value)
    }
}

impl<T: ColumnType> ColumnType for Known<T> {
    const KIND: Kind = Kind::Known(&T::KIND);
    fn value(&self) -> Value<'_> {
        match self {
            Known::Is(value) => value.value(),
            Known::Unknown(reason) => Value::Unknown(reason),
        }
    }
}

impl<T: ColumnType> ColumnType for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);
    fn value(&self) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: ColumnType> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }
    fn get(&self, index: usize) -> Value<'_> {
        self[index].value()
    }
}

/// A column that refers to a row of `T`, or to none.
pub trait Refers<T> {
    /// The row that it refers to.
    fn target(&self) -> Option<Id<T>>;
}

impl<T> Refers<T> for Id<T> {
    fn target(&self) -> Option<Id<T>> {
        Some(*self)
    }
}

impl<T> Refers<T> for Option<Id<T>> {
    fn target(&self) -> Option<Id<T>> {
        *self
    }
}

/// Declares one relation. Every row has a place, `at`; the other columns are written as struct
/// fields with their documentation. Columns after `reverse` list the rows that refer to this one.
#[macro_export]
macro_rules! relation {
    (
        $(#[doc = $doc:literal])+
        $name:literal $Row:ident, subject $subject:literal {
            $($(#[doc = $column_doc:literal])+ $column:ident: $Type:ty,)*
        }
        $(reverse { $($(#[doc = $reverse_doc:literal])+ $reverse:ident: $Target:ty,)* })?
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        pub struct $Row {
            /// The smallest text that shows the fact.
            pub at: $crate::Span,
            $($(#[doc = $column_doc])+ pub $column: $Type,)*
            $($($(#[doc = $reverse_doc])+ pub $reverse: Vec<$crate::Id<$Target>>,)*)?
        }

        impl $crate::Row for $Row {
            fn value(&self, column: usize) -> $crate::Value<'_> {
                let columns: &[fn(&$Row) -> $crate::Value<'_>] = &[
                    |row| $crate::ColumnType::value(&row.at),
                    $(|row| $crate::ColumnType::value(&row.$column),)*
                    $($(|row| $crate::ColumnType::value(&row.$reverse),)*)?
                ];
                columns[column](self)
            }
            fn at(&self) -> $crate::Span {
                self.at
            }
        }

        impl $crate::relation::Declared for $Row {
            const NAME: &'static str = $name;
            const DOC: &'static str = concat!($($doc, "\n"),+);
            const SUBJECT: &'static str = $subject;
            const RELATION: u16 = $crate::system::RelationNumber::$Row as u16;
            const COLUMNS: &'static [$crate::Column] = &[
                $crate::Column {
                    name: "at",
                    doc: "The smallest text that shows the fact.",
                    kind: $crate::relation::Kind::Span,
                    is_reverse: false,
                },
                $($crate::Column {
                    name: stringify!($column),
                    doc: concat!($($column_doc, "\n"),+),
                    kind: <$Type as $crate::ColumnType>::KIND,
                    is_reverse: false,
                },)*
                $($($crate::Column {
                    name: stringify!($reverse),
                    doc: concat!($($reverse_doc, "\n"),+),
                    kind: <Vec<$crate::Id<$Target>> as $crate::ColumnType>::KIND,
                    is_reverse: true,
                },)*)?
            ];
        }
    };
}
