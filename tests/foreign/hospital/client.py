"""A foreign client: Python zeep over httpx and HTTP/2, as a clerk, a region and a doctor.

A clerk sends an admission; the doctor discharges, with a certificate, and shortens it; a region
does for its doctor what the doctor could; an admission is cancelled. With what must be refused.
"""

import asyncio
import base64
import datetime
import json
import ssl
import sys

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from zeep import AsyncClient
from zeep.transports import AsyncTransport

WORKER, DOCTOR, CLERK = "SMPNNA88H55F205P", "PROVAX00X00X000Y", "PRVPTR80P03H501V"

with open(sys.argv[1]) as file:
    announce = json.load(file)
with open(announce["encryption_certificate"], "rb") as file:
    KEY = x509.load_der_x509_certificate(file.read()).public_key()
TLS = ssl.create_default_context(cafile=announce["ca"])
spoken = set()


def sealed(text):
    return base64.b64encode(KEY.encrypt(text.encode(), PKCS1v15())).decode()


async def note_version(response):
    spoken.add(response.http_version)


def caller(user, password="prova"):
    options = {"verify": TLS, "http2": True, "auth": (user, password)}
    http = httpx.AsyncClient(**options, event_hooks={"response": [note_version]})
    return AsyncClient(announce["wsdl"], transport=AsyncTransport(client=http, wsdl_client=httpx.Client(**options))).service


async def main():
    passed = []

    def check(name, holds, seen=None):
        assert holds, (name, seen)
        passed.append(name)

    doctor, clerk, region = caller(DOCTOR), caller("operatore"), caller("ente")
    here = {"codiceRegione": "120", "codiceAsl": "201"}
    medico = {**here, "pincode": sealed("1234567890"), "codiceStruttura": "000001"}
    operatore = {**here, "codiceStruttura": "000001"}
    lavoratore = {"codiceFiscale": sealed(WORKER)}
    residenza = {"via": "Via Nazionale", "civico": "1", "cap": "00184", "comune": "Roma", "provincia": "RM"}
    today = datetime.date.today()
    days = {n: str(today + datetime.timedelta(days=n)) for n in range(-5, 20)}

    admitted = {"operatore": operatore, "lavoratore": lavoratore, "residenza": residenza}
    ricovero = {"dataRicovero": days[-3], "giornataLavorata": "true"}
    answer = await clerk.InviaRicovero(**admitted, ricovero=ricovero)
    check("ricovero", answer.ricevutaOkInvioRicovero is not None, answer)
    pucir = answer.ricevutaOkInvioRicovero.idInizioRicovero

    answer = await clerk.InviaRicovero(**admitted, ricovero=ricovero)
    check("ricovero, di nuovo", pucir in answer.ricevutaNonOk.errore[0].descrizione, answer)

    answer = await clerk.InterrogazioneLavoratore(medico=medico, lavoratore=lavoratore)
    check("un operatore non interroga", answer.ricevutaNonOk is not None, answer)

    dimissione = {
        "ruoloMedico": "S",
        "dataRicovero": days[-3],
        "dataDimissione": days[0],
        "dataFine": days[10],
        "tipoCertificato": "I",
        "tipoRicovero": "R",
        "diagnosi": {"codiceDiagnosi": "540.9"},
    }
    leaving = {"medico": medico, "lavoratore": lavoratore, "idInizioRicovero": pucir, "residenza": residenza}
    answer = await doctor.InviaDimissione(**leaving, dimissione=dimissione)
    check("dimissione senza giornataLavorata", answer.ricevutaNonOk is not None, answer)
    answer = await doctor.InviaDimissione(**leaving, dimissione={**dimissione, "giornataLavorata": "true"})
    sent = answer.ricevutaOkInvioDimissione
    check("dimissione", sent is not None and sent.idInizioRicovero == pucir and len(sent.idCertificato) == 9, answer)

    who = {"medico": medico, "lavoratore": lavoratore}
    answer = await doctor.RettificaDimissione(**who, idCertificato=sent.idCertificato, dataFine=days[5])
    shorter = answer.ricevutaOkRettificaDimissione
    check("rettifica", shorter is not None and shorter.dimissione.dataFine == days[5], answer)
    answer = await doctor.RettificaMalattia(**who, idCertificato=shorter.idCertificato, dataFine=days[4])
    check("rettifica di altro tipo", answer.ricevutaNonOk is not None, answer)

    forwarded = {"medico": {**here, "codiceFiscale": DOCTOR}, "lavoratore": lavoratore}
    answer = await region.AnnullaMalattia(**forwarded, idCertificato=shorter.idCertificato)
    check("annullamento per conto del medico", answer.ricevutaOkAnnullamentoMalattia is not None, answer)
    answer = await region.InterrogazioneLavoratore(medico=here, lavoratore=lavoratore)
    check("una regione senza codice fiscale", answer.ricevutaNonOk is not None, answer)

    of_the_clerk = {"operatore": {**operatore, "codiceFiscale": CLERK}, "lavoratore": lavoratore}
    answer = await region.InviaRicovero(**of_the_clerk, residenza=residenza, ricovero={"dataRicovero": days[0]})
    check("ricovero per conto dell'operatore", answer.ricevutaOkInvioRicovero is not None, answer)
    second = answer.ricevutaOkInvioRicovero.idInizioRicovero
    answer = await clerk.AnnullaRicovero(operatore=operatore, lavoratore=lavoratore, idCertificato=second)
    check("annullamento del ricovero", answer.ricevutaOkAnnullamentoRicovero is not None, answer)
    answer = await clerk.AnnullaRicovero(operatore=operatore, lavoratore=lavoratore, idCertificato=second)
    check("annullamento, di nuovo", answer.ricevutaNonOk is not None, answer)

    several = await asyncio.gather(*[doctor.InterrogazioneLavoratore(**who) for _ in range(20)])
    check("venti insieme", all(one.ricevutaOkInterrogazioneLavoratore for one in several))
    check("HTTP/2", spoken == {"HTTP/2"}, spoken)
    print(f"hospital: {len(passed)} passed, 0 failed ({', '.join(passed)})")


asyncio.run(main())
