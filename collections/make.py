#!/usr/bin/env python3
"""Makes the collections for Postman and SoapUI from the fixtures.

    collections/make.py           writes sac.postman_collection.json and sac-soapui-project.xml
    collections/make.py --check   fails when what is there is not what would be written
"""
import datetime
import json
import pathlib
import re
import sys
import tomllib
import uuid
from xml.sax.saxutils import escape, quoteattr

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"
CATALOGUE = HERE.parent / "crates/certificates/src/rule/catalogue.toml"
NOW = "2026-03-02T10:00:00+01:00"
TODAY = datetime.date(2026, 3, 2)
WORKER = "PNIMRA70A01H501P"
SENDERS = {"medico": ("medico", "password"), "operatore": ("operatore", "passwordOperatore"), "ente": ("ente", "passwordEnte")}
NUMBERS = {rule["name"]: rule["tipoErrore"] for rule in tomllib.loads(CATALOGUE.read_text())["rule"]}


class Fixture:
    """A message with what is expected of it (fixtures/README.md)."""

    def __init__(self, name):
        self.name = name
        self.about = None
        facts = tomllib.loads((FIXTURES / f"{name}.toml").read_text())
        self.about = facts["about"]
        self.now = facts.get("now", NOW)
        self.sender = facts.get("as", "medico")
        self.settings = facts.get("settings", {})
        self.before = [Fixture(earlier) for earlier in facts.get("before", [])]
        self.expect = facts["expect"]
        self.xml = (FIXTURES / f"{name}.xml").read_text()
        element = re.search(r"<cert:(\w+)", self.xml)[1]
        words = {"invio": "Invia", "rettifica": "Rettifica", "annullamento": "Annulla", "ricerca": "Ricerca",
                 "ristampa": "Ristampa", "interrogazione": "Interrogazione"}
        verb, thing = re.fullmatch(r"([a-z]+)(\w+)Request", element).groups()
        self.operation = words[verb] + thing

    def needs_a_clock(self):
        return bool(self.settings) or any(step.now != NOW for step in [self, *self.before])

    def expected(self):
        if fault := self.expect.get("fault"):
            return {"status": 500, "fault": fault}
        if receipt := self.expect.get("receipt"):
            return {"status": 200, "receipt": receipt}
        errors = [{**error, "tipoErrore": NUMBERS[error["rule"]]} for error in self.expect["errors"]]
        return {"status": 200, "errors": errors}

    def body(self, variable, relative):
        """The message in its envelope; `variable` writes the name of a variable."""
        text = self.xml.strip()
        text = re.sub(r"\{(puc(?:ir)?(?:_1)?)\}", lambda match: variable(match[1]), text)
        if relative:
            text = re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda match: variable("oggi" + offset(match[0])), text)
            if self.operation != "InterrogazioneLavoratore":
                text = text.replace(WORKER, variable("lavoratore"))
        return ('<?xml version="1.0" encoding="UTF-8"?>\n'
                '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>\n'
                f"{text}\n</soapenv:Body></soapenv:Envelope>\n")


def offset(day):
    days = (datetime.date.fromisoformat(day) - TODAY).days
    return f"{days:+d}" if days else ""


def fixtures(folder):
    names = sorted(str(path.relative_to(FIXTURES).with_suffix("")) for path in (FIXTURES / folder).rglob("*.toml"))
    return [Fixture(name) for name in names]


# --- Postman

