//! Stages (a) and (b) as far as they need no state: the encrypted fields, and what each kind
//! of sender may write (contract §6.4, §6.5, §7; rules §3).

use super::allowed::encrypted_form;
use super::checker::{Checker, Sender};
use super::explanation::{Explanation, Whose};
use super::issue::Issue;
use super::placed::{Placed, placed};
use super::shape;
use sac_certificates::rule::{Refusal, Rule, sender};
use sac_contracts::certificati_medici::{EncryptedHead, HOW_TO_ENCRYPT};
use sac_diagnostic::{Code, Finding, Text};
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::operation::Operation;
use sac_keys::sealed::{Unsealer, decode_field};
use sac_soap::Expected;

/// Bytes that the contract's 1024-bit key makes of a field (contract §7).
const ENCRYPTED: usize = 128;
/// Bytes that keys of other sizes in use make of a field.
const KEYS: [usize; 4] = [64, 256, 384, 512];
/// Longer than any codice fiscale or pincode: no such text can be in clear.
const LONGEST_CLEAR: usize = 32;

/// What came of looking at the head of a request.
pub(super) struct Encrypted {
    /// What is wrong with it.
    pub(super) found: Vec<Placed>,
    /// Who is taken to send it.
    pub(super) sender: Sender,
    /// A field is encrypted, and there is no key to see what it holds.
    pub(super) is_closed: bool,
}

/// Checks the head of a request.
pub(super) fn check(checker: &Checker, operation: Operation, head: &EncryptedHead, expected: Expected) -> Encrypted {
    let EncryptedHead { redattore, pincode, lavoratore } = head;
    let sender = checker.sender.unwrap_or_else(|| guess(operation, head));
    // A region's pincode is refused as such; a clerk has none.
    let pincode = pincode.as_deref().filter(|_| sender == Sender::Medico);
    let fields = [
        (
            format!("{}/pincode", operation.redattore_element()),
            pincode.map(|field| self::pincode(checker, field, expected)),
        ),
        ("lavoratore/codiceFiscale".to_owned(), Some(worker(checker, lavoratore, expected))),
    ];
    let is_encrypted = |field: &str| matches!(shape(field), Shape::Encrypted);
    let is_closed = checker.unsealer.is_none() && pincode.into_iter().chain([&**lavoratore]).any(is_encrypted);
    let mut in_clear = Vec::new();
    let mut found = Vec::new();
    for (path, seen) in fields {
        match seen {
            Some(Seen::Wrong(broken, reason)) => {
                let refusal = Refusal::of(broken).with("redattore", operation.redattore_element());
                found.push(reason.place(&checker.catalogue, &refusal));
            }
            Some(Seen::Clear) => in_clear.push(path),
            Some(Seen::Right) | None => {}
        }
    }
    if let Some(first) = in_clear.first() {
        let finding = Finding::new(Code::CHECK_CLEAR).about(in_clear.join(", ")).allowed(encrypted_form());
        let (it, en) = HOW_TO_ENCRYPT;
        found.push(Placed { issue: Issue { hint: Text::new(it, en), ..finding.into() }, path: first.clone() });
    }
    let named = redattore.codice_fiscale.as_deref();
    let mistake = named.and_then(|code| {
        CodiceFiscaleMedico::parse(code).err().map(|error| Explanation::of_code(Whose::Medico, error, code))
    });
    found.extend(sent_by(sender, operation, head).iter().map(|refusal| match &mistake {
        Some(mistake) if refusal.rule == Rule::EnteMedicoSconosciuto => mistake.place(&checker.catalogue, refusal),
        _ => placed(&checker.catalogue, refusal),
    }));
    Encrypted { found, sender, is_closed }
}

/// Who seems to send: a region names its doctor, a doctor gives a pincode, a clerk neither.
fn guess(operation: Operation, head: &EncryptedHead) -> Sender {
    match (head.pincode.is_some(), head.redattore.codice_fiscale.is_some()) {
        (false, true) => Sender::Ente,
        (false, false) if operation.is_for_operators() => Sender::Operatore,
        _ => Sender::Medico,
    }
}

fn sent_by(sender: Sender, operation: Operation, head: &EncryptedHead) -> Vec<Refusal> {
    let EncryptedHead { redattore, pincode, .. } = head;
    let pincode = pincode.is_some();
    let named = redattore.codice_fiscale.as_deref();
    let place = sender::operatore_regione_asl_assenti(operation, &redattore.sede);
    let own = match sender {
        Sender::Medico => [
            sender::medico_pincode_assente(operation, pincode),
            sender::medico_cf_non_ammesso(operation, named.is_some()),
            None,
        ],
        Sender::Operatore => [sender::utente_non_abilitato(operation, true), None, None],
        Sender::Ente => {
            let known = named.is_none_or(|code| CodiceFiscaleMedico::parse(code).is_ok());
            let regione = redattore.sede.codice_regione.as_deref().unwrap_or("?");
            [
                sender::ente_cf_assente(operation, named.is_some()),
                sender::ente_pincode_non_ammesso(operation, pincode),
                sender::ente_medico_sconosciuto(operation, regione, known),
            ]
        }
    };
    own.into_iter().chain([place]).flatten().collect()
}

