//! The domanda (circular §3.2, §3.3, §6, §7, §9, §14) and its deferred transmission.

use super::table::machine;

machine! {
    /// A *domanda* from its draft to the payment.
    Domanda = "domanda";
    states StatoDomanda {
        Bozza = "bozza",
        ConRiserva = "con-riserva",
        Presentata = "presentata",
        InAgenda = "in-agenda",
        InAttesaDiData = "in-attesa-di-data",
        Convocata = "convocata",
        DaRichiamare = "da-richiamare",
        InApprofondimento = "in-approfondimento",
        Visitata = "visitata",
        InValidazione = "in-validazione",
        Sospesa = "sospesa",
        VisitaDiretta = "visita-diretta",
        Definita = "definita",
        InConcessione = "in-concessione",
        Chiusa = "chiusa",
        Liquidata = "liquidata",
        Rigettata = "rigettata",
        TrasmessaEnte = "trasmessa-ente",
        Rinunciata = "rinunciata",
        Ritirata = "ritirata",
        Respinta = "respinta",
        Acquisita = "acquisita",
        EsameInps = "esame-inps",
        VerbaleRicevuto = "verbale-ricevuto",
        VerbaleAcquisito = "verbale-acquisito",
        Esclusa = "esclusa",
    }
    events EventoDomanda {
        SalvaBozza = "bozza-salvata",
        ScadeBozza = "bozza-scaduta",
        Accetta = "accettazione",
        AccettaConRiserva = "accettazione-con-riserva",
        ScioglieRiserva = "riserva-sciolta",
        RespingeRiserva = "riserva-respinta",
        Trattiene = "data-trattenuta",
        NonTrova = "nessuna-data",
        TrovaData = "data-trovata",
        ScegliData = "data-scelta",
        ScadeTrattenuta = "trattenuta-scaduta",
        RegistraVerbale = "verbale-registrato",
        RinviaVisita = "visita-da-continuare",
        FissaContinuazione = "continuazione-fissata",
        PrimaAssenza = "prima-assenza",
        AssenzaGiustificata = "assenza-giustificata",
        Richiama = "richiamo-fissato",
        SecondaAssenza = "seconda-assenza",
        RespingeAssenza = "assenza-senza-richiamo",
        Unanimita = "verbale-unanime",
        Maggioranza = "verbale-a-maggioranza",
        Dubbio = "dubbio-cml",
        Valida = "validazione",
        DisponeVisita = "visita-diretta-disposta",
        AssenzaDiretta = "assenza-visita-diretta",
        SecondaAssenzaDiretta = "seconda-assenza-visita-diretta",
        RegistraDiretta = "verbale-visita-diretta",
        ApreConcessione = "concessione-aperta",
        Chiude = "nessuna-prestazione",
        Liquida = "prestazione-liquidata",
        Rigetta = "prestazioni-rigettate",
        TrasmetteEnte = "trasmissione-ente",
        Ritira = "ritiro",
        AcquisisceCarta = "cartacea-acquisita",
        AvviaEsame = "esame-avviato",
        ConcludeEsame = "esame-concluso",
        RiceveVerbale = "verbale-cartaceo-ricevuto",
        AcquisisceVerbale = "verbale-cartaceo-acquisito",
        ApreRevisione = "revisione-aperta",
        Esclude = "revisione-esclusa",
    }
    rows {
        // Sending.
        [new] SalvaBozza => Bozza, [Mittente], [Bozza], [], "A";
        [Bozza] SalvaBozza => same, [Mittente], [Bozza], [], "A";
        [Bozza] ScadeBozza => gone, [Orologio], [Bozza], [], "A";
        [new, Bozza] Accetta => Presentata, [Mittente], [], [RicevutaDomanda], "S §3.2";
        [new, Bozza] AccettaConRiserva => ConRiserva, [Mittente], [], [RicevutaConRiserva], "S (message 13333/2012)";
        [ConRiserva] ScioglieRiserva => Presentata, [Sistema], [], [], "S (message 13333/2012)";
        [ConRiserva] RespingeRiserva => Respinta, [Sistema], [], [RifiutoRiserva], "S (message 13333/2012); A";
        // Agenda.
        [Presentata] Trattiene => InAgenda, [Sistema], [Trattenuta], [], "S §3.3";
        [Presentata] NonTrova => InAttesaDiData, [Sistema], [], [AvvisoPrenotazione], "S §3.3";
        [InAttesaDiData] TrovaData => Convocata, [Orologio, Asl], [], [Invito], "S §3.3";
        [InAttesaDiData, InAgenda] ScegliData => Convocata, [Richiedente], [Trattenuta], [Invito], "S §3.3";
        [InAgenda] ScadeTrattenuta => Convocata, [Orologio], [Trattenuta], [Invito], "S §3.3";
        // Visit.
        [Convocata] RegistraVerbale => Visitata, [Commissione], [Visita], [], "S §6";
        [Convocata] RinviaVisita => InApprofondimento, [Commissione], [], [RichiestaAccertamenti], "S §6; A";
        [InApprofondimento] FissaContinuazione => Convocata, [Sistema], [Continuazione], [Invito], "A";
        [Convocata] PrimaAssenza => DaRichiamare, [Commissione], [Richiamo], [], "S §3.3";
        [DaRichiamare] Richiama => Convocata, [Sistema], [Richiamo], [Invito], "S §3.3";
        [Convocata] AssenzaGiustificata => same, [Asl], [Impedimento], [Invito], "S guide; A";
        [Convocata] SecondaAssenza => Rinunciata, [Commissione], [], [PerditaEfficacia], "S §3.3";
        [Convocata] RespingeAssenza => Rinunciata, [Commissione], [], [PerditaEfficacia], "S guide";
        // Validation.
        [Visitata, VerbaleAcquisito] Unanimita => InValidazione, [Sistema], [Silenzio], [], "S §7A";
        [Visitata, VerbaleAcquisito] Maggioranza => Sospesa, [Sistema], [Sospensione], [RichiestaDocumenti], "S §7B";
        [InValidazione] Dubbio => Sospesa, [ResponsabileCml], [Sospensione], [RichiestaDocumenti], "S §7A";
        [InValidazione, Sospesa] Valida => Definita, [ResponsabileCml, Orologio], [Sospensione], [Verbale], "S §7, §9; clock: A";
        [Sospesa] DisponeVisita => VisitaDiretta, [ResponsabileCml], [Diretta], [Invito], "S §7B";
        [VisitaDiretta] AssenzaDiretta => same, [MedicoCml], [Diretta], [Invito], "A";
        [VisitaDiretta] SecondaAssenzaDiretta => Rinunciata, [MedicoCml], [], [PerditaEfficacia], "A";
        [VisitaDiretta] RegistraDiretta => Definita, [MedicoCml], [Diretta], [Verbale], "S §7B";
        // Grant.
        [Definita] ApreConcessione => InConcessione, [Sistema], [CentoventiGiorni], [RichiestaDati], "S §7A, §9";
        [Definita] Chiude => Chiusa, [Sistema], [], [], "S §9";
        [InConcessione] Liquida => Liquidata, [Sede], [CentoventiGiorni], [Provvedimento], "S §9";
        [InConcessione] Rigetta => Rigettata, [Sede], [CentoventiGiorni], [Provvedimento], "S §9";
        [InConcessione] TrasmetteEnte => TrasmessaEnte, [Sistema], [], [TrasmissioneEnte], "S §9";
        [ConRiserva, Presentata, InAgenda, InAttesaDiData, Convocata] Ritira => Ritirata, [Richiedente], [], [ConfermaRitiro], "A";
        // Paper domande (circular §14.1).
        [new] AcquisisceCarta => Acquisita, [Sede], [], [], "S §14.1";
        [Acquisita] AvviaEsame => EsameInps, [Sede], [], [], "S §14.1";
        [EsameInps] ConcludeEsame => Definita, [MedicoCml], [], [Verbale], "S §14.1";
        [Acquisita] RiceveVerbale => VerbaleRicevuto, [Sede], [QuarantottoOre], [], "S §14.1";
        [VerbaleRicevuto] AcquisisceVerbale => VerbaleAcquisito, [Sede], [QuarantottoOre], [], "S §14.1";
        // Revisions (circular §14.2).
        [new] ApreRevisione => Presentata, [Orologio], [Revisione], [], "S §14.2; A";
        [Presentata, InAgenda, InAttesaDiData, Convocata] Esclude => Esclusa, [MedicoCml], [], [], "S §14.2";
    }
}

