// A foreign client: C++ gSOAP, with classes that wsdl2h and soapcpp2 made from the WSDL.
#include "CertificatiMedici.nsmap"
#include "soapCertificatiMediciProxy.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

static const std::string WORKER = "PNIMRA70A01H501P";
static const std::string NOTE = "Influenza: febbre e tosse, è già a letto";
static std::vector<std::string> passed;

static void check(const std::string &name, bool holds) {
    if (!holds) throw std::runtime_error(name);
    passed.push_back(name);
}

static std::string sealed(const std::string &text) {
    FILE *file = fopen(getenv("CER"), "rb");
    X509 *certificate = d2i_X509_fp(file, nullptr);
    fclose(file);
    EVP_PKEY *key = X509_get_pubkey(certificate);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, nullptr);
    unsigned char secret[128];
    size_t length = sizeof secret;
    EVP_PKEY_encrypt_init(context);
    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING);
    if (EVP_PKEY_encrypt(context, secret, &length, reinterpret_cast<const unsigned char *>(text.data()), text.size()) <= 0)
        throw std::runtime_error("encryption");
    unsigned char base64[256];
    const int size = EVP_EncodeBlock(base64, secret, static_cast<int>(length));
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    X509_free(certificate);
    return std::string(reinterpret_cast<char *>(base64), size);
}

static std::string day(int n) {
    char text[11];
    const std::time_t then = std::time(nullptr) + n * 86400;
    std::strftime(text, sizeof text, "%Y-%m-%d", std::localtime(&then));
    return text;
}

// gSOAP keeps optional members behind pointers.
static std::string *optional(struct soap *soap, const std::string &text) {
    std::string *copy = soap_new_std__string(soap);
    *copy = text;
    return copy;
}

static void give(CertificatiMediciProxy &sac, const char *password) {
    sac.soap->userid = "PROVAX00X00X000Y";
    sac.soap->passwd = password;
}

static void prepare(CertificatiMediciProxy &sac, const char *password) {
    soap_set_mode(sac.soap, SOAP_C_UTFSTRING | SOAP_IO_CHUNK); // UTF-8 strings; the message goes out chunked
    if (soap_ssl_client_context(sac.soap, SOAP_SSL_DEFAULT, nullptr, nullptr, getenv("CA"), nullptr, nullptr))
        throw std::runtime_error("TLS");
    give(sac, password);
}

// One call. gSOAP forgets the credentials with every call, and must be given them before the next.
template <typename Request, typename Response>
static void call(CertificatiMediciProxy &sac, int (CertificatiMediciProxy::*operation)(Request *, Response &), Request &request,
                 Response &response) {
    give(sac, "prova");
    if ((sac.*operation)(&request, response) == SOAP_OK) return;
    sac.soap_stream_fault(std::cerr);
    throw std::runtime_error("a fault");
}

