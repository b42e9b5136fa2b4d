"""The wire, one variant at a time: what foreign clients are known to send, as raw bytes.

    wire.py ANNOUNCE.json

The one argument is what `sac serve --announce` wrote; the gateway is best a fresh one. Each case
is a name, what goes out, and what must come back. Every answer with an XML body is read by lxml,
and the child of its Body validated by libxml2 against schemas/definitorio.xsd. The last line counts.
"""

import base64
import datetime
import gzip
import http.client
import json
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.parse

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from lxml import etree

USER, PASSWORD, PINCODE, WORKER = "PROVAX00X00X000Y", "prova", "1234567890", "PNIMRA70A01H501P"
SOAP, SOAP12 = "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"
CERT, WS = "http://cert.sanita.finanze.it/", "http://ws.cert.sanita.finanze.it/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = pathlib.Path(__file__).resolve().parents[3] / "schemas" / "definitorio.xsd"

ANNOUNCE = json.loads(pathlib.Path(sys.argv[1]).read_text())
URL = urllib.parse.urlsplit(ANNOUNCE["endpoint"])
KEY = x509.load_der_x509_certificate(pathlib.Path(ANNOUNCE["encryption_certificate"]).read_bytes()).public_key()
TLS = ssl.create_default_context(cafile=ANNOUNCE["ca"])
XSD = etree.XMLSchema(etree.parse(str(SCHEMA)))
TODAY = datetime.date.today()


def sealed(text):
    return base64.b64encode(KEY.encrypt(text.encode(), PKCS1v15())).decode()


# What is said: a request element's inside, and the whole around it.

MEDICO = f"<medico><pincode>{sealed(PINCODE)}</pincode><codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico>"
LAVORATORE = f"<lavoratore><codiceFiscale>{sealed(WORKER)}</codiceFiscale></lavoratore>"
WHO = MEDICO + LAVORATORE


def element(name, inside):
    return f'<cert:{name} xmlns:cert="{CERT}">{inside}</cert:{name}>'


