//! All of YAML, through `granit-parser`.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, StrInput, StructureStyle, Tag};

use crate::Range;
use crate::arena::{SlotKind, Style};
use crate::build::{Events, Tree};
use crate::limits::{NESTING_LIMIT, YAML_KEY_CHARACTERS_LIMIT};
use crate::scalar::{plain_kind, tagged_kind};

/// Reads the documents in `text[from..to]` into `tree`. An error loses the rest of its document; reading goes on at the next one.
pub(crate) fn read(text: &str, from: usize, to: usize, tree: &mut Tree) {
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.max_buffered_comment_events = to - from;
    options.simple_key_max_lookahead = YAML_KEY_CHARACTERS_LIMIT;
    options.flow_nesting_limit = NESTING_LIMIT;
    options.block_nesting_limit = NESTING_LIMIT;
    let mut reader = Reader {
        parser: Parser::new_from_str_with_options(&text[from..to], options),
        text,
        from,
        tree,
        last_end: from,
        left_out: 0,
    };
    let first_comment = reader.tree.comments.len();
    reader.documents();
    // The parser gives the comment of a block scalar's header late.
    let comments = &mut tree.comments[first_comment..];
    if !comments.is_sorted_by_key(|at| at.start) {
        comments.sort_by_key(|at| at.start);
    }
}

struct Reader<'a, 't> {
    parser: Parser<'t, StrInput<'t>>,
    text: &'t str,
    from: usize,
    tree: &'a mut Tree,
    /// The end of the last event that was no comment.
    last_end: usize,
    /// Open collections that are left out because they are nested too deeply. The parser has one limit for each
    /// style, and together they go beyond ours.
    left_out: usize,
}

