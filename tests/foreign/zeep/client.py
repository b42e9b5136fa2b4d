"""A foreign client: Python zeep, from the served WSDL, plays a certificate's whole life.

    client.py ANNOUNCE.json

The one argument is what `sac serve --announce` wrote. Every answer is a typed object of the
WSDL, read strictly; the script ends with a line that counts what passed.
"""

import base64
import datetime
import json
import sys

import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from zeep import Client, Settings
from zeep.transports import Transport

USER, PASSWORD, PINCODE = "PROVAX00X00X000Y", "prova", "1234567890"
WORKER = "PNIMRA70A01H501P"


def main(announce_path):
    with open(announce_path) as file:
        announce = json.load(file)
    with open(announce["encryption_certificate"], "rb") as file:
        key = x509.load_der_x509_certificate(file.read()).public_key()

    def sealed(text):
        return base64.b64encode(key.encrypt(text.encode(), PKCS1v15())).decode()

    session = requests.Session()
    session.trust_env = False  # REQUESTS_CA_BUNDLE would win over `verify`
    session.verify = announce["ca"]
    session.auth = (USER, PASSWORD)
    client = Client(
        announce["wsdl"],
        transport=Transport(session=session, timeout=60, operation_timeout=60),
        settings=Settings(strict=True, xsd_ignore_sequence_order=False),
    )
    sac = client.service
    medico = {"pincode": sealed(PINCODE), "codiceRegione": "120", "codiceAsl": "201"}
    who = {"medico": medico, "lavoratore": {"codiceFiscale": sealed(WORKER)}}
    today = datetime.date.today()
    days = [str(today + datetime.timedelta(days=n)) for n in range(10)]
    passed = []

    def check(name, response):
        assert response.ricevutaNonOk is None, (name, response.ricevutaNonOk)
        passed.append(name)
        return response

    name = check("interrogazione", sac.InterrogazioneLavoratore(**who)).ricevutaOkInterrogazioneLavoratore
    assert name.cognome and name.nome, name

    malattia = {
        "ruoloMedico": "S",
        "dataRilascio": days[0],
        "dataInizio": days[0],
        "dataFine": days[5],
        "visita": "A",
        "tipoCertificato": "I",
        "diagnosi": {"codiceDiagnosi": "487.1", "noteDiagnosi": "Influenza: febbre e tosse, è già a letto"},
    }
    residenza = {"via": "Via Nazionale", "civico": "1", "cap": "00184", "codiceCatastale": "H501"}
    sent = check("invio", sac.InviaMalattia(**who, residenza=residenza, malattia=malattia)).ricevutaOkInvioMalattia
    puc = sent.idCertificato
    assert len(puc) == 9 and isinstance(sent.dataRicezione, datetime.datetime), sent

    again = sac.InviaMalattia(**who, residenza=residenza, malattia=malattia)
    assert puc in again.ricevutaNonOk.errore[0].descrizione, again
    passed.append("invio, di nuovo")

    found = check("ricerca", sac.RicercaMalattia(**who)).ricevutaOkRicercaMalattia.datiCertificato
    assert [dati.annullato for dati in found if dati.idCertificato == puc] == ["false"], found

    printed = check("ristampa", sac.RistampaMalattia(**who, idCertificato=puc)).ricevutaOkRistampaMalattia
    assert printed.lavoratore.codiceFiscale == WORKER and printed.malattia.dataFine == days[5], printed
    assert printed.malattia.diagnosi.noteDiagnosi == malattia["diagnosi"]["noteDiagnosi"], printed

    shorter = check("rettifica", sac.RettificaMalattia(**who, idCertificato=puc, dataFine=days[3]))
    shorter = shorter.ricevutaOkRettificaMalattia
    assert shorter.idCertificato != puc and shorter.malattia.dataFine == days[3], shorter

    cancelled = check("annullamento", sac.AnnullaMalattia(**who, idCertificato=shorter.idCertificato))
    assert len(cancelled.ricevutaOkAnnullamentoMalattia.idAnnullamento) == 9, cancelled

    found = check("ricerca, alla fine", sac.RicercaMalattia(**who)).ricevutaOkRicercaMalattia.datiCertificato
    states = {dati.idCertificato: dati.annullato for dati in found}
    assert states[shorter.idCertificato] == "true" and states[puc] == "false", states
    print(f"zeep: {len(passed)} passed, 0 failed ({', '.join(passed)})")


main(sys.argv[1])
