//! Spoils a message in one place. Some of the changes do no harm: the judges decide.

use crate::contract::{TYPES, sequence};
use crate::generate::{element, value, written};
use crate::message::Node;
use crate::random::Random;

/// Changes a message, or does not where there is nothing for it to change.
pub type Change = fn(&mut Node, &mut Random) -> Option<()>;

/// The changes to the tree of a message, by name.
pub const CHANGES: &[(&str, Change)] = &[
    ("delete", delete),
    ("duplicate", duplicate),
    ("swap", swap),
    ("move", displace),
    ("rename", rename),
    ("insert", insert),
    ("empty", empty),
    ("value", spoil_value),
    ("value of another type", other_value),
    ("attribute", attribute),
    ("xsi", instance_attribute),
    ("stray text", stray_text),
    ("child in a value", child_in_value),
    ("prefix", prefix),
    ("default namespace", default_namespace),
    ("root", root),
    ("too many", too_many),
    ("date and time", date_time),
];

const XSI: (&str, &str) = ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");

/// Chooses an element below the root.
fn choose(message: &Node, random: &mut Random, wanted: &dyn Fn(&Node) -> bool) -> Option<Vec<usize>> {
    let paths = message.paths(wanted);
    (!paths.is_empty()).then(|| random.pick(&paths).clone())
}

fn is_value(node: &Node) -> bool {
    sequence(&node.of).is_none()
}

fn delete(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let (last, above) = path.split_last()?;
    let parent = message.at(above);
    parent.children.remove(*last);
    parent.marked = true;
    Some(())
}

fn duplicate(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let (last, above) = path.split_last()?;
    let parent = message.at(above);
    let name = parent.children[*last].name.clone();
    // Which of equal siblings is the one too many cannot be told.
    parent.children.iter_mut().filter(|sibling| sibling.name == name).for_each(|sibling| sibling.marked = true);
    let copy = parent.children[*last].clone();
    let place = if random.one_in(2) { last + 1 } else { random.below(parent.children.len() + 1) };
    parent.children.insert(place, copy);
    Some(())
}

fn swap(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let (last, above) = path.split_last()?;
    let siblings = &mut message.at(above).children;
    let next = last + 1;
    if next >= siblings.len() {
        return None;
    }
    siblings[*last].marked = true;
    siblings[next].marked = true;
    siblings.swap(*last, next);
    Some(())
}

/// Moves an element elsewhere among its siblings.
fn displace(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let (last, above) = path.split_last()?;
    let siblings = &mut message.at(above).children;
    let mut moved = siblings.remove(*last);
    moved.marked = true;
    let place = random.below(siblings.len() + 1);
    // Between two neighbours it cannot be told which of them was moved.
    for near in [place.wrapping_sub(1), place] {
        if place.abs_diff(*last) <= 1
            && let Some(near) = siblings.get_mut(near)
        {
            near.marked = true;
        }
    }
    siblings.insert(place, moved);
    Some(())
}

fn rename(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.marked = true;
    node.name = match random.below(5) {
        0 => node.name.to_uppercase(),
        1 => format!("{}X", node.name),
        2 => node.name.chars().skip(1).collect::<String>(),
        3 => "altro".to_owned(),
        _ => node.name.chars().rev().collect(),
    };
    if node.name.is_empty() {
        node.name.push('q');
    }
    Some(())
}

#[expect(clippy::unnecessary_wraps, reason = "one of a table of changes")]
fn insert(message: &mut Node, random: &mut Random) -> Option<()> {
    let parents = message.paths(&|node| !is_value(node));
    let parent = if parents.is_empty() || random.one_in(4) {
        message
    } else {
        let path = random.pick::<Vec<usize>>(&parents);
        message.at(path)
    };
    let place = random.below(parent.children.len() + 1);
    let mut child = match random.below(3) {
        0 => Node { name: "sconosciuto".to_owned(), raw: "x".to_owned(), ..Node::default() },
        1 => Node { name: "nota".to_owned(), ..Node::default() },
        _ => {
            let (of, ..) = *random.pick(TYPES);
            element(random, "estraneo", of)
        }
    };
    child.marked = true;
    parent.children.insert(place, child);
    Some(())
}

fn empty(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.children.clear();
    node.raw.clear();
    node.marked = true;
    Some(())
}

