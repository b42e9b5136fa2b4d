//! Own and competent cases: what a mark ○ means for each profile.

use sac_domain::codice_fiscale::CodiceFiscale;

use super::caller::{Caller, Helper, Office};
use super::table::{Action, Mark, mark};

/// What is known of a case when a person asks for it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The applicant.
    pub richiedente: CodiceFiscale,
    /// Parent, guardian or administrator named in the domanda.
    pub rappresentante: Option<CodiceFiscale>,
    /// Persons with a delegation of the applicant that is not revoked.
    pub delegati: Vec<CodiceFiscale>,
    /// The doctor who issued the certificate.
    pub medico: Option<CodiceFiscale>,
    /// The body that sent the domanda, or whose mandate the applicant recorded.
    pub mandatari: Vec<HelperCode>,
    /// Region and ASL.
    pub asl: String,
    /// The commission, once a date is fixed.
    pub commissione: Option<String>,
    /// The centre to which the ASL belongs.
    pub cml: String,
    /// The office to which the ASL belongs.
    pub sede: String,
    /// Whether the session of its visit is going on.
    pub seduta_in_corso: bool,
}

/// The body behind an operator, whoever the operator is.
pub type HelperCode = String;

/// Why a caller may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The table has no mark: rule `operazione-non-consentita`.
    NotForThisProfile,
    /// Not a case of the caller's: rule `pratica-non-accessibile`, as for one that does not exist.
    NotThisCase,
    /// The head of the centre gave no delegation: rule `validazione-incompatibile`.
    WithoutDelegation,
}

/// Whether the caller may do this with this case. `None` stands for an action without a case.
///
/// # Errors
/// Why not.
pub fn may(caller: &Caller, action: Action, case: Option<&Case>) -> Result<(), Refused> {
    let competent = || case.is_none_or(|case| is_competent(caller, action, case));
    match mark(action, caller.office.profile()) {
        Mark::No => Err(Refused::NotForThisProfile),
        Mark::Yes => Ok(()),
        Mark::Own if competent() => Ok(()),
        Mark::Own => Err(Refused::NotThisCase),
        Mark::Delegated => match caller.office {
            Office::CmlMedico { delegato: true, .. } if competent() => Ok(()),
            Office::CmlMedico { delegato: true, .. } => Err(Refused::NotThisCase),
            _ => Err(Refused::WithoutDelegation),
        },
    }
}

/// Whether the caller may read anamnesi, obiettività, diagnoses, codes and texts of votes. A clerk of
/// an ASL may if the ASL enabled the clerk, and only while the session goes on (circular §6; the
/// session: assumed). The office never may (circular §9).
///
/// # Errors
/// Why not.
pub fn may_read_clinical(caller: &Caller, case: &Case) -> Result<(), Refused> {
    if let Office::AslAmministrativo { abilitato_verbali, .. } = caller.office {
        return match (abilitato_verbali && case.seduta_in_corso, is_competent(caller, Action::LeggiSanitario, case)) {
            (false, _) => Err(Refused::NotForThisProfile),
            (true, false) => Err(Refused::NotThisCase),
            (true, true) => Ok(()),
        };
    }
    may(caller, Action::LeggiSanitario, Some(case))
}

fn is_competent(caller: &Caller, action: Action, case: &Case) -> bool {
    let person = &caller.codice_fiscale;
    match &caller.office {
        Office::Cittadino => case.richiedente == *person || case.rappresentante.as_ref() == Some(person),
        Office::Delegato => case.delegati.contains(person),
        Office::Medico => case.medico.as_ref() == Some(person),
        Office::Ente(helper) => case.mandatari.contains(&helper.code()),
        Office::AslPresidente { commissioni } | Office::AslMedico { commissioni, .. } => {
            case.commissione.as_ref().is_some_and(|commission| commissioni.contains(commission))
        }
        // A clerk enters verbali only where the ASL enabled it.
        Office::AslAmministrativo { asl, abilitato_verbali } => {
            case.asl == *asl && (action != Action::RegistraVerbale || *abilitato_verbali)
        }
        Office::CmlMedico { cml, .. } | Office::CmlResponsabile { cml } => case.cml == *cml,
        Office::Cms => true,
        Office::InpsOperatore { sede } | Office::InpsDirigente { sede } => case.sede == *sede,
    }
}

