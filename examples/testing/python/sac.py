"""A gateway for tests, and a doctor who sends certificates to it (requests, cryptography)."""
import base64
import json
import os
import pathlib
import subprocess
import tempfile
import time

import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

ENVELOPE = """<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:c="http://cert.sanita.finanze.it/"><soap:Body><c:{name}><medico><pincode>{pincode}</pincode>
<codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico>
<lavoratore><codiceFiscale>{worker}</codiceFiscale></lavoratore>{rest}</c:{name}></soap:Body></soap:Envelope>"""

MALATTIA = """<residenza><via>Via Nazionale</via><civico>1</civico><cap>00184</cap>
<codiceCatastale>H501</codiceCatastale></residenza><malattia><ruoloMedico>S</ruoloMedico>
<dataRilascio>{day}</dataRilascio><dataInizio>{day}</dataInizio><dataFine>{day}</dataFine><visita>A</visita>
<tipoCertificato>I</tipoCertificato><diagnosi><noteDiagnosi>Influenza</noteDiagnosi></diagnosi></malattia>"""


class Gateway:
    """`sac serve` on free ports, in a folder that goes with it."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        ready = pathlib.Path(self.folder.name, "ready.json")
        command = [os.environ.get("SAC", "sac"), "serve", "--listen", "127.0.0.1:0",
                   "--data-dir", self.folder.name + "/data", "--announce", ready]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not ready.exists():
            assert self.process.poll() is None, "sac does not start; run the command by hand to see why"
            time.sleep(0.02)
        self.announced = json.loads(ready.read_text())
        token = pathlib.Path(self.announced["control_token"]).read_text().strip()
        self.session = requests.Session()
        self.session.trust_env = False  # no proxy between here and loopback
        self.session.headers["Authorization"] = f"Bearer {token}"
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def control(self, method, path, body=None):
        """A call of the control API: its answer, or an exception with the problem's text."""
        answer = self.session.request(method, self.announced["control"] + "/control/v1" + path, json=body)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def world(self, name, **plan):
        self.control("POST", "/worlds", {"name": name, **plan})
        return World(self, name)


class World:
    """A SAC of its own below the gateway, for one test."""

    def __init__(self, gateway, name):
        self.gateway, self.name = gateway, name
        self.endpoint = self.control("GET", "")["endpoint"]

    def control(self, method, path, body=None):
        return self.gateway.control(method, f"/worlds/{self.name}{path}", body)


class Doctor:
    """Stands for the program under test."""

    def __init__(self, world, user, password, pincode):
        announced = world.gateway.announced
        certificate = pathlib.Path(announced["encryption_certificate_pem"]).read_bytes()
        self.key = x509.load_pem_x509_certificate(certificate).public_key()
        self.endpoint, self.pincode = world.endpoint, pincode
        self.session = requests.Session()
        self.session.trust_env = False  # a variable REQUESTS_CA_BUNDLE would win over verify
        self.session.verify, self.session.auth = announced["ca"], (user, password)
        self.session.headers["Content-Type"] = "text/xml; charset=UTF-8"

    def call(self, name, worker, rest):
        xml = ENVELOPE.format(name=name, pincode=self.seal(self.pincode), worker=self.seal(worker), rest=rest)
        return self.session.post(self.endpoint, xml.encode(), timeout=5).text

    def send(self, worker, day):
        return self.call("invioMalattiaRequest", worker, MALATTIA.format(day=day))

    def cancel(self, worker, puc):
        return self.call("annullamentoMalattiaRequest", worker, f"<idCertificato>{puc}</idCertificato>")

    def seal(self, text):
        return base64.b64encode(self.key.encrypt(text.encode(), PKCS1v15())).decode()
