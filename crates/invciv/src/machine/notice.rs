//! What a transition sends, and by which means (circular §3.2, §3.3, §9).

use serde::Serialize;

sac_domain::code! {
    /// A message that a transition sends.
    Notice {
        /// Receipt of a certificate; given in the answer.
        RicevutaCertificato = "ricevuta-certificato",
        /// Receipt of a domanda, with its PIU.
        RicevutaDomanda = "ricevuta-domanda",
        /// Receipt of a domanda that waits for an earlier one.
        RicevutaConRiserva = "ricevuta-con-riserva",
        /// Notice that the date will follow.
        AvvisoPrenotazione = "avviso-prenotazione",
        /// Invitation to a visit: date, hour and place.
        Invito = "invito",
        /// Request of a visit at home, for the president.
        RichiestaDomiciliare = "richiesta-domiciliare",
        /// Request of further tests, with the new date.
        RichiestaAccertamenti = "richiesta-accertamenti",
        /// Request of the papers to the ASL, after a suspension.
        RichiestaDocumenti = "richiesta-documenti",
        /// Notice that the domanda lost its effect by the second absence.
        PerditaEfficacia = "perdita-efficacia",
        /// Confirmation that the domanda was withdrawn.
        ConfermaRitiro = "conferma-ritiro",
        /// The reason for which a domanda taken with reserve is refused.
        RifiutoRiserva = "rifiuto-riserva",
        /// The verbale in its two versions.
        Verbale = "verbale",
        /// The functional diagnosis, for the labour commission of the province.
        DiagnosiFunzionale = "diagnosi-funzionale",
        /// Request of the socio-economic data.
        RichiestaDati = "richiesta-dati",
        /// Reminder of that request.
        SollecitoDati = "sollecito-dati",
        /// Cover and *omissis* for the body that grants in place of the institute.
        TrasmissioneEnte = "trasmissione-ente",
        /// The decision on a grant.
        Provvedimento = "provvedimento",
        /// Note of the first payment.
        NotaPagamento = "nota-pagamento",
        /// The certificate expires in five days and no domanda is paired with it.
        ScadenzaCertificato = "scadenza-certificato",
    }
}

/// How a message goes on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Paper {
    /// Not at all.
    None,
    /// Registered letter with advice of receipt.
    Registered,
    /// Ordinary post.
    Post,
}

/// By which means a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Means {
    /// On paper; always, also when a digital copy goes out.
    pub paper: Paper,
    /// By e-mail, if an address is known. It never carries a sanitary attachment.
    pub email: bool,
    /// By certified e-mail, if an address is known.
    pub pec: bool,
}

impl Notice {
    /// The means, one row a message.
    #[must_use]
    pub const fn means(self) -> Means {
        use Notice as N;
        use Paper::{None, Post, Registered};
        let (paper, email, pec) = match self {
            N::RicevutaCertificato => (None, false, false),
            N::RicevutaDomanda | N::RicevutaConRiserva => (None, true, true),
            N::RichiestaDomiciliare | N::RichiestaDocumenti | N::DiagnosiFunzionale => (None, false, true),
            N::ScadenzaCertificato => (None, true, false),
            N::TrasmissioneEnte => (Post, false, true),
            N::SollecitoDati | N::NotaPagamento => (Post, true, true),
            N::AvvisoPrenotazione
            | N::Invito
            | N::RichiestaAccertamenti
            | N::PerditaEfficacia
            | N::ConfermaRitiro
            | N::RifiutoRiserva
            | N::Verbale
            | N::RichiestaDati
            | N::Provvedimento => (Registered, true, true),
        };
        Means { paper, email, pec }
    }
}
