//! Who must sit in a commission, and what its votes decide (circular §4, §6, §7B; who exactly: assumed,
//! from the law behind the reform).

use std::collections::BTreeSet;

use crate::code::{Beneficio, Formulazione, RuoloFirma, Sigla, Voto};

/// What one benefit asks of the commission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    /// The benefit.
    pub beneficio: Beneficio,
    /// The associations of which one sends its doctor.
    pub associations: &'static [Sigla],
    /// Whether a social worker sits in it.
    pub operatore_sociale: bool,
    /// How we know of it.
    pub provenance: &'static str,
}

const ANY: &[Sigla] = Sigla::ALL;

/// The integrated commission by benefit. Beside this there are always the president, doctors of
/// the ASL and a doctor of the institute (circular §4).
pub const TABLE: &[Required] = &[
    row(Beneficio::Ic, &[Sigla::Anmic, Sigla::Anffas], false, "A"),
    row(Beneficio::Cc, &[Sigla::Uic], false, "A"),
    row(Beneficio::Sc, &[Sigla::Ens], false, "A"),
    row(Beneficio::H, ANY, true, "S guide; A"),
    row(Beneficio::D, ANY, true, "S guide; A"),
];

const fn row(
    beneficio: Beneficio,
    associations: &'static [Sigla],
    operatore_sociale: bool,
    provenance: &'static str,
) -> Required {
    Required { beneficio, associations, operatore_sociale, provenance }
}

/// A signature under a verbale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signer<'a> {
    /// The person's codice fiscale.
    pub codice_fiscale: &'a str,
    /// In which capacity.
    pub ruolo: RuoloFirma,
    /// Of which association.
    pub sigla: Option<Sigla>,
    /// The vote.
    pub voto: Voto,
}

/// What else is known of a session's commission.
#[derive(Clone, Copy, Debug)]
pub struct Sitting<'a> {
    /// The benefits of the domanda.
    pub benefici: &'a [Beneficio],
    /// Whether a certificate says that a disorder of cognitive development is in question.
    pub competenza_anffas: bool,
    /// The fewest present members.
    pub quorum: usize,
    /// The fewest doctors of the ASL.
    pub asl_doctors: usize,
    /// Whether an absence of the association's doctor is recorded as justified.
    pub association_excused: bool,
}

/// Something that a commission lacks (rule `composizione-incompleta`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// No one, or more than one, signs as president.
    President,
    /// Too few doctors of the ASL.
    AslDoctors,
    /// No doctor of the institute.
    InpsDoctor,
    /// No doctor of a right association, for this benefit.
    Association(Beneficio),
    /// No social worker.
    SocialWorker,
    /// Fewer members than the quorum.
    Quorum,
    /// A person signs twice.
    Twice,
}

