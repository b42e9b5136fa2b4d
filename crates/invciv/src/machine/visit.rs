//! The visit itself (circular §3.3, §6).

use super::table::machine;

machine! {
    /// A *visita*. Only one that has begun allows the draft of a verbale (assumed).
    Visita = "visita";
    states StatoVisita {
        Attesa = "attesa",
        Iniziata = "iniziata",
        Conclusa = "conclusa",
        Assente = "assente",
        Interrotta = "interrotta",
    }
    events EventoVisita {
        Fissa = "visita-fissata",
        Inizia = "documento-verificato",
        Conclude = "visita-svolta",
        Manca = "visita-assente",
        Interrompe = "visita-da-continuare",
    }
    rows {
        [new] Fissa => Attesa, [Sistema], [], [], "S §3.3";
        [Attesa] Inizia => Iniziata, [Commissione], [], [], "S §6";
        [Iniziata] Conclude => Conclusa, [Commissione], [], [], "S §6";
        [Attesa] Manca => Assente, [Commissione], [], [], "S §3.3";
        [Iniziata] Interrompe => Interrotta, [Commissione], [], [], "S §6; A";
    }
}
