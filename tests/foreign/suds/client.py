"""A foreign client: Python suds, from the served WSDL, with the password given when challenged."""

import base64
import datetime
import json
import ssl
import sys
import urllib.request

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from suds import WebFault
from suds.client import Client
from suds.transport.https import HttpAuthenticated

USER, PASSWORD, PINCODE, WORKER = "PROVAX00X00X000Y", "prova", "1234567890", "PNIMRA70A01H501P"
CERT = "{http://cert.sanita.finanze.it/}"
NOTE = "Influenza: febbre e tosse, è già a letto"

with open(sys.argv[1]) as file:
    announce = json.load(file)
with open(announce["encryption_certificate"], "rb") as file:
    KEY = x509.load_der_x509_certificate(file.read()).public_key()


class Trusting(HttpAuthenticated):
    """Basic on challenge, over TLS that trusts one CA."""

    def u2handlers(self):
        tls = ssl.create_default_context(cafile=announce["ca"])
        return [*super().u2handlers(), urllib.request.HTTPSHandler(context=tls)]


def sealed(text):
    return base64.b64encode(KEY.encrypt(text.encode(), PKCS1v15())).decode()


def client(password):
    return Client(announce["wsdl"], transport=Trusting(username=USER, password=password), cache=None)


sac = client(PASSWORD)
passed = []


def check(name, holds, seen=None):
    assert holds, (name, seen)
    passed.append(name)


def new(kind, **members):
    made = sac.factory.create(CERT + kind)
    for name, value in members.items():
        setattr(made, name, value)
    return made


who = [
    new("redattore", pincode=sealed(PINCODE), codiceRegione="120", codiceAsl="201"),
    new("lavoratore", codiceFiscale=sealed(WORKER)),
]
today = datetime.date.today()
days = [str(today + datetime.timedelta(days=n)) for n in range(10)]

person = sac.service.InterrogazioneLavoratore(*who).ricevutaOkInterrogazioneLavoratore
check("interrogazione", person.cognome and person.nome, person)

malattia = new(
    "malattia",
    ruoloMedico="S",
    dataRilascio=days[0],
    dataInizio=days[0],
    dataFine=days[5],
    visita="A",
    tipoCertificato="I",
    diagnosi=new("diagnosi", codiceDiagnosi="487.1", noteDiagnosi=NOTE),
)
residenza = new("indirizzo", via="Via Nazionale", civico="1", cap="00184", codiceCatastale="H501")
sent = sac.service.InviaMalattia(*who, residenza=residenza, malattia=malattia).ricevutaOkInvioMalattia
puc = sent.idCertificato
check("invio", len(puc) == 9 and isinstance(sent.dataRicezione, datetime.datetime), sent)

again = sac.service.InviaMalattia(*who, residenza=residenza, malattia=malattia)
check("invio, di nuovo", puc in again.ricevutaNonOk.errore[0].descrizione, again)


def states():
    found = sac.service.RicercaMalattia(*who).ricevutaOkRicercaMalattia.datiCertificato
    return {dati.idCertificato: dati.annullato for dati in found}


check("ricerca", states()[puc] == "false")

printed = sac.service.RistampaMalattia(*who, idCertificato=puc).ricevutaOkRistampaMalattia
check("ristampa", printed.lavoratore.codiceFiscale == WORKER and printed.malattia.diagnosi.noteDiagnosi == NOTE, printed)

shorter = sac.service.RettificaMalattia(*who, idCertificato=puc, dataFine=days[3]).ricevutaOkRettificaMalattia
check("rettifica", shorter.idCertificato != puc and shorter.malattia.dataFine == days[3], shorter)

cancelled = sac.service.AnnullaMalattia(*who, idCertificato=shorter.idCertificato).ricevutaOkAnnullamentoMalattia
check("annullamento", len(cancelled.idAnnullamento) == 9, cancelled)
check("ricerca, alla fine", states()[shorter.idCertificato] == "true")

try:
    client("errata").service.InterrogazioneLavoratore(*who)
    check("fault", False)
except WebFault as refused:
    check("fault", refused.fault.faultstring == "Credenziali invalide", refused)

print(f"suds: {len(passed)} passed, 0 failed ({', '.join(passed)})")
