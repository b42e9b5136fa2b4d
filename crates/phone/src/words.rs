//! The fixed sentences of the dialogue. Which of them is the specification's, and which ours, is in `docs/telephone.md`.

pub(crate) const BENV: &str = "Servizio di prova per i certificati di malattia. Non è un servizio reale. Per i medici \
    prema 1. Per informazioni su un attestato prema 9.";
pub(crate) const IDENT: &str = "Digiti il suo codice telefonico di otto cifre.";
pub(crate) const PIN: &str = "Digiti il PIN di cinque cifre.";
pub(crate) const WRONG_PIN: &str = "Codice o PIN non validi.";
pub(crate) const MENU: &str =
    "Per inviare un certificato prema 1. Per rettificare prema 2. Per annullare prema 3. Per terminare prema 0.";
pub(crate) const CF: &str = "Digiti il codice fiscale del lavoratore, due cifre per ogni carattere.";
pub(crate) const OTHER_ADDRESS: &str =
    "L'indirizzo non si può cambiare per telefono. Usi il sito o il programma gestionale.";
pub(crate) const NO_ADDRESS: &str =
    "Nessuna residenza risulta per il lavoratore. Usi il sito o il programma gestionale.";
pub(crate) const RUOLO: &str = "Come medico del Servizio sanitario prema 1, come libero professionista 2.";
pub(crate) const TIPO: &str = "Inizio prema 1, continuazione 2, ricaduta 3.";
pub(crate) const VISITA: &str = "Visita ambulatoriale prema 1, domiciliare 2, pronto soccorso 3.";
pub(crate) const RILASCIO: &str =
    "Data di rilascio: per oggi prema 0 e cancelletto, per ieri 1 e cancelletto, oppure otto cifre.";
pub(crate) const INIZIO: &str = "Data di inizio della malattia.";
pub(crate) const FINE_PROG: &str = "Ultimo giorno di prognosi, otto cifre.";
pub(crate) const ICD_TIPO: &str = "Codice della diagnosi: solo cifre prema 1, con lettera V 2, con lettera E 3.";
pub(crate) const ICD: &str = "Digiti il codice, asterisco per il punto, e cancelletto.";
pub(crate) const BAD_ICD: &str = "Il codice non ha la forma di un codice ICD-9-CM, come 487.1.";
pub(crate) const FLAG_G: &str = "Giornata già lavorata: sì prema 1, no 2.";
pub(crate) const FLAG_T: &str = "Evento traumatico: sì prema 1, no 2.";
pub(crate) const AGEV: &str = "Terapia salvavita prema 1, causa di servizio 2, invalidità 3, nessuna 0.";
pub(crate) const S_CONF: &str = "Per inviare prema 1, per ricominciare 2, per rinunciare 0.";
pub(crate) const OK: &str = "Per riascoltare prema 1, per il menu 2, per terminare 0.";
pub(crate) const PUC: &str = "Digiti le nove cifre del protocollo.";
pub(crate) const CONFIRM: &str = "Per confermare prema 1, per rinunciare 0.";
pub(crate) const NOT_SENT: &str = "Nulla è stato inviato.";
pub(crate) const REFUSED: &str = "Operazione non accettata.";
pub(crate) const UNAVAILABLE: &str = "Il servizio dell'INPS non risponde: riprovare più tardi.";
pub(crate) const NO_ATTESTATO: &str = "Nessun attestato corrisponde.";
pub(crate) const TOO_MANY_LOOK_UPS: &str = "Troppi tentativi non riusciti: riprovare tra dieci minuti.";
pub(crate) const FINE: &str = "Grazie. Arrivederci.";
pub(crate) const FINE_ERR: &str = "Troppi tentativi. La chiamata termina.";
pub(crate) const NO_INPUT: &str = "Non ho ricevuto nulla.";
pub(crate) const NO_MATCH: &str = "Il dato non è valido.";
