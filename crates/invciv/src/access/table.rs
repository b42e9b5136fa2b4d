//! The table of actions and profiles.

use serde::Serialize;

sac_domain::code! {
    /// A profile, as the columns of the table.
    Profile {
        /// Applicant, or the person named as representative.
        Cittadino = "cittadino",
        /// A person whom the applicant authorised.
        Delegato = "delegato",
        /// The doctor who writes introductory certificates.
        Medico = "medico",
        /// Operator of an *ente di patronato*.
        Patronato = "patronato",
        /// Operator of an association.
        Associazione = "associazione",
        /// President of an integrated commission.
        AslPresidente = "asl-presidente",
        /// Clerk named by the ASL.
        AslAmministrativo = "asl-amministrativo",
        /// Doctor of the ASL.
        AslMedico = "asl-medico",
        /// Doctor of a Centro medico legale.
        CmlMedico = "cml-medico",
        /// Head of a Centro medico legale.
        CmlResponsabile = "cml-responsabile",
        /// Commissione Medica Superiore.
        Cms = "cms",
        /// Clerk of an office of the institute.
        InpsOperatore = "inps-operatore",
        /// Manager of such an office: reads what the clerk reads.
        InpsDirigente = "inps-dirigente",
    }
}

sac_domain::code! {
    /// Something that a profile may or may not do: an operation of the service or an action of a page.
    Action {
        /// `InviaCertificatoIntroduttivo`, `RichiediVisitaDomiciliare`.
        InviaCertificato = "invia-certificato",
        /// `RistampaCertificato`.
        RistampaCertificato = "ristampa-certificato",
        /// `IntegraCertificato`.
        IntegraCertificato = "integra-certificato",
        /// `InviaDomanda`.
        InviaDomanda = "invia-domanda",
        /// `InviaDomande`, `TrasmettiDomande`, `RichiediRicevuta`.
        InviaDomande = "invia-domande",
        /// `StatoPratica`, `RichiediAppuntamento`, `RichiediVerbale`.
        StatoPratica = "stato-pratica",
        /// `ProponiDate`, `PrenotaVisita`.
        Agenda = "agenda",
        /// `DecidiVisitaDomiciliare`.
        DecidiDomiciliare = "decidi-domiciliare",
        /// `PubblicaCalendario`.
        PubblicaCalendario = "pubblica-calendario",
        /// Commissions, their members and rooms.
        Commissione = "commissione",
        /// The institute's doctors of a session.
        DesignaMedicoInps = "designa-medico-inps",
        /// `RegistraVerbale`.
        RegistraVerbale = "registra-verbale",
        /// Reading what is clinical.
        LeggiSanitario = "leggi-sanitario",
        /// `ValidaVerbale`.
        ValidaVerbale = "valida-verbale",
        /// `DisponiVisitaDiretta`.
        VisitaDiretta = "visita-diretta",
        /// Reading socio-economic data.
        LeggiDati = "leggi-dati",
        /// Entering socio-economic data.
        ScriviDati = "scrivi-dati",
        /// Granting or rejecting, and recording appeals.
        Concessione = "concessione",
        /// The monitor.
        Monitor = "monitor",
    }
}

/// A cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Mark {
    /// Blank: refused by rule `operazione-non-consentita`.
    No,
    /// ●: every case.
    Yes,
    /// ○: own or competent cases only; another one is refused by `pratica-non-accessibile`.
    Own,
    /// Only with the delegation of the head of the centre.
    Delegated,
}

/// A row of the table: the marks in the order of [`Profile::ALL`], and how we know of them.
pub struct Rights {
    /// What is done.
    pub action: Action,
    /// Who may.
    pub marks: [Mark; 13],
    /// `S` specification, `A` assumed, with the paragraph of the circular.
    pub provenance: &'static str,
}

