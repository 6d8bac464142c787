//! Eight bytes at a time, in one register and without unsafe code.

/// One in each byte.
const EACH: u64 = 0x0101_0101_0101_0101;

/// Eight spaces.
pub(crate) const SPACES: u64 = EACH * b' ' as u64;

/// The eight bytes from `at` on, the first one lowest.
#[inline]
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*bytes))
}

/// The top bit of the lowest byte that is `byte`, and perhaps of others above it; 0 if none is.
#[inline]
pub(crate) fn equal(word: u64, byte: u8) -> u64 {
    let zero = word ^ (EACH * u64::from(byte));
    zero.wrapping_sub(EACH) & !zero & (EACH * 0x80)
}

/// Like [`equal`], for bytes below the space.
#[inline]
pub(crate) fn below_space(word: u64) -> u64 {
    word.wrapping_sub(SPACES) & !word & (EACH * 0x80)
}
