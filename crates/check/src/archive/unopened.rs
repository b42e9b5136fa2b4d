//! What in an archive is not opened: what it is, and what to do about it.

use crate::issue::{Issue, Severity};
use sac_diagnostic::{Code, Finding, Text};

fn issue(what: (&str, &str), hint: (&str, &str)) -> Issue {
    let issue = Issue::from(Finding::new(Code::CHECK_FORMAT).allowed(Text::new(what.0, what.1)));
    Issue { severity: Severity::Unchecked, hint: Text::new(hint.0, hint.1), allowed: None, ..issue }
}

/// The archive itself cannot be read.
pub(super) fn damaged_archive() -> Issue {
    issue(
        ("un archivio zip danneggiato o incompleto", "a zip archive that is damaged or not whole"),
        (
            "Copiare o scaricare di nuovo l'archivio: manca o non è leggibile l'elenco dei file, che sta alla fine.",
            "Copy or download the archive again: the list of its files, which stands at the end, is missing or cannot be read.",
        ),
    )
}

/// An archive in an archive.
pub(super) fn nested() -> Issue {
    issue(
        ("un archivio zip dentro un altro archivio", "a zip archive within another archive"),
        (
            "Estrarlo e controllarlo da solo: gli archivi si aprono a un solo livello.",
            "Unpack it and check it by itself: archives are opened one level deep.",
        ),
    )
}

/// Several files have one name.
pub(super) fn namesakes() -> Issue {
    issue(
        (
            "un archivio zip con più file dello stesso nome, dei quali è controllato uno solo",
            "a zip archive with several files of one name, of which only one is checked",
        ),
        (
            "Estrarre i file con nomi diversi e controllare la cartella.",
            "Unpack the files under different names and check the folder.",
        ),
    )
}

/// A file that takes a password.
pub(super) fn encrypted() -> Issue {
    issue(
        ("un file cifrato in un archivio zip", "an encrypted file in a zip archive"),
        (
            "Estrarlo con la sua password e controllare il file estratto: qui le password non si chiedono.",
            "Unpack it with its password and check the file that comes out: no password is asked for here.",
        ),
    )
}

/// A file packed in a way that is not read here.
pub(super) fn other_method() -> Issue {
    issue(
        (
            "un file di un archivio zip compresso con un metodo che non è Deflate",
            "a file of a zip archive packed by a method other than Deflate",
        ),
        (
            "Estrarlo con il programma che ha fatto l'archivio e controllare il file estratto.",
            "Unpack it with the program that made the archive and check the file that comes out.",
        ),
    )
}

/// A file whose checksum does not agree.
pub(super) fn damaged() -> Issue {
    issue(
        ("un file danneggiato in un archivio zip", "a damaged file in a zip archive"),
        (
            "Copiare o scaricare di nuovo l'archivio: il contenuto del file non corrisponde alla sua somma di controllo.",
            "Copy or download the archive again: the content of the file does not agree with its checksum.",
        ),
    )
}

/// Not an archive of messages but a document.
pub(super) fn document() -> Issue {
    issue(
        (
            "un documento di Office o LibreOffice (.docx, .xlsx, .odt)",
            "a document of Office or LibreOffice (.docx, .xlsx, .odt)",
        ),
        (
            "Copiare il messaggio dal documento in un file di testo .xml; attenzione alle virgolette e ai trattini che il programma sostituisce.",
            "Copy the message out of the document into a text file .xml; mind the quotation marks and dashes that the program replaces.",
        ),
    )
}
