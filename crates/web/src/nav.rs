//! The pages that the head of every page leads to.

use crate::audience::Audience;
use crate::lang::Lang;

/// A link in the head of a page.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Below the channel's path.
    pub(crate) path: &'static str,
    /// The page's name (`data-pagina`).
    pub(crate) page: &'static str,
    pub(crate) label: &'static str,
}

/// The links of a channel.
pub(crate) fn links(audience: Audience, lang: Lang, is_logged_in: bool) -> Vec<Link> {
    let link = |path, page, it, en| Link { path, page, label: lang.of(it, en) };
    let public = link("/attestato", "ricerca-attestato", "Consulta un attestato", "Look up an attestato");
    match (audience, is_logged_in) {
        (Audience::Azienda, true) => {
            vec![link("/attestati", "attestati", "Attestati", "Attestati"), link("/pec", "pec", "PEC", "PEC")]
        }
        (Audience::Azienda, false) => vec![public, link("/accesso", "accesso", "Accesso aziende", "Log in")],
        (Audience::Cittadino, true) => vec![
            link("/certificati", "certificati", "Certificati", "Certificates"),
            link("/servizi", "servizi", "Servizi", "Services"),
        ],
        (Audience::Cittadino, false) => vec![public, link("/accesso", "accesso", "Accesso lavoratori", "Log in")],
        (Audience::Web, true) => vec![link("/menu", "menu", "Menu", "Menu")],
        (Audience::Web, false) => vec![link("/accesso", "accesso", "Accesso medici e operatori", "Log in")],
        (Audience::Pin, true) => vec![
            link("/profilo", "pin-profilo", "Profili", "Profiles"),
            link("/contatti", "pin-contatti", "Recapiti", "Contacts"),
            link("/cambio", "pin-cambio", "Cambio", "Change"),
            link("/dispositivo", "pin-dispositivo", "Dispositivo", "Dispositivo"),
        ],
        (Audience::Pin, false) => vec![
            link("/richiesta", "pin-richiesta", "Richiesta", "Request"),
            link("/ripristino", "pin-ripristino", "Ripristino", "Restore"),
            link("/accesso", "pin-accesso", "Accesso", "Log in"),
        ],
        (Audience::Classic, _) => Vec::new(),
    }
}
