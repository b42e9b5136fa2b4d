"""One gateway for all tests, and a world of its own for each: nothing of one test is seen in another."""
import pytest
from sac import Gateway

PEOPLE = """
[[user]]
name = "medico"
kind = "medico"
codice_fiscale = "PROVAX00X00X000Y"
iscrizioni = ["120/201"]
password = "una-password"
pincode = "1234567890"

[[worker]]
codice_fiscale = "PNIMRA70A01H501P"
cognome = "Pini"
nome = "Mario"
"""


@pytest.fixture(scope="session")
def gateway():
    with Gateway() as gateway:
        yield gateway


@pytest.fixture
def world(gateway, request):
    name = request.node.name.replace("_", "-")[:40].rstrip("-").lower()
    world = gateway.world(name, people=PEOPLE, now="2026-03-02T10:00:00+01:00", frozen=True)
    yield world
    world.control("DELETE", "")
