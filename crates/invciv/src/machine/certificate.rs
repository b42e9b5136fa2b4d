//! The introductory certificate (circular §3.1).

use super::table::machine;

machine! {
    /// A *certificato introduttivo*.
    Certificato = "certificato";
    states StatoCertificato {
        Rilasciato = "rilasciato",
        AbbinatoParziale = "abbinato-parziale",
        Abbinato = "abbinato",
        Scaduto = "scaduto",
    }
    events EventoCertificato {
        Invio = "invio",
        AbbinaParte = "abbinamento-parziale",
        AbbinaTutto = "abbinamento-completo",
        Scade = "scadenza",
        LiberaTutto = "svincolo-completo",
        LiberaParte = "svincolo-parziale",
        LiberaScaduto = "svincolo-oltre-scadenza",
        Ristampa = "ristampa",
        Integra = "integrazione",
    }
    rows {
        [new] Invio => Rilasciato, [Medico], [], [RicevutaCertificato], "S §3.1";
        [Rilasciato, AbbinatoParziale] AbbinaParte => AbbinatoParziale, [Mittente], [Abbinamento], [], "S §3.2; A";
        [Rilasciato, AbbinatoParziale] AbbinaTutto => Abbinato, [Mittente], [Abbinamento], [], "A";
        [Rilasciato, AbbinatoParziale] Scade => Scaduto, [Orologio], [Abbinamento], [], "S §3.1";
        [Abbinato, AbbinatoParziale] LiberaTutto => Rilasciato, [Sistema], [Abbinamento], [], "A";
        [Abbinato, AbbinatoParziale] LiberaParte => AbbinatoParziale, [Sistema], [Abbinamento], [], "A";
        [Abbinato, AbbinatoParziale] LiberaScaduto => Scaduto, [Sistema], [Abbinamento], [], "A";
        [Rilasciato, AbbinatoParziale, Abbinato, Scaduto] Ristampa => same, [Medico], [], [], "S §3.1";
        [AbbinatoParziale, Abbinato] Integra => same, [Medico], [], [], "S (circular 42/2025); A";
    }
}
