//! Rows as values of CEL, resolved member by member when an expression asks.

use cel::ExecutionError;
use cel::common::traits::Indexer;
use cel::common::types::{CelBool, CelInt, CelList, CelNull, CelString, Type};
use cel::common::value::{CowVal, Val};
use model::{RowRef, System, Value};

static ROW: Type = Type::new_unspecified_type("row");

/// The function that an error of an unknown value names: how the run tells silence from a fault.
pub const UNKNOWN: &str = "unknown";

/// Most values of one list that an expression may look at; a longer list is unknown.
const MAX_LIST: usize = 100_000;

/// One row of a system.
#[derive(Clone, Copy)]
pub struct RowValue<'s> {
    /// The system.
    pub system: &'s System,
    /// The row.
    pub row: RowRef,
}

impl std::fmt::Debug for RowValue<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.row)
    }
}

impl Val for RowValue<'_> {
    fn get_type(&self) -> &Type {
        &ROW
    }
    fn cel_type() -> &'static Type {
        &ROW
    }
    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }
    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(*self)
    }
}

impl Indexer for RowValue<'_> {
    fn get<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        member(*self, index).map(CowVal::Owned)
    }
    fn steal<'v>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        member(*self, index)
    }
}

fn member<'s>(row: RowValue<'s>, index: &dyn Val) -> Result<Box<dyn Val + 's>, ExecutionError> {
    let name = index
        .downcast_ref::<CelString>()
        .ok_or_else(|| ExecutionError::no_such_key("a column's name is text"))?;
    let value = row
        .system
        .value(row.row, name.inner())
        .ok_or_else(|| ExecutionError::no_such_key(name.inner()))?;
    convert(row.system, value)
}

/// A value of a row as a value of CEL; unknown is an error that only `&&` and `||` can outweigh.
fn convert<'s>(system: &'s System, value: Value<'s>) -> Result<Box<dyn Val + 's>, ExecutionError> {
    Ok(match value {
        Value::Null => Box::new(CelNull),
        Value::Bool(flag) => Box::new(CelBool::from(flag)),
        Value::Int(number) => Box::new(CelInt::from(number)),
        Value::Text(text) => Box::new(CelString::from(text)),
        Value::Row(row) => Box::new(RowValue { system, row }),
        Value::List(list) if list.len() > MAX_LIST => {
            return Err(ExecutionError::function_error(
                UNKNOWN,
                "a list of more than 100,000 values",
            ));
        }
        Value::List(list) => {
            let values: Result<Vec<Box<dyn Val + 's>>, ExecutionError> = (0..list.len())
                .map(|index| convert(system, list.get(index)))
                .collect();
            Box::new(CelList::from(values?))
        }
        Value::Span(_) => Box::new(CelNull),
        Value::Unknown(reason) => {
            return Err(ExecutionError::function_error(UNKNOWN, reason));
        }
    })
}
