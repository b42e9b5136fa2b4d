//! Forms, and what else comes in as pairs of names and values.

use std::collections::BTreeMap;

/// The fields of a form. A field that a form does not know is passed over by whoever reads it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(BTreeMap<String, String>);

/// Why a body is no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadForm {
    Twice,
    NotUtf8,
}

/// Fields whose values are secret.
const SECRETS: [&str; 6] = ["password", "pin", "pincode", "attuale", "nuovo", "ripeti"];

impl Form {
    /// Reads a body, or a query.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, BadForm> {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(bytes) {
            if name.contains('\u{fffd}') || value.contains('\u{fffd}') {
                return Err(BadForm::NotUtf8);
            }
            if fields.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(BadForm::Twice);
            }
        }
        Ok(Self(fields))
    }

    /// The fields of a form in several parts.
    pub(crate) fn of(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// A field without the blanks around it; empty where it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// Whether there is such a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A field as it is, such as a password.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The same form with its secrets replaced, for the journal.
    pub(crate) fn masked(&self) -> Option<String> {
        if !SECRETS.iter().any(|name| self.0.contains_key(*name)) {
            return None;
        }
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.0 {
            out.append_pair(name, if SECRETS.contains(&name.as_str()) { "***" } else { value });
        }
        Some(out.finish())
    }

    /// A body that is no form, where it names a secret: none of it is kept then.
    pub(crate) fn masked_unread(body: &[u8]) -> Option<String> {
        let body = String::from_utf8_lossy(body);
        SECRETS.iter().any(|name| body.contains(name)).then(|| "***".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_and_its_secrets_are_masked() {
        let form = Form::read(b"utente=a%20b&password=%26x&altro=1").unwrap();
        assert_eq!((form.get("utente"), form.exact("password"), form.get("nulla")), ("a b", "&x", ""));
        assert_eq!(form.masked().as_deref(), Some("altro=1&password=***&utente=a+b"));
        assert_eq!(Form::read(b"a=1&a=2").unwrap_err(), BadForm::Twice);
        assert_eq!(Form::read(b"a=%ff").unwrap_err(), BadForm::NotUtf8);
        assert!(Form::read(b"a=1").unwrap().masked().is_none());
        assert_eq!(Form::masked_unread(b"pin=prova123&pin=prova123").as_deref(), Some("***"));
        assert_eq!(Form::masked_unread(b"a=1&a=2"), None);
    }
}
