"""A doctor's program whose third send is answered by silence: what must it do?"""
import re

import pytest
import requests
from sac import Doctor

WORKER = "PNIMRA70A01H501P"


def test_lost_reply(world):
    doctor = Doctor(world, "medico", "una-password", "1234567890")
    lost = {"operation": "InviaMalattia", "nth": 3, "phase": "after", "do": {"kind": "close"}}
    world.control("POST", "/faults", lost)

    for day in ("2026-02-27", "2026-02-28"):
        assert "idCertificato" in doctor.send(WORKER, day)
    with pytest.raises(requests.ConnectionError):
        doctor.send(WORKER, "2026-03-02")  # recorded, but nobody is told the PUC

    again = doctor.send(WORKER, "2026-03-02")  # what a careful program does: the same once more
    puc = re.search(r"protocollo (\d{9})", again)[1]
    certificates = world.control("GET", f"/certificates?worker={WORKER}")
    assert len(certificates) == 3 and certificates[0]["puc"] == puc

    world.control("POST", "/clock/advance", {"by": "10d"})
    assert "ricevutaNonOk" in doctor.cancel(WORKER, puc)  # the day after the certificate's last is too late

    sends = world.control("GET", "/exchanges?operation=InviaMalattia")
    assert [exchange["outcome"] for exchange in sends] == ["refused", "dropped", "accepted", "accepted"]
    assert world.control("POST", "/expect", {"match": {"rule": "certificato-duplicato"}, "count": 1})
