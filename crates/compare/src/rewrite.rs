//! A request with other values in the elements that depend on the SAC it is sent to: encrypted fields, and
//! numbers of documents. All else stays as it was, to the byte.

use sac_xml::{Charset, Document, Element, Event, Limits, Reader, Tree, decode};

/// An element whose value depends on the SAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Worker,
    Pincode,
    Number,
}

/// The request in `bytes` with the values that `change` gives; where it gives none they stay. What is no XML stays whole.
pub(crate) fn rewrite<E>(
    bytes: &[u8],
    stated_charset: Option<&str>,
    mut change: impl FnMut(Field, &str) -> Result<Option<String>, E>,
) -> Result<Vec<u8>, E> {
    let Ok(document) = decode(bytes, stated_charset) else { return Ok(bytes.to_vec()) };
    let Some(tree) = tree(&document) else { return Ok(bytes.to_vec()) };
    let text = document.text();
    let mut edits = Vec::new();
    if let Some(request) = tree.root().and_then(request) {
        for (field, element) in fields(request) {
            let start = element.content_offset();
            if text.get(..start).is_some_and(|before| before.ends_with("/>")) {
                continue;
            }
            let inside = text.get(start..).and_then(|rest| rest.find('<').map(|length| (length, rest)));
            // Of one with comments in it there is nothing to replace either.
            let Some((length, _)) =
                inside.filter(|(length, rest)| rest.get(*length..).is_some_and(|end| end.starts_with("</")))
            else {
                continue;
            };
            if let Some(value) = change(field, element.text())? {
                edits.push((start..start + length, value));
            }
        }
    }
    if edits.is_empty() {
        return Ok(bytes.to_vec());
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut edited = text.to_owned();
    for (range, value) in edits.into_iter().rev() {
        edited.replace_range(range, &value);
    }
    Ok(match document.charset() {
        Charset::Utf8 => edited.into_bytes(),
        Charset::Latin1 => encoding_rs::mem::encode_latin1_lossy(&edited).into_owned(),
    })
}

/// The name of the request element of a message, if it is one.
pub(crate) fn request_element(bytes: &[u8], stated_charset: Option<&str>) -> Option<String> {
    let document = decode(bytes, stated_charset).ok()?;
    let tree = tree(&document)?;
    tree.root().and_then(request).map(|request| request.local().to_owned())
}

fn request<'t, 'a>(root: Element<'t, 'a>) -> Option<Element<'t, 'a>> {
    root.child("Body").and_then(|body| body.children().next())
}

fn fields<'t, 'a>(request: Element<'t, 'a>) -> Vec<(Field, Element<'t, 'a>)> {
    let below = |above: &str, name: &str| request.child(above).and_then(|above| above.child(name));
    let mut found = Vec::new();
    found.extend(below("lavoratore", "codiceFiscale").map(|element| (Field::Worker, element)));
    found.extend(below("medico", "pincode").or(below("operatore", "pincode")).map(|element| (Field::Pincode, element)));
    found.extend(request.child("idCertificato").map(|element| (Field::Number, element)));
    found.extend(request.child("idInizioRicovero").map(|element| (Field::Number, element)));
    found
}

/// The values of the elements at these paths below the request element.
pub(crate) fn values(bytes: &[u8], stated_charset: Option<&str>, paths: &[&str]) -> Vec<Option<String>> {
    let none = vec![None; paths.len()];
    let Ok(document) = decode(bytes, stated_charset) else { return none };
    let Some(tree) = tree(&document) else { return none };
    let Some(request) = tree.root().and_then(request) else { return none };
    let value = |path: &&str| {
        let mut element = request;
        for name in path.split('/') {
            element = element.child(name)?;
        }
        Some(element.text().to_owned())
    };
    paths.iter().map(value).collect()
}

fn tree<'a>(document: &'a Document<'_>) -> Option<Tree<'a>> {
    let limits = Limits { bytes: document.text().len().max(1), ..Limits::default() };
    let mut reader = Reader::new(document, limits);
    let mut tree = None;
    loop {
        match reader.read().ok()? {
            Event::Start => tree = Some(Tree::read(&mut reader).ok()?),
            Event::Finish => return tree,
            Event::Text(_) | Event::End => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_values_change() {
        let before = b"<?xml version='1.0' encoding='ISO-8859-1'?><s:Envelope xmlns:s='s'><s:Body><x:r xmlns:x='x'>\
            <medico><pincode>1</pincode></medico> <lavoratore><codiceFiscale>2</codiceFiscale></lavoratore>\xE8\
            <idCertificato>3</idCertificato><idInizioRicovero/></x:r></s:Body></s:Envelope>";
        let changed = rewrite::<()>(before, None, |field, value| Ok(Some(format!("[{field:?} {value}]")))).unwrap();
        let text: String = before.iter().copied().map(char::from).collect();
        let expected =
            text.replace(">1<", ">[Pincode 1]<").replace(">2<", ">[Worker 2]<").replace(">3<", ">[Number 3]<");
        assert_eq!(changed, expected.chars().map(|c| c as u8).collect::<Vec<u8>>());
        assert_eq!(request_element(before, None).as_deref(), Some("r"));
        assert_eq!(rewrite::<()>(before, None, |_, _| Ok(None)).unwrap(), before);
        assert_eq!(rewrite::<()>(b"no <xml", None, |_, _| Ok(Some(String::new()))).unwrap(), b"no <xml");
        assert_eq!(values(before, None, &["medico/pincode", "a/b"]), [Some("1".to_owned()), None]);
    }
}
