//! Which values each rule that needs no state looks at. Where one of them is wrong or missing,
//! the rule is not applied: its refusal would be about a value that was not sent.

use sac_certificates::rule::{Refusal, Rule};
use sac_domain::operation::Operation;

/// A rule at one of the places where it is applied.
pub(super) struct Applied {
    pub(super) rule: Rule,
    /// The value of `elemento` in its refusals, where the rule is applied at several places.
    at: Option<&'static str>,
    /// The paths below the request of all that it looks at.
    pub(super) inputs: Vec<String>,
}

impl Applied {
    /// Whether a refusal came from here.
    pub(super) fn gave(&self, refusal: &Refusal) -> bool {
        self.rule == refusal.rule && self.at.is_none_or(|at| refusal.value("elemento") == Some(at))
    }
}

/// Every rule that is applied to a request of `operation`, with its inputs.
pub(super) fn applied(operation: Operation) -> Vec<Applied> {
    let content: [Rows; 3] = match operation {
        Operation::InviaMalattia => [MALATTIA, RESIDENZA, REPERIBILITA],
        Operation::InviaDimissione => [DIMISSIONE, RESIDENZA, REPERIBILITA],
        Operation::InviaRicovero => [RICOVERO, RESIDENZA, &[]],
        Operation::RettificaMalattia | Operation::RettificaDimissione => [RETTIFICA, &[], &[]],
        Operation::RicercaMalattia => [RICERCA, &[], &[]],
        Operation::InterrogazioneLavoratore
        | Operation::AnnullaMalattia
        | Operation::RistampaMalattia
        | Operation::AnnullaRicovero => [&[], &[], &[]],
    };
    let head = HEAD.iter().map(|(rule, inputs)| Applied {
        rule: *rule,
        at: None,
        inputs: inputs.iter().map(|path| path.replace("redattore", operation.redattore_element())).collect(),
    });
    let content = content.into_iter().flatten().map(|(rule, at, inputs)| Applied {
        rule: *rule,
        at: (!at.is_empty()).then_some(*at),
        inputs: inputs.iter().map(|path| (*path).to_owned()).collect(),
    });
    head.chain(content).collect()
}

/// Rules on who sends; `redattore` stands for the operation's `medico` or `operatore`.
const HEAD: &[(Rule, &[&str])] = &[
    (Rule::LavoratoreCfNonValido, &["lavoratore/codiceFiscale"]),
    (Rule::MedicoPincodeErrato, &["redattore/pincode"]),
    (Rule::MedicoPincodeAssente, SENDER),
    (Rule::MedicoCfNonAmmesso, SENDER),
    (Rule::EnteCfAssente, SENDER),
    (Rule::EntePincodeNonAmmesso, SENDER),
    (Rule::EnteMedicoSconosciuto, &["redattore/pincode", "redattore/codiceFiscale", "redattore/codiceRegione"]),
    (Rule::UtenteNonAbilitato, SENDER),
    (Rule::OperatoreRegioneAslAssenti, &["redattore/codiceRegione", "redattore/codiceAsl"]),
];
/// Who sends is worked out from these, unless it is given.
const SENDER: &[&str] = &["redattore/pincode", "redattore/codiceFiscale"];

/// Rule, the element that its refusal names where there are several, inputs.
type Rows = &'static [(Rule, &'static str, &'static [&'static str])];

const MALATTIA: Rows = &[
    (Rule::DataInesistente, "malattia/dataRilascio", &["malattia/dataRilascio"]),
    (Rule::DataInesistente, "malattia/dataInizio", &["malattia/dataInizio"]),
    (Rule::DataInesistente, "malattia/dataFine", &["malattia/dataFine"]),
    (Rule::RilascioFuturo, "", &["malattia/dataRilascio"]),
    (Rule::InizioDopoFine, "", &["malattia/dataInizio", "malattia/dataFine"]),
    (Rule::PrognosiConclusa, "", &["malattia/dataFine", "malattia/dataRilascio"]),
    (Rule::InizioFuturo, "", &["malattia/dataInizio", "malattia/dataRilascio", "malattia/giornataLavorata"]),
    (Rule::PrognosiTreMesi, "", &["malattia/dataFine", "malattia/dataRilascio"]),
    (Rule::DiagnosiAssente, "", &["malattia/diagnosi/codiceDiagnosi", "malattia/diagnosi/noteDiagnosi"]),
    (Rule::DiagnosiCodiceSconosciuto, "", &["malattia/diagnosi/codiceDiagnosi"]),
];

const DIMISSIONE: Rows = &[
    (Rule::DataInesistente, "dimissione/dataRicovero", &["dimissione/dataRicovero"]),
    (Rule::DataInesistente, "dimissione/dataDimissione", &["dimissione/dataDimissione"]),
    (Rule::DataInesistente, "dimissione/dataFine", &["dimissione/dataFine"]),
    (Rule::DimissioneDate, "", &["dimissione/dataRicovero", "dimissione/dataDimissione", "dimissione/dataFine"]),
    (Rule::DiagnosiAssente, "", &["dimissione/diagnosi/codiceDiagnosi", "dimissione/diagnosi/noteDiagnosi"]),
    (Rule::DiagnosiCodiceSconosciuto, "", &["dimissione/diagnosi/codiceDiagnosi"]),
];

const RICOVERO: Rows = &[
    (Rule::DataInesistente, "ricovero/dataRicovero", &["ricovero/dataRicovero"]),
    (Rule::RicoveroFuturo, "", &["ricovero/dataRicovero"]),
];

const RETTIFICA: Rows = &[(Rule::DataInesistente, "dataFine", &["dataFine"])];

const RICERCA: Rows = &[
    (Rule::DataInesistente, "dataInizioRicerca", &["dataInizioRicerca"]),
    (Rule::DataInesistente, "dataFineRicerca", &["dataFineRicerca"]),
    (Rule::IntervalloRicercaErrato, "", &["dataInizioRicerca", "dataFineRicerca"]),
];

const RESIDENZA: Rows = &[
    (Rule::IndirizzoComuneAssente, "residenza", RESIDENZA_COMUNE),
    (Rule::IndirizzoComuneSconosciuto, "residenza", RESIDENZA_COMUNE),
    (
        Rule::IndirizzoCapIncongruente,
        "residenza",
        &["residenza/cap", "residenza/codiceCatastale", "residenza/comune", "residenza/provincia"],
    ),
];
const RESIDENZA_COMUNE: &[&str] = &["residenza/codiceCatastale", "residenza/comune", "residenza/provincia"];

const REPERIBILITA: Rows = &[
    (Rule::IndirizzoComuneAssente, "reperibilita/indirizzo", REPERIBILITA_COMUNE),
    (Rule::IndirizzoComuneSconosciuto, "reperibilita/indirizzo", REPERIBILITA_COMUNE),
    (
        Rule::IndirizzoCapIncongruente,
        "reperibilita/indirizzo",
        &[
            "reperibilita/indirizzo/cap",
            "reperibilita/indirizzo/codiceCatastale",
            "reperibilita/indirizzo/comune",
            "reperibilita/indirizzo/provincia",
        ],
    ),
];
const REPERIBILITA_COMUNE: &[&str] =
    &["reperibilita/indirizzo/codiceCatastale", "reperibilita/indirizzo/comune", "reperibilita/indirizzo/provincia"];