/// What the integrated commission lacks; nothing if it is complete. That the signers are members
/// that day is for the records to say.
#[must_use]
pub fn lacks(signers: &[Signer<'_>], sitting: &Sitting<'_>) -> Vec<Lack> {
    let count = |role: RuoloFirma| signers.iter().filter(|signer| signer.ruolo == role).count();
    let associations: Vec<Sigla> = signers
        .iter()
        .filter(|signer| signer.ruolo == RuoloFirma::Associazione)
        .filter_map(|signer| signer.sigla)
        .collect();
    let required = || TABLE.iter().filter(|row| sitting.benefici.contains(&row.beneficio));
    let mut lacks = Vec::new();
    let mut add = |lacking: bool, lack: Lack| {
        if lacking {
            lacks.push(lack);
        }
    };
    add(count(RuoloFirma::Presidente) != 1, Lack::President);
    add(count(RuoloFirma::Asl) < sitting.asl_doctors, Lack::AslDoctors);
    add(count(RuoloFirma::Inps) == 0, Lack::InpsDoctor);
    for row in required() {
        let only_anffas = row.beneficio == Beneficio::Ic && sitting.competenza_anffas;
        let right = if only_anffas { &[Sigla::Anffas] } else { row.associations };
        let missing = !associations.iter().any(|sigla| right.contains(sigla));
        add(missing && !sitting.association_excused, Lack::Association(row.beneficio));
    }
    add(required().any(|row| row.operatore_sociale) && count(RuoloFirma::Sociale) == 0, Lack::SocialWorker);
    let persons: BTreeSet<&str> = signers.iter().map(|signer| signer.codice_fiscale).collect();
    add(persons.len() < sitting.quorum, Lack::Quorum);
    add(persons.len() < signers.len(), Lack::Twice);
    lacks
}

/// What the votes of an integrated commission decide: unanimous, by majority (the president's vote
/// decides a tie, assumed), or none where more are against it (rule `giudizio-senza-maggioranza`).
#[must_use]
pub fn decided(signers: &[Signer<'_>]) -> Option<Formulazione> {
    let against = signers.iter().filter(|signer| signer.voto == Voto::Contrario).count();
    let president_agrees =
        signers.iter().any(|signer| signer.ruolo == RuoloFirma::Presidente && signer.voto == Voto::Favorevole);
    match (against, signers.len() - against) {
        (0, _) => Some(Formulazione::Unanimita),
        (against, in_favour) if in_favour > against || (in_favour == against && president_agrees) => {
            Some(Formulazione::Maggioranza)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(codice_fiscale: &str, ruolo: RuoloFirma, voto: Voto) -> Signer<'_> {
        let sigla = (ruolo == RuoloFirma::Associazione).then_some(Sigla::Anmic);
        Signer { codice_fiscale, ruolo, sigla, voto }
    }

    fn all() -> Vec<Signer<'static>> {
        let roles = [RuoloFirma::Presidente, RuoloFirma::Asl, RuoloFirma::Inps, RuoloFirma::Associazione];
        ["a", "b", "c", "d"].iter().zip(roles).map(|(person, role)| signer(person, role, Voto::Favorevole)).collect()
    }

    fn sitting(benefici: &[Beneficio]) -> Sitting<'_> {
        Sitting { benefici, competenza_anffas: false, quorum: 3, asl_doctors: 1, association_excused: false }
    }

    #[test]
    fn each_role_is_missed_when_it_is_not_there() {
        assert_eq!(lacks(&all(), &sitting(&[Beneficio::Ic])), []);
        for (left_out, lack) in
            [(0, Lack::President), (1, Lack::AslDoctors), (2, Lack::InpsDoctor), (3, Lack::Association(Beneficio::Ic))]
        {
            let mut signers = all();
            signers.remove(left_out);
            assert_eq!(lacks(&signers, &sitting(&[Beneficio::Ic])), [lack]);
        }
        let excused = Sitting { association_excused: true, ..sitting(&[Beneficio::Ic]) };
        assert_eq!(lacks(&all()[..3], &excused), []);
        let mut twice = all();
        twice.push(signer("b", RuoloFirma::Asl, Voto::Favorevole));
        assert_eq!(lacks(&twice, &sitting(&[Beneficio::Ic])), [Lack::Twice]);
    }

    #[test]
    fn a_domanda_of_several_benefits_needs_the_union() {
        let benefits = [Beneficio::Ic, Beneficio::Cc, Beneficio::H];
        assert_eq!(lacks(&all(), &sitting(&benefits)), [Lack::Association(Beneficio::Cc), Lack::SocialWorker]);
        let anffas = Sitting { competenza_anffas: true, ..sitting(&[Beneficio::Ic]) };
        assert_eq!(lacks(&all(), &anffas), [Lack::Association(Beneficio::Ic)]);
        assert_eq!(TABLE.iter().map(|row| row.beneficio).collect::<Vec<_>>(), Beneficio::ALL);
    }

    #[test]
    fn votes_are_counted_and_the_president_decides_a_tie() {
        let vote = |against: &[usize]| {
            let mut signers = all();
            for at in against {
                signers[*at].voto = Voto::Contrario;
            }
            decided(&signers)
        };
        assert_eq!(vote(&[]), Some(Formulazione::Unanimita));
        assert_eq!(vote(&[2]), Some(Formulazione::Maggioranza));
        assert_eq!(vote(&[1, 2]), Some(Formulazione::Maggioranza));
        assert_eq!(vote(&[0, 2]), None);
        assert_eq!(vote(&[1, 2, 3]), None);
    }
}
