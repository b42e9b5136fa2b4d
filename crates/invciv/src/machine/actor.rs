//! Who causes a transition.

sac_domain::code! {
    /// Who causes a transition, as in the column *who* of the tables.
    Actor {
        /// The doctor who issued the certificate.
        Medico = "medico",
        /// The sender of the domanda: the applicant, a helper, a clerk of the institute.
        Mittente = "mittente",
        /// The applicant, or a helper who acts for the applicant.
        Richiedente = "richiedente",
        /// A clerk of the ASL or its president.
        Asl = "asl",
        /// The president of the integrated commission.
        Presidente = "presidente",
        /// A member of the commission.
        Commissione = "commissione",
        /// The head of the Centro medico legale, or the delegate.
        ResponsabileCml = "responsabile-cml",
        /// A doctor of the Centro medico legale.
        MedicoCml = "medico-cml",
        /// The Commissione Medica Superiore.
        Cms = "cms",
        /// A clerk of the institute's office.
        Sede = "sede",
        /// The program, in the same step as another transition.
        Sistema = "sistema",
        /// The clock of the world, when a deadline passes.
        Orologio = "orologio",
    }
}
