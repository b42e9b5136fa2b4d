//! What can be set of the process, for one world or all: the group `invciv`.

use std::time::Duration;

use crate::percentage::Rounding;
use crate::sample::Share;

sac_domain::code! {
    /// How long a certificate can be paired.
    CertificateDays {
        /// 30 days, as the circular has it.
        Thirty = "30",
        /// 90 days, as INPS message 28110 of 9/11/2010 has it.
        Ninety = "90",
        /// 30 for certificates released before 9/11/2010, 90 from that day.
        Dated = "dated",
    }
}
sac_domain::code! {
    /// Which open domanda stops a new one.
    PendingScope {
        /// Every one of the person.
        Any = "any",
        /// One with a benefit in common.
        SameBenefit = "same-benefit",
    }
}
sac_domain::code! {
    /// What happens where no slot is inside the limit.
    NoSlot {
        /// A later date is proposed.
        Later = "later",
        /// The domanda waits for a date.
        Prenotazione = "prenotazione",
    }
}
sac_domain::code! {
    /// What an unjustified first absence does.
    NoShow {
        /// A second call.
        Recall = "recall",
        /// The end of the domanda.
        Reject = "reject",
    }
}
sac_domain::code! {
    /// What a president's silence on a home visit means.
    HomeSilence {
        /// Nothing but an alert.
        Flag = "flag",
        /// A refusal.
        Refuse = "refuse",
        /// A grant.
        Grant = "grant",
    }
}
sac_domain::code! {
    /// What the silence of a centre on a suspended verbale means.
    CmlSilence {
        /// Nothing but an alert.
        Flag = "flag",
        /// A validation.
        Validate = "validate",
    }
}
sac_domain::code! {
    /// What a domanda for *aggravamento* may do while another is open (INPS message 13333/2012).
    Aggravamento {
        /// It is refused.
        Strict = "strict",
        /// It is taken if a certificate is oncological.
        Oncologica = "oncologica",
        /// That, and every other one is taken with reserve.
        Riserva = "riserva",
        /// `oncologica` until 8/8/2012, `riserva` from 9/8/2012.
        Dated = "dated",
    }
}

/// The settings of one world, with the defaults of `Default`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `invciv_certificate_days`.
    pub certificate_days: CertificateDays,
    /// `invciv_pending_scope`.
    pub pending_scope: PendingScope,
    /// `invciv_notice_days`: a slot is offered only from today + n.
    pub notice_days: u8,
    /// `invciv_alternatives`: how many are offered beside the proposal.
    pub alternatives: u8,
    /// `invciv_hold`: how long the proposed slot is held before it is fixed by itself.
    pub hold: Duration,
    /// `invciv_no_slot`.
    pub no_slot: NoSlot,
    /// `invciv_reschedules`: how often a fixed date may be changed at the applicant's wish.
    pub reschedules: u8,
    /// `invciv_no_show`.
    pub no_show: NoShow,
    /// `invciv_home_silence`.
    pub home_silence: HomeSilence,
    /// `invciv_cml_silence`.
    pub cml_silence: CmlSilence,
    /// `invciv_quorum`: the fewest present members of an integrated commission.
    pub quorum: u8,
    /// `invciv_asl_doctors`: the fewest doctors of the ASL.
    pub asl_doctors: u8,
    /// `invciv_cms_percent`.
    pub cms_percent: Share,
    /// `invciv_age_limit`: upper age for money benefits that go by percentage.
    pub age_limit: u8,
    /// `invciv_rounding`.
    pub rounding: Rounding,
    /// `invciv_aggravamento`.
    pub aggravamento: Aggravamento,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            certificate_days: CertificateDays::Thirty,
            pending_scope: PendingScope::Any,
            notice_days: 5,
            alternatives: 9,
            hold: Duration::from_hours(24),
            no_slot: NoSlot::Later,
            reschedules: 1,
            no_show: NoShow::Recall,
            home_silence: HomeSilence::Flag,
            cml_silence: CmlSilence::Flag,
            quorum: 3,
            asl_doctors: 1,
            cms_percent: Share::LEAST,
            age_limit: 67,
            rounding: Rounding::End,
            aggravamento: Aggravamento::Strict,
        }
    }
}
