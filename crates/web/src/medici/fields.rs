//! The fields of the forms, in the order of the contract's elements.

use sac_domain::operation::Operation;

/// A form.
pub(super) struct Form {
    pub(super) operation: Operation,
    pub(super) groups: &'static [Group],
}

/// Fields that belong together. Its path is that of the element around them, or empty.
pub(super) struct Group {
    pub(super) path: &'static str,
    pub(super) title: (&'static str, &'static str),
    pub(super) fields: &'static [Field],
}

/// A field. Its path is its name in the form, and the contract's path with dots; `sede` alone stands for two elements.
pub(super) struct Field {
    pub(super) path: &'static str,
    pub(super) label: (&'static str, &'static str),
    pub(super) kind: Kind,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A worker's codice fiscale.
    Code,
    /// At most so many characters.
    Text(usize),
    /// The same, digits only.
    Digits(usize),
    /// The same over several lines.
    Area(usize),
    /// An ICD-9-CM code.
    Icd,
    Date,
    /// One of these codes.
    Choice(&'static [&'static str]),
    /// One of these codes, or none.
    Optional(&'static [&'static str]),
    /// `true`, or not.
    Flag,
    /// Region and ASL.
    Sede,
}

/// Whether a field may stay empty.
pub(super) fn is_required(path: &str) -> bool {
    let (group, name) = path.rsplit_once('.').unwrap_or(("", path));
    match name {
        "via" | "civico" | "cap" => group == "residenza",
        "codiceFiscale" | "ruoloMedico" | "dataRilascio" | "dataInizio" | "dataRicovero" | "dataDimissione"
        | "visita" | "tipoCertificato" | "tipoRicovero" | "idCertificato" | "idInizioRicovero" => true,
        "dataFine" => group != "dimissione",
        _ => false,
    }
}

const fn field(path: &'static str, it: &'static str, en: &'static str, kind: Kind) -> Field {
    Field { path, label: (it, en), kind }
}

const CODICE_FISCALE: Field = field("lavoratore.codiceFiscale", "Codice fiscale", "Codice fiscale", Kind::Code);

const LAVORATORE: Group = Group { path: "lavoratore", title: ("Lavoratore", "Worker"), fields: &[CODICE_FISCALE] };

macro_rules! address {
    ($group:literal) => {
        [
            field(concat!($group, ".via"), "Via", "Street", Kind::Text(50)),
            field(concat!($group, ".civico"), "Civico", "Number", Kind::Text(15)),
            field(concat!($group, ".cap"), "CAP", "Postcode (CAP)", Kind::Digits(5)),
            field(concat!($group, ".codiceCatastale"), "Codice catastale", "Codice catastale", Kind::Text(4)),
            field(concat!($group, ".comune"), "Comune", "Comune", Kind::Text(25)),
            field(concat!($group, ".provincia"), "Provincia", "Province", Kind::Text(2)),
        ]
    };
}

const RESIDENZA: Group = Group { path: "residenza", title: ("Residenza", "Residence"), fields: &address!("residenza") };

const REPERIBILITA: Group = Group {
    path: "reperibilita",
    title: ("Reperibilità, se diversa dalla residenza", "Where the worker is, if not at the residence"),
    fields: &{
        let [via, civico, cap, codice, comune, provincia] = address!("reperibilita.indirizzo");
        let cognome = field("reperibilita.cognome", "Presso (cognome)", "At (surname)", Kind::Text(24));
        [cognome, via, civico, cap, codice, comune, provincia]
    },
};

const RUOLI: Kind = Kind::Choice(&["S", "P"]);
const TIPI: Kind = Kind::Choice(&["I", "C", "R"]);
const AGEVOLAZIONI: Kind = Kind::Optional(&["T", "C", "I"]);

const MEDICO: Group = Group {
    path: "medico",
    title: ("Medico", "Doctor"),
    fields: &[
        field("sede", "Regione e ASL", "Region and ASL", Kind::Sede),
        field("medico.codiceStruttura", "Codice struttura", "Hospital code", Kind::Text(6)),
    ],
};

const OPERATORE: Group = Group {
    path: "operatore",
    title: ("Struttura", "Hospital"),
    fields: &[
        field("sede", "Regione e ASL", "Region and ASL", Kind::Sede),
        field("operatore.codiceStruttura", "Codice struttura", "Hospital code", Kind::Text(6)),
    ],
};