/// What each profile may do.
#[rustfmt::skip]
pub const TABLE: &[Rights] = {
    const N: Mark = Mark::No;
    const Y: Mark = Mark::Yes;
    const O: Mark = Mark::Own;
    const D: Mark = Mark::Delegated;
    const fn row(action: Action, marks: [Mark; 13], provenance: &'static str) -> Rights {
        Rights { action, marks, provenance }
    }
    use Action as X;
    &[
        //                             cit del med pat ass pre amm mAS mCM rCM CMS ope dir
        row(X::InviaCertificato,      [N, N, Y, N, N, N, N, N, N, N, N, N, N], "S §3.1, §3.3"),
        row(X::RistampaCertificato,   [N, N, O, N, N, N, N, N, N, N, N, N, N], "S §3.1"),
        row(X::IntegraCertificato,    [N, N, O, N, N, N, N, N, N, N, N, N, N], "S (circular 42/2025)"),
        row(X::InviaDomanda,          [O, O, N, Y, Y, N, N, N, N, N, N, Y, N], "S §3.2; office: S §14.1, A"),
        row(X::InviaDomande,          [N, N, N, Y, Y, N, N, N, N, N, N, N, N], "S §3.2; associations: A"),
        row(X::StatoPratica,          [O, O, N, O, O, O, O, O, O, O, Y, O, O], "S §3.2"),
        row(X::Agenda,                [O, O, N, O, O, N, O, N, N, N, N, O, N], "S §3.3; ASL and office: A"),
        row(X::DecidiDomiciliare,     [N, N, N, N, N, O, N, N, N, N, N, N, N], "S §3.3"),
        row(X::PubblicaCalendario,    [N, N, N, N, N, O, O, N, N, N, N, N, N], "S §5; clerk: A"),
        row(X::Commissione,           [N, N, N, N, N, O, O, N, N, N, N, N, N], "S §5"),
        row(X::DesignaMedicoInps,     [N, N, N, N, N, O, O, N, N, O, N, N, N], "S §4, §5"),
        row(X::RegistraVerbale,       [N, N, N, N, N, O, O, O, O, N, N, N, N], "S §6; direct visit: S §7"),
        row(X::LeggiSanitario,        [O, N, O, N, N, O, N, O, O, O, Y, N, N], "S §6, S guide"),
        row(X::ValidaVerbale,         [N, N, N, N, N, N, N, N, D, O, N, N, N], "S §7"),
        row(X::VisitaDiretta,         [N, N, N, N, N, N, N, N, N, O, Y, N, N], "S §7, §8"),
        row(X::LeggiDati,             [O, O, N, O, O, N, N, N, N, N, N, O, O], "S §9; helpers: S guide"),
        row(X::ScriviDati,            [O, O, N, O, O, N, N, N, N, N, N, O, N], "S §9; helpers: S guide"),
        row(X::Concessione,           [N, N, N, N, N, N, N, N, N, N, N, O, N], "S §9; appeals: A"),
        row(X::Monitor,               [N, N, N, N, N, O, O, N, N, O, Y, Y, Y], "S §13"),
    ]
};

/// The mark of one cell.
#[must_use]
pub fn mark(action: Action, profile: Profile) -> Mark {
    let row = TABLE.iter().find(|row| row.action == action);
    row.and_then(|row| row.marks.get(profile as usize)).copied().unwrap_or(Mark::No)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the published description, one column a profile, `●○d.` for the marks. Written out a
    /// second time, so that a change of one cell by mistake is seen.
    const CELLS: &str = "
        invia-certificato     ..●..........
        ristampa-certificato  ..○..........
        integra-certificato   ..○..........
        invia-domanda         ○○.●●......●.
        invia-domande         ...●●........
        stato-pratica         ○○.○○○○○○○●○○
        agenda                ○○.○○.○....○.
        decidi-domiciliare    .....○.......
        pubblica-calendario   .....○○......
        commissione           .....○○......
        designa-medico-inps   .....○○..○...
        registra-verbale      .....○○○○....
        leggi-sanitario       ○.○..○.○○○●..
        valida-verbale        ........d○...
        visita-diretta        .........○●..
        leggi-dati            ○○.○○......○○
        scrivi-dati           ○○.○○......○.
        concessione           ...........○.
        monitor               .....○○..○●●●
    ";

    #[test]
    fn every_cell_is_as_described() {
        let mut cells = 0;
        for line in CELLS.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, marks) = line.split_once(' ').unwrap();
            let action = Action::parse(name).unwrap();
            for (profile, cell) in Profile::ALL.iter().zip(marks.trim().chars()) {
                let expected = match cell {
                    '●' => Mark::Yes,
                    '○' => Mark::Own,
                    'd' => Mark::Delegated,
                    _ => Mark::No,
                };
                assert_eq!(mark(action, *profile), expected, "{action}, {profile}");
                cells += 1;
            }
        }
        assert_eq!(cells, Action::ALL.len() * Profile::ALL.len());
        assert_eq!(TABLE.iter().map(|row| row.action).collect::<Vec<_>>(), Action::ALL);
    }
}
