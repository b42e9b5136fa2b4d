//! Elements in the wrong place, of the wrong name, too many or too few.

use super::choose::{choose, is_value};
use crate::contract::TYPES;
use crate::generate::element;
use crate::message::Node;
use crate::random::Random;

pub(super) fn delete(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let (last, above) = path.split_last()?;
    let parent = message.at(above);
    parent.children.remove(*last);
    parent.marked = true;
    Some(())
}

pub(super) fn duplicate(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let (last, above) = path.split_last()?;
    let parent = message.at(above);
    let name = parent.children[*last].name.clone();
    // Which of equal siblings is the one too many cannot be known.
    parent.children.iter_mut().filter(|sibling| sibling.name == name).for_each(|sibling| sibling.marked = true);
    let copy = parent.children[*last].clone();
    let place = if random.one_in(2) { last + 1 } else { random.below(parent.children.len() + 1) };
    parent.children.insert(place, copy);
    Some(())
}

/// Lets two siblings change places.
pub(super) fn swap(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let (last, above) = path.split_last()?;
    let siblings = &mut message.at(above).children;
    let other = if random.one_in(2) { last + 1 } else { random.below(siblings.len()) };
    if other == *last || other >= siblings.len() {
        return None;
    }
    let (from, to) = (other.min(*last), other.max(*last));
    // Those between two that changed places may be taken for the ones that moved.
    for sibling in &mut siblings[from..=to] {
        sibling.marked = true;
    }
    siblings.swap(from, to);
    Some(())
}

/// Turns a whole sequence round.
pub(super) fn reverse(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|node| node.children.len() > 1)?;
    let children = &mut message.at(&path).children;
    children.reverse();
    for child in children.iter_mut() {
        child.marked = true;
    }
    Some(())
}

/// Moves an element elsewhere among its siblings.
pub(super) fn displace(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|_| true)?;
    let (last, above) = path.split_last()?;
    let siblings = &mut message.at(above).children;
    let mut moved = siblings.remove(*last);
    moved.marked = true;
    let place = random.below(siblings.len() + 1);
    // Of two neighbours it cannot be known which was moved.
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

pub(super) fn rename(message: &mut Node, random: &mut Random) -> Option<()> {
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
pub(super) fn insert(message: &mut Node, random: &mut Random) -> Option<()> {
    let parents = message.paths(&|node| !is_value(node));
    let parent = if parents.is_empty() || random.one_in(4) {
        message
    } else {
        let path = random.pick::<Vec<usize>>(&parents);
        message.at(path)
    };
    let place = random.below(parent.children.len() + 1);
    let sibling = parent.children.first().map_or("altro", |child| &child.name).to_owned();
    let prefixed = |prefix: &str, name: &str| Node {
        name: format!("{prefix}:{name}"),
        attributes: vec![(format!("xmlns:{prefix}"), "urn:x".to_owned())],
        raw: "x".to_owned(),
        ..Node::default()
    };
    let mut child = match random.below(5) {
        0 => Node { name: "sconosciuto".to_owned(), raw: "x".to_owned(), ..Node::default() },
        1 => Node { name: "nota".to_owned(), ..Node::default() },
        2 => prefixed("estraneo", "Signature"),
        3 => prefixed("estraneo", &sibling),
        _ => {
            let (of, ..) = *random.pick(TYPES);
            element(random, "estraneo", of)
        }
    };
    child.marked = true;
    parent.children.insert(place, child);
    Some(())
}

/// Puts an element of its own around all that an element holds.
pub(super) fn wrap(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|node| !node.children.is_empty())?;
    let node = message.at(&path);
    let children = std::mem::take(&mut node.children);
    node.children.push(Node { name: "dati".to_owned(), children, marked: true, ..Node::default() });
    Some(())
}

/// Writes a text where elements belong.
pub(super) fn text_instead(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|node| !is_value(node))?;
    let node = message.at(&path);
    node.children.clear();
    node.raw = "RSSMRA70A01H501S".to_owned();
    node.marked = true;
    Some(())
}

pub(super) fn stray_text(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &|node| !is_value(node) && !node.children.is_empty())?;
    let node = message.at(&path);
    node.marked = true;
    node.stray = (*random.pick(&["testo", "&#32;", "<![CDATA[ ]]>", "<!-- c -->", "&amp;", "\u{A0}"])).to_owned();
    Some(())
}

pub(super) fn child_in_value(message: &mut Node, random: &mut Random) -> Option<()> {
    let path = choose(message, random, &is_value)?;
    let node = message.at(&path);
    node.marked = true;
    node.stray = (*random.pick(&["<b/>", "<b>x</b>", "<?pi?>", "<!-- c -->", "<b/><c/>"])).to_owned();
    Some(())
}

/// Repeats what may be repeated beyond its bound.
pub(super) fn too_many(message: &mut Node, random: &mut Random) -> Option<()> {
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
