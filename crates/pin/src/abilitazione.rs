//! What operators of public bodies may be enabled to (INPS circular 71/2016 §4; the codes are ours).

use sac_domain::code;

code! {
    /// An abilitazione.
    Abilitazione {
        /// Denunce contributive, written by hand.
        DmaCompilazione = "dma-compilazione",
        /// Denunce contributive, to be seen.
        DmaVisualizzazione = "dma-visualizzazione",
        /// Riscatti.
        RiscattiTfs = "riscatti-tfs",
        /// Loans.
        Prestiti = "prestiti",
        /// Collection of credits, administrator.
        CreditiAmministratore = "crediti-amministratore",
        /// Collection of credits, operator.
        CreditiOperatore = "crediti-operatore",
        /// Notes of debt.
        NoteDebito = "note-debito",
        /// Plans of repayment.
        PianiAmmortamento = "piani-ammortamento",
        /// Payments.
        Versamenti = "versamenti",
        /// Home care, who assigns.
        DomiciliareAssegnatore = "domiciliare-assegnatore",
        /// Home care, operator.
        DomiciliareOperatore = "domiciliare-operatore",
        /// Home care, who asks.
        DomiciliareDomanda = "domiciliare-domanda",
        /// Valore PA.
        ValorePa = "valore-pa",
        /// `PassWeb`.
        Passweb = "passweb",
        /// Stays of ENAM.
        SoggiorniEnam = "soggiorni-enam",
        /// Stays for the elderly.
        SoggiorniSenior = "soggiorni-senior",
    }
}
code! {
    /// The way by which an abilitazione is asked for.
    CanaleAbilitazione {
        /// The office of the place.
        Sede = "sede",
        /// The regional direction.
        Regionale = "regionale",
        /// Certified mail to the box of the abilitazioni.
        PecPassweb = "pec-passweb",
        /// Certified mail to the central direction.
        PecCentrale = "pec-centrale",
    }
}

impl Abilitazione {
    /// What it is called.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::DmaCompilazione => "Denunce contributive - Compilazione manuale DMA",
            Self::DmaVisualizzazione => "Denunce contributive - Visualizzazione DMA",
            Self::RiscattiTfs => "Gestione riscatti ai fini TFS/TFR Stato",
            Self::Prestiti => "Domande di piccolo prestito e prestito pluriennale",
            Self::CreditiAmministratore => "Riscossione crediti - profilo Amministratore",
            Self::CreditiOperatore => "Riscossione crediti - profilo Operatore",
            Self::NoteDebito => "Visualizzazione note di debito Ente",
            Self::PianiAmmortamento => "Visualizzazione piani di ammortamento Ente",
            Self::Versamenti => "Visualizzazione versamenti Ente",
            Self::DomiciliareAssegnatore => "Benefici sociali: Assistenza domiciliare - profilo Assegnatore",
            Self::DomiciliareOperatore => "Assistenza domiciliare - profilo Operatore",
            Self::DomiciliareDomanda => "Domanda assistenza domiciliare",
            Self::ValorePa => "Domanda Valore PA",
            Self::Passweb => "PassWeb",
            Self::SoggiorniEnam => "Soggiorni climatici ENAM",
            Self::SoggiorniSenior => "Soggiorni senior",
        }
    }

    /// By which way it is asked for.
    #[must_use]
    pub fn canale(self) -> CanaleAbilitazione {
        match self {
            Self::DomiciliareAssegnatore | Self::DomiciliareOperatore | Self::DomiciliareDomanda | Self::ValorePa => {
                CanaleAbilitazione::Regionale
            }
            Self::Passweb => CanaleAbilitazione::PecPassweb,
            Self::SoggiorniEnam | Self::SoggiorniSenior => CanaleAbilitazione::PecCentrale,
            _ => CanaleAbilitazione::Sede,
        }
    }

    /// The form that is signed: allegato 2 to 5 of the circular.
    #[must_use]
    pub fn allegato(self) -> u8 {
        match self.canale() {
            CanaleAbilitazione::Sede => 2,
            CanaleAbilitazione::Regionale => 3,
            CanaleAbilitazione::PecPassweb => 4,
            CanaleAbilitazione::PecCentrale => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_way_and_its_form() {
        let by = |canale| Abilitazione::ALL.iter().filter(|one| one.canale() == canale).count();
        assert_eq!(CanaleAbilitazione::ALL.iter().map(|one| by(*one)).collect::<Vec<_>>(), [9, 4, 1, 2]);
        assert_eq!((Abilitazione::Passweb.allegato(), Abilitazione::ValorePa.allegato()), (4, 3));
    }
}
