//! Sessions and commissions (circular §4, §5, §6).

use super::table::machine;

machine! {
    /// A *seduta* of a commission.
    Seduta = "seduta";
    states StatoSeduta {
        Aperta = "aperta",
        InCorso = "in-corso",
        Chiusa = "chiusa",
        Annullata = "annullata",
    }
    events EventoSeduta {
        Crea = "seduta-creata",
        Designa = "medico-designato",
        Comincia = "prima-visita",
        Chiude = "seduta-chiusa",
        Tarda = "da-chiudere",
        Annulla = "seduta-annullata",
    }
    rows {
        [new] Crea => Aperta, [Sistema], [], [], "S §5";
        [Aperta] Designa => same, [Sistema, ResponsabileCml], [], [], "S §4";
        [Aperta] Comincia => InCorso, [Commissione], [], [], "A";
        [InCorso] Chiude => Chiusa, [Presidente], [], [], "S §6";
        [Aperta, InCorso] Tarda => same, [Orologio], [Chiusura], [], "A";
        [Aperta] Annulla => Annullata, [Presidente], [], [], "A";
    }
}

machine! {
    /// A *commissione medica integrata*.
    Commissione = "commissione";
    states StatoCommissione {
        Attiva = "attiva",
        Sospesa = "sospesa",
    }
    events EventoCommissione {
        Istituisce = "istituzione",
        Sospende = "sospensione",
        Riattiva = "riattivazione",
    }
    rows {
        [new] Istituisce => Attiva, [Asl], [], [], "S §5";
        [Attiva] Sospende => Sospesa, [Asl], [], [], "A";
        [Sospesa] Riattiva => Attiva, [Asl], [], [], "A";
    }
}
