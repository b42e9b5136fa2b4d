//! The one table of codes. Rows are added, never renamed and never removed.
//!
//! `{subject}`, `{found}` and `{allowed}` in a cause are filled from the finding.

use super::Provenance;
use super::code::{Code, Entry, Group, Wording};

macro_rules! codes {
    ($($name:ident = $id:literal, $group:ident, $provenance:ident, $source:literal,
        it [$it_title:literal, $it_cause:literal, $it_remedy:literal],
        en [$en_title:literal, $en_cause:literal, $en_remedy:literal];)*) => {
        impl Code {
            $(#[doc = concat!("`", $id, "`: ", $source, ".")]
            pub const $name: Code = Code::of(&Entry {
                id: $id,
                group: Group::$group,
                provenance: Provenance::$provenance,
                source: $source,
                it: Wording { title: $it_title, cause: $it_cause, remedy: $it_remedy },
                en: Wording { title: $en_title, cause: $en_cause, remedy: $en_remedy },
            });)*
        }

        const ENTRIES: &[Code] = &[$(Code::$name),*];
    };
}

impl Code {
    /// Every code, in the order of the table.
    pub fn all() -> impl Iterator<Item = Code> {
        ENTRIES.iter().copied()
    }

    /// The code printed as `id`, in any letter case.
    #[must_use]
    pub fn find(id: &str) -> Option<Code> {
        Self::all().find(|code| code.as_str().eq_ignore_ascii_case(id))
    }
}