/// A certificate of sickness.
pub(super) static MALATTIA: Form = Form {
    operation: Operation::InviaMalattia,
    groups: &[
        LAVORATORE,
        RESIDENZA,
        Group {
            path: "malattia",
            title: ("Malattia", "Illness"),
            fields: &[
                field("malattia.dataInizio", "Ammalato dal", "Ill from", Kind::Date),
                field("malattia.dataFine", "Prognosi a tutto il", "Until", Kind::Date),
                field("malattia.dataRilascio", "Data di rilascio", "Issued on", Kind::Date),
                field("malattia.tipoCertificato", "Tipo", "Type", TIPI),
                field("malattia.visita", "Visita", "Visit", Kind::Choice(&["A", "D", "P"])),
                field("malattia.ruoloMedico", "Ruolo del medico", "Doctor's role", RUOLI),
            ],
        },
        Group {
            path: "malattia.diagnosi",
            title: ("Diagnosi: codice, note o entrambi", "Diagnosis: code, notes or both"),
            fields: &[
                field("malattia.diagnosi.codiceDiagnosi", "Codice ICD-9-CM", "ICD-9-CM code", Kind::Icd),
                field("malattia.diagnosi.noteDiagnosi", "Note di diagnosi", "Notes", Kind::Area(200)),
            ],
        },
        Group {
            path: "",
            title: ("Altre indicazioni", "Further indications"),
            fields: &[
                field(
                    "malattia.giornataLavorata",
                    "Inizio il giorno successivo alla visita",
                    "Begins on the day after the visit",
                    Kind::Flag,
                ),
                field("malattia.trauma", "Evento traumatico", "Injury", Kind::Flag),
                field("malattia.agevolazioni", "Agevolazioni", "Exemption", AGEVOLAZIONI),
            ],
        },
        REPERIBILITA,
        MEDICO,
    ],
};

/// A notice of admission.
pub(super) static RICOVERO: Form = Form {
    operation: Operation::InviaRicovero,
    groups: &[
        LAVORATORE,
        RESIDENZA,
        Group {
            path: "ricovero",
            title: ("Ricovero", "Admission"),
            fields: &[
                field("ricovero.dataRicovero", "Data di ricovero", "Day of admission", Kind::Date),
                field(
                    "ricovero.giornataLavorata",
                    "Ha lavorato il giorno del ricovero",
                    "Worked on the day of admission",
                    Kind::Flag,
                ),
                field("ricovero.trauma", "Ricovero dovuto a trauma", "Admission caused by an injury", Kind::Flag),
            ],
        },
        OPERATORE,
    ],
};

/// A certificate written at discharge.
pub(super) static DIMISSIONE: Form = Form {
    operation: Operation::InviaDimissione,
    groups: &[
        Group {
            path: "lavoratore",
            title: ("Ricovero comunicato", "Notice of admission"),
            fields: &[
                field(
                    "idInizioRicovero",
                    "N. della comunicazione (PUCIR)",
                    "Number of the notice (PUCIR)",
                    Kind::Digits(9),
                ),
                CODICE_FISCALE,
                field("dimissione.dataRicovero", "Data di ricovero", "Day of admission", Kind::Date),
            ],
        },
        RESIDENZA,
        Group {
            path: "dimissione",
            title: ("Dimissione e prognosi", "Discharge and convalescence"),
            fields: &[
                field("dimissione.dataDimissione", "Data di dimissione", "Discharged on", Kind::Date),
                field("dimissione.dataFine", "Prognosi a tutto il", "Convalescence until", Kind::Date),
                field("dimissione.tipoRicovero", "Tipo di ricovero", "Kind of admission", Kind::Choice(&["R", "H"])),
                field("dimissione.tipoCertificato", "Tipo", "Type", TIPI),
                field("dimissione.ruoloMedico", "Ruolo del medico", "Doctor's role", RUOLI),
            ],
        },
        Group {
            path: "dimissione.diagnosi",
            title: ("Diagnosi: codice, note o entrambi", "Diagnosis: code, notes or both"),
            fields: &[
                field("dimissione.diagnosi.codiceDiagnosi", "Codice ICD-9-CM", "ICD-9-CM code", Kind::Icd),
                field("dimissione.diagnosi.noteDiagnosi", "Note di diagnosi", "Notes", Kind::Area(200)),
            ],
        },
        Group {
            path: "",
            title: ("Altre indicazioni", "Further indications"),
            fields: &[
                field(
                    "dimissione.giornataLavorata",
                    "Ha lavorato il giorno del ricovero",
                    "Worked on the day of admission",
                    Kind::Flag,
                ),
                field("dimissione.trauma", "Ricovero dovuto a trauma", "Admission caused by an injury", Kind::Flag),
                field("dimissione.agevolazioni", "Agevolazioni", "Exemption", AGEVOLAZIONI),
            ],
        },
        REPERIBILITA,
        MEDICO,
    ],
};