impl<'t> Reader<'_, 't> {
    fn documents(&mut self) {
        while let Some(next) = self.parser.next_event() {
            match next {
                Ok((event, span)) => self.event(event, span),
                Err(error) => {
                    let at = error.marker().byte_offset();
                    let at = at.map_or(self.last_end, |at| self.from + at);
                    let at = at.min(self.text.len()) as u32;
                    self.tree.fault(at..at, error.info());
                    self.tree.end_document(at);
                    self.left_out = 0;
                    let is_over = self.tree.is_full_of_faults();
                    if is_over || self.parser.proceed_next_document().is_err() {
                        return;
                    }
                }
            }
        }
    }

    fn range(&self, span: &Span) -> Range {
        let bytes = span.byte_range().unwrap_or_default();
        (self.from + bytes.start) as u32..(self.from + bytes.end) as u32
    }

    fn event(&mut self, event: Event<'t>, span: Span) {
        let at = self.range(&span);
        match event {
            Event::Comment(..) => return self.tree.comment(at),
            Event::SequenceStart(..) | Event::MappingStart(..)
                if self.tree.depth() >= NESTING_LIMIT =>
            {
                if self.left_out == 0 {
                    let message = format!("nested deeper than {NESTING_LIMIT} levels; left out");
                    self.tree.fault(at.clone(), message);
                    self.tree
                        .scalar(at.start..at.start, SlotKind::Null, Style::Plain);
                }
                self.left_out += 1;
            }
            Event::SequenceEnd | Event::MappingEnd if self.left_out > 0 => self.left_out -= 1,
            _ if self.left_out > 0 => {}
            Event::Scalar(text, style, anchor, tag) => {
                self.properties(anchor, &span);
                self.scalar(at.clone(), text, style, tag.as_deref());
            }
            Event::SequenceStart(style, anchor, _) => {
                self.open(SlotKind::Sequence, style, anchor, &span);
            }
            Event::MappingStart(style, anchor, _) => {
                self.open(SlotKind::Mapping, style, anchor, &span);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.tree.close((at.end > at.start).then_some(at.end));
            }
            Event::Alias(number) => self.tree.alias(at.clone(), number),
            Event::UnresolvedAlias(name) => {
                let message = format!("no anchor `{name}` before this alias");
                self.tree.fault(at.clone(), message);
                self.tree.scalar(at.clone(), SlotKind::Null, Style::Plain);
            }
            Event::DocumentEnd => self.tree.end_document(at.start),
            // The span of a begin without `---` covers what comes next.
            Event::DocumentStart(false, _) => return,
            // The begin and the end of the text, and the begin of a document.
            _ => {}
        }
        self.last_end = at.end as usize;
    }

    fn properties(&mut self, anchor: usize, span: &Span) {
        if anchor != 0 {
            self.tree.anchor(anchor);
        }
        if let Some(tag) = span.tag_span() {
            let at = self.range(&tag);
            self.tree.tag(at);
        }
    }

    fn open(&mut self, kind: SlotKind, style: StructureStyle, anchor: usize, span: &Span) {
        self.properties(anchor, span);
        let at = self.range(span);
        // A flow mapping without a bracket is the single pair of `[a: b]`.
        let is_bracketed = style == StructureStyle::Flow && at.end > at.start;
        self.tree.open(kind, at.start, is_bracketed);
    }

    fn scalar(&mut self, at: Range, text: Cow<'t, str>, style: ScalarStyle, tag: Option<&Tag>) {
        let source = &self.text[at.start as usize..at.end as usize];
        if style == ScalarStyle::Plain && source.is_empty() {
            let kind = match tag {
                Some(tag) => tagged_kind(tag.core_suffix(), ""),
                None => SlotKind::Null,
            };
            let at = self.after_indicator(at.start);
            return self.tree.scalar(at..at, kind, Style::Plain);
        }
        let kind = match (style, tag) {
            (_, Some(tag)) => tagged_kind(tag.core_suffix(), &text),
            (ScalarStyle::Plain, None) => plain_kind(&text),
            _ => SlotKind::String,
        };
        let (at, borrowed) = match style {
            ScalarStyle::Plain => (at, Some((source, Style::Plain))),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let inner = source.get(1..source.len().saturating_sub(1));
                (at, inner.map(|inner| (inner, Style::Quoted)))
            }
            ScalarStyle::Literal | ScalarStyle::Folded => (self.block_scalar(at), None),
        };
        match borrowed {
            Some((inner, style)) if inner == text => self.tree.scalar(at, kind, style),
            _ => self.tree.stored_scalar(at, kind, text.into_owned()),
        }
    }

    /// The place of a value that is not there: behind its `-`, or behind the `:` of its key.
    fn after_indicator(&self, at: u32) -> u32 {
        if self.text.as_bytes().get(at as usize) == Some(&b':') {
            return at + 1;
        }
        let blanks = [' ', '\t', '\n', '\r'];
        let mut before = self.text[..at as usize].trim_end_matches(blanks);
        for comment in self.tree.comments.iter().rev() {
            if (comment.end as usize) < before.len() {
                break;
            }
            let cut = before.len().min(comment.start as usize);
            before = before[..cut].trim_end_matches(blanks);
        }
        if before.ends_with(['-', ':']) {
            before.len() as u32
        } else {
            at
        }
    }

    /// The place of a block scalar, of which `content` is known: from its indicator to the end of its last line that
    /// is not blank.
    fn block_scalar(&self, content: Range) -> Range {
        let last_end = self.last_end.min(content.start as usize);
        let before = &self.text[last_end..content.start as usize];
        let mut header = None;
        let mut is_separate = true;
        let mut bytes = before.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'|' | b'>' if is_separate => {
                    header = Some(last_end + at);
                    break;
                }
                b'#' if is_separate => {
                    bytes.by_ref().find(|(_, byte)| *byte == b'\n');
                }
                _ => is_separate = matches!(byte, b' ' | b'\t' | b'\n' | b'\r'),
            }
        }
        let start = header.unwrap_or(content.start as usize);
        let whole = &self.text[start..content.end as usize];
        let end = start + whole.trim_end_matches([' ', '\t', '\n', '\r']).len();
        // Blanks at the end of the last line are part of its text.
        let line = self.text[end..content.end as usize].split(['\n', '\r']);
        let blanks = line.map(str::len).next().unwrap_or(0);
        start as u32..(end + blanks) as u32
    }
}
