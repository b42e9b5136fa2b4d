//! Appointments and calendars (circular §3.3, §5).

use super::table::machine;

machine! {
    /// An *appuntamento*.
    Appuntamento = "appuntamento";
    states StatoAppuntamento {
        Proposto = "proposto",
        InCoda = "in-coda",
        Fissato = "fissato",
        SospesoDomiciliare = "sospeso-domiciliare",
        Svolto = "svolto",
        Assente = "assente",
        DaContinuare = "da-continuare",
        Giustificato = "giustificato",
        Annullato = "annullato",
    }
    events EventoAppuntamento {
        Propone = "proposta",
        Accoda = "accodamento",
        Fissa = "appuntamento-fissato",
        Prenota = "prenotazione",
        ScadeTrattenuta = "trattenuta-scaduta",
        TrovaData = "data-trovata",
        CambiaData = "data-cambiata",
        ChiedeDomiciliare = "domiciliare-richiesta",
        ConcedeDomiciliare = "domiciliare-concessa",
        RifiutaDomiciliare = "domiciliare-rifiutata",
        TaceDomiciliare = "domiciliare-senza-risposta",
        Svolge = "visita-svolta",
        Manca = "visita-assente",
        Rinvia = "visita-da-continuare",
        Giustifica = "impedimento-provato",
        SpostaSeduta = "seduta-annullata-altra-data",
        PerdeSeduta = "seduta-annullata-senza-data",
        Annulla = "annullamento",
    }
    rows {
        [new] Propone => Proposto, [Sistema], [Trattenuta], [], "S §3.3; A";
        [new] Accoda => InCoda, [Sistema], [], [AvvisoPrenotazione], "S §3.3";
        // A second call, a continuation, a direct visit, a check on papers.
        [new] Fissa => Fissato, [Sistema, ResponsabileCml, Cms], [], [Invito], "S §3.3, §7B, §8; A";
        [Proposto, InCoda] Prenota => Fissato, [Richiedente], [Trattenuta], [Invito], "S §3.3";
        [Proposto] ScadeTrattenuta => Fissato, [Orologio], [Trattenuta], [Invito], "A";
        [InCoda] TrovaData => Fissato, [Orologio], [], [Invito], "S §3.3";
        [Fissato] CambiaData => Fissato, [Richiedente, Asl, Sede], [], [Invito], "S §3.3; A";
        [Fissato] ChiedeDomiciliare => SospesoDomiciliare, [Medico], [Domiciliare], [RichiestaDomiciliare], "S §3.3";
        [SospesoDomiciliare] ConcedeDomiciliare => Fissato, [Presidente, Orologio], [DecisioneDomiciliare], [Invito], "S §3.3; clock: A";
        [SospesoDomiciliare] RifiutaDomiciliare => Fissato, [Presidente, Orologio], [DecisioneDomiciliare], [Invito], "S §3.3; clock: A";
        [SospesoDomiciliare] TaceDomiciliare => same, [Orologio], [DecisioneDomiciliare], [], "A";
        [Fissato] Svolge => Svolto, [Commissione], [], [], "S §3.3, §6";
        [Fissato] Manca => Assente, [Commissione], [], [], "S §3.3, §6";
        [Fissato] Rinvia => DaContinuare, [Commissione], [], [], "S §3.3, §6";
        [Assente] Giustifica => Giustificato, [Asl], [Impedimento], [Invito], "S guide; A";
        [Fissato] SpostaSeduta => Fissato, [Asl], [], [Invito], "A";
        [Fissato] PerdeSeduta => InCoda, [Asl], [], [AvvisoPrenotazione], "A";
        [Proposto, InCoda, Fissato, SospesoDomiciliare] Annulla => Annullato, [Sistema], [], [], "A";
    }
}

machine! {
    /// A *calendario* of a commission.
    Calendario = "calendario";
    states StatoCalendario {
        Pubblicato = "pubblicato",
        Sostituito = "sostituito",
        Esaurito = "esaurito",
    }
    events EventoCalendario {
        Pubblica = "pubblicazione",
        Sostituisce = "sostituzione",
        Termina = "ultimo-giorno",
        Scarseggia = "calendario-breve",
    }
    rows {
        [new] Pubblica => Pubblicato, [Presidente, Asl], [Orizzonte], [], "S §5";
        [Pubblicato] Sostituisce => Sostituito, [Presidente], [], [], "A";
        [Pubblicato] Termina => Esaurito, [Orologio], [], [], "A";
        [Pubblicato] Scarseggia => same, [Orologio], [], [], "A";
    }
}