/// What came of looking at an encrypted field.
enum Seen {
    Right,
    /// Not encrypted as yet, and otherwise right as far as that can be seen.
    Clear,
    Wrong(Rule, Explanation),
}

fn worker(checker: &Checker, field: &str, expected: Expected) -> Seen {
    let wrong = |reason| Seen::Wrong(Rule::LavoratoreCfNonValido, reason);
    match shape(field) {
        Shape::Clear if expected == Expected::Request => wrong(Explanation::travels_in_clear()),
        Shape::Clear => match CodiceFiscale::parse(field) {
            Ok(_) => Seen::Clear,
            Err(error) => wrong(Explanation::of_code(Whose::Lavoratore, error, field)),
        },
        Shape::Broken(reason) => wrong(reason),
        Shape::Encrypted => match &checker.unsealer {
            None => Seen::Right,
            Some(unsealer) => match (malformed(unsealer, field), unsealer.unseal(field).as_str()) {
                (Some(explanation), _) => wrong(explanation),
                (None, Some(code)) => CodiceFiscale::parse(code)
                    .map_or_else(|error| wrong(Explanation::of_code(Whose::Lavoratore, error, code)), |_| Seen::Right),
                (None, None) => wrong(Explanation::not_opened()),
            },
        },
    }
}

/// Whether the pincode is the caller's is for the service to say.
fn pincode(checker: &Checker, field: &str, expected: Expected) -> Seen {
    let wrong = |reason| Seen::Wrong(Rule::MedicoPincodeErrato, reason);
    match shape(field) {
        Shape::Clear if expected == Expected::Request => wrong(Explanation::travels_in_clear()),
        Shape::Clear => Seen::Clear,
        Shape::Broken(reason) => wrong(reason),
        Shape::Encrypted => match &checker.unsealer {
            Some(unsealer) => malformed(unsealer, field).map_or(Seen::Right, wrong),
            None => Seen::Right,
        },
    }
}

/// What is wrong with the form of what a field holds.
fn malformed(unsealer: &Unsealer, field: &str) -> Option<Explanation> {
    let inspection = unsealer.inspect(field);
    if inspection.is_oaep {
        return Some(Explanation::of_form(
            "Il campo è cifrato con il riempimento OAEP, il servizio vuole PKCS#1 v1.5.",
            "The field is encrypted with the padding OAEP, the service wants PKCS#1 v1.5.",
        ));
    }
    let bytes = inspection.bytes.as_ref().map_or(&[][..], |bytes| bytes);
    shape::of(bytes).map(|why| Explanation::of_form(why.it, why.en))
}

/// How long a field in base64 is, where that is the length of a key other than the service's.
pub(super) fn of_another_key(field: &str) -> Option<Text> {
    let length = decode_field(field).map(|bytes| bytes.len()).filter(|length| KEYS.contains(length))?;
    let bits = length * 8;
    Some(Text::new(
        format!(
            "Il base64 dà {length} byte anziché {ENCRYPTED}: il campo è cifrato con una chiave di {bits} bit, che non è quella del servizio."
        ),
        format!(
            "The base64 gives {length} bytes rather than {ENCRYPTED}: the field is encrypted with a key of {bits} bits, which is not the service's."
        ),
    ))
}

/// What an encrypted field looks like from outside.
enum Shape {
    Encrypted,
    Clear,
    Broken(Explanation),
}

fn shape(field: &str) -> Shape {
    match decode_field(field) {
        Some(bytes) if bytes.len() == ENCRYPTED => Shape::Encrypted,
        _ if field.trim_ascii().is_empty() => {
            Shape::Broken(Explanation::of_form("Il campo è vuoto.", "The field is empty."))
        }
        _ if field.chars().count() <= LONGEST_CLEAR => Shape::Clear,
        Some(bytes) => {
            if let Some(why) = of_another_key(field) {
                return Shape::Broken(Explanation::of_form(why.it, why.en));
            }
            let length = bytes.len();
            Shape::Broken(Explanation::of_form(
                format!(
                    "Il base64 dà {length} byte anziché {ENCRYPTED}: la chiave non è quella del servizio, o il campo è troncato."
                ),
                format!(
                    "The base64 gives {length} bytes rather than {ENCRYPTED}: the key is not the service's, or the field is cut short."
                ),
            ))
        }
        None => Shape::Broken(Explanation::of_form("Il campo non è in base64.", "The field is not in base64.")),
    }
}
