//! GitHub's `primaryLocationLineHash`: a hash of the 100 characters from a line's start.
//!
//! Source: github/codeql-action, `src/fingerprints.ts`. White space is dropped, line ends are one
//! character, and equal hashes are numbered in the order of their lines.

use rustc_hash::FxHashMap;

/// Characters that one hash covers.
const WINDOW: usize = 100;
const FACTOR: u64 = 37;
/// What GitHub puts behind the last character.
const END: u16 = 65535;

/// The hash of every line of `bytes`, by line from 1: `lines[0]` is line 1.
pub fn line_hashes(bytes: &[u8]) -> Vec<String> {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    hashes(bytes)
        .into_iter()
        .map(|hash| {
            let count = counts.entry(hash).or_default();
            *count += 1;
            format!("{hash:x}:{count}")
        })
        .collect()
}

fn hashes(bytes: &[u8]) -> Vec<u64> {
    let text = String::from_utf8_lossy(bytes);
    let drop_factor = (0..WINDOW).fold(1_u64, |power, _| power.wrapping_mul(FACTOR));
    let mut window = [0_u16; WINDOW];
    let mut position = 0;
    let mut hash = 0_u64;
    let mut pushed = 0_usize;
    // Lines whose first character entered the window less than `WINDOW` characters ago.
    let mut open: std::collections::VecDeque<usize> = std::collections::VecDeque::new();
    let mut hashes = Vec::new();
    let mut push = |unit: u16, starts_line: bool| {
        let old = window[position];
        window[position] = unit;
        position = if position + 1 == WINDOW {
            0
        } else {
            position + 1
        };
        hash = hash
            .wrapping_mul(FACTOR)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(drop_factor.wrapping_mul(u64::from(old)));
        if starts_line {
            open.push_back(pushed);
        }
        pushed += 1;
        if open.front().is_some_and(|start| start + WINDOW == pushed) {
            open.pop_front();
            hashes.push(hash);
        }
    };
    let mut is_after_return = false;
    let mut is_line_start = true;
    let mut buffer = [0_u16; 2];
    for character in text.chars() {
        for &unit in character.encode_utf16(&mut buffer).iter() {
            let unit = match unit {
                0x20 | 0x09 => {
                    is_after_return = false;
                    continue;
                }
                0x0a if is_after_return => {
                    is_after_return = false;
                    continue;
                }
                0x0d => {
                    is_after_return = true;
                    0x0a
                }
                unit => {
                    is_after_return = false;
                    unit
                }
            };
            push(unit, std::mem::replace(&mut is_line_start, unit == 0x0a));
        }
    }
    push(END, is_line_start);
    for _ in 0..WINDOW {
        push(0, false);
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &[&str]) {
        assert_eq!(line_hashes(bytes), expected);
    }

    // Expected values come from GitHub's own code, run on these bytes.
    #[test]
    fn hashes_equal_those_of_github() {
        check(b"", &["c129715d7a2bc9a3:1"]);
        check(b"\n", &["3c5bef55b72b93c9:1", "c129715d7a2bc9a3:1"]);
        check(
            b"\r\n\r\n",
            &[
                "5b5d4caf73a13177:1",
                "3c5bef55b72b93c9:1",
                "c129715d7a2bc9a3:1",
            ],
        );
        check(
            b"a\rb\r\nc\nd",
            &[
                "271789c17abda88f:1",
                "54703d4cd895b18:1",
                "180aee12dab6264:1",
                "a23a3dc5e078b07b:1",
            ],
        );
        check(
            b"\xef\xbb\xbfid: 1\n",
            &["85947a1b3f90fe14:1", "c129715d7a2bc9a3:1"],
        );
    }
}
