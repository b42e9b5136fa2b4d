//! The codes of the judgments.

sac_domain::code! {
    /// A judgment, by its code.
    #[expect(missing_docs, reason = "the table of benefits says what each means")]
    CodiceGiudizio {
        Ic00 = "IC00", Ic01 = "IC01", Ic02 = "IC02", Ic03 = "IC03", Ic04 = "IC04",
        Ic05 = "IC05", Ic06 = "IC06", Ic07 = "IC07", Ic08 = "IC08", Ic09 = "IC09",
        Cc00 = "CC00", Cc01 = "CC01", Cc02 = "CC02",
        Sc00 = "SC00", Sc01 = "SC01",
        H00 = "H00", H01 = "H01", H02 = "H02",
        D00 = "D00", D01 = "D01",
    }
}