impl Helper {
    /// The body's code: a patronato's, or an association's sigla.
    #[must_use]
    pub fn code(&self) -> HelperCode {
        match self {
            Self::Patronato { codice, .. } => codice.clone(),
            Self::Associazione(sigla) => sigla.as_str().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::table::Profile;
    use crate::code::Sigla;

    fn code(text: &str) -> CodiceFiscale {
        CodiceFiscale::parse(text).unwrap()
    }

    /// Eleven digits are a codice fiscale too; the check digit makes a few of them.
    fn person(which: usize) -> CodiceFiscale {
        let mut all = (0..100_000_u64).filter_map(|n| CodiceFiscale::parse(&format!("{n:011}")).ok());
        all.nth(which).unwrap()
    }

    fn case(own: bool) -> Case {
        let me = if own { person(1) } else { person(2) };
        let yes = |text: &str| if own { text.to_owned() } else { "altro".to_owned() };
        Case {
            richiedente: me.clone(),
            rappresentante: None,
            delegati: vec![me.clone()],
            medico: Some(me),
            mandatari: vec![yes("P01"), yes("ANMIC")],
            asl: yes("120201"),
            commissione: Some(yes("C1")),
            cml: yes("0001"),
            sede: yes("7000"),
            seduta_in_corso: false,
        }
    }

    fn callers() -> Vec<Caller> {
        let (asl, cml, sede) = (|| "120201".to_owned(), || "0001".to_owned(), || "7000".to_owned());
        let commissioni = || vec!["C1".to_owned()];
        let offices = [
            Office::Cittadino,
            Office::Delegato,
            Office::Medico,
            Office::Ente(Helper::Patronato { codice: "P01".to_owned(), sede: None }),
            Office::Ente(Helper::Associazione(Sigla::Anmic)),
            Office::AslPresidente { commissioni: commissioni() },
            Office::AslAmministrativo { asl: asl(), abilitato_verbali: true },
            Office::AslMedico { asl: asl(), commissioni: commissioni() },
            Office::CmlMedico { cml: cml(), delegato: true },
            Office::CmlResponsabile { cml: cml() },
            Office::Cms,
            Office::InpsOperatore { sede: sede() },
            Office::InpsDirigente { sede: sede() },
        ];
        offices.into_iter().map(|office| Caller { codice_fiscale: person(1), office }).collect()
    }

    #[test]
    fn each_cell_holds_for_own_and_for_other_cases() {
        assert_eq!(callers().iter().map(|caller| caller.office.profile()).collect::<Vec<_>>(), Profile::ALL);
        for caller in callers() {
            for action in Action::ALL {
                let cell = mark(*action, caller.office.profile());
                let own = may(&caller, *action, Some(&case(true)));
                let other = may(&caller, *action, Some(&case(false)));
                let expected = match cell {
                    Mark::No => (Err(Refused::NotForThisProfile), Err(Refused::NotForThisProfile)),
                    Mark::Yes => (Ok(()), Ok(())),
                    Mark::Own | Mark::Delegated => (Ok(()), Err(Refused::NotThisCase)),
                };
                assert_eq!((own, other), expected, "{action}, {:?}", caller.office);
            }
        }
    }

    #[test]
    fn without_a_delegation_a_doctor_of_the_centre_does_not_validate() {
        let office = Office::CmlMedico { cml: "0001".to_owned(), delegato: false };
        let caller = Caller { codice_fiscale: person(1), office };
        assert_eq!(may(&caller, Action::ValidaVerbale, Some(&case(true))), Err(Refused::WithoutDelegation));
    }

    #[test]
    fn a_clerk_reads_clinical_data_only_when_enabled_and_while_the_session_goes_on() {
        for (enabled, going_on, own, expected) in [
            (true, true, true, Ok(())),
            (true, true, false, Err(Refused::NotThisCase)),
            (true, false, true, Err(Refused::NotForThisProfile)),
            (false, true, true, Err(Refused::NotForThisProfile)),
        ] {
            let office = Office::AslAmministrativo { asl: "120201".to_owned(), abilitato_verbali: enabled };
            let caller = Caller { codice_fiscale: person(1), office };
            let case = Case { seduta_in_corso: going_on, ..case(own) };
            assert_eq!(may_read_clinical(&caller, &case), expected);
        }
        for office in
            [Office::InpsOperatore { sede: "7000".to_owned() }, Office::InpsDirigente { sede: "7000".to_owned() }]
        {
            let caller = Caller { codice_fiscale: person(1), office };
            let case = Case { seduta_in_corso: true, ..case(true) };
            assert_eq!(may_read_clinical(&caller, &case), Err(Refused::NotForThisProfile));
        }
    }

    #[test]
    fn a_representative_counts_as_the_applicant() {
        let caller = Caller { codice_fiscale: code("PNIMRA70A01H501P"), office: Office::Cittadino };
        let mut other = case(false);
        assert_eq!(may(&caller, Action::StatoPratica, Some(&other)), Err(Refused::NotThisCase));
        other.rappresentante = Some(code("PNIMRA70A01H501P"));
        assert_eq!(may(&caller, Action::StatoPratica, Some(&other)), Ok(()));
    }
}