impl StatoDomanda {
    /// Whether the sanitary part is still open, so that another domanda of the person is not
    /// taken (rule `domanda-pendente`). That the sanitary part decides is assumed. A draft is not
    /// presented yet, so it stops nothing.
    #[must_use]
    pub fn is_not_yet_settled(self) -> bool {
        match self {
            Self::ConRiserva
            | Self::Presentata
            | Self::InAgenda
            | Self::InAttesaDiData
            | Self::Convocata
            | Self::DaRichiamare
            | Self::InApprofondimento
            | Self::Visitata
            | Self::InValidazione
            | Self::Sospesa
            | Self::VisitaDiretta
            | Self::Acquisita
            | Self::EsameInps
            | Self::VerbaleRicevuto
            | Self::VerbaleAcquisito => true,
            Self::Bozza
            | Self::Definita
            | Self::InConcessione
            | Self::Chiusa
            | Self::Liquidata
            | Self::Rigettata
            | Self::TrasmessaEnte
            | Self::Rinunciata
            | Self::Ritirata
            | Self::Respinta
            | Self::Esclusa => false,
        }
    }
}

machine! {
    /// A *trasmissione*: a domanda whose checks follow its sending.
    Trasmissione = "trasmissione";
    states StatoTrasmissione {
        Spedita = "spedita",
        Accolta = "accolta",
        Respinta = "respinta",
    }
    events EventoTrasmissione {
        Spedisce = "trasmissione",
        Accoglie = "controlli-superati",
        Respinge = "controlli-non-superati",
    }
    rows {
        [new] Spedisce => Spedita, [Mittente], [Accettazione], [], "O; A";
        [Spedita] Accoglie => Accolta, [Orologio], [Accettazione], [RicevutaDomanda], "O; A";
        [Spedita] Respinge => Respinta, [Orologio], [Accettazione], [], "O; A";
    }
}
