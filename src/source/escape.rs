//! Text from a stranger made harmless for a terminal.

use std::borrow::Cow;

/// Replaces each character that could steer a terminal or hide text (control characters,
/// direction marks, zero-width characters, line separators) or is none at all (which XML and HTML
/// refuse) by a visible one of one column; a tab by a space. For one line of text: line endings are replaced too.
pub fn escape_control(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| visible(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(visible).collect())
}

/// A path as a word of a POSIX shell, for a command that is to be copied.
pub fn shell_word(path: &str) -> String {
    let path = escape_control(path);
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    // What begins like an option is none behind the folder.
    let folder = if path.len() > 1 && path.starts_with('-') {
        "./"
    } else {
        ""
    };
    if !path.is_empty() && path.chars().all(is_plain) {
        format!("{folder}{path}")
    } else {
        format!("{folder}'{}'", path.replace('\'', "'\\''"))
    }
}

fn visible(c: char) -> char {
    match c {
        // Most of all text.
        ' '..='~' | '\u{3000}'..='\u{9fff}' => c,
        '\t' => ' ',
        '\0'..='\u{1f}' => u32::from(c)
            .checked_add(0x2400)
            .and_then(char::from_u32)
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}'
        | '\u{fdd0}'..='\u{fdef}' => char::REPLACEMENT_CHARACTER,
        // The last two of each plane are no characters.
        _ if u32::from(c) & 0xfffe == 0xfffe => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_borrowed() {
        assert!(matches!(
            escape_control("山西 “引号” 👨‍👩‍👧 ok"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn steering_and_hiding_characters_become_visible() {
        assert_eq!(escape_control("\u{1b}[31m红\u{7}"), "␛[31m红␇");
        assert_eq!(escape_control("a\tb\r\nc\0\u{7f}"), "a b␍␊c␀␡");
        for hidden in [
            '\u{85}',
            '\u{9b}',
            '\u{200b}',
            '\u{200e}',
            '\u{200f}',
            '\u{2028}',
            '\u{2029}',
            '\u{202a}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{e0041}',
            '\u{fdd0}',
            '\u{fffe}',
            '\u{1ffff}',
            '\u{10fffe}',
        ] {
            assert_eq!(
                escape_control(&hidden.to_string()),
                "\u{fffd}",
                "{hidden:?}"
            );
        }
    }

    #[test]
    fn paths_are_words_of_a_shell() {
        assert_eq!(shell_word("备案/我的.toml"), "备案/我的.toml");
        assert_eq!(shell_word("my draft.toml"), "'my draft.toml'");
        assert_eq!(shell_word("a'; rm -rf"), "'a'\\''; rm -rf'");
        assert_eq!(shell_word("-"), "-");
        assert_eq!(shell_word("--province=上海"), "./'--province=上海'");
    }
}
