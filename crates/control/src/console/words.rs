//! Words of the journal, for people.

use sac_diagnostic::Provenance;

use super::language::Lang;

/// An outcome.
pub(super) fn outcome(lang: Lang, outcome: &str) -> &str {
    match outcome {
        "accepted" => lang.of("accolto", "accepted"),
        "refused" => lang.of("rifiutato", "refused"),
        "fault" => lang.of("errore", "fault"),
        "dropped" => lang.of("interrotto", "dropped"),
        other => other,
    }
}

/// A duration of so many microseconds.
pub(super) fn duration(lang: Lang, micros: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
    let micros_f = micros as f64;
    let text = match micros {
        0..1_000 => return format!("{micros} µs"),
        1_000..100_000 => format!("{:.1} ms", micros_f / 1e3),
        100_000..1_000_000 => format!("{:.0} ms", micros_f / 1e3),
        _ => format!("{:.2} s", micros_f / 1e6),
    };
    if lang.is_it() { text.replace('.', ",") } else { text }
}

/// A number of bytes.
pub(super) fn bytes(lang: Lang, bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with two digits")]
    let text = match bytes {
        0..1_024 => return format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    };
    if lang.is_it() { text.replace('.', ",") } else { text }
}

/// Where a rule comes from.
pub(super) fn provenance(lang: Lang, provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Specification => lang.of("specifica", "specification"),
        Provenance::Observed => lang.of("osservato", "observed"),
        Provenance::Assumed => lang.of("ipotesi", "assumed"),
    }
}

/// What happened to a document.
pub(super) fn event(lang: Lang, what: &str) -> &str {
    match what {
        "sent" => lang.of("inviato", "sent"),
        "rectified" => lang.of("rettificato", "rectified"),
        "discharged" => lang.of("chiuso con la dimissione", "closed by the discharge"),
        "cancelled" => lang.of("annullato", "cancelled"),
        other => other,
    }
}

/// What fell due.
pub(super) fn happening(lang: Lang, what: &str) -> &str {
    match what {
        "lockout-end" => lang.of("fine di un blocco", "end of a lockout"),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::words::Language;

    #[test]
    fn figures_are_short_and_have_the_language_s_comma() {
        let (it, en) = (Lang(Language::It), Lang(Language::En));
        for (micros, shown) in
            [(0, "0 µs"), (999, "999 µs"), (1_500, "1.5 ms"), (250_400, "250 ms"), (2_345_678, "2.35 s")]
        {
            assert_eq!(duration(en, micros), shown);
            assert_eq!(duration(it, micros), shown.replace('.', ","));
        }
        assert_eq!(
            (bytes(en, 1023), bytes(en, 1536), bytes(it, 3 << 20)),
            ("1023 B".into(), "1.5 KiB".into(), "3,0 MiB".into())
        );
    }
}