def identifier(text):
    """The same identifier for the same text, so that the file stays the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"sac-gateway/collections/{text}"))


def script(event, text):
    return {"listen": event, "script": {"type": "text/javascript", "exec": text.rstrip("\n").split("\n")}}


def variable(name):
    return "{{" + name + "}}"


def message(number, fixture, expected, relative, url):
    user, password = SENDERS[fixture.sender]
    check = (HERE / "check.js").read_text().replace("EXPECTED", json.dumps(expected, ensure_ascii=False))
    return {
        "name": f"{number} {fixture.operation}",
        "event": [script("test", check)],
        "request": {
            "description": fixture.about,
            "method": "POST",
            "url": url,
            "auth": {"type": "basic", "basic": [
                {"key": "username", "value": variable(user), "type": "string"},
                {"key": "password", "value": variable(password), "type": "string"}]},
            "header": [
                {"key": "Content-Type", "value": "text/xml; charset=UTF-8"},
                {"key": "SOAPAction", "value": f'"http://ws.cert.sanita.finanze.it/{fixture.operation}"'}],
            "body": {"mode": "raw", "raw": fixture.body(variable, relative), "options": {"raw": {"language": "xml"}}},
        },
    }


def control(name, method, path, body=None, status=200):
    request = {
        "method": method,
        "url": "{{control}}/control/v1" + path,
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{controlToken}}", "type": "string"}]},
        "header": [],
    }
    if body is not None:
        request["header"].append({"key": "Content-Type", "value": "application/json"})
        request["body"] = {"mode": "raw", "raw": json.dumps(body), "options": {"raw": {"language": "json"}}}
    test = f"pm.test('HTTP {status}', () => pm.response.to.have.status({status}));"
    if method == "POST":
        test += ("\nconst world = pm.response.json();\npm.collectionVariables.set('mondo', world.name);\n"
                 "pm.collectionVariables.set('endpointMondo', world.endpoint);\n"
                 "for (const name of ['puc', 'puc_1', 'pucir', 'pucir_1']) pm.collectionVariables.unset(name);")
    return {"name": name, "event": [script("test", test)], "request": request}


FORGET = "for (const name of ['puc', 'puc_1', 'pucir', 'pucir_1']) pm.collectionVariables.unset(name);"


def simple_case(fixture):
    steps = [*fixture.before, fixture]
    items = [message(number, step, step.expected(), True, "{{endpoint}}") for number, step in enumerate(steps, 1)]
    items[0]["event"].insert(0, script("prerequest", FORGET))
    return {"name": fixture.name.split("/", 1)[1], "description": fixture.about, "item": items}


def case_in_a_world(fixture):
    steps = [*fixture.before, fixture]
    plan = {"now": steps[0].now, "frozen": True}
    if fixture.settings:
        plan["settings"] = fixture.settings
    items = [control("A world of its own", "POST", "/worlds", plan, 201)]
    now = steps[0].now
    for number, step in enumerate(steps, 2):
        if step.now != now:
            now = step.now
            items.append(control("The clock moves", "PUT", "/worlds/{{mondo}}/clock", {"now": now, "frozen": True}))
        items.append(message(number, step, step.expected(), False, "{{endpointMondo}}"))
    items.append(control("The world goes", "DELETE", "/worlds/{{mondo}}", status=204))
    return {"name": fixture.name.split("/", 1)[1], "description": fixture.about, "item": items}


def postman():
    accepted = fixtures("ok")
    plain = [fixture for fixture in accepted if not fixture.needs_a_clock()]
    timed = [fixture for fixture in accepted if fixture.needs_a_clock()]
    values = {
        "endpoint": "https://localhost:8443/CertServiceWeb/CertificatiMedici", "sanitelCF": "",
        "medico": "PROVAX00X00X000Y", "password": "prova", "operatore": "operatore", "passwordOperatore": "prova",
        "ente": "ente", "passwordEnte": "prova", "control": "http://127.0.0.1:8444", "controlToken": "",
    }
    return {
        "info": {
            "_postman_id": identifier("postman"),
            "name": "SAC, certificati di malattia",
            "description": (HERE / "README.md").read_text(),
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "event": [script("prerequest", (HERE / "seal.js").read_text())],
        "variable": [{"key": key, "value": value} for key, value in values.items()],
        "item": [
            {"name": "OK", "description": "Accepted, with the dates of today. They need nothing but the endpoint.",
             "item": [simple_case(fixture) for fixture in plain]},
            {"name": "OK, at another time", "description": "Accepted at a time of their own: they need the control listener.",
             "item": [case_in_a_world(fixture) for fixture in timed]},
            {"name": "KO", "description": "Each breaks one rule. They need the control listener.",
             "item": [case_in_a_world(fixture) for fixture in fixtures("ko")]},
        ],
    }


# --- SoapUI

def soapui_variable(name):
    if name.startswith("oggi"):
        days = int(name[4:] or 0)
        return "${=java.time.LocalDate.now(java.time.ZoneId.of('Europe/Rome')).plusDays(%d)}" % days
    return "${#TestCase#%s}" % name


def sealed(text):
    """The encrypted fields, as properties that the Groovy step fills."""
    text = re.sub(r"(<pincode>)[^<]*(</pincode>)", r"\1${#TestCase#pincodeCifrato}\2", text)
    return re.sub(r"(<lavoratore>\s*<codiceFiscale>)[^<]*(</codiceFiscale>)", r"\1${#TestCase#lavoratoreCifrato}\2", text)


def soapui_request(number, fixture, endpoint):
    user, password = SENDERS[fixture.sender]
    expected = fixture.expected()
    body = sealed(fixture.body(soapui_variable, True))
    headers = escape(f'<xml-fragment><con:entry key="SOAPAction" value="&quot;http://ws.cert.sanita.finanze.it/{fixture.operation}&quot;" '
                     'xmlns:con="http://eviware.com/soapui/config"/></xml-fragment>')
    content = expected.get("receipt")
    return (
        f'<con:testStep type="httprequest" name={quoteattr(f"{number} {fixture.operation}")}>'
        f'<con:config method="POST" xsi:type="con:HttpRequest" name={quoteattr(f"{number} {fixture.operation}")} mediaType="text/xml; charset=UTF-8" '
        'postQueryString="false" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<con:settings><con:setting id="com.eviware.soapui.impl.wsdl.WsdlRequest@request-headers">{headers}</con:setting></con:settings>'
        f"<con:encoding>UTF-8</con:encoding><con:endpoint>{endpoint}</con:endpoint>"
        f"<con:request>{escape(body)}</con:request>"
        f'<con:assertion type="Simple Contains" name="receipt"><con:configuration><token>{content}</token></con:configuration></con:assertion>'
        f"<con:credentials><con:username>${{#Project#{user}}}</con:username><con:password>${{#Project#{password}}}</con:password>"
        "<con:selectedAuthProfile>Basic</con:selectedAuthProfile><con:addedBasicAuthenticationTypes>Basic</con:addedBasicAuthenticationTypes>"
        "<con:preemptive>true</con:preemptive><con:authType>Preemptive</con:authType></con:credentials>"
        "</con:config></con:testStep>")


def transfer(number, fixture):
    """Takes the number that a receipt gives for the next message."""
    groovy = (f"def answer = context.expand('${{{number} {fixture.operation}#Response}}')\n"
              "[idCertificato: 'puc', idInizioRicovero: 'pucir'].each { field, name ->\n"
              "    def found = (answer =~ \"<$field>([^<]*)</$field>\")\n"
              "    if (!found) return\n"
              "    def properties = testRunner.testCase\n"
              "    if (!properties.getPropertyValue(name + '_1')) properties.setPropertyValue(name + '_1', found[0][1])\n"
              "    properties.setPropertyValue(name, found[0][1])\n"
              "}\n")
    return groovy_step(f"number of {number}", groovy)


def groovy_step(name, text):
    return (f'<con:testStep type="groovy" name={quoteattr(name)}><con:settings/><con:config><script>{escape(text)}</script></con:config></con:testStep>')


def soapui():
    endpoint = "${#Project#endpoint}"
    seal = (HERE / "seal.groovy").read_text()
    cases = []
    for fixture in fixtures("ok"):
        if fixture.needs_a_clock():
            continue
        steps = [groovy_step("encrypt", seal)]
        for number, step in enumerate([*fixture.before, fixture], 1):
            steps += [soapui_request(number, step, endpoint), transfer(number, step)]
        cases.append(
            f'<con:testCase id="{identifier("soapui/" + fixture.name)}" failOnError="true" failTestCaseOnErrors="true" keepSession="false" '
            f'searchProperties="true" name={quoteattr(fixture.name.split("/", 1)[1])}>'
            f"<con:description>{escape(fixture.about)}</con:description><con:settings/>{''.join(steps)}<con:properties/></con:testCase>")
    properties = {"endpoint": "https://localhost:8443/CertServiceWeb/CertificatiMedici", "SanitelCF": "data/SanitelCF.cer",
                  "pincode": "1234567890", "medico": "PROVAX00X00X000Y", "password": "prova", "operatore": "operatore",
                  "passwordOperatore": "prova", "ente": "ente", "passwordEnte": "prova"}
    listed = "".join(f"<con:property><con:name>{name}</con:name><con:value>{escape(value)}</con:value></con:property>" for name, value in properties.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<con:soapui-project id="{identifier("soapui")}" activeEnvironment="Default" name="SAC, certificati di malattia" soapui-version="5.7.0" '
        'xmlns:con="http://eviware.com/soapui/config">\n<con:settings/>\n'
        f'<con:testSuite id="{identifier("soapui/ok")}" name="OK"><con:settings/><con:runType>SEQUENTIAL</con:runType>\n'
        + "\n".join(cases) + f"\n<con:properties/></con:testSuite>\n<con:properties>{listed}</con:properties></con:soapui-project>\n")


def main():
    made = {
        HERE / "sac.postman_collection.json": json.dumps(postman(), ensure_ascii=False, indent=1) + "\n",
        HERE / "sac-soapui-project.xml": soapui(),
    }
    stale = [path.name for path, text in made.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv[1:]:
        sys.exit(f"not as the fixtures are: {', '.join(stale)}; run collections/make.py" if stale else 0)
    for path, text in made.items():
        path.write_text(text)


main()
