//! A capture of network packets: its HTTP messages, and what of it could not be read.

use super::other::Other;
use crate::capture;
use crate::checker::Checker;
use crate::packets;
use sac_diagnostic::Text;

pub(super) fn recognise(checker: &Checker, bytes: &[u8]) -> Option<Other> {
    if !packets::is_capture(bytes) {
        return None;
    }
    let found = packets::open(bytes);
    let parts: Vec<Vec<u8>> =
        found.exchanges.into_iter().filter(|exchange| capture::is_for_service(checker, exchange)).collect();
    let hint = if parts.is_empty() {
        Text::new(
            "Nessun messaggio SOAP viaggia in HTTP senza TLS in questa cattura. Catturare tra il client e un proxy che parla HTTP, oppure registrare un HAR.",
            "No SOAP message travels in HTTP without TLS in this capture. Capture between the client and a proxy that speaks HTTP, or record a HAR.",
        )
    } else {
        Text::new(
            "I messaggi SOAP che viaggiano in HTTP senza TLS sono controllati uno per uno; il resto è tralasciato.",
            "The SOAP messages that travel in HTTP without TLS are checked one by one; the rest is passed over.",
        )
    };
    let what = Text::new("una cattura di pacchetti di rete (pcap)", "a capture of network packets (pcap)");
    let unread = [
        (found.encrypted, ENCRYPTED),
        (found.http2, HTTP2),
        (found.incomplete, INCOMPLETE),
        (found.fragments, FRAGMENTS),
        (found.unknown_links, UNKNOWN_LINKS),
        (usize::from(found.breaks_off), BREAKS_OFF),
    ];
    let other = Other::record(what, hint, parts);
    Some(unread.into_iter().filter(|(count, _)| *count > 0).fold(other, |other, (count, words)| {
        let counted = |text: &str| if count == 1 { text.to_owned() } else { format!("{count} {text}") };
        let one_or_many = |words: [&'static str; 2]| if count == 1 { words[0] } else { words[1] };
        let what = Text::new(counted(one_or_many(words.it)), counted(one_or_many(words.en)));
        other.but_for(what, Text::new(words.remedy_it, words.remedy_en))
    }))
}

/// What is said of a part of a capture that could not be read: of one, and of several behind their number.
#[derive(Clone, Copy)]
struct Words {
    it: [&'static str; 2],
    en: [&'static str; 2],
    remedy_it: &'static str,
    remedy_en: &'static str,
}

const ENCRYPTED: Words = Words {
    it: [
        "una connessione cifrata (TLS) in una cattura di pacchetti",
        "connessioni cifrate (TLS) in una cattura di pacchetti",
    ],
    en: [
        "an encrypted connection (TLS) in a capture of packets",
        "encrypted connections (TLS) in a capture of packets",
    ],
    remedy_it: "Senza le chiavi della sessione non si legge. Se il client le scrive (SSLKEYLOGFILE), darle a Wireshark, seguire il flusso HTTP e salvarlo come .http; altrimenti registrare un HAR, far passare il client per sac proxy, o catturare solo la porta che serve.",
    remedy_en: "It cannot be read without the keys of the session. If the client writes them (SSLKEYLOGFILE), give them to Wireshark, follow the HTTP stream and save it as .http; else record a HAR, let the client go through sac proxy, or capture only the port that matters.",
};

const HTTP2: Words = Words {
    it: ["una connessione HTTP/2 in una cattura di pacchetti", "connessioni HTTP/2 in una cattura di pacchetti"],
    en: ["an HTTP/2 connection in a capture of packets", "HTTP/2 connections in a capture of packets"],
    remedy_it: "HTTP/2 non si legge dai pacchetti: registrare un HAR, o seguire il flusso HTTP/2 in Wireshark e salvare i corpi dei messaggi.",
    remedy_en: "HTTP/2 is not read from packets: record a HAR, or follow the HTTP/2 stream in Wireshark and save the bodies of the messages.",
};

const INCOMPLETE: Words = Words {
    it: [
        "un messaggio HTTP incompleto: nella cattura mancano pacchetti",
        "messaggi HTTP incompleti: nella cattura mancano pacchetti",
    ],
    en: [
        "an incomplete HTTP message: packets are missing in the capture",
        "incomplete HTTP messages: packets are missing in the capture",
    ],
    remedy_it: "Iniziare la cattura prima dell'invio e finirla dopo la risposta, con pacchetti interi (tcpdump -s 0).",
    remedy_en: "Begin the capture before the message is sent and end it after the response, with whole packets (tcpdump -s 0).",
};

const FRAGMENTS: Words = Words {
    it: ["un pacchetto IP frammentato", "pacchetti IP frammentati"],
    en: ["a fragmented IP packet", "fragmented IP packets"],
    remedy_it: "I frammenti non si ricompongono qui: in Wireshark seguire il flusso HTTP e salvarlo come .http.",
    remedy_en: "Fragments are not put together here: in Wireshark follow the HTTP stream and save it as .http.",
};

const UNKNOWN_LINKS: Words = Words {
    it: ["un pacchetto di un collegamento che qui non si legge", "pacchetti di un collegamento che qui non si legge"],
    en: ["a packet of a link that is not read here", "packets of a link that is not read here"],
    remedy_it: "Si leggono Ethernet, loopback, «any» di Linux e IP: catturare su una di queste interfacce.",
    remedy_en: "Ethernet, loopback, Linux's “any” and IP are read: capture on one of these interfaces.",
};

const BREAKS_OFF: Words = Words {
    it: ["una cattura di pacchetti che si interrompe o è danneggiata", ""],
    en: ["a capture of packets that breaks off or is damaged", ""],
    remedy_it: "È stata letta fin dove si può. Chiudere il programma di cattura prima di copiare il file, o copiarlo di nuovo.",
    remedy_en: "It was read as far as possible. End the capturing program before the file is copied, or copy it again.",
};
