//! The encrypted fields of a request: where they are, and what they hold once they are opened.

use std::collections::BTreeMap;

use sac_keys::sealed::{Unsealer, decode_field};

use super::tokens::{Kind, Token};

/// Elements whose text is encrypted.
const NAMES: [&str; 2] = ["pincode", "codiceFiscale"];
/// Bytes that the smallest key in use makes of a field.
const SHORTEST: usize = 64;
/// Fields that are opened of one message.
const MOST: usize = 8;

/// What the encrypted fields hold, by token.
pub(super) type Opened = BTreeMap<usize, Content>;

/// What came out of an encrypted field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Text(String),
    /// This gateway's key does not open it.
    Closed,
}

/// The tokens that are encrypted.
pub(super) fn encrypted(tokens: &[Token<'_>]) -> Vec<usize> {
    let pairs = tokens.windows(2).enumerate();
    let is_encrypted = |pair: &[Token<'_>]| {
        let [element, text] = pair else { return false };
        let is_meant = element.kind == Kind::Open && NAMES.contains(&element.name()) && text.kind == Kind::Text;
        is_meant && decode_field(text.text.trim()).is_some_and(|bytes| bytes.len() >= SHORTEST)
    };
    pairs.filter(|(_, pair)| is_encrypted(pair)).map(|(at, _)| at + 1).collect()
}

/// Opens them with this gateway's key.
pub(super) async fn open(tokens: &[Token<'_>], unsealer: &Unsealer) -> Opened {
    let places: Vec<usize> = encrypted(tokens).into_iter().take(MOST).collect();
    let fields = places.iter().filter_map(|at| tokens.get(*at)).map(|token| token.text.trim().to_owned()).collect();
    let opened = unsealer.unseal_all(fields).await;
    let content = |text: Option<&str>| text.map_or(Content::Closed, |text| Content::Text(text.to_owned()));
    places.into_iter().zip(opened).map(|(at, field)| (at, content(field.as_str()))).collect()
}
