//! The words around the figures, in both languages.

use sac_diagnostic::Text;

use crate::report::Report;
use crate::survival::{SeveralErrors, Survival};

/// A group of things that can be exercised.
pub(crate) fn group(name: &str) -> Text {
    match name {
        "outcomes" => Text::new("esiti per operazione", "outcomes by operation"),
        "elements" => Text::new("elementi facoltativi", "optional elements"),
        "values" => Text::new("valori elencati", "listed values"),
        "lengths" => Text::new("lunghezze estreme", "lengths at the ends"),
        "charsets" => Text::new("charset", "charsets"),
        "transport" => Text::new("trasporto", "transport"),
        "rules" => Text::new("regole incontrate", "rules met"),
        other => Text::same(other),
    }
}

/// How an exchange ended.
pub(crate) fn outcome(name: &str) -> Text {
    match name {
        "accepted" => Text::new("accettata", "accepted"),
        "refused" => Text::new("rifiutata", "refused"),
        "fault" => Text::new("fault", "fault"),
        "dropped" => Text::new("senza risposta", "dropped"),
        other => Text::same(other),
    }
}

/// How much was looked at.
pub(crate) fn looked_at(report: &Report) -> Text {
    let Report { exchanges, read, .. } = report;
    match exchanges {
        0 => Text::new("Nessuno scambio: non è stato provato nulla.", "No exchange: nothing has been exercised."),
        1 => Text::new("Un solo scambio osservato.", "One exchange looked at."),
        _ => Text::new(
            format!("{exchanges} scambi osservati, {read} richieste lette."),
            format!("{exchanges} exchanges looked at, {read} requests read."),
        ),
    }
}

/// What has to be known of the figures.
pub(crate) fn notes(report: &Report) -> Vec<Text> {
    let unread = report.exchanges.saturating_sub(report.read);
    let mut notes = Vec::new();
    if unread > 0 {
        notes.push(Text::new(
            format!(
                "Scambi di cui non si è potuta leggere la richiesta (corpo non conservato, XML non leggibile, o altro canale): {unread}."
            ),
            format!(
                "Exchanges whose request could not be read (body not kept, no readable XML, or another channel): {unread}."
            ),
        ));
    }
    notes
}

/// What became of refusals with several errors.
pub(crate) fn errors(errors: SeveralErrors) -> Text {
    let SeveralErrors { refusals, all_corrected, only_first_corrected, first_met_again } = errors;
    if refusals == 0 {
        return Text::new("Nessun rifiuto con più di un errore.", "There was no refusal with more than one errore.");
    }
    Text::new(
        format!(
            "Rifiuti con più di un errore: {refusals}. L'invio seguente per lo stesso lavoratore li ha corretti tutti {all_corrected} volte, solo il primo {only_first_corrected} volte, nemmeno il primo {first_met_again} volte."
        ),
        format!(
            "Refusals with more than one errore: {refusals}. The next send for the same worker had corrected all of them {all_corrected} times, only the first {only_first_corrected} times, not even the first {first_met_again} times."
        ),
    )
}

/// Second documents without need.
pub(crate) fn duplicates(faults: &Survival) -> Text {
    let count = faults.needless_duplicates;
    Text::new(
        format!("Documenti inviati di nuovo benché la ricevuta fosse già arrivata: {count}."),
        format!("Documents sent again although their receipt had been given: {count}."),
    )
}
