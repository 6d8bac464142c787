//! A Markdown file as lines, fences and front matter.

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Paragraphs, lists, tables and blank lines.
    Prose,
    /// A heading of level 1 to 6; the line's text is its title.
    Heading(u8),
}

/// A line that readers see: lines of fences, comments and front matter are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// First byte of the text in the file.
    pub start: usize,
    /// The text, without indentation, marks of a heading and spaces at the end.
    pub text: &'a str,
    /// Columns of indentation; a tab counts as four.
    pub indent: usize,
    /// What it is.
    pub kind: LineKind,
}

/// The text between two fences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence<'a> {
    /// The first word after the opening fence, such as `yaml`; may be empty.
    pub language: &'a str,
    /// First byte of the text in the file.
    pub start: usize,
    /// The text.
    pub text: &'a str,
}

/// A Markdown file.
#[derive(Debug, Default)]
pub struct Markdown<'a> {
    /// The lines that readers see, in order.
    pub lines: Vec<Line<'a>>,
    /// The fences, in order.
    pub fences: Vec<Fence<'a>>,
    /// The YAML between `---` lines at the top.
    pub front_matter: Option<Fence<'a>>,
}

/// Splits `text` into its lines and fences. A fence or comment that is never closed reaches to the end.
pub fn scan(text: &str) -> Markdown<'_> {
    let mut markdown = Markdown::default();
    let mut state = State::Text;
    let mut start = 0;
    for (number, raw) in text.split_inclusive('\n').enumerate() {
        let line = raw.trim_end_matches(['\n', '\r']);
        let here = start;
        start += raw.len();
        match state {
            State::Text => {}
            State::FrontMatter(from) => {
                if line.trim_end() == "---" || line.trim_end() == "..." {
                    markdown.front_matter = Some(Fence {
                        language: "yaml",
                        start: from,
                        text: &text[from..here],
                    });
                    state = State::Text;
                }
                continue;
            }
            State::Fence {
                mark,
                length,
                language,
                from,
            } => {
                let trimmed = line.trim();
                if trimmed.len() >= length && trimmed.chars().all(|c| c == mark) {
                    markdown.fences.push(Fence {
                        language,
                        start: from,
                        text: &text[from..here],
                    });
                    state = State::Text;
                }
                continue;
            }
            State::Comment => {
                if line.contains("-->") {
                    state = State::Text;
                }
                continue;
            }
        }
        let content = line.trim_start();
        if number == 0 && line.trim_end() == "---" {
            state = State::FrontMatter(start);
            continue;
        }
        if let Some((mark, length, info)) = fence(content) {
            state = State::Fence {
                mark,
                length,
                language: info.split([' ', '{', ',']).next().unwrap_or_default(),
                from: start,
            };
            continue;
        }
        if content.starts_with("<!--") {
            if !content.contains("-->") {
                state = State::Comment;
            }
            continue;
        }
        push(&mut markdown.lines, line, content, here);
    }
    if let State::Fence { language, from, .. } = state {
        markdown.fences.push(Fence {
            language,
            start: from,
            text: &text[from..],
        });
    }
    markdown
}

enum State<'a> {
    Text,
    FrontMatter(usize),
    Fence {
        mark: char,
        length: usize,
        language: &'a str,
        from: usize,
    },
    Comment,
}

/// The mark, its length and the rest of the line, if `content` opens a fence.
fn fence(content: &str) -> Option<(char, usize, &str)> {
    let mark = content.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = content.chars().take_while(|c| *c == mark).count();
    let info = content[length..].trim();
    (length >= 3 && !info.contains('`')).then_some((mark, length, info))
}

fn push<'a>(lines: &mut Vec<Line<'a>>, line: &str, content: &'a str, start: usize) {
    let indentation = line.len() - content.len();
    let indent = line[..indentation]
        .chars()
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum();
    let start = start + indentation;
    let level = content.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&level) && content[level..].starts_with([' ', '\t']) {
        let title = content[level..].trim_start();
        let title_start = start + content.len() - title.len();
        lines.push(Line {
            start: title_start,
            text: title.trim_end().trim_end_matches('#').trim_end(),
            indent,
            kind: LineKind::Heading(level as u8),
        });
        return;
    }
    let text = content.trim_end();
    let underline = |mark: char| text.len() >= 3 && text.chars().all(|c| c == mark);
    let level = match (underline('='), underline('-')) {
        (true, _) => Some(1),
        (_, true) => Some(2),
        _ => None,
    };
    if let (Some(level), Some(last)) = (level, lines.last_mut())
        && last.kind == LineKind::Prose
        && !last.text.is_empty()
        && !last.text.starts_with(['-', '*', '+', '|', '>'])
    {
        last.kind = LineKind::Heading(level);
        return;
    }
    lines.push(Line {
        start,
        text,
        indent,
        kind: LineKind::Prose,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected_lines: &[(LineKind, &str)], expected_fences: &[(&str, &str)]) {
        let markdown = scan(text);
        let lines: Vec<_> = markdown.lines.iter().map(|l| (l.kind, l.text)).collect();
        let fences: Vec<_> = markdown
            .fences
            .iter()
            .map(|f| (f.language, f.text))
            .collect();
        assert_eq!(lines, expected_lines);
        assert_eq!(fences, expected_fences);
        for line in &markdown.lines {
            assert_eq!(&text[line.start..line.start + line.text.len()], line.text);
        }
        for fence in &markdown.fences {
            assert_eq!(
                &text[fence.start..fence.start + fence.text.len()],
                fence.text
            );
        }
    }

    #[test]
    fn headings_are_read_in_both_styles() {
        check(
            "Title\n=====\n## Part ##\ntext\r\nSub\n---\n",
            &[
                (LineKind::Heading(1), "Title"),
                (LineKind::Heading(2), "Part"),
                (LineKind::Prose, "text"),
                (LineKind::Heading(2), "Sub"),
            ],
            &[],
        );
    }

    #[test]
    fn a_rule_after_a_list_is_no_heading() {
        check(
            "- item\n---\n",
            &[(LineKind::Prose, "- item"), (LineKind::Prose, "---")],
            &[],
        );
    }

    #[test]
    fn fences_comments_and_front_matter_are_no_lines() {
        check(
            "---\nstatus: x\n---\n<!-- a\nb -->\n```yaml title=x\na: 1\n```\n~~~\n# no\n",
            &[],
            &[("yaml", "a: 1\n"), ("", "# no\n")],
        );
        assert_eq!(
            scan("---\nstatus: x\n---\n")
                .front_matter
                .map(|f| (f.start, f.text)),
            Some((4, "status: x\n"))
        );
    }
}