int main() try {
    soap_ssl_init();
    CertificatiMediciProxy sac(getenv("ENDPOINT"));
    prepare(sac, "prova");
    struct soap *soap = sac.soap;

    ns2__redattore medico;
    medico.soap_default(soap);
    medico.pincode = optional(soap, sealed("1234567890"));
    medico.codiceRegione = optional(soap, "120");
    medico.codiceAsl = optional(soap, "201");
    ns2__lavoratore lavoratore;
    lavoratore.soap_default(soap);
    lavoratore.codiceFiscale = sealed(WORKER);
    const auto who = [&](auto &request) {
        request.soap_default(soap);
        request.medico = &medico;
        request.lavoratore = &lavoratore;
    };

    _ns2__interrogazioneLavoratoreRequest question;
    who(question);
    _ns2__interrogazioneLavoratoreResponse answer;
    call(sac, &CertificatiMediciProxy::InterrogazioneLavoratore, question, answer);
    const auto person = answer.ricevutaOkInterrogazioneLavoratore;
    check("interrogazione", person && !person->cognome.empty() && !person->nome.empty());

    ns2__indirizzo residenza;
    residenza.soap_default(soap);
    residenza.via = "Via Nazionale";
    residenza.civico = "1";
    residenza.cap = "00184";
    residenza.codiceCatastale = optional(soap, "H501");
    ns2__diagnosi diagnosi;
    diagnosi.soap_default(soap);
    diagnosi.codiceDiagnosi = optional(soap, "487.1");
    diagnosi.noteDiagnosi = optional(soap, NOTE);
    ns2__malattia malattia;
    malattia.soap_default(soap);
    malattia.ruoloMedico = "S";
    malattia.dataRilascio = malattia.dataInizio = day(0);
    malattia.dataFine = day(5);
    malattia.visita = "A";
    malattia.tipoCertificato = "I";
    malattia.diagnosi = &diagnosi;
    _ns2__invioMalattiaRequest message;
    who(message);
    message.residenza = &residenza;
    message.malattia = &malattia;
    _ns2__invioMalattiaResponse sent;
    call(sac, &CertificatiMediciProxy::InviaMalattia, message, sent);
    check("invio", sent.ricevutaOkInvioMalattia && sent.ricevutaOkInvioMalattia->idCertificato.size() == 9);
    const std::string puc = sent.ricevutaOkInvioMalattia->idCertificato;

    _ns2__invioMalattiaResponse again;
    call(sac, &CertificatiMediciProxy::InviaMalattia, message, again);
    check("invio, di nuovo", again.ricevutaNonOk && again.ricevutaNonOk->errore.at(0)->descrizione.find(puc) != std::string::npos);

    const auto states = [&] {
        _ns2__ricercaMalattiaRequest search;
        who(search);
        _ns2__ricercaMalattiaResponse found;
        call(sac, &CertificatiMediciProxy::RicercaMalattia, search, found);
        std::map<std::string, std::string> states;
        for (const auto &dati : found.ricevutaOkRicercaMalattia->datiCertificato) states[dati.idCertificato] = dati.annullato;
        return states;
    };
    check("ricerca", states().at(puc) == "false");

    _ns2__ristampaMalattiaRequest print;
    who(print);
    print.idCertificato = puc;
    _ns2__ristampaMalattiaResponse printed;
    call(sac, &CertificatiMediciProxy::RistampaMalattia, print, printed);
    const auto copy = printed.ricevutaOkRistampaMalattia;
    check("ristampa", copy && copy->lavoratore->codiceFiscale == WORKER && *copy->malattia->diagnosi->noteDiagnosi == NOTE);

    _ns2__rettificaMalattiaRequest shorten;
    who(shorten);
    shorten.idCertificato = puc;
    shorten.dataFine = day(3);
    _ns2__rettificaMalattiaResponse shortened;
    call(sac, &CertificatiMediciProxy::RettificaMalattia, shorten, shortened);
    const auto shorter = shortened.ricevutaOkRettificaMalattia;
    check("rettifica", shorter && shorter->idCertificato != puc && shorter->malattia->dataFine == day(3));

    _ns2__annullamentoMalattiaRequest cancel;
    who(cancel);
    cancel.idCertificato = shorter->idCertificato;
    _ns2__annullamentoMalattiaResponse cancelled;
    call(sac, &CertificatiMediciProxy::AnnullaMalattia, cancel, cancelled);
    check("annullamento", cancelled.ricevutaOkAnnullamentoMalattia->idAnnullamento.size() == 9);
    check("ricerca, alla fine", states().at(shorter->idCertificato) == "true");

    CertificatiMediciProxy unknown(getenv("ENDPOINT"));
    prepare(unknown, "errata");
    _ns2__interrogazioneLavoratoreResponse nothing;
    check("fault", unknown.InterrogazioneLavoratore(&question, nothing) != SOAP_OK
                       && std::string(unknown.soap_fault_string()) == "Credenziali invalide");

    std::cout << "gsoap: " << passed.size() << " passed, 0 failed (";
    for (size_t n = 0; n < passed.size(); ++n) std::cout << (n ? ", " : "") << passed[n];
    std::cout << ")" << std::endl;
} catch (const std::exception &error) {
    std::cerr << "gsoap: FAILED " << error.what() << std::endl;
    return 1;
}