fn spoil_value(message: &mut Node, random: &mut Random) -> Option<()> {
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

fn other_value(message: &mut Node, random: &mut Random) -> Option<()> {
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

fn attribute(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.marked = true;
    let (name, value) = *random.pick(&[("id", "1"), ("xml:lang", "it"), ("xml:space", "preserve"), ("tipo", "")]);
    node.attributes.push((name.to_owned(), value.to_owned()));
    Some(())
}

fn instance_attribute(message: &mut Node, random: &mut Random) -> Option<()> {
    let prefix = message.name.split_once(':')?.0.to_owned();
    message.attributes.push((XSI.0.to_owned(), XSI.1.to_owned()));
    message.attributes.push(("xmlns:xs".to_owned(), "http://www.w3.org/2001/XMLSchema".to_owned()));
    let path = choose(message, random, &|_| true)?;
    let node = if random.one_in(8) { message } else { message.at(&path) };
    node.marked = true;
    let own = type_name(&node.of);
    let any = type_name(random.pick(TYPES).0);
    let built_in =
        *random.pick(&["string", "token", "normalizedString", "dateTime", "NCName", "language", "int", "anyType"]);
    let (name, value) = match random.below(9) {
        0..=2 => ("type", format!("{prefix}:{own}")),
        3 => ("type", format!("{prefix}:{any}")),
        4 => ("type", format!("xs:{built_in}")),
        5 => ("type", own),
        6 => ("nil", (*random.pick(&["true", "false", "1", "x"])).to_owned()),
        7 => ("schemaLocation", "http://cert.sanita.finanze.it/ nowhere.xsd".to_owned()),
        _ => ("noNamespaceSchemaLocation", "nowhere.xsd".to_owned()),
    };
    node.attributes.push((format!("xsi:{name}"), value));
    Some(())
}

/// The name in the XSD of one of the types in the tables.
fn type_name(of: &str) -> String {
    let complex = TYPES.iter().find(|(name, ..)| *name == of).map(|&(_, name, _)| name);
    match complex.unwrap_or(of) {
        "date" => "dateString",
        "boolean" => "booleanString",
        other => other,
    }
    .to_owned()
}

fn stray_text(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|node| !is_value(node) && !node.children.is_empty())?;
    let node = message.at(&path);
    node.marked = true;
    node.stray = (*random.pick(&["testo", "&#32;", "<![CDATA[ ]]>", "<!-- c -->", "&amp;", "\u{A0}"])).to_owned();
    Some(())
}

fn child_in_value(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &is_value)?;
    let node = message.at(&path);
    node.marked = true;
    node.stray = (*random.pick(&["<b/>", "<b>x</b>", "<?pi?>", "<!-- c -->", "<b/><c/>"])).to_owned();
    Some(())
}

fn prefix(message: &mut Node, random: &mut Random) -> Option<()> {
    let prefix = message.name.split_once(':')?.0.to_owned();
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.marked = true;
    node.name = format!("{}:{}", if random.one_in(6) { "altro" } else { &prefix }, node.name);
    Some(())
}

fn default_namespace(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.marked = true;
    let uri = *random.pick(&["http://cert.sanita.finanze.it/", "", "urn:x"]);
    node.attributes.push(("xmlns".to_owned(), uri.to_owned()));
    Some(())
}

fn root(message: &mut Node, random: &mut Random) -> Option<()> {
    message.marked = true;
    let (prefix, local) = message.name.split_once(':')?;
    match random.below(4) {
        0 => message.name = format!("{prefix}:altro"),
        1 => message.name = format!("{prefix}:{local}x"),
        2 => message.name = local.to_owned(),
        _ => message.attributes[0].1 = "http://cert.sanita.finanze.it".to_owned(),
    }
    Some(())
}

/// Repeats what may be repeated beyond its bound.
fn too_many(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|node| matches!(&*node.name, "info" | "errore") && !is_value(node))?;
    let (last, above) = path.split_last()?;
    let parent = message.at(above);
    let mut copy = parent.children[*last].clone();
    copy.marked = true;
    let bound = if copy.name == "errore" { 10 } else { 30 };
    while parent.children.len() < bound + random.below(2) {
        parent.children.push(copy.clone());
    }
    Some(())
}

fn date_time(message: &mut Node, random: &mut Random) -> Option<()> {
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

/// Spoils the text of a document: this mostly breaks its well-formedness.
pub fn spoil_text(text: &str, random: &mut Random) -> String {
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
