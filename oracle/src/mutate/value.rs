//! Values that their types do not allow.

use super::choose::{choose, is_value};
use crate::generate::{value, written};
use crate::message::Node;
use crate::random::Random;

pub(super) fn empty(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.children.clear();
    node.raw.clear();
    node.marked = true;
    Some(())
}

pub(super) fn damage_value(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &is_value)?;
    let node = message.at(&path);
    node.marked = true;
    let raw = &mut node.raw;
    match random.below(12) {
        0 => raw.push('\n'),
        1 => raw.insert(0, ' '),
        2 => raw.push('à'),
        3 => raw.push_str(&"x".repeat(201)),
        4 => {
            raw.pop().filter(|&c| c != ';' && c != '>')?;
        }
        5 => *raw = raw.to_lowercase(),
        6 => *raw = "-".to_owned(),
        7 => raw.push_str(&"9".repeat(random.below(30))),
        8 => *raw = format!("{raw}{raw}"),
        9 => *raw = "&#13;".to_owned() + raw,
        10 => *raw = "0".to_owned(),
        _ => *raw = "１２３".to_owned(),
    }
    Some(())
}

pub(super) fn other_value(message: &mut Node, random: &mut Random) -> Option<()> {
    const SIMPLE: &[&str] = &[
        "string",
        "string200",
        "string3",
        "string1-5",
        "max6",
        "via",
        "civico",
        "cap",
        "codiceComune",
        "comune",
        "provincia",
        "cognome",
        "sesso",
        "codiceFiscale",
        "ruolo",
        "tipoVisita",
        "tipoCertificato",
        "tipoRicovero",
        "codiceDiagnosi",
        "agevolazioni",
        "boolean",
        "date",
        "dateTime",
    ];
    let path = choose(message, random, &is_value)?;
    let of: &str = random.pick::<&str>(SIMPLE);
    let value = value(of, random);
    let node = message.at(&path);
    node.raw = written(random, &value);
    node.marked = true;
    Some(())
}

pub(super) fn date_time(message: &mut Node, random: &mut Random) -> Option<()> {
    const EDGES: &[&str] = &[
        "2024-02-29T00:00:00",
        "2023-02-29T00:00:00",
        "1900-02-29T00:00:00",
        "2000-02-29T00:00:00",
        "2026-04-31T00:00:00",
        "2026-01-01T24:00:00",
        "2026-01-01T24:00:01",
        "2026-01-01T24:00:00.0",
        "2026-01-01T23:59:60",
        "2026-01-01T00:00:00+14:00",
        "2026-01-01T00:00:00+14:01",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00z",
        "2026-01-01",
        "2026-1-1T00:00:00",
        "0000-01-01T00:00:00",
        "-0001-01-01T00:00:00",
        "02026-01-01T00:00:00",
        "2026-01-01T00:00",
        "2026-01-01T00:00:00.",
        " 2026-01-01T00:00:00 ",
        "2026-01-01T00:00:00 Z",
        "2026-13-01T00:00:00",
        "2026-00-10T00:00:00",
        "2026-10-00T00:00:00",
        "",
        "-0004-02-29T00:00:00",
        "12026-01-01T00:00:00Z",
        "+2026-01-01T00:00:00",
        "2026-01-01T1:00:00",
        "2026-01-01T00:00:00-00:00",
        "2026-01-01T00:00:00+1400",
        "2026-01-01t00:00:00",
        "2026-01-01T00:60:00",
    ];
    let path = choose(message, random, &|node| node.of == "dateTime")?;
    let node = message.at(&path);
    node.marked = true;
    node.raw = (*random.pick(EDGES)).to_owned();
    Some(())
}
