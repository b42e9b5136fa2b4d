//! A document damaged as text.

use crate::random::Random;

/// Damages the text of a document: this mostly breaks its well-formedness.
pub fn damage_text(text: &str, random: &mut Random) -> String {
    const SPLINTERS: &[&str] = &[
        "<",
        ">",
        "&",
        "]]>",
        "--",
        "<!--",
        "-->",
        "<?xml version='1.0'?>",
        "<!DOCTYPE a>",
        "&egrave;",
        "&#0;",
        "&#x1F;",
        "&#65;",
        "\u{1}",
        "\u{FFFE}",
        "\u{FEFF}",
        "\u{85}",
        "\r",
        "\r\n",
        "\"",
        "'",
        "=",
        "/",
        "</medico>",
        "<medico>",
        "<a/>",
        "<![CDATA[",
        " ",
        "\n",
        "x",
        ":",
        "è",
        "<p:q/>",
        " xmlns:p=''",
        " a='1'",
        "<?pi?>",
        "<?XML?>",
        "%",
        ";",
        "xmlns",
    ];
    let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = *random.pick(&boundaries);
    let to = *random.pick(&boundaries);
    let (from, to) = (at.min(to), at.max(to));
    match random.below(6) {
        0 | 1 => format!("{}{}{}", &text[..at], random.pick(SPLINTERS), &text[at..]),
        2 => {
            let next = boundaries.iter().copied().find(|&next| next > at).unwrap_or(at);
            format!("{}{}", &text[..at], &text[next..])
        }
        3 => text[..at].to_owned(),
        4 if to - from < 40 => format!("{}{}", &text[..from], &text[to..]),
        4 => format!("{text}{}", random.pick(SPLINTERS)),
        _ if to - from < 200 => format!("{}{}", &text[..to], &text[from..]),
        _ => format!("{}{text}", random.pick(SPLINTERS)),
    }
}