/// The recall of a notice, before a discharge.
pub(super) static RICHIAMO: Form = Form {
    operation: Operation::InviaDimissione,
    groups: &[Group {
        path: "",
        title: ("Comunicazione di inizio ricovero", "Notice of admission"),
        fields: &[
            field(
                "idInizioRicovero",
                "N. della comunicazione (PUCIR)",
                "Number of the notice (PUCIR)",
                Kind::Digits(9),
            ),
            CODICE_FISCALE,
        ],
    }],
};

const ID_CERTIFICATO: Field =
    field("idCertificato", "N. protocollo del certificato", "Number of the certificate", Kind::Digits(9));

const CHANGES: &[Group] = &[Group {
    path: "",
    title: ("Certificato", "Certificate"),
    fields: &[
        ID_CERTIFICATO,
        CODICE_FISCALE,
        field("dataFine", "Nuovo ultimo giorno di prognosi", "New last day", Kind::Date),
    ],
}];

/// Another end of a certificate of sickness.
pub(super) static RETTIFICA: Form = Form { operation: Operation::RettificaMalattia, groups: CHANGES };

/// Another end of a certificate written at discharge.
pub(super) static RETTIFICA_DIMISSIONE: Form = Form { operation: Operation::RettificaDimissione, groups: CHANGES };

/// The cancellation of a certificate.
pub(super) static ANNULLA: Form = Form {
    operation: Operation::AnnullaMalattia,
    groups: &[Group { path: "", title: ("Certificato", "Certificate"), fields: &[ID_CERTIFICATO, CODICE_FISCALE] }],
};

/// The cancellation of a notice of admission.
pub(super) static ANNULLA_RICOVERO: Form = Form {
    operation: Operation::AnnullaRicovero,
    groups: &[Group {
        path: "",
        title: ("Comunicazione di inizio ricovero", "Notice of admission"),
        fields: &[
            field("idCertificato", "N. della comunicazione (PUCIR)", "Number of the notice (PUCIR)", Kind::Digits(9)),
            CODICE_FISCALE,
            field("sede", "Regione e ASL", "Region and ASL", Kind::Sede),
        ],
    }],
};

/// A search.
pub(super) static RICERCA: Form = Form {
    operation: Operation::RicercaMalattia,
    groups: &[Group {
        path: "",
        title: ("Certificati inviati per un lavoratore", "Certificates sent for a worker"),
        fields: &[
            CODICE_FISCALE,
            field("dataInizioRicerca", "Ricevuti dal", "Received from", Kind::Date),
            field("dataFineRicerca", "al", "until", Kind::Date),
        ],
    }],
};

/// A certificate once more.
pub(super) static RISTAMPA: Form = Form {
    operation: Operation::RistampaMalattia,
    groups: &[Group { path: "", title: ("Certificato", "Certificate"), fields: &[ID_CERTIFICATO, CODICE_FISCALE] }],
};

/// A question for a worker's name.
pub(super) static INTERROGAZIONE: Form = Form { operation: Operation::InterrogazioneLavoratore, groups: &[LAVORATORE] };

impl Form {
    /// Its fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().flat_map(|group| group.fields)
    }

    /// The field in which an error at this path is to be mended.
    pub(super) fn field_of(&self, path: &str) -> Option<&'static Field> {
        self.fields().find(|field| {
            field.path == path
                || (field.kind == Kind::Sede
                    && matches!(
                        path.strip_prefix(self.operation.redattore_element()),
                        Some("" | ".codiceRegione" | ".codiceAsl")
                    ))
        })
    }
}
