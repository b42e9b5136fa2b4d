//! What documents say, under the names of the contract's elements.

use sac_domain::admission::ComunicazioneRicovero;
use sac_domain::certificate::{Certificato, Contenuto};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What a certificate says.
pub(crate) fn certificate(certificato: &Certificato) -> Value {
    let (name, body) = match &certificato.contenuto {
        Contenuto::Malattia(malattia) => ("malattia", named(malattia)),
        Contenuto::Dimissione { dimissione, .. } => ("dimissione", named(dimissione)),
    };
    let contents = json!({
        "medico": named(&certificato.sede),
        "residenza": named(&certificato.residenza),
        "reperibilita": named(&certificato.reperibilita),
        name: body,
    });
    without_nulls(contents)
}

/// What the notice of an admission says.
pub(crate) fn admission(notice: &ComunicazioneRicovero) -> Value {
    without_nulls(json!({
        "operatore": named(&notice.sede),
        "residenza": named(&notice.residenza),
        "ricovero": named(&notice.ricovero),
    }))
}

/// What is absent is left out, as in a message.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let given = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(given.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        other => other,
    }
}

fn named(value: &impl Serialize) -> Value {
    rename(serde_json::to_value(value).unwrap_or_default(), "")
}

/// `data_inizio` becomes `dataInizio`.
fn rename(value: Value, parent: &str) -> Value {
    match value {
        Value::Object(members) => {
            let renamed = members.into_iter().map(|(name, value)| {
                let element = match (parent, name.as_str()) {
                    ("diagnosi", "codice") => "codiceDiagnosi".to_owned(),
                    ("diagnosi", "note") => "noteDiagnosi".to_owned(),
                    _ => camel(&name),
                };
                let value = rename(value, &name);
                (element, value)
            });
            Value::Object(renamed.collect::<Map<_, _>>())
        }
        other => other,
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| {
        let mut letters = word.chars();
        text + &letters.next().map(|letter| letter.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    })
}
