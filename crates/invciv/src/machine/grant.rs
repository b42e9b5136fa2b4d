//! The grant and the appeal (circular §3.2, §9, §13, §15).

use super::table::machine;

machine! {
    /// A *concessione* of a money benefit.
    Concessione = "concessione";
    states StatoConcessione {
        AttesaDati = "attesa-dati",
        DatiCompleti = "dati-completi",
        Istruttoria = "istruttoria",
        Concessa = "concessa",
        Rigettata = "rigettata",
        Liquidata = "liquidata",
        Trasmessa = "trasmessa",
    }
    events EventoConcessione {
        Apre = "concessione-aperta",
        ApreConDati = "concessione-aperta-con-dati",
        Trasmette = "trasmissione-ente",
        Completa = "dati-completati",
        Sollecita = "sollecito-dati",
        Istruisce = "istruttoria-aperta",
        Concede = "requisiti-presenti",
        Rigetta = "requisiti-assenti",
        Liquida = "primo-pagamento",
    }
    rows {
        [new] Apre => AttesaDati, [Sistema], [Sollecito], [RichiestaDati], "S §9";
        [new] ApreConDati => DatiCompleti, [Sistema], [], [], "S §9";
        [new] Trasmette => Trasmessa, [Sistema], [], [TrasmissioneEnte], "S §9";
        [AttesaDati] Completa => DatiCompleti, [Richiedente], [], [], "S §9";
        [AttesaDati] Sollecita => same, [Orologio], [Sollecito], [SollecitoDati], "A";
        [DatiCompleti] Istruisce => Istruttoria, [Sede], [], [], "S §9";
        [Istruttoria] Concede => Concessa, [Sede], [], [Provvedimento], "S §9";
        [Istruttoria] Rigetta => Rigettata, [Sede], [], [Provvedimento], "S §9";
        [Concessa] Liquida => Liquidata, [Sede], [CentoventiGiorni], [NotaPagamento], "S §1, §13";
    }
}

machine! {
    /// A *ricorso*, of which only its being pending matters.
    Ricorso = "ricorso";
    states StatoRicorso {
        Pendente = "pendente",
        Accolto = "accolto",
        Respinto = "respinto",
        Estinto = "estinto",
    }
    events EventoRicorso {
        Deposita = "deposito",
        Accoglie = "accoglimento",
        Respinge = "rigetto",
        Estingue = "estinzione",
    }
    rows {
        [new] Deposita => Pendente, [Sede], [], [], "S §3.2; A";
        [Pendente] Accoglie => Accolto, [Sede], [], [], "A";
        [Pendente] Respinge => Respinto, [Sede], [], [], "A";
        [Pendente] Estingue => Estinto, [Sede], [], [], "A";
    }
}
