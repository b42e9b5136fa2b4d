//! The verbale, its votes, its validation and the sample of the Commissione Medica Superiore
//! (circular §6, §7, §8, §9).

use super::table::machine;

machine! {
    /// A *verbale*.
    Verbale = "verbale";
    states StatoVerbale {
        Bozza = "bozza",
        Firmato = "firmato",
        DaValidare = "da-validare",
        Sospeso = "sospeso",
        Validato = "validato",
        InVisitaDiretta = "in-visita-diretta",
        Sostituito = "sostituito",
        Definito = "definito",
        Rettificato = "rettificato",
    }
    events EventoVerbale {
        Prepara = "bozza-preparata",
        Firma = "verbale-firmato",
        Inoltra = "inoltro-unanime",
        Trattiene = "inoltro-a-maggioranza",
        Valida = "validazione",
        Sospende = "sospensione",
        Dispone = "visita-diretta-disposta",
        Sostituisce = "verbale-visita-diretta",
        FirmaDiretta = "verbale-diretto-firmato",
        FirmaCms = "verbale-cms-firmato",
        Invia = "verbale-inviato",
        Rettifica = "modifica-cms",
    }
    rows {
        [new] Prepara => Bozza, [Commissione, Asl], [], [], "S §6";
        [Bozza] Firma => Firmato, [Commissione], [], [], "S §6";
        [Firmato] Inoltra => DaValidare, [Sistema], [Silenzio], [], "S §7A";
        [Firmato] Trattiene => Sospeso, [Sistema], [Sospensione], [RichiestaDocumenti], "S §7B";
        [DaValidare] Valida => Validato, [ResponsabileCml], [Silenzio], [], "S §7A";
        [DaValidare] Sospende => Sospeso, [ResponsabileCml], [Sospensione], [RichiestaDocumenti], "S §7A";
        [Sospeso] Valida => Validato, [ResponsabileCml, Orologio], [Sospensione], [], "S §7B; clock: A";
        [Sospeso] Dispone => InVisitaDiretta, [ResponsabileCml], [Sospensione], [Invito], "S §7B";
        [InVisitaDiretta] Sostituisce => Sostituito, [MedicoCml], [Diretta], [], "S §7B";
        // The verbale of the direct visit is valid at once.
        [Bozza] FirmaDiretta => Validato, [MedicoCml], [Diretta], [], "S §7B";
        [Validato] Invia => Definito, [Sistema], [], [Verbale], "S §1, §9";
        [Bozza] FirmaCms => Definito, [Cms], [], [Verbale], "S §8";
        [Definito] Rettifica => Rettificato, [Cms], [], [], "S §8";
    }
}

machine! {
    /// A *voto* of a member.
    Voto = "voto";
    states StatoVoto {
        Atteso = "atteso",
        Espresso = "espresso",
    }
    events EventoVoto {
        Attende = "voto-atteso",
        Vota = "voto-espresso",
    }
    rows {
        [new] Attende => Atteso, [Sistema], [], [], "S §6";
        [Atteso] Vota => Espresso, [Commissione], [], [], "S §6";
        // As long as the verbale is a draft.
        [Espresso] Vota => same, [Commissione], [], [], "A";
    }
}

machine! {
    /// A *validazione* by the Centro medico legale.
    Validazione = "validazione";
    states StatoValidazione {
        Attesa = "attesa",
        Concessa = "concessa",
        Sospesa = "sospesa",
        VisitaDisposta = "visita-disposta",
        Assorbita = "assorbita",
    }
    events EventoValidazione {
        Attende = "validazione-attesa",
        Concede = "validazione",
        Sospende = "sospensione",
        Dispone = "visita-diretta-disposta",
        Assorbe = "verbale-visita-diretta",
        Segnala = "segnalazione-cms",
    }
    rows {
        [new] Attende => Attesa, [Sistema], [Silenzio], [], "S §7";
        [Attesa, Sospesa] Concede => Concessa, [ResponsabileCml, Orologio], [Sospensione], [], "S §7; clock: A";
        [Attesa] Sospende => Sospesa, [ResponsabileCml, Sistema], [Sospensione], [RichiestaDocumenti], "S §7";
        [Sospesa] Dispone => VisitaDisposta, [ResponsabileCml], [Sospensione], [Invito], "S §7B";
        [VisitaDisposta] Assorbe => Assorbita, [MedicoCml], [Diretta], [], "S §7B";
        // A flag that may be set in every state, also after sending.
        [Attesa, Concessa, Sospesa, VisitaDisposta, Assorbita] Segnala => same, [ResponsabileCml], [], [], "S §7A";
    }
}

machine! {
    /// An *estrazione* by the Commissione Medica Superiore.
    Estrazione = "estrazione";
    states StatoEstrazione {
        Estratta = "estratta",
        Confermata = "confermata",
        VisitaDisposta = "visita-disposta",
        Modificata = "modificata",
    }
    events EventoEstrazione {
        Estrae = "estrazione",
        Conferma = "conferma",
        Dispone = "visita-disposta",
        Modifica = "modifica",
    }
    rows {
        [new] Estrae => Estratta, [Sistema, ResponsabileCml, Cms], [], [], "S §8";
        [Estratta, VisitaDisposta] Conferma => Confermata, [Cms], [], [], "S §8";
        [Estratta] Dispone => VisitaDisposta, [Cms], [], [Invito], "S §8";
        [Estratta, VisitaDisposta] Modifica => Modificata, [Cms], [], [Verbale], "S §8";
    }
}