codes! {
    CHARSET_UNSUPPORTED = "SAC-CHARSET-UNSUPPORTED", Charset, Specification, "contract §1",
        it [
            "Codifica non ammessa",
            "La codifica «{found}», dichiarata in {subject}, non è fra quelle ammesse: {allowed}.",
            "Convertire il messaggio in UTF-8 e dichiararlo: cambiare soltanto la dichiarazione non basta."
        ],
        en [
            "Charset not allowed",
            "The charset “{found}”, declared in {subject}, is none of those allowed: {allowed}.",
            "Convert the message to UTF-8 and declare it so: to change only the declaration is not enough."
        ];
    CHARSET_UTF16 = "SAC-CHARSET-UTF16", Charset, Specification, "contract §1",
        it [
            "Messaggio in UTF-16 o UTF-32",
            "I primi byte ({found}) sono di un testo {subject}; sono ammesse {allowed}.",
            "Salvare o inviare il messaggio in UTF-8, e dichiarare quella codifica o nessuna."
        ],
        en [
            "Message in UTF-16 or UTF-32",
            "The first bytes ({found}) belong to a text in {subject}; allowed are {allowed}.",
            "Save or send the message in UTF-8, and declare that charset or none."
        ];
    CHARSET_BINARY = "SAC-CHARSET-BINARY", Charset, Assumed, "contract §1: a message is text",
        it [
            "Un file che non è testo",
            "I primi byte ({found}) sono di un file {subject}, non di un messaggio.",
            "Estrarre il messaggio dal file; un corpo compresso si dichiara con Content-Encoding: gzip."
        ],
        en [
            "A file that is no text",
            "The first bytes ({found}) belong to a {subject} file, not to a message.",
            "Take the message out of the file; a compressed body is declared by Content-Encoding: gzip."
        ];
    CHARSET_CLASH = "SAC-CHARSET-CLASH", Charset, Specification, "contract §1",
        it [
            "Codifiche in contrasto",
            "{subject} dice {found}, ma altrove è dichiarato {allowed}.",
            "Dichiarare la stessa codifica in Content-Type, BOM e dichiarazione XML, o non dichiararla due volte."
        ],
        en [
            "Charsets that contradict each other",
            "{subject} says {found}, but {allowed} is declared elsewhere.",
            "Declare one charset in Content-Type, byte order mark and XML declaration, or declare it only once."
        ];
    CHARSET_BAD_BYTE = "SAC-CHARSET-BAD-BYTE", Charset, Specification, "contract §1",
        it [
            "Byte non valido nella codifica dichiarata",
            "{found} non può stare qui in un testo {subject}.",
            "Convertire il testo in UTF-8 e dichiararlo. Dichiarare ISO-8859-1 basta solo se è scritto davvero così: in Windows-1252 i byte da 80 a 9F sono altri caratteri."
        ],
        en [
            "Byte not valid in the declared charset",
            "{found} cannot stand here in a text in {subject}.",
            "Convert the text to UTF-8 and declare that. To declare ISO-8859-1 is enough only where it is written in that: in Windows-1252 the bytes 80 to 9F are other characters."
        ];
    CHARSET_BOM = "SAC-CHARSET-BOM", Charset, Assumed, "contract §1 admits it; some SOAP stacks do not",
        it [
            "BOM all'inizio",
            "Il messaggio comincia con un BOM ({found}), che è ammesso ma che non tutti i programmi accettano.",
            "Salvare o inviare il messaggio in UTF-8 senza BOM."
        ],
        en [
            "Byte order mark at the start",
            "The message begins with a byte order mark ({found}), which is allowed but not read by every program.",
            "Save or send the message in UTF-8 without a byte order mark."
        ];
    CHARSET_STRAY_BOM = "SAC-CHARSET-STRAY-BOM", Charset, Assumed, "Unicode 3.2 §3.9: U+FEFF is a mark only at the start",
        it [
            "BOM in mezzo al documento",
            "In mezzo al documento c'è un BOM ({found}): non si vede, ma lì conta come testo.",
            "Togliere il BOM: di solito viene dall'unione di due file, o da un testo copiato. Fra gli elementi, e nei valori di forma fissa, è un errore."
        ],
        en [
            "Byte order mark inside the document",
            "There is a byte order mark ({found}) inside the document: it is invisible, but counts as text there.",
            "Remove it: it usually comes from joining two files, or from text that was pasted. Between elements, and in values of a fixed form, it is an error."
        ];
    CHARSET_DOUBLE = "SAC-CHARSET-DOUBLE", Charset, Assumed, "contract §1 cannot tell: the bytes are valid",
        it [
            "Testo codificato due volte",
            "Qui {found} si legge «{subject}», che sembra un testo codificato due volte: in origine era {allowed}.",
            "Convertire il testo in UTF-8 una volta sola: qualcuno legge come ISO-8859-1 ciò che è già UTF-8."
        ],
        en [
            "Text encoded twice",
            "Here {found} reads “{subject}”, which looks like text that was encoded twice: it was once {allowed}.",
            "Convert the text to UTF-8 only once: someone reads as ISO-8859-1 what is UTF-8 already."
        ];
    CHARSET_MISLABELLED = "SAC-CHARSET-MISLABELLED", Charset, Assumed, "contract §1 cannot tell: the bytes are valid",
        it [
            "UTF-8 dichiarato come ISO-8859-1",
            "Qui {found} si legge «{subject}» nella codifica dichiarata, ISO-8859-1; in UTF-8 sarebbe {allowed}.",
            "Dichiarare UTF-8 in Content-Type e nella dichiarazione XML, o scrivere davvero in ISO-8859-1."
        ],
        en [
            "UTF-8 declared as ISO-8859-1",
            "Here {found} reads “{subject}” in the declared charset, ISO-8859-1; in UTF-8 it would be {allowed}.",
            "Declare UTF-8 in Content-Type and XML declaration, or really write in ISO-8859-1."
        ];
    CHARSET_C1 = "SAC-CHARSET-C1", Charset, Assumed, "contract §1; ISO-8859-1 has control characters there",
        it [
            "Caratteri di Windows-1252",
            "Qui c'è {found}, cioè il carattere di controllo {subject}, invisibile; {allowed}.",
            "Scrivere il messaggio in UTF-8: ISO-8859-1 non ha virgolette tipografiche né il simbolo dell'euro."
        ],
        en [
            "Characters of Windows-1252",
            "Here stands {found}, the invisible control character {subject}; {allowed}.",
            "Write the message in UTF-8: ISO-8859-1 has neither typographic quotes nor the euro sign."
        ];
    CHARSET_REPLACEMENT = "SAC-CHARSET-REPLACEMENT", Charset, Assumed, "Unicode 3.2 §5.22",
        it [
            "Carattere già perduto",
            "Qui c'è {found}, cioè U+FFFD: il segno di un carattere che qualcuno non ha saputo leggere.",
            "Cercare a monte il passaggio che ha convertito il testo dalla codifica sbagliata: qui l'originale non c'è più."
        ],
        en [
            "Character already lost",
            "Here stands {found}, that is U+FFFD: the mark of a character that someone could not read.",
            "Look upstream for the step that converted the text from the wrong charset: the original is gone here."
        ];
    CHARSET_ESCAPED = "SAC-CHARSET-ESCAPED", Charset, Assumed, "contract §1 cannot tell: the text is valid",
        it [
            "Riferimento protetto due volte",
            "Qui {found} si legge «{subject}», come testo: il riferimento è stato protetto (escape) una volta di troppo; in origine era {allowed}.",
            "Scrivere il carattere o un solo riferimento: qualcuno protegge di nuovo, come testo, ciò che era già XML o HTML."
        ],
        en [
            "Reference escaped twice",
            "Here {found} reads “{subject}”, as text: the reference was escaped once too often; it was once {allowed}.",
            "Write the character or one reference: some program escapes as text what was XML or HTML already."
        ];
    LIMIT_BYTES = "SAC-LIMIT-BYTES", Limit, Assumed, "limit: bytes",
        it [
            "Messaggio troppo grande",
            "Troppi byte: {found}; il limite è {allowed}.",
            "Controllare chi genera il messaggio: uno del contratto è di pochi kilobyte. Il limite si alza con --max-bytes (sac check), --max-body-bytes e --max-inflated-bytes (sac serve)."
        ],
        en [
            "Message too large",
            "Too many bytes: {found}; the limit is {allowed}.",
            "Look at what generates the message: one of the contract has a few kilobytes. The limit is raised by --max-bytes (sac check), --max-body-bytes and --max-inflated-bytes (sac serve)."
        ];
    LIMIT_DEPTH = "SAC-LIMIT-DEPTH", Limit, Assumed, "limit: depth",
        it [
            "Elementi annidati troppo a fondo",
            "L'elemento {subject} è oltre la profondità ammessa di {allowed} livelli.",
            "Un messaggio del contratto non supera dieci livelli: controllare chi lo genera."
        ],
        en [
            "Elements nested too deeply",
            "The element {subject} lies deeper than the {allowed} levels allowed.",
            "A message of the contract has fewer than ten levels: look at what generates it."
        ];
    LIMIT_ATTRIBUTES = "SAC-LIMIT-ATTRIBUTES", Limit, Assumed, "limit: attributes",
        it [
            "Troppi attributi",
            "L'elemento {subject} ha più di {allowed} attributi.",
            "Il contratto non prevede attributi: controllare chi genera il messaggio."
        ],
        en [
            "Too many attributes",
            "The element {subject} has more than {allowed} attributes.",
            "The contract knows no attributes: look at what generates the message."
        ];
    LIMIT_NAMESPACES = "SAC-LIMIT-NAMESPACES", Limit, Assumed, "limit: namespaces",
        it [
            "Troppe dichiarazioni di namespace",
            "Sull'elemento {subject} valgono più di {allowed} dichiarazioni di namespace.",
            "Togliere le dichiarazioni che non servono: al contratto ne bastano due."
        ],
        en [
            "Too many namespace declarations",
            "More than {allowed} namespace declarations are in scope at the element {subject}.",
            "Remove the declarations that are not needed: two are enough for the contract."
        ];
    LIMIT_ELEMENTS = "SAC-LIMIT-ELEMENTS", Limit, Assumed, "limit: elements",
        it [
            "Troppi elementi",
            "Il messaggio ha più di {allowed} elementi.",
            "Controllare chi genera il messaggio: una richiesta del contratto non arriva a cento elementi."
        ],
        en [
            "Too many elements",
            "The message has more than {allowed} elements.",
            "Look at what generates the message: a request of the contract has fewer than a hundred elements."
        ];
    LIMIT_FINDINGS = "SAC-LIMIT-FINDINGS", Limit, Assumed, "limit: findings",
        it [
            "Troppe violazioni",
            "Le violazioni sono più di {allowed}: le altre non sono elencate.",
            "Correggere quelle elencate e ripetere il controllo."
        ],
        en [
            "Too many violations",
            "There are more than {allowed} violations: the rest are not listed.",
            "Correct those listed, then check again."
        ];
    LIMIT_MESSAGES = "SAC-LIMIT-MESSAGES", Limit, Assumed, "limit: messages",
        it [
            "Troppi messaggi in un file",
            "Il file ha più di {allowed} messaggi: gli altri non sono controllati.",
            "Dividerlo in più file."
        ],
        en [
            "Too many messages in a file",
            "The file holds more than {allowed} messages: the rest are not checked.",
            "Divide it into several files."
        ];
    LIMIT_ARCHIVE = "SAC-LIMIT-ARCHIVE", Limit, Assumed, "limit: archives",
        it [
            "Un archivio che si espande troppo",
            "Estratto, dà troppi byte ({found}); è ammesso: {allowed}. Non è controllato oltre.",
            "Un archivio di messaggi non si espande tanto: verificare da dove viene. Se è davvero così grande, estrarlo e controllare la cartella, o alzare --max-bytes."
        ],
        en [
            "An archive that grows too much",
            "Unpacked, it gives too many bytes ({found}); allowed is: {allowed}. It is not looked at further.",
            "An archive of messages does not grow so much: look where it comes from. If it really is that large, unpack it and check the folder, or raise --max-bytes."
        ];
    XML_EMPTY = "SAC-XML-EMPTY", Xml, Specification, "XML 1.0 §2.1",
        it [
            "Nessun elemento",
            "Il documento non contiene alcun elemento.",
            "Controllare che il messaggio sia stato scritto nel corpo della richiesta."
        ],
        en [
            "No element",
            "The document holds no element.",
            "Check that the message was written into the body of the request."
        ];
    XML_DOCTYPE = "SAC-XML-DOCTYPE", Xml, Specification, "SOAP 1.1 §3",
        it [
            "DOCTYPE non ammesso",
            "«{found}» è una dichiarazione da DTD, che un messaggio non può contenere.",
            "Togliere la DOCTYPE e ciò che ne fa parte: un messaggio SOAP non può averne."
        ],
        en [
            "DOCTYPE not allowed",
            "“{found}” is a declaration of a DTD, which a message cannot hold.",
            "Remove the DOCTYPE and what belongs to it: a SOAP message may not have one."
        ];
    XML_DECLARATION = "SAC-XML-DECLARATION", Xml, Specification, "XML 1.0 §2.8",
        it [
            "Dichiarazione XML errata",
            "«{found}» non può stare qui; è ammesso: {allowed}.",
            "Scrivere la dichiarazione per bene sui primissimi byte del documento, o toglierla: in UTF-8 non serve."
        ],
        en [
            "Bad XML declaration",
            "“{found}” cannot stand here; allowed is: {allowed}.",
            "Write the declaration well, on the very first bytes of the document, or drop it: UTF-8 needs none."
        ];
    XML_CHARACTER = "SAC-XML-CHARACTER", Xml, Specification, "XML 1.0 §2.2",
        it [
            "Carattere non ammesso",
            "Il carattere {found} non può stare in un documento XML.",
            "Togliere il carattere: non si può scrivere nemmeno come riferimento numerico."
        ],
        en [
            "Character not allowed",
            "The character {found} cannot stand in an XML document.",
            "Remove the character: it may not even be written as a numeric reference."
        ];
    XML_SURROGATE = "SAC-XML-SURROGATE", Xml, Specification, "XML 1.0 §2.2",
        it [
            "Riferimento a mezza coppia surrogata",
            "{found} indica mezza coppia surrogata, che in XML non è un carattere; è ammesso: {allowed}.",
            "Scrivere ogni carattere con un solo riferimento, al suo numero in Unicode e non ai due di UTF-16, oppure così com'è in UTF-8."
        ],
        en [
            "Reference to half of a surrogate pair",
            "{found} refers to half of a surrogate pair, which is no character in XML; allowed: {allowed}.",
            "Write each character by one reference, to its number in Unicode and not to the two of UTF-16, or as it is in UTF-8."
        ];
    XML_NAME = "SAC-XML-NAME", Xml, Specification, "XML 1.0 §2.3",
        it [
            "Nome non valido",
            "«{found}» non è un nome valido.",
            "Un carattere «<» nel testo va scritto «&lt;»; un nome comincia con una lettera e ha al più un «:»."
        ],
        en [
            "Not a valid name",
            "“{found}” is not a valid name.",
            "Write a “<” in text as “&lt;”; a name begins with a letter and has one “:” at most."
        ];
    XML_TAG = "SAC-XML-TAG", Xml, Specification, "XML 1.0 §3.1",
        it [
            "Marcatore malformato",
            "Il marcatore di {subject} è malformato in «{found}»; qui ci vuole: {allowed}.",
            "Controllare virgolette, segni di uguale, spazi fra gli attributi e il «>» finale."
        ],
        en [
            "Malformed tag",
            "The tag of {subject} is malformed at “{found}”; here belongs: {allowed}.",
            "Check quotes, equals signs, blanks between attributes, and the “>” at the end."
        ];
    XML_ATTRIBUTE_TWICE = "SAC-XML-ATTRIBUTE-TWICE", Xml, Specification, "XML 1.0 §3.1",
        it [
            "Attributo ripetuto",
            "L'attributo {found} compare due volte nell'elemento {subject}.",
            "Togliere una delle due occorrenze."
        ],
        en [
            "Attribute given twice",
            "The attribute {found} stands twice in the element {subject}.",
            "Remove one of the two."
        ];
    XML_REFERENCE = "SAC-XML-REFERENCE", Xml, Specification, "XML 1.0 §4.1",
        it [
            "Riferimento non valido",
            "«{found}» non è un riferimento ammesso; lo sono {allowed}.",
            "Scrivere «&amp;» per il carattere «&»; le entità HTML come &egrave; non esistono in XML."
        ],
        en [
            "Reference not valid",
            "“{found}” is not an allowed reference; allowed are {allowed}.",
            "Write “&amp;” for the character “&”; HTML entities such as &egrave; do not exist in XML."
        ];
    XML_END_TAG = "SAC-XML-END-TAG", Xml, Specification, "XML 1.0 §3",
        it [
            "Marcatore di fine che non corrisponde",
            "Il marcatore di fine «{found}» non chiude l'elemento aperto; ci vuole {allowed}.",
            "Chiudere gli elementi nell'ordine inverso in cui sono stati aperti, con le stesse maiuscole."
        ],
        en [
            "End tag that does not match",
            "The end tag “{found}” does not close the open element; here belongs {allowed}.",
            "Close elements in the reverse order of opening, in the same letter case."
        ];
    XML_UNCLOSED = "SAC-XML-UNCLOSED", Xml, Specification, "XML 1.0 §2.1",
        it [
            "Documento troncato",
            "Il documento finisce prima di «{allowed}», che chiuderebbe «{subject}».",
            "Controllare che il messaggio sia arrivato per intero (Content-Length) e che ogni elemento sia chiuso."
        ],
        en [
            "Document cut short",
            "The document ends before “{allowed}”, which would close “{subject}”.",
            "Check that the whole message arrived (Content-Length), and that each element is closed."
        ];
    XML_PREFIX = "SAC-XML-PREFIX", Xml, Specification, "Namespaces in XML §5",
        it [
            "Prefisso non dichiarato",
            "Il prefisso di «{found}» non è dichiarato.",
            "Dichiararlo con xmlns:prefisso=\"…\" sull'elemento o su uno che lo contiene."
        ],
        en [
            "Undeclared prefix",
            "The prefix of “{found}” is not declared.",
            "Declare it with xmlns:prefix=\"…\" on the element or on one around it."
        ];
    XML_NAMESPACE = "SAC-XML-NAMESPACE", Xml, Specification, "Namespaces in XML §3",
        it [
            "Dichiarazione di namespace non ammessa",
            "La dichiarazione {subject}=\"{found}\" non è ammessa.",
            "I prefissi xml e xmlns sono riservati, e un prefisso non si può legare al namespace vuoto."
        ],
        en [
            "Namespace declaration not allowed",
            "The declaration {subject}=\"{found}\" is not allowed.",
            "The prefixes xml and xmlns are reserved, and a prefix cannot be bound to the empty namespace."
        ];
    XML_CDATA = "SAC-XML-CDATA", Xml, Specification, "XML 1.0 §2.4",
        it [
            "Sezione CDATA fuori posto",
            "«{found}» non può stare qui.",
            "Nel testo scrivere «]]&gt;»; una sezione CDATA sta solo dentro un elemento, con CDATA in maiuscole."
        ],
        en [
            "CDATA out of place",
            "“{found}” cannot stand here.",
            "In text write “]]&gt;”; a CDATA section stands only inside an element, with CDATA in capitals."
        ];
    XML_COMMENT = "SAC-XML-COMMENT", Xml, Specification, "XML 1.0 §2.5",
        it [
            "Commento malformato",
            "Nel commento compare «--» prima della fine.",
            "Togliere i due trattini dal commento."
        ],
        en [
            "Malformed comment",
            "The comment holds “--” before its end.",
            "Remove the two hyphens from the comment."
        ];
    XML_INSTRUCTION = "SAC-XML-INSTRUCTION", Xml, Specification, "XML 1.0 §2.6",
        it [
            "Istruzione di elaborazione malformata",
            "L'istruzione di elaborazione «{found}» è malformata o ha un nome riservato.",
            "Togliere l'istruzione: il contratto non ne ha bisogno."
        ],
        en [
            "Malformed processing instruction",
            "The processing instruction “{found}” is malformed, or has a reserved name.",
            "Remove the instruction: the contract needs none."
        ];
    XML_OUTSIDE_ROOT = "SAC-XML-OUTSIDE-ROOT", Xml, Specification, "XML 1.0 §2.1",
        it [
            "Contenuto fuori dalla radice",
            "Fuori dall'elemento radice c'è «{found}».",
            "Un documento ha un solo elemento radice e, fuori da esso, solo spazi e commenti."
        ],
        en [
            "Content outside the root",
            "Outside the root element stands “{found}”.",
            "A document has one root element and, outside it, nothing but blanks and comments."
        ];
    SOAP_ENVELOPE = "SAC-SOAP-ENVELOPE", Soap, Specification, "SOAP 1.1 §4",
        it [
            "Manca la busta SOAP",
            "L'elemento radice è {found}; ci vuole {allowed}.",
            "Mettere la richiesta nel Body di una Envelope SOAP 1.1."
        ],
        en [
            "No SOAP envelope",
            "The root element is {found}; here belongs {allowed}.",
            "Put the request into the Body of a SOAP 1.1 Envelope."
        ];
    SOAP_VERSION = "SAC-SOAP-VERSION", Soap, Specification, "contract §1",
        it [
            "Versione di SOAP errata",
            "La busta non è quella di SOAP 1.1, nel namespace {allowed}.",
            "Impostare il client su SOAP 1.1."
        ],
        en [
            "Wrong SOAP version",
            "The envelope is not that of SOAP 1.1, in the namespace {allowed}.",
            "Set the client to SOAP 1.1."
        ];
    SOAP_STRUCTURE = "SAC-SOAP-STRUCTURE", Soap, Specification, "SOAP 1.1 §4",
        it [
            "Busta malformata",
            "La busta non ha la forma che vuole SOAP 1.1.",
            "Una Envelope contiene un Header facoltativo e poi un solo Body; né lì né nel Body c'è testo fra gli elementi."
        ],
        en [
            "Malformed envelope",
            "The envelope does not have the form that SOAP 1.1 wants.",
            "An Envelope holds an optional Header and then one Body; neither has text between elements."
        ];
    SOAP_BODY = "SAC-SOAP-BODY", Soap, Specification, "contract §1",
        it [
            "Body senza una richiesta",
            "Nel Body ci vuole {allowed}.",
            "Mettere nel Body un solo elemento: la richiesta."
        ],
        en [
            "Body without one request",
            "The Body takes {allowed}.",
            "Put exactly one element into the Body: the request."
        ];
    SOAP_MUST_UNDERSTAND = "SAC-SOAP-MUST-UNDERSTAND", Soap, Specification, "SOAP 1.1 §4.2.3",
        it [
            "Intestazione obbligatoria sconosciuta",
            "L'intestazione {found} ha mustUnderstand=\"{subject}\" e il servizio non la conosce.",
            "Togliere l'intestazione o il suo attributo mustUnderstand."
        ],
        en [
            "Mandatory header unknown",
            "The header {found} has mustUnderstand=\"{subject}\", and the service does not know it.",
            "Remove the header or its mustUnderstand attribute."
        ];
    SOAP_FAULT = "SAC-SOAP-FAULT", Soap, Specification, "SOAP 1.1 §4.4",
        it [
            "Fault malformato",
            "Il Fault non ha la forma che vuole SOAP 1.1.",
            "Un Fault contiene faultcode, faultstring e, facoltativi, faultactor e detail, in quest'ordine e senza namespace."
        ],
        en [
            "Malformed fault",
            "The Fault does not have the form that SOAP 1.1 wants.",
            "A Fault holds faultcode, faultstring and, optionally, faultactor and detail, in this order and without a namespace."
        ];
    SOAP_ACTION = "SAC-SOAP-ACTION", Soap, Specification, "contract §1",
        it [
            "SOAPAction in contrasto con il Body",
            "SOAPAction dice {found}, ma il Body contiene una richiesta di {subject}, la cui SOAPAction è {allowed}.",
            "Inviare la SOAPAction dell'operazione, o una vuota."
        ],
        en [
            "SOAPAction contradicts the Body",
            "SOAPAction says {found}, but the Body holds a request of {subject}, whose SOAPAction is {allowed}.",
            "Send the SOAPAction of the operation, or an empty one."
        ];
    SOAP_ENCODING = "SAC-SOAP-ENCODING", Soap, Specification, "contract §1",
        it [
            "Messaggio rpc/encoded",
            "Il messaggio usa la codifica SOAP (rpc/encoded, «{found}»); il servizio vuole document/literal.",
            "Generare il client dal WSDL con lo stile document/literal: senza encodingStyle, href, multiRef e xsi:type, con ogni valore al suo posto."
        ],
        en [
            "An rpc/encoded message",
            "The message uses SOAP encoding (rpc/encoded, “{found}”); the service wants document/literal.",
            "Generate the client from the WSDL in the style document/literal: without encodingStyle, href, multiRef and xsi:type, each value in its place."
        ];
    XSD_ROOT = "SAC-XSD-ROOT", Xsd, Specification, "contract §2",
        it [
            "Messaggio sconosciuto",
            "L'elemento {found} non è un messaggio del contratto che possa stare qui; lo sono {allowed}.",
            "Controllare nome e maiuscole dell'elemento."
        ],
        en [
            "Unknown message",
            "The element {found} is no message of the contract that may stand here; those are {allowed}.",
            "Check the element's name and its letter case."
        ];
    XSD_ROOT_NAMESPACE = "SAC-XSD-ROOT-NAMESPACE", Xsd, Specification, "contract §1",
        it [
            "Namespace errato nella richiesta",
            "L'elemento {subject} è nel namespace «{found}»; deve essere in {allowed}.",
            "Dichiarare il namespace sull'elemento di richiesta con un prefisso, per esempio xmlns:cert=\"http://cert.sanita.finanze.it/\"."
        ],
        en [
            "Wrong namespace of the request",
            "The element {subject} is in the namespace “{found}”; it must be in {allowed}.",
            "Declare the namespace on the request element with a prefix, xmlns:cert=\"http://cert.sanita.finanze.it/\" for example."
        ];
    XSD_NAMESPACE = "SAC-XSD-NAMESPACE", Xsd, Specification, "contract §1",
        it [
            "Elemento interno in un namespace",
            "L'elemento {subject} è nel namespace «{found}», ma gli elementi interni al messaggio non hanno namespace (elementFormDefault è unqualified).",
            "Togliere il prefisso, qui e dagli altri elementi interni; se il namespace è quello predefinito, scrivere xmlns=\"\" sull'elemento o usare un prefisso per la sola radice."
        ],
        en [
            "Inner element in a namespace",
            "The element {subject} is in the namespace “{found}”, but the elements inside a message are in none (elementFormDefault is unqualified).",
            "Drop the prefix, here and on the other inner elements; where it is the default namespace, write xmlns=\"\" on the element, or use a prefix for the root only."
        ];
    XSD_MISSING = "SAC-XSD-MISSING", Xsd, Specification, "contract §3-4",
        it [
            "Elemento mancante",
            "Nell'elemento {subject} manca: {allowed}.",
            "Aggiungere l'elemento nel punto indicato."
        ],
        en [
            "Element missing",
            "The element {subject} lacks: {allowed}.",
            "Add the element at the place shown."
        ];
    XSD_UNKNOWN = "SAC-XSD-UNKNOWN", Xsd, Specification, "contract §3-4",
        it [
            "Elemento non previsto",
            "L'elemento {found} non è previsto in {subject}; qui è ammesso: {allowed}.",
            "Togliere l'elemento o correggerne il nome."
        ],
        en [
            "Element not foreseen",
            "The element {found} is not foreseen in {subject}; allowed here: {allowed}.",
            "Remove the element, or correct its name."
        ];
    XSD_ORDER = "SAC-XSD-ORDER", Xsd, Specification, "contract §3-4",
        it [
            "Elemento fuori ordine",
            "L'elemento {found} è fuori ordine in {subject}; l'ordine è: {allowed}.",
            "Spostare l'elemento al suo posto nella sequenza."
        ],
        en [
            "Element out of order",
            "The element {found} is out of order in {subject}; the order is: {allowed}.",
            "Move the element to its place in the sequence."
        ];
    XSD_REPEATED = "SAC-XSD-REPEATED", Xsd, Specification, "contract §3-4",
        it [
            "Elemento ripetuto troppe volte",
            "L'elemento {subject} compare {found} volte; è ammesso al più: {allowed}.",
            "Togliere le ripetizioni in più."
        ],
        en [
            "Element repeated too often",
            "The element {subject} occurs {found} times; allowed at most: {allowed}.",
            "Remove what is too many."
        ];
    XSD_TEXT = "SAC-XSD-TEXT", Xsd, Specification, "contract §3-4",
        it [
            "Testo fra gli elementi",
            "In {subject} c'è il testo «{found}», ma vi sono ammessi solo elementi: {allowed}.",
            "Togliere il testo o metterlo nell'elemento a cui appartiene."
        ],
        en [
            "Text between elements",
            "In {subject} stands the text “{found}”, but only elements are allowed there: {allowed}.",
            "Remove the text, or put it into the element it belongs to."
        ];
    XSD_CHILD = "SAC-XSD-CHILD", Xsd, Specification, "contract §5",
        it [
            "Elemento dentro un valore",
            "L'elemento {found} sta in {subject}, che contiene solo un valore.",
            "Togliere l'elemento; un «<» nel valore va scritto «&lt;»."
        ],
        en [
            "Element inside a value",
            "The element {found} stands in {subject}, which holds a value only.",
            "Remove the element; write a “<” in the value as “&lt;”."
        ];
    XSD_ATTRIBUTE = "SAC-XSD-ATTRIBUTE", Xsd, Specification, "contract §3-4",
        it [
            "Attributo non previsto",
            "L'attributo {found} non è previsto nell'elemento {subject}.",
            "Togliere l'attributo: il contratto non ne prevede."
        ],
        en [
            "Attribute not foreseen",
            "The attribute {found} is not foreseen in the element {subject}.",
            "Remove the attribute: the contract knows none."
        ];
    XSD_TYPE = "SAC-XSD-TYPE", Xsd, Specification, "XML Schema Part 1 §3.3.4",
        it [
            "xsi:type non ammesso",
            "xsi:type=\"{found}\" su {subject} non indica un tipo che possa stare qui; il tipo è {allowed}.",
            "Togliere xsi:type o indicare il tipo del contratto, con un prefisso dichiarato."
        ],
        en [
            "xsi:type not allowed",
            "xsi:type=\"{found}\" on {subject} names no type that may stand here; the type is {allowed}.",
            "Drop xsi:type, or name the type of the contract with a declared prefix."
        ];
    XSD_ABSTRACT = "SAC-XSD-ABSTRACT", Xsd, Specification, "XML Schema Part 1 §3.4.4",
        it [
            "Tipo astratto",
            "L'elemento {subject} ha un tipo astratto: {allowed}.",
            "Indicare con xsi:type un tipo concreto derivato."
        ],
        en [
            "Abstract type",
            "The element {subject} has an abstract type: {allowed}.",
            "Name a concrete derived type with xsi:type."
        ];
    XSD_NIL = "SAC-XSD-NIL", Xsd, Specification, "XML Schema Part 1 §3.3.4",
        it [
            "xsi:nil non ammesso",
            "xsi:nil=\"{found}\" su {subject}: l'elemento non può essere nullo.",
            "Se il valore manca, omettere l'elemento."
        ],
        en [
            "xsi:nil not allowed",
            "xsi:nil=\"{found}\" on {subject}: the element cannot be nil.",
            "Where there is no value, leave the element out."
        ];
    XSD_PATTERN = "SAC-XSD-PATTERN", Xsd, Specification, "contract §5",
        it [
            "Valore di forma errata",
            "Il valore «{found}» di {subject} non è ammesso: {allowed}.",
            "Correggere il valore; contano anche spazi e a capo prima e dopo."
        ],
        en [
            "Value of the wrong form",
            "The value “{found}” of {subject} is not allowed: {allowed}.",
            "Correct the value; blanks and line ends before and after it count."
        ];
    XSD_LENGTH = "SAC-XSD-LENGTH", Xsd, Specification, "contract §5",
        it [
            "Valore di lunghezza errata",
            "Il valore «{found}» di {subject} è di lunghezza errata: {allowed}.",
            "Accorciare o completare il valore; contano anche spazi e a capo prima e dopo."
        ],
        en [
            "Value of the wrong length",
            "The value “{found}” of {subject} is of the wrong length: {allowed}.",
            "Shorten or complete the value; blanks and line ends before and after it count."
        ];
    XSD_ENUMERATION = "SAC-XSD-ENUMERATION", Xsd, Specification, "contract §5",
        it [
            "Valore fuori elenco",
            "Il valore «{found}» di {subject} non è in elenco: {allowed}.",
            "Usare uno dei valori ammessi."
        ],
        en [
            "Value not in the list",
            "The value “{found}” of {subject} is not in the list: {allowed}.",
            "Use one of the values allowed."
        ];
    XSD_DATETIME = "SAC-XSD-DATETIME", Xsd, Specification, "XML Schema Part 2 §3.2.7",
        it [
            "Data e ora non valide",
            "Il valore «{found}» di {subject} non è un xs:dateTime: {allowed}.",
            "Scrivere data e ora come 2026-01-31T10:30:00+01:00."
        ],
        en [
            "Date and time not valid",
            "The value “{found}” of {subject} is no xs:dateTime: {allowed}.",
            "Write date and time as 2026-01-31T10:30:00+01:00."
        ];
    XSD_VALUE = "SAC-XSD-VALUE", Xsd, Specification, "XML Schema Part 2 §3",
        it [
            "Valore non valido per il suo tipo",
            "Il valore «{found}» di {subject} non è valido; è atteso: {allowed}.",
            "Correggere il valore: spazi e a capo prima e dopo non contano, tutto il resto sì."
        ],
        en [
            "Value not valid for its type",
            "The value “{found}” of {subject} is not valid; expected: {allowed}.",
            "Correct the value: blanks and line ends before and after it do not count, all else does."
        ];
    XSD_RANGE = "SAC-XSD-RANGE", Xsd, Specification, "XML Schema Part 2 §4.3",
        it [
            "Numero fuori intervallo",
            "Il valore «{found}» di {subject} è fuori intervallo; è atteso: {allowed}.",
            "Usare un numero compreso nell'intervallo."
        ],
        en [
            "Number out of range",
            "The value “{found}” of {subject} is out of range; expected: {allowed}.",
            "Use a number within the range."
        ];
    XSD_DIGITS = "SAC-XSD-DIGITS", Xsd, Specification, "XML Schema Part 2 §4.3",
        it [
            "Numero con troppe cifre",
            "Il valore «{found}» di {subject} ha troppe cifre; è atteso: {allowed}.",
            "Arrotondare il numero, o controllare che sia quello giusto."
        ],
        en [
            "Number with too many digits",
            "The value “{found}” of {subject} has too many digits; expected: {allowed}.",
            "Round the number, or check that it is the right one."
        ];
    XSD_EMPTY_OPTIONAL = "SAC-XSD-EMPTY-OPTIONAL", Xsd, Specification, "contract §5, rules §6",
        it [
            "Elemento facoltativo vuoto",
            "L'elemento facoltativo {subject} è presente ma vuoto; è ammesso: {allowed}.",
            "Omettere l'elemento; oppure, con --empty-optional absent (sac check e sac serve), lasciare che un elemento facoltativo vuoto valga come assente."
        ],
        en [
            "Optional element left empty",
            "The optional element {subject} is there but empty; allowed: {allowed}.",
            "Leave the element out; or, with --empty-optional absent (sac check and sac serve), let an empty optional element count as absent."
        ];
    HTTP_MESSAGE = "SAC-HTTP-MESSAGE", Http, Assumed, "RFC 9112 §2",
        it [
            "Non è un messaggio HTTP",
            "{found} non è {allowed}.",
            "In un file .http scrivere la riga di richiesta o di risposta, le intestazioni, una riga vuota e il corpo."
        ],
        en [
            "Not an HTTP message",
            "{found} is not {allowed}.",
            "Write into a .http file the request or status line, the headers, an empty line and the body."
        ];
    HTTP_METHOD = "SAC-HTTP-METHOD", Http, Specification, "contract §1",
        it [
            "Metodo HTTP errato",
            "Il metodo è {found}; il servizio si chiama con {allowed}.",
            "Inviare la richiesta in POST."
        ],
        en [
            "Wrong HTTP method",
            "The method is {found}; the service is called by {allowed}.",
            "Send the request by POST."
        ];
    HTTP_PATH = "SAC-HTTP-PATH", Http, Specification, "contract §1",
        it [
            "Indirizzo errato",
            "L'indirizzo è {found}; il servizio è a {allowed}.",
            "Correggere l'indirizzo del servizio nella configurazione del client."
        ],
        en [
            "Wrong address",
            "The address is {found}; the service is at {allowed}.",
            "Correct the service's address in the client's configuration."
        ];
    HTTP_MEDIA = "SAC-HTTP-MEDIA", Http, Specification, "contract §1",
        it [
            "Content-Type errato",
            "Il Content-Type è {found}; è ammesso {allowed}.",
            "Inviare SOAP 1.1 come text/xml; disattivare MTOM e gli allegati nel client."
        ],
        en [
            "Wrong Content-Type",
            "The Content-Type is {found}; {allowed} is allowed.",
            "Send SOAP 1.1 as text/xml; turn MTOM and attachments off in the client."
        ];
    HTTP_CODING = "SAC-HTTP-CODING", Http, Assumed, "RFC 9110 §8.4",
        it [
            "Compressione non leggibile",
            "Il corpo, dichiarato {found}, non si può leggere; sono ammessi {allowed}.",
            "Inviare il corpo senza compressione, o con un gzip intero."
        ],
        en [
            "Unreadable content coding",
            "The body, declared as {found}, cannot be read; {allowed} are allowed.",
            "Send the body uncompressed, or as a whole gzip."
        ];
    HTTP_CHUNKED = "SAC-HTTP-CHUNKED", Http, Assumed, "RFC 9112 §7.1",
        it [
            "Corpo a pezzi interrotto",
            "I pezzi (chunked) del corpo non sono scritti bene: «{found}» dove serve {allowed}.",
            "Catturare di nuovo il messaggio, senza modificarne il corpo a mano."
        ],
        en [
            "Broken chunks",
            "The chunks of the body are not well written: “{found}” where there should be {allowed}.",
            "Capture the message again, and do not edit its body by hand."
        ];
    HTTP_LENGTH = "SAC-HTTP-LENGTH", Http, Specification, "RFC 9112 §6.3",
        it [
            "Content-Length errato",
            "Content-Length dice {found}, ma il corpo è di {allowed} byte.",
            "Lasciare che sia il client HTTP a calcolare la lunghezza, in byte e non in caratteri."
        ],
        en [
            "Wrong Content-Length",
            "Content-Length says {found}, but the body has {allowed} bytes.",
            "Let the HTTP client work out the length, in bytes and not in characters."
        ];
    CHECK_CLEAR = "SAC-CHECK-CLEAR", Check, Specification, "contract §7",
        it [
            "Campi ancora in chiaro",
            "In chiaro: {subject}. Va bene per una bozza, ma il servizio vuole {allowed}.",
            "Cifrare i campi prima dell'invio con il certificato del servizio, o lasciarlo fare a sac send."
        ],
        en [
            "Fields still in clear",
            "In clear: {subject}. That is fine in a draft, but the service wants {allowed}.",
            "Encrypt the fields before sending with the service's certificate, or let sac send do it."
        ];
    CHECK_UNREADABLE = "SAC-CHECK-UNREADABLE", Check, Assumed, "the system's word",
        it [
            "File non leggibile",
            "Il file non si può leggere: {allowed}.",
            "Controllare nome, permessi e tipo del file: finché non si legge, nulla è stato controllato."
        ],
        en [
            "File cannot be read",
            "The file cannot be read: {allowed}.",
            "Look at the file's name, permissions and kind: as long as it is not read, nothing has been checked."
        ];
    CHECK_NOTHING = "SAC-CHECK-NOTHING", Check, Assumed, "no message, no verdict",
        it [
            "Nessun messaggio",
            "Qui non c'è alcun messaggio da controllare; ci vuole: {allowed}.",
            "Indicare il file o la cartella che contiene i messaggi: un controllo che non controlla nulla non è mai verde."
        ],
        en [
            "No message",
            "There is no message to check here; wanted: {allowed}.",
            "Name the file or folder that holds the messages: a check that checks nothing is never green."
        ];
    CHECK_BLANKS = "SAC-CHECK-BLANKS", Check, Assumed, "contract §4: the number as the receipt gave it",
        it [
            "Spazi in un numero",
            "Il valore «{found}» di {subject} contiene spazi, a capo o caratteri invisibili; il numero è {allowed}.",
            "Scrivere il numero da solo, come sta nella ricevuta: lo schema ammette qualsiasi testo, ma il servizio cerca proprio quello."
        ],
        en [
            "Blanks in a number",
            "The value “{found}” of {subject} has blanks, line ends or invisible characters in it; the number is {allowed}.",
            "Write the number alone, as it stands in the receipt: the schema takes any text, but the service looks for this very one."
        ];
    CHECK_FORMAT = "SAC-CHECK-FORMAT", Check, Assumed, "contract §1: a message is XML",
        it [
            "Non un messaggio, ma un altro tipo di file",
            "Questo non è un messaggio, ma {allowed}.",
            "Estrarre i messaggi dal file e controllarli uno per uno."
        ],
        en [
            "Not a message but another kind of file",
            "This is not a message but {allowed}.",
            "Take the messages out of the file and check them one by one."
        ];
    CHECK_INTERNAL = "SAC-CHECK-INTERNAL", Check, Assumed, "a fault of this program",
        it [
            "Guasto interno",
            "Il controllo si è interrotto per un guasto del programma: {found}.",
            "Segnalare il guasto con il file che lo provoca, tolti i dati personali: il messaggio non è stato controllato."
        ],
        en [
            "Internal fault",
            "The check broke off because of a fault of the program: {found}.",
            "Report the fault with the file that causes it, personal data removed: the message has not been checked."
        ];
}
