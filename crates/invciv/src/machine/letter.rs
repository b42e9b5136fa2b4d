//! What happens to a message on its way (assumed).

use super::table::machine;

machine! {
    /// A *spedizione*.
    Spedizione = "spedizione";
    states StatoSpedizione {
        Creata = "creata",
        Spedita = "spedita",
        Consegnata = "consegnata",
        Giacenza = "giacenza",
        CompiutaGiacenza = "compiuta-giacenza",
    }
    events EventoSpedizione {
        Crea = "creazione",
        Spedisce = "spedizione",
        Consegna = "consegna",
        Giace = "destinatario-assente",
        Compie = "giacenza-compiuta",
    }
    rows {
        [new] Crea => Creata, [Sistema], [], [], "S §9; A";
        [Creata] Spedisce => Spedita, [Orologio], [Partenza], [], "A";
        [Spedita] Consegna => Consegnata, [Orologio], [Recapito], [], "A";
        [Spedita] Giace => Giacenza, [Orologio], [Recapito], [], "A";
        [Giacenza] Compie => CompiutaGiacenza, [Orologio], [Giacenza], [], "A";
    }
}
