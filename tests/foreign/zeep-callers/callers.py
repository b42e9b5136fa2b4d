"""A foreign client, Python zeep: every kind of caller, by password and by client certificate.

    callers.py ANNOUNCE.json SAC

A doctor and a region do all ten operations, a clerk the two that are theirs. The certificates
are issued by the program SAC out of the gateway's data directory.
"""

import base64
import datetime
import json
import os
import subprocess
import sys
import tempfile

import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from zeep import Client, Settings
from zeep.transports import Transport

DOCTOR, CLERK, WORKER = "PROVAX00X00X000Y", "PRVPTR80P03H501V", "PNIMRA70A01H501P"
CALLERS = [
    # kind, user, password, how the certificate names its owner
    ("medico", DOCTOR, "prova", ["--cf", DOCTOR]),
    ("operatore", "operatore", "prova", ["--cf", CLERK]),
    ("ente", "ente", "prova", ["--name", "ente"]),
]


def main(announce_path, program):
    with open(announce_path) as file:
        announce = json.load(file)
    data_dir = os.path.dirname(announce["ca"])
    passed = []
    for kind, user, password, owner in CALLERS:
        by_password = session(announce)
        by_password.auth = (user, password)
        play(announce, by_password, kind, passed)
        with tempfile.TemporaryDirectory() as folder:
            issue = [program, "ca", "issue", "--data-dir", data_dir, "--kind", kind, *owner, "--out", folder]
            subprocess.run(issue, check=True, stdout=subprocess.DEVNULL)
            by_certificate = session(announce)
            by_certificate.cert = (f"{folder}/cert.pem", f"{folder}/key.pem")
            play(announce, by_certificate, kind, passed)
    print(f"zeep: {len(passed)} passed, every caller by password and by certificate")


def session(announce):
    made = requests.Session()
    made.trust_env = False  # REQUESTS_CA_BUNDLE would win over `verify`
    made.verify = announce["ca"]
    return made


def play(announce, http, kind, passed):
    with open(announce["encryption_certificate"], "rb") as file:
        key = x509.load_der_x509_certificate(file.read()).public_key()

    def sealed(text):
        return base64.b64encode(key.encrypt(text.encode(), PKCS1v15())).decode()

    def writer(of_whom):
        place = {"codiceRegione": "120", "codiceAsl": "201"}
        says = {"medico": {"pincode": sealed("1234567890")}, "operatore": {}, "ente": {"codiceFiscale": of_whom}}
        return {**says[kind], **place}

    transport = Transport(session=http, timeout=60, operation_timeout=60)
    settings = Settings(strict=True, xsd_ignore_sequence_order=False)
    sac = Client(announce["wsdl"], transport=transport, settings=settings).service
    worker = {"lavoratore": {"codiceFiscale": sealed(WORKER)}}
    medico = {"medico": writer(DOCTOR), **worker}
    operatore = {"operatore": writer(CLERK), **worker}
    residenza = {"via": "Via Nazionale", "civico": "1", "cap": "00184", "codiceCatastale": "H501"}
    day = [str(datetime.date.today() + datetime.timedelta(days=n)) for n in range(6)]

    def accepted(response, receipt):
        assert response.ricevutaNonOk is None, (kind, receipt, response.ricevutaNonOk)
        passed.append((kind, receipt))
        return getattr(response, receipt)

    # The note keeps the certificate from being a duplicate of the one sent by password.
    diagnosi = {"codiceDiagnosi": "487.1", "noteDiagnosi": f"Influenza ({len(passed)})"}
    if kind != "operatore":
        malattia = {
            "ruoloMedico": "S",
            "dataRilascio": day[0],
            "dataInizio": day[0],
            "dataFine": day[5],
            "visita": "A",
            "tipoCertificato": "I",
            "diagnosi": diagnosi,
        }
        accepted(sac.InterrogazioneLavoratore(**medico), "ricevutaOkInterrogazioneLavoratore")
        sent = sac.InviaMalattia(**medico, residenza=residenza, malattia=malattia)
        puc = accepted(sent, "ricevutaOkInvioMalattia").idCertificato
        shorter = sac.RettificaMalattia(**medico, idCertificato=puc, dataFine=day[3])
        puc = accepted(shorter, "ricevutaOkRettificaMalattia").idCertificato
        printed = accepted(sac.RistampaMalattia(**medico, idCertificato=puc), "ricevutaOkRistampaMalattia")
        assert printed.malattia.dataFine == day[3], printed
        found = accepted(sac.RicercaMalattia(**medico), "ricevutaOkRicercaMalattia").datiCertificato
        assert puc in [dati.idCertificato for dati in found], found
        accepted(sac.AnnullaMalattia(**medico, idCertificato=puc), "ricevutaOkAnnullamentoMalattia")

    ricovero = {"dataRicovero": day[0]}
    for ending in ["annullato", "dimesso"] if kind != "operatore" else ["annullato"]:
        notice = sac.InviaRicovero(**operatore, residenza=residenza, ricovero=ricovero)
        pucir = accepted(notice, "ricevutaOkInvioRicovero").idInizioRicovero
        if ending == "annullato":
            cancelled = sac.AnnullaRicovero(**operatore, idCertificato=pucir)
            accepted(cancelled, "ricevutaOkAnnullamentoRicovero")
            continue
        dimissione = {
            "ruoloMedico": "S",
            "dataRicovero": day[0],
            "dataDimissione": day[0],
            "dataFine": day[5],
            "tipoCertificato": "I",
            "tipoRicovero": "R",
            "diagnosi": diagnosi,
        }
        sent = sac.InviaDimissione(**medico, idInizioRicovero=pucir, residenza=residenza, dimissione=dimissione)
        puc = accepted(sent, "ricevutaOkInvioDimissione").idCertificato
        shorter = sac.RettificaDimissione(**medico, idCertificato=puc, dataFine=day[3])
        accepted(shorter, "ricevutaOkRettificaDimissione")


if __name__ == "__main__":
    main(*sys.argv[1:])
