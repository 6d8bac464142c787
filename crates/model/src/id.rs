//! Typed positions of rows in their tables.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The position of a row of type `T` in its table.
pub struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The id of row number `index`.
    pub fn new(index: usize) -> Self {
        Id(
            u32::try_from(index).expect("a table holds fewer than 2^32 rows"),
            PhantomData,
        )
    }

    /// The row number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A row of any relation: which relation (its position in
/// [`System::RELATIONS`](crate::System::RELATIONS)) and which row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    /// Position of the relation in the list of all relations.
    pub relation: u16,
    /// Row number in the relation's table.
    pub row: u32,
}

/// The rows of one relation, in a stable order.
#[derive(Debug, Clone)]
pub struct Table<T> {
    rows: Vec<T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { rows: Vec::new() }
    }
}

impl<T> Table<T> {
    /// Adds a row and returns its id.
    pub fn push(&mut self, row: T) -> Id<T> {
        let id = Id::new(self.rows.len());
        self.rows.push(row);
        id
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All ids, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<T>> + use<T> {
        (0..self.rows.len()).map(Id::new)
    }

    /// All rows with their ids, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<T>, &T)> {
        self.rows.iter().enumerate().map(|(i, r)| (Id::new(i), r))
    }

    /// All rows, in order, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Id<T>, &mut T)> {
        self.rows
            .iter_mut()
            .enumerate()
            .map(|(i, r)| (Id::new(i), r))
    }

    /// The rows without their ids.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }
}

impl<T> Table<T> {
    /// Adds the rows of another table, each changed by `change` first.
    pub fn append(&mut self, other: Table<T>, change: impl Fn(&mut T)) {
        self.rows.extend(other.rows.into_iter().map(|mut row| {
            change(&mut row);
            row
        }));
    }

    /// Keeps the rows for which `is_kept`, which may change them and is asked in their order.
    pub fn retain(&mut self, is_kept: impl FnMut(&mut T) -> bool) {
        self.rows.retain_mut(is_kept);
    }
}

impl<T> Index<Id<T>> for Table<T> {
    type Output = T;
    fn index(&self, id: Id<T>) -> &T {
        &self.rows[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Table<T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.rows[id.index()]
    }
}
