//! Makes messages that conform.

use crate::contract::{MESSAGES, parse, sequence};
use crate::message::Node;
use crate::random::Random;

/// A message that conforms to the contract.
pub fn message(random: &mut Random) -> Node {
    let (name, notation) = *random.pick(MESSAGES);
    let prefix = *random.pick(&["cert", "ns2", "a", "CERT"]);
    let mut root = Node {
        name: format!("{prefix}:{name}"),
        of: name.to_owned(),
        attributes: vec![(format!("xmlns:{prefix}"), "http://cert.sanita.finanze.it/".to_owned())],
        ..Node::default()
    };
    root.children = children(random, &parse(notation));
    root
}

/// An element of a type.
pub fn element(random: &mut Random, name: &str, of: &str) -> Node {
    let mut node = Node { name: name.to_owned(), of: of.to_owned(), ..Node::default() };
    match sequence(of) {
        Some(slots) => node.children = children(random, &slots),
        None => {
            node.raw = {
                let value = value(of, random);
                written(random, &value)
            }
        }
    }
    node
}

fn children(random: &mut Random, slots: &[crate::contract::Slot]) -> Vec<Node> {
    let mut children = Vec::new();
    for slot in slots {
        let few = slot.max.min(slot.min.max(if slot.max > 1 { 3 } else { 1 }));
        let full = slot.max > 1 && slot.max < 50 && random.one_in(12);
        let count = if full { slot.max } else { slot.min + random.below(few - slot.min + 1) };
        for _ in 0..count {
            let mut child = element(random, &slot.name, &slot.of);
            child.optional = slot.min == 0;
            children.push(child);
        }
    }
    children
}

/// A value of a simple type, unescaped.
pub fn value(of: &str, random: &mut Random) -> String {
    const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const DIGITS: &str = "0123456789";
    const NAMES: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ '";
    const FREE: &str = "abc XYZ 019 .,;:'\"()-/&<>àèéìòùç€\u{1F600}";
    let one = |random: &mut Random, from: &str| random.text(from, 1);
    let free = |random: &mut Random, least: usize, most: usize| {
        let length = if random.one_in(8) { most } else { least + random.below((most - least).min(20) + 1) };
        random.text(FREE, length)
    };
    let digits = |random: &mut Random, length: usize| random.text(DIGITS, length);
    match of {
        "string" => free(random, 0, 60),
        "string200" if random.one_in(2) => random.text(&format!("{LETTERS}{DIGITS}+/"), 171) + "=",
        "string200" => free(random, 0, 200),
        "string3" => digits(random, 3),
        "string1-5" => {
            let length = 1 + random.below(5);
            digits(random, length)
        }
        "max6" => free(random, 0, 6),
        "max40" => free(random, 0, 40),
        "via" => free(random, 2, 50),
        "civico" => free(random, 1, 15),
        "cap" => digits(random, 5),
        "codiceComune" => one(random, LETTERS) + &digits(random, 3),
        "comune" => free(random, 0, 25),
        "provincia" => random.text(LETTERS, 2),
        "cognome" | "nome" => {
            let length = 2 + random.below(19);
            random.text(NAMES, length)
        }
        "sesso" => one(random, "MF"),
        "codiceFiscaleEsteso" if random.one_in(2) => digits(random, 11),
        "codiceFiscale" | "codiceFiscaleEsteso" => {
            let both = format!("{UPPER}{DIGITS}");
            [(6, UPPER), (2, &both), (1, UPPER), (2, &both), (1, UPPER), (3, &both), (1, UPPER)]
                .iter()
                .map(|&(length, alphabet)| random.text(alphabet, length))
                .collect()
        }
        "ruolo" => one(random, "SP"),
        "tipoVisita" => one(random, "ADP"),
        "tipoCertificato" => one(random, "ICR"),
        "tipoRicovero" => one(random, "RH"),
        "codiceDiagnosi" => {
            let stem = format!("{}{}{}", if random.one_in(3) { "E" } else { "" }, one(random, "V0123456789"), {
                let length = 1 + random.below(2);
                digits(random, length)
            });
            let tail = match random.below(4) {
                0 => String::new(),
                more => format!(".{}", digits(random, more - 1)),
            };
            stem + &tail
        }
        "agevolazioni" => one(random, "TCI"),
        "boolean" => (*random.pick(&["true", "false"])).to_owned(),
        "date" => format!("{}-{}-{}", digits(random, 4), digits(random, 2), digits(random, 2)),
        "dateTime" => date_time(random),
        other => panic!("no values for the type {other}"),
    }
}

fn date_time(random: &mut Random) -> String {
    let zone = *random.pick(&["", "Z", "+01:00", "-14:00", "+14:00", "+00:00"]);
    let fraction = *random.pick(&["", ".0", ".123", ".999999999"]);
    let year = *random.pick(&["2026", "2024", "2000", "0001", "12026", "-0044"]);
    if random.one_in(10) {
        return format!("{year}-12-31T24:00:00{zone}");
    }
    let (month, day) = (1 + random.below(12), 1 + random.below(28));
    let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
    let blanks = if random.one_in(200) { " \n\t" } else { "" };
    format!("{blanks}{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}{blanks}")
}

/// A value as it may be written: escaped, at times with references, CDATA sections, comments
/// and processing instructions in between.
pub fn written(random: &mut Random, value: &str) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if random.one_in(25) && !value.is_empty() {
        let cut = value.char_indices().map(|(at, _)| at).nth(random.below(value.chars().count())).unwrap_or(0);
        let (before, after) = value.split_at(cut);
        let after_escaped = escape(after);
        let before = escape(before);
        return match random.below(5) {
            0 => format!("{before}<!-- - -->{after_escaped}"),
            1 => format!("{before}<?p i?>{after_escaped}"),
            2 => format!("{before}<![CDATA[{after}]]>"),
            3 => before + &after.chars().map(|c| format!("&#{};", u32::from(c))).collect::<String>(),
            _ => before + &after.chars().map(|c| format!("&#x{:X};", u32::from(c))).collect::<String>(),
        };
    }
    escape(value)
}
