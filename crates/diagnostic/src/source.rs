//! Where demands come from, in Italian: paragraphs keep their numbers, remarks are translated.

use super::Text;

/// What the sources say beside names and numbers.
const REMARKS: &[(&str, &str)] = &[
    ("contract §1 admits it; some SOAP stacks do not", "contratto §1: è ammesso, ma non da tutti i programmi SOAP"),
    ("Unicode 3.2 §3.9: U+FEFF is a mark only at the start", "Unicode 3.2 §3.9: U+FEFF è un BOM solo all'inizio"),
    ("contract §1 cannot tell: the bytes are valid", "contratto §1 non basta: i byte sono validi"),
    ("contract §1 cannot tell: the text is valid", "contratto §1 non basta: il testo è valido"),
    ("contract §1; ISO-8859-1 has control characters there", "contratto §1; lì ISO-8859-1 ha caratteri di controllo"),
    ("limit: bytes", "limite: byte"),
    ("limit: depth", "limite: profondità"),
    ("limit: attributes", "limite: attributi"),
    ("limit: namespaces", "limite: namespace"),
    ("limit: elements", "limite: elementi"),
    ("contract §1: a message is text", "contratto §1: un messaggio è testo"),
    ("contract §4: the number as the receipt gave it", "contratto §4: il numero come sta nella ricevuta"),
    ("contract §1: a message is XML", "contratto §1: un messaggio è XML"),
    ("limit: messages", "limite: messaggi"),
    ("limit: archives", "limite: archivi"),
    ("limit: findings", "limite: violazioni"),
    ("the system's word", "lo dice il sistema"),
    ("no message, no verdict", "senza messaggio, nessun verdetto"),
    ("a fault of this program", "un guasto di questo programma"),
    (
        "rules §1.4: the fault is observed; the receipt is our own reading, with schema_errors = receipt",
        "regole §1.4: il fault è osservato; la ricevuta è una nostra interpretazione, con schema_errors = receipt",
    ),
    (
        "decree §3.1 (the diagnostic exists); contract §7; the text is assumed",
        "decreto §3.1 (la diagnostica esiste); contratto §7; il testo è un'ipotesi",
    ),
    (
        "decree §3.3; revision of July 2010 (which of 105 and 106 it is: assumed)",
        "decreto §3.3; revisione di luglio 2010 (se sia 105 o 106 è un'ipotesi)",
    ),
    (
        "decree §3.4; revision of July 2010 (which of 105 and 106 it is: assumed)",
        "decreto §3.4; revisione di luglio 2010 (se sia 105 o 106 è un'ipotesi)",
    ),
    (
        "revision of July 2010 (the control exists; its number 112 and its reading are assumed)",
        "revisione di luglio 2010 (il controllo esiste; il numero 112 e la lettura sono ipotesi)",
    ),
    (
        "revision of July 2010 (the control exists; its number 115 is assumed)",
        "revisione di luglio 2010 (il controllo esiste; il numero 115 è un'ipotesi)",
    ),
    (
        "contract §6.7 (the wording of ricerca); the rest is assumed",
        "contratto §6.7 (le parole su ricerca); il resto è un'ipotesi",
    ),
    ("official FAQ", "FAQ ufficiale"),
    ("official FAQ; rules §3", "FAQ ufficiale; regole §3"),
    ("official FAQ; the comparison of names is assumed", "FAQ ufficiale; il confronto dei nomi è un'ipotesi"),
    ("own reading", "nostra interpretazione"),
    ("own reading of contract §6.7", "nostra interpretazione di contratto §6.7"),
    ("own reading of decree §3.1", "nostra interpretazione di decreto §3.1"),
    ("own reading of giornataLavorata", "nostra interpretazione di giornataLavorata"),
    ("own reading, after decree §3.4", "nostra interpretazione, sul modello di decreto §3.4"),
    ("own reading; only with icd9_table", "nostra interpretazione; solo con icd9_table"),
];

/// A source in both languages.
#[must_use]
pub fn source_in_words(source: &str) -> Text {
    let it = REMARKS.iter().find(|(en, _)| *en == source).map(|(_, it)| (*it).to_owned());
    let plain =
        || source.replace("contract §", "contratto §").replace("rules §", "regole §").replace("decree §", "decreto §");
    Text::new(it.unwrap_or_else(plain), source)
}