def envelope(body, header="", declaration='<?xml version="1.0" encoding="UTF-8"?>\n', namespace=SOAP):
    return (
        f'{declaration}<soapenv:Envelope xmlns:soapenv="{namespace}">{header}'
        f"<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    )


ASK = element("interrogazioneLavoratoreRequest", WHO)
PLAIN = envelope(ASK)


def certificate(note, via="Via Nazionale"):
    malattia = (
        f"<ruoloMedico>S</ruoloMedico><dataRilascio>{TODAY}</dataRilascio><dataInizio>{TODAY}</dataInizio>"
        f"<dataFine>{TODAY + datetime.timedelta(days=4)}</dataFine><visita>A</visita><tipoCertificato>I</tipoCertificato>"
        f"<diagnosi><noteDiagnosi>{note}</noteDiagnosi></diagnosi>"
    )
    residenza = f"<residenza><via>{via}</via><civico>1</civico><cap>00184</cap><codiceCatastale>H501</codiceCatastale></residenza>"
    return element("invioMalattiaRequest", f"{WHO}{residenza}<malattia>{malattia}</malattia>")


def basic(user=USER, password=PASSWORD):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


AUTHORIZED = {"Authorization": basic()}
XML = {"Content-Type": "text/xml; charset=UTF-8"}


def post(body, headers=None, version="1.1", length=True, method="POST", target=None):
    """The bytes of one request. A header whose value is None is left out."""
    body = body.encode() if isinstance(body, str) else body
    fields = {"Host": URL.netloc, **XML, **AUTHORIZED, **({"Content-Length": len(body)} if length else {}), **(headers or {})}
    lines = [f"{method} {target or URL.path} HTTP/{version}"]
    lines += [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(body, size, extension="", trailer=""):
    data = body.encode()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    coded = b"".join(f"{len(piece):x}{extension}\r\n".encode() + piece + b"\r\n" for piece in pieces)
    return post(coded + f"0\r\n{trailer}\r\n".encode(), {"Transfer-Encoding": "chunked"}, length=False)


# What comes back.


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.tree = None
        if body and headers.get("Content-Type", "").startswith("text/xml"):
            self.tree = etree.fromstring(body)

    def child(self):
        """The Body's one child, validated against the schema unless it is a Fault."""
        assert self.tree is not None, f"HTTP {self.status}, no XML: {self.body[:200]!r}"
        assert self.tree.tag == f"{{{SOAP}}}Envelope", self.tree.tag
        (child,) = self.tree.find(f"{{{SOAP}}}Body")
        if child.tag == f"{{{SOAP}}}Fault":
            prefix, _, code = child.findtext("faultcode").partition(":")
            assert child.find("faultcode").nsmap[prefix] == SOAP, "the faultcode's prefix"
            assert child.findtext("faultstring"), "an empty faultstring"
            child.set("code", code)
        else:
            # Alone in a document of its own, so that the declarations of the envelope don't help.
            alone = etree.fromstring(etree.tostring(child))
            assert XSD.validate(alone), XSD.error_log
        return child

    def receipt(self, name):
        found = self.child().find(name)
        assert found is not None, etree.tostring(self.tree, encoding="unicode")
        return found


class Connection:
    """One TLS connection, and answers read off it one after the other."""

    def __init__(self):
        plain = socket.create_connection((URL.hostname, URL.port), timeout=30)
        self.socket = TLS.wrap_socket(plain, server_hostname=URL.hostname)
        self.stream = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def answer(self, method="POST"):
        # http.client makes a file of what it is given, and would close it with the answer.
        response = http.client.HTTPResponse(self, method=method)
        response.begin()
        return Answer(response.status, response.headers, response.read())

    def makefile(self, _mode):
        return Kept(self.stream)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class Kept:
    """A file that stays open when its reader is done."""

    def __init__(self, file):
        self.read, self.readline, self.readinto = file.read, file.readline, file.readinto
        self.flush = self.close = lambda: None


def once(data, method="POST"):
    with Connection() as connection:
        connection.send(data)
        return connection.answer(method)


# Expectations.


def accepted(answer):
    assert answer.status == 200, (answer.status, answer.body)
    assert answer.receipt("ricevutaOkInterrogazioneLavoratore").findtext("cognome")


def fault(code, words=""):
    def verdict(answer):
        assert answer.status == 500, (answer.status, answer.body[:300])
        child = answer.child()
        assert child.get("code") == code, etree.tostring(child)
        assert words in child.findtext("faultstring"), child.findtext("faultstring")

    return verdict


def status(code, **headers):
    def verdict(answer):
        assert answer.status == code, (answer.status, answer.body[:300])
        for name, value in headers.items():
            found = answer.headers.get(name.replace("_", "-"), "")
            assert value in found, (name, found)

    return verdict


# Conversations that are more than one request and one answer.


def keep_alive():
    with Connection() as connection:
        for _ in range(5):
            connection.send(post(PLAIN))
            accepted(connection.answer())


def pipelined():
    with Connection() as connection:
        connection.send(post(PLAIN) * 4)
        for _ in range(4):
            accepted(connection.answer())


def dripping():
    """A request in pieces that end anywhere, as slow lines deliver it."""
    data = post(PLAIN)
    with Connection() as connection:
        for at in range(0, len(data), 97):
            connection.send(data[at : at + 97])
        accepted(connection.answer())


def http10_keep_alive():
    with Connection() as connection:
        for _ in range(2):
            connection.send(post(PLAIN, {"Connection": "keep-alive"}, version="1.0"))
            accepted(connection.answer())


def http10_closes():
    with Connection() as connection:
        connection.send(post(PLAIN, {"Host": None}, version="1.0"))
        accepted(connection.answer())
        assert connection.stream.read() == b"", "the connection stays open"


def expect_continue():
    head, body = post(PLAIN, {"Expect": "100-continue"}).split(b"\r\n\r\n", 1)
    with Connection() as connection:
        connection.send(head + b"\r\n\r\n")
        assert connection.stream.readline().startswith(b"HTTP/1.1 100"), "no leave to send"
        assert connection.stream.readline() == b"\r\n"
        connection.send(body)
        accepted(connection.answer())


def expect_continue_challenged():
    """The challenge comes with or without leave to send; the connection is good for the answer to it."""
    head, body = post(PLAIN, {"Expect": "100-continue", "Authorization": None}).split(b"\r\n\r\n", 1)
    with Connection() as connection:
        connection.send(head + b"\r\n\r\n")
        line = connection.stream.readline()
        assert line.startswith(b"HTTP/1.1 100"), line
        assert connection.stream.readline() == b"\r\n"
        connection.send(body)
        status(401, WWW_Authenticate="Basic realm=")(connection.answer())
        connection.send(post(PLAIN, {"Expect": "100-continue"}))
        accepted(connection.answer())


def challenged(first):
    def converse():
        with Connection() as connection:
            connection.send(first)
            status(401, WWW_Authenticate="Basic realm=")(connection.answer())
            connection.send(post(PLAIN))
            accepted(connection.answer())

    return converse


def after_a_fault():
    """A connection is good for more after a fault."""
    with Connection() as connection:
        connection.send(post("<a><b></a>"))
        fault("Client")(connection.answer())
        connection.send(post(PLAIN))
        accepted(connection.answer())


def head_of_the_wsdl():
    answer = once(post("", {"Authorization": None}, method="HEAD", target=URL.path + "?wsdl"), method="HEAD")
    assert answer.status == 200 and int(answer.headers["Content-Length"]) > 1000, answer.headers


def wsdl_resolves():
    """Every file that the WSDL names is there, without credentials, and names this very host."""
    seen, ahead = set(), [ANNOUNCE["wsdl"]]
    while ahead:
        url = ahead.pop()
        if url in seen:
            continue
        seen.add(url)
        parts = urllib.parse.urlsplit(url)
        target = parts.path + ("?" + parts.query if parts.query else "")
        answer = once(post("", {"Authorization": None, "Content-Type": None}, method="GET", target=target), method="GET")
        assert answer.status == 200, (url, answer.status)
        for node in answer.tree.iter("{*}*"):
            location = node.get("location") if etree.QName(node).localname == "import" else None
            location = location or node.get("schemaLocation")
            if location:
                ahead.append(urllib.parse.urljoin(url, location))
        addresses = [node.get("location") for node in answer.tree.iter("{http://schemas.xmlsoap.org/wsdl/soap/}address")]
        assert all(address == ANNOUNCE["endpoint"] for address in addresses), addresses
    assert len(seen) == 3, seen


def noted(note, build, charset="UTF-8", sent_note=None):
    """A note sent one way must be read back, in UTF-8, as it was meant."""

    def converse():
        body, headers = build(sent_note if sent_note is not None else note)
        with Connection() as connection:
            connection.send(post(body, headers))
            answer = connection.answer()
            assert answer.status == 200, answer.body
            assert charset.lower() in answer.headers["Content-Type"].lower(), answer.headers["Content-Type"]
            puc = answer.receipt("ricevutaOkInvioMalattia").findtext("idCertificato")
            again = envelope(element("ristampaMalattiaRequest", f"{WHO}<idCertificato>{puc}</idCertificato>"))
            connection.send(post(again))
            found = connection.answer().receipt("ricevutaOkRistampaMalattia").findtext("malattia/diagnosi/noteDiagnosi")
            assert found == note, (found, note)

    return converse


def reprinted_in_latin1():
    """What Latin-1 lacks goes out as a reference, so nothing is lost."""
    note = "febbre – 38½ €"
    with Connection() as connection:
        connection.send(post(envelope(certificate(note))))
        puc = connection.answer().receipt("ricevutaOkInvioMalattia").findtext("idCertificato")
        again = envelope(element("ristampaMalattiaRequest", f"{WHO}<idCertificato>{puc}</idCertificato>"), declaration="")
        connection.send(post(again.encode("latin-1"), {"Content-Type": "text/xml; charset=ISO-8859-1"}))
        answer = connection.answer()
        assert "iso-8859-1" in answer.headers["Content-Type"].lower(), answer.headers
        assert "½".encode("latin-1") in answer.body and "–".encode() not in answer.body, answer.body
        found = answer.receipt("ricevutaOkRistampaMalattia").findtext("malattia/diagnosi/noteDiagnosi")
        assert found == note, found


def same_again():
    """The same certificate twice: the second answer is a ricevutaNonOk that gives back the first number."""
    body = post(envelope(certificate("due volte la stessa")))
    with Connection() as connection:
        connection.send(body * 2)
        puc = connection.answer().receipt("ricevutaOkInvioMalattia").findtext("idCertificato")
        second = connection.answer()
        assert second.status == 200, second.body
        assert puc in second.receipt("ricevutaNonOk").findtext("errore/descrizione")


def http2():
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
        file.write(PLAIN)
        file.flush()
        for version in ["--http2", "--http1.1", "--http1.0"]:
            command = ["curl", "-sS", version, "--cacert", ANNOUNCE["ca"], "-u", f"{USER}:{PASSWORD}", "-H", XML_LINE]
            command += ["--data-binary", "@" + file.name, "-w", "\n%{http_code} %{http_version}", ANNOUNCE["endpoint"]]
            out = subprocess.run(command, capture_output=True, check=True).stdout
            body, _, last = out.rpartition(b"\n")
            code, spoken = last.decode().split()
            accepted(Answer(int(code), {"Content-Type": "text/xml"}, body))
            assert spoken[0] == version.removeprefix("--http")[0], spoken


XML_LINE = "Content-Type: text/xml; charset=UTF-8"


def action(value):
    return post(PLAIN, {"SOAPAction": value})


MUST = '<soapenv:Header><x:Unknown xmlns:x="urn:x" {}>1</x:Unknown></soapenv:Header>'
DEFAULTED = WHO.replace("<medico>", '<medico xmlns="">').replace("<lavoratore>", '<lavoratore xmlns="">')
MIME = (
    '--edge\r\nContent-Type: application/xop+xml; type="text/xml"\r\n\r\n'
    f"{PLAIN}\r\n--edge--\r\n"
)
SECURITY = (
    '<soapenv:Header><w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">'
    "<w:UsernameToken><w:Username>x</w:Username></w:UsernameToken></w:Security></soapenv:Header>"
)


def latin1_by_header(note):
    return envelope(certificate(note), declaration="").encode("latin-1"), {"Content-Type": "text/xml; charset=ISO-8859-1"}


def latin1_by_declaration(note):
    declaration = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    return envelope(certificate(note), declaration=declaration).encode("latin-1"), {"Content-Type": "text/xml"}


def utf8_by_default(note):
    return envelope(certificate(note), declaration=""), {"Content-Type": "text/xml"}


def utf8_by_mark(note):
    return b"\xef\xbb\xbf" + envelope(certificate(note)).encode(), {"Content-Type": "text/xml"}


def in_utf8(note):
    return envelope(certificate(note)), {}


# name, what goes out, what must come back
CASES = [
    # HTTP
    ("preemptive Basic", post(PLAIN), accepted),
    ("chunked", chunked(PLAIN, 400), accepted),
    ("chunked, byte by byte", chunked(PLAIN, 1), accepted),
    ("chunked, extension and trailer", chunked(PLAIN, 200, ";x=1", "X-Sum: 1\r\n"), accepted),
    ("gzip", post(gzip.compress(PLAIN.encode()), {"Content-Encoding": "gzip"}), accepted),
    ("Accept-Encoding", post(PLAIN, {"Accept-Encoding": "gzip, deflate"}), accepted),
    ("gzip that is none", post(PLAIN, {"Content-Encoding": "gzip"}), status(400)),
    ("deflate", post(PLAIN, {"Content-Encoding": "deflate"}), status(415, Accept_Encoding="gzip")),
    ("HTTP/1.0", post(PLAIN, version="1.0"), accepted),
    ("HTTP/1.0 without Host", post(PLAIN, {"Host": None}, version="1.0"), accepted),
    ("Connection: close", post(PLAIN, {"Connection": "close"}), accepted),
    ("header names in lower case", post(PLAIN, {"Authorization": None, "authorization": basic()}), accepted),
    ("basic in lower case", post(PLAIN, {"Authorization": basic().replace("Basic", "basic")}), accepted),
    ("absolute request target", post(PLAIN, target=ANNOUNCE["endpoint"]), accepted),
    ("a query after the path", post(PLAIN, target=URL.path + "?wsdl"), accepted),
    ("a cookie", post(PLAIN, {"Cookie": "JSESSIONID=1; $Version=1"}), accepted),
    ("Content-Type in capitals", post(PLAIN, {"Content-Type": "TEXT/XML; Charset=utf-8"}), accepted),
    ("charset in quotes", post(PLAIN, {"Content-Type": 'text/xml;charset="utf-8"'}), accepted),
    ("an action in the Content-Type", post(PLAIN, {"Content-Type": f'text/xml; charset=utf-8; action="{WS}X"'}), accepted),
    ("Content-Type absent", post(PLAIN, {"Content-Type": None}), accepted),
    ("JSON", post("{}", {"Content-Type": "application/json"}), status(415)),
    ("form", post(PLAIN, {"Content-Type": "application/x-www-form-urlencoded"}), status(415)),
    ("MTOM", post(MIME, {"Content-Type": 'multipart/related; boundary=edge; type="application/xop+xml"'}), status(415)),
    ("GET", post("", method="GET"), status(405, Allow="POST")),
    ("PUT", post(PLAIN, method="PUT"), status(405, Allow="POST")),
    ("DELETE", post("", method="DELETE"), status(405, Allow="POST")),
    ("another path", post(PLAIN, target="/CertServiceWeb/Altro"), status(404)),
    ("too large, announced", post(b"", {"Content-Length": 50_000_000}), status(413)),
    ("too large, chunked", chunked(" " * 1_200_000, 100_000), status(413)),
    ("too large once inflated", post(gzip.compress(b" " * 5_000_000), {"Content-Encoding": "gzip"}), status(413)),
    ("headers too large", post(PLAIN, {"X-Long": "x" * 100_000}), status(431)),
    ("two lengths that differ", post(PLAIN).replace(b"Content-Length:", b"Content-Length: 3\r\nContent-Length:"), status(400)),
    ("empty body", post(""), fault("Client")),
    # credentials
    ("no Authorization", post(PLAIN, {"Authorization": None}), status(401, WWW_Authenticate='Basic realm="')),
    ("another scheme", post(PLAIN, {"Authorization": "Bearer abc"}), status(401, WWW_Authenticate="Basic")),
    ("unknown user", post(PLAIN, {"Authorization": basic("NESSUNO", "x")}), fault("Client", "Credenziali invalide")),
    ("wrong password", post(PLAIN, {"Authorization": basic(password="errata")}), fault("Client", "Credenziali invalide")),
    ("right again after a wrong one", post(PLAIN), accepted),
    ("password with a colon", post(PLAIN, {"Authorization": basic("NESSUNO", "a:b:c")}), fault("Client", "Credenziali invalide")),
    ("Basic that is no base64", post(PLAIN, {"Authorization": "Basic ###"}), fault("Client", "Credenziali invalide")),
    # SOAPAction
    ("SOAPAction quoted", action(f'"{WS}InterrogazioneLavoratore"'), accepted),
    ("SOAPAction unquoted", action(f"{WS}InterrogazioneLavoratore"), accepted),
    ("SOAPAction empty", action(""), accepted),
    ("SOAPAction of two quotes", action('""'), accepted),
    ("SOAPAction of another operation", action(f'"{WS}InviaMalattia"'), fault("Client")),
    ("SOAPAction from elsewhere", action('"urn:altro"'), fault("Client")),
    # the envelope
    ("empty Header", post(envelope(ASK, "<soapenv:Header/>")), accepted),
    ("Header of white space", post(envelope(ASK, "\n  <soapenv:Header>\n  </soapenv:Header>\n")), accepted),
    ("a Header we need not know", post(envelope(ASK, MUST.format('soapenv:mustUnderstand="0"'))), accepted),
    ("WS-Security, not to be understood", post(envelope(ASK, SECURITY)), accepted),
    ("mustUnderstand", post(envelope(ASK, MUST.format('soapenv:mustUnderstand="1"'))), fault("MustUnderstand")),
    (
        "mustUnderstand for another actor",
        post(envelope(ASK, MUST.format('soapenv:mustUnderstand="1" soapenv:actor="urn:altri"'))),
        accepted,
    ),
    ("SOAP 1.2 envelope", post(envelope(ASK, namespace=SOAP12)), fault("VersionMismatch")),
    (
        "SOAP 1.2 envelope as application/soap+xml",
        post(envelope(ASK, namespace=SOAP12), {"Content-Type": "application/soap+xml; charset=utf-8"}),
        fault("VersionMismatch"),
    ),
    (
        "SOAP 1.1 envelope as application/soap+xml",
        post(envelope(ASK), {"Content-Type": "application/soap+xml; charset=utf-8"}),
        fault("VersionMismatch"),
    ),
    ("a second Body", post(PLAIN.replace("</soapenv:Body>", "</soapenv:Body><soapenv:Body/>")), fault("Client")),
    ("a Header behind the Body", post(PLAIN.replace("</soapenv:Body>", "</soapenv:Body><soapenv:Header/>")), fault("Client")),
    (
        "an element from elsewhere behind the Body",
        post(PLAIN.replace("</soapenv:Body>", '</soapenv:Body><x:y xmlns:x="urn:x"/>')),
        accepted,
    ),
    (
        "unprefixed envelope",
        post(f'<Envelope xmlns="{SOAP}"><Body>{element("interrogazioneLavoratoreRequest", DEFAULTED)}</Body></Envelope>'),
        accepted,
    ),
    ("encodingStyle", post(PLAIN.replace("<soapenv:Body>", '<soapenv:Body soapenv:encodingStyle="">')), accepted),
    ("an id on the Body", post(PLAIN.replace("<soapenv:Body>", '<soapenv:Body id="Body-1">')), accepted),
    ("two children in the Body", post(envelope(ASK + ASK)), fault("Client")),
    ("empty Body", post(envelope("")), fault("Client")),
    ("no envelope", post(ASK), fault("Client")),
    ("a request of ours that is a response", post(envelope(element("interrogazioneLavoratoreResponse", ""))), fault("Client")),
    ("an unknown request", post(envelope(element("pagaRequest", ""))), fault("Client")),
    ("the request in no namespace", post(envelope(ASK.replace("cert:", "").replace(f' xmlns:cert="{CERT}"', ""))), fault("Client")),
    ("children in the namespace", post(envelope(ASK.replace("medico>", "cert:medico>"))), fault("Client")),
    # namespaces
    (
        "two prefixes for one namespace",
        post(envelope(f'<a:interrogazioneLavoratoreRequest xmlns:a="{CERT}" xmlns:b="{CERT}" xmlns:ns2="{WS}">{WHO}</a:interrogazioneLavoratoreRequest>')),
        accepted,
    ),
    ("default namespace, xmlns='' children", post(envelope(f'<interrogazioneLavoratoreRequest xmlns="{CERT}">{DEFAULTED}</interrogazioneLavoratoreRequest>')), accepted),
    ("default namespace that children inherit", post(envelope(f'<interrogazioneLavoratoreRequest xmlns="{CERT}">{WHO}</interrogazioneLavoratoreRequest>')), fault("Client")),
    ("namespaces declared on the Envelope", post(envelope(ASK.replace(f' xmlns:cert="{CERT}"', "")).replace("<soapenv:Envelope", f'<soapenv:Envelope xmlns:cert="{CERT}" xmlns:xsi="{XSI}"')), accepted),
    ("schemaLocation", post(PLAIN.replace("xmlns:cert", f'xmlns:xsi="{XSI}" xsi:schemaLocation="{CERT} definitorio.xsd" xmlns:cert')), accepted),
    ("xsi:type", post(PLAIN.replace("<medico>", f'<medico xmlns:xsi="{XSI}" xsi:type="cert:redattore">')), accepted),
    ("xsi:type of strings", post(PLAIN.replace("<codiceAsl>", f'<codiceAsl xmlns:xsi="{XSI}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string">')), fault("Client")),
    ("xsi:nil on what is not nillable", post(PLAIN.replace("<codiceAsl>201<", f'<codiceAsl xmlns:xsi="{XSI}" xsi:nil="true"><')), fault("Client")),
    # characters
    ("no declaration", post(envelope(ASK, declaration="")), accepted),
    ("declaration in single quotes", post(envelope(ASK, declaration="<?xml version='1.0' encoding='utf-8' standalone='yes'?>")), accepted),
    ("white space around the envelope", post(envelope(ASK, declaration="\r\n  ") + "\r\n\r\n"), accepted),
    ("white space before a declaration", post(" " + PLAIN), fault("Client")),
    ("CRLF", post(PLAIN.replace("><", ">\r\n  <")), accepted),
    ("comments and instructions", post(PLAIN.replace("><", "><!-- c --><?p i?><")), accepted),
    ("a comment inside a value", post(PLAIN.replace("201</", "2<!-- c -->01</")), accepted),
    ("CDATA", post(PLAIN.replace(">201<", "><![CDATA[201]]><")), accepted),
    ("character references", post(PLAIN.replace(">201<", ">&#50;&#x30;1<")), accepted),
    ("a newline in a pattern", post(PLAIN.replace(">201<", ">201\n<")), fault("Client")),
    ("a value that breaks its pattern", post(PLAIN.replace(">201<", ">20A<")), fault("Client")),
    ("DOCTYPE", post('<!DOCTYPE x [<!ENTITY e "201">]>' + envelope(ASK.replace(">201<", ">&e;<"), declaration="")), fault("Client")),
    ("an empty DOCTYPE", post(envelope(ASK, declaration='<?xml version="1.0"?><!DOCTYPE soapenv:Envelope>')), fault("Client")),
    ("an undeclared entity", post(PLAIN.replace(">201<", ">&nbsp;<")), fault("Client")),
    ("XML 1.1, read as 1.0", post(envelope(ASK, declaration='<?xml version="1.1"?>')), accepted),
    ("UTF-16", post(PLAIN.replace("UTF-8", "UTF-16").encode("utf-16"), {"Content-Type": "text/xml"}), fault("Client")),
    ("an HTTP charset that the declaration contradicts", post(PLAIN.encode("latin-1"), {"Content-Type": "text/xml; charset=ISO-8859-1"}), fault("Client")),
    ("an unknown charset", post(PLAIN, {"Content-Type": "text/xml; charset=klingon"}), fault("Client")),
    ("bytes that are no UTF-8", post(PLAIN.encode().replace(b">201<", b">2\xe801<")), fault("Client")),
    ("US-ASCII", post(PLAIN, {"Content-Type": "text/xml; charset=us-ascii"}), accepted),
    ("not well-formed", post(PLAIN[:-5]), fault("Client")),
    ("something behind the envelope", post(PLAIN + "<x/>"), fault("Client")),
    # a region's and a doctor's business, for a look at the receipts
    ("a plain text worker", post(envelope(element("interrogazioneLavoratoreRequest", MEDICO + f"<lavoratore><codiceFiscale>{WORKER}</codiceFiscale></lavoratore>"))), lambda answer: answer.receipt("ricevutaNonOk")),
]

# name, the whole conversation
CONVERSATIONS = [
    ("the WSDL and what it imports", wsdl_resolves),
    ("HEAD of the WSDL", head_of_the_wsdl),
    ("keep-alive, five in a row", keep_alive),
    ("pipelined, four at once", pipelined),
    ("a request in many pieces", dripping),
    ("HTTP/1.0 with keep-alive", http10_keep_alive),
    ("HTTP/1.0 closes", http10_closes),
    ("Expect: 100-continue", expect_continue),
    ("Expect: 100-continue, then a challenge", expect_continue_challenged),
    ("challenge, then the same again", challenged(post(PLAIN, {"Authorization": None}))),
    ("challenge to an empty message, then the real one", challenged(post("", {"Authorization": None}))),
    ("challenge to a long message, then the real one", challenged(post(PLAIN + " " * 500_000, {"Authorization": None}))),
    ("a fault, then a good one", after_a_fault),
    ("the same certificate twice", same_again),
    ("Latin-1 by the HTTP charset", noted("è per intestazione", latin1_by_header, "ISO-8859-1")),
    ("Latin-1 by the XML declaration", noted("è per dichiarazione", latin1_by_declaration, "ISO-8859-1")),
    ("UTF-8 when nothing says so", noted("è senza dichiarazione", utf8_by_default)),
    ("UTF-8 by the byte order mark", noted("è con BOM", utf8_by_mark)),
    ("references and CDATA in a text", noted("<è> & 'così'", in_utf8, sent_note="&lt;&#xE8;&gt; &amp; <![CDATA['così']]>")),
    ("line ends in a text", noted("una\ndue\ntre", in_utf8, sent_note="una\r\ndue\rtre")),
    ("an astral character", noted("𝄞 in nota", in_utf8)),
    ("Latin-1 out, with what Latin-1 lacks", reprinted_in_latin1),
]
if shutil.which("curl"):
    CONVERSATIONS.append(("curl speaks HTTP/2, 1.1 and 1.0", http2))


def main():
    failed = 0
    conversations = CONVERSATIONS + [(name, lambda d=data, v=verdict: v(answer_of(d))) for name, data, verdict in CASES]
    for name, converse in conversations:
        try:
            converse()
        except Exception as error:  # whatever goes wrong is that case's failure, and the next goes on
            failed += 1
            print(f"FAILED {name}: {type(error).__name__}: {error}"[:1500])
    print(f"wire: {len(conversations) - failed} passed, {failed} failed")
    return 1 if failed else 0


def answer_of(data):
    answer = once(data, data.split(b" ", 1)[0].decode())
    if answer.tree is not None and answer.tree.tag == f"{{{SOAP}}}Envelope":
        answer.child()
    return answer


sys.exit(main())
