//! Attributes and namespaces.

use super::choose::choose;
use crate::contract::TYPES;
use crate::message::Node;
use crate::random::Random;

const XSI: (&str, &str) = ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");

pub(super) fn attribute(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.marked = true;
    let (name, value) = *random.pick(&[("id", "1"), ("xml:lang", "it"), ("xml:space", "preserve"), ("tipo", "")]);
    node.attributes.push((name.to_owned(), value.to_owned()));
    Some(())
}

pub(super) fn instance_attribute(message: &mut Node, random: &mut Random) -> Option<()> {
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
        0 => ("type", format!(" {prefix}:{own} ")),
        1 | 2 => ("type", format!("{prefix}:{own}")),
        3 => ("type", format!("{prefix}:{any}")),
        4 => ("type", format!("xs:{built_in}")),
        5 => ("type", own),
        6 => {
            // As many stacks write a value that is not there.
            if random.one_in(2) {
                node.children.clear();
                node.raw.clear();
            }
            ("nil", (*random.pick(&["true", "false", "1", "x"])).to_owned())
        }
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

pub(super) fn prefix(message: &mut Node, random: &mut Random) -> Option<()> {
    let prefix = message.name.split_once(':')?.0.to_owned();
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.marked = true;
    node.name = format!("{}:{}", if random.one_in(6) { "altro" } else { &prefix }, node.name);
    Some(())
}

/// Puts every element into the namespace of the root, as `elementFormDefault` would have it if
/// it said `qualified`.
pub(super) fn prefix_everywhere(message: &mut Node, _: &mut Random) -> Option<()> {
    let prefix = message.name.split_once(':')?.0.to_owned();
    message.paths(&|_| true).iter().for_each(|path| {
        let node = message.at(path);
        node.name = format!("{prefix}:{}", node.name);
        node.marked = true;
    });
    Some(())
}

pub(super) fn default_namespace(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let node = message.at(&path);
    node.marked = true;
    let uri = *random.pick(&["http://cert.sanita.finanze.it/", "", "urn:x"]);
    node.attributes.push(("xmlns".to_owned(), uri.to_owned()));
    Some(())
}

pub(super) fn root(message: &mut Node, random: &mut Random) -> Option<()> {
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
