//! The forms that a doctor or an operator fills in.

use crate::lang::Lang;
use crate::medici::fields::{self, Form};

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    Lavoratore,
    Malattia,
    Ricerca,
    Ristampa,
    Rettifica,
    Annulla,
    Ricovero,
    AnnullaRicovero,
    Dimissione,
    RettificaDimissione,
}

impl Sheet {
    pub(super) const ALL: [Self; 10] = [
        Self::Lavoratore,
        Self::Malattia,
        Self::Ricerca,
        Self::Ristampa,
        Self::Rettifica,
        Self::Annulla,
        Self::Ricovero,
        Self::AnnullaRicovero,
        Self::Dimissione,
        Self::RettificaDimissione,
    ];

    /// Below the channel's path.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Lavoratore => "/lavoratore",
            Self::Malattia => "/malattia/nuovo",
            Self::Ricerca => "/malattia/ricerca",
            Self::Ristampa => "/malattia/ristampa",
            Self::Rettifica => "/malattia/rettifica",
            Self::Annulla => "/malattia/annulla",
            Self::Ricovero => "/ricovero/nuovo",
            Self::AnnullaRicovero => "/ricovero/annulla",
            Self::Dimissione => "/dimissione/nuovo",
            Self::RettificaDimissione => "/dimissione/rettifica",
        }
    }

    /// The page's name (`data-pagina`), and that of its link in the menu (`data-voce`).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lavoratore => "lavoratore",
            Self::Malattia => "malattia-nuovo",
            Self::Ricerca => "malattia-ricerca",
            Self::Ristampa => "malattia-ristampa",
            Self::Rettifica => "malattia-rettifica",
            Self::Annulla => "malattia-annulla",
            Self::Ricovero => "ricovero-nuovo",
            Self::AnnullaRicovero => "ricovero-annulla",
            Self::Dimissione => "dimissione-nuovo",
            Self::RettificaDimissione => "dimissione-rettifica",
        }
    }

    /// The actions to verify and to send.
    pub(super) fn actions(self) -> (&'static str, &'static str) {
        match self {
            Self::Lavoratore => ("web:lavoratore", "web:lavoratore"),
            Self::Malattia => ("web:malattia-verifica", "web:malattia-invia"),
            Self::Ricerca => ("web:malattia-ricerca", "web:malattia-ricerca"),
            Self::Ristampa => ("web:malattia-ristampa", "web:malattia-ristampa"),
            Self::Rettifica => ("web:malattia-rettifica", "web:malattia-rettifica"),
            Self::Annulla => ("web:malattia-annulla", "web:malattia-annulla"),
            Self::Ricovero => ("web:ricovero-verifica", "web:ricovero-invia"),
            Self::AnnullaRicovero => ("web:ricovero-annulla", "web:ricovero-annulla"),
            Self::Dimissione => ("web:dimissione-verifica", "web:dimissione-invia"),
            Self::RettificaDimissione => ("web:dimissione-rettifica", "web:dimissione-rettifica"),
        }
    }

    /// Its fields.
    pub(super) fn form(self) -> &'static Form {
        match self {
            Self::Lavoratore => &fields::INTERROGAZIONE,
            Self::Malattia => &fields::MALATTIA,
            Self::Ricerca => &fields::RICERCA,
            Self::Ristampa => &fields::RISTAMPA,
            Self::Rettifica => &fields::RETTIFICA,
            Self::Annulla => &fields::ANNULLA,
            Self::Ricovero => &fields::RICOVERO,
            Self::AnnullaRicovero => &fields::ANNULLA_RICOVERO,
            Self::Dimissione => &fields::DIMISSIONE,
            Self::RettificaDimissione => &fields::RETTIFICA_DIMISSIONE,
        }
    }

    pub(super) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Lavoratore => lang.of("Cerca il lavoratore", "Find the worker"),
            Self::Malattia => lang.of("Nuovo certificato di malattia", "New certificate of sickness"),
            Self::Ricerca => lang.of("Ricerca dei certificati inviati", "Search of certificates sent"),
            Self::Ristampa => lang.of("Ristampa di un certificato", "A certificate once more"),
            Self::Rettifica => {
                lang.of("Rettifica di un certificato di malattia", "Change of a certificate of sickness")
            }
            Self::Annulla => lang.of("Annullamento di un certificato", "Cancellation of a certificate"),
            Self::Ricovero => lang.of("Nuova comunicazione di inizio ricovero", "New notice of admission"),
            Self::AnnullaRicovero => {
                lang.of("Annullamento di una comunicazione di inizio ricovero", "Cancellation of a notice of admission")
            }
            Self::Dimissione => lang.of("Nuovo certificato di dimissione", "New certificate at discharge"),
            Self::RettificaDimissione => {
                lang.of("Rettifica di un certificato di dimissione", "Change of a certificate at discharge")
            }
        }
    }

    /// What is said above its fields.
    pub(super) fn intro(self, lang: Lang) -> &'static str {
        match self {
            Self::Rettifica | Self::RettificaDimissione => lang.of(
                "La prognosi può solo terminare prima, ed entro il suo ultimo giorno. Nasce un certificato con un nuovo numero.",
                "The period can only end earlier, and only while it lasts. The certificate gets a new number.",
            ),
            Self::Annulla => lang.of(
                "Un certificato si annulla entro il giorno successivo alla data di rilascio.",
                "A certificate can be cancelled until the day after it was issued.",
            ),
            Self::AnnullaRicovero => lang.of(
                "Una comunicazione si annulla entro il giorno successivo a quello di ricezione.",
                "A notice can be cancelled until the day after it was received.",
            ),
            Self::Ricerca => lang.of(
                "Senza date: gli ultimi sei mesi.",
                "Without dates: the last six months.",
            ),
            Self::Dimissione => lang.of(
                "Residenza, data di ricovero e sede sono quelle della comunicazione di inizio ricovero.",
                "Residence, day of admission and hospital are those of the notice of admission.",
            ),
            _ => "",
        }
    }

    /// Whether it is verified first and sent then.
    pub(super) fn is_sent(self) -> bool {
        !matches!(self, Self::Lavoratore | Self::Ricerca | Self::Ristampa)
    }

    /// The word on its button.
    pub(super) fn button(self, lang: Lang) -> &'static str {
        match self {
            Self::Lavoratore | Self::Ricerca => lang.of("Cerca", "Search"),
            Self::Ristampa => lang.of("Mostra", "Show"),
            _ => lang.of("Verifica", "Verify"),
        }
    }

    /// The word on the button that sends.
    pub(super) fn sending(self, lang: Lang) -> &'static str {
        match self {
            Self::Annulla | Self::AnnullaRicovero => lang.of("Annulla il documento", "Cancel the document"),
            Self::Rettifica | Self::RettificaDimissione => lang.of("Rettifica", "Change"),
            _ => lang.of("Invia", "Send"),
        }
    }
}
