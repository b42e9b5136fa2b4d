// A doctor's program whose third send is answered by silence: what must it do?
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Doctor, startGateway } from './sac.mjs';

const WORKER = 'PNIMRA70A01H501P';
let gateway;

before(async () => { gateway = await startGateway(); });
after(() => gateway.stop());

test('a lost reply', async () => {
    // The people of the default seed are there: a doctor `PROVAX00X00X000Y`, and some workers.
    const world = await gateway.world('lost-reply', { now: '2026-03-02T10:00:00+01:00', frozen: true });
    const doctor = new Doctor(world, 'PROVAX00X00X000Y', 'prova', '1234567890');
    const lost = { operation: 'InviaMalattia', nth: 3, phase: 'after', do: { kind: 'close' } };
    await world.control('POST', '/faults', lost);

    for (const day of ['2026-02-27', '2026-02-28']) assert.match(await doctor.send(WORKER, day), /idCertificato/);
    await assert.rejects(doctor.send(WORKER, '2026-03-02')); // recorded, but nobody is told the PUC

    const again = await doctor.send(WORKER, '2026-03-02'); // what a careful program does: the same once more
    const puc = /protocollo (\d{9})/.exec(again)[1];
    const certificates = await world.control('GET', `/certificates?worker=${WORKER}`);
    assert.equal(certificates.length, 3);
    assert.equal(certificates[0].puc, puc);

    await world.control('POST', '/clock/advance', { by: '10d' });
    assert.match(await doctor.cancel(WORKER, puc), /ricevutaNonOk/); // too late

    const sends = await world.control('GET', '/exchanges?operation=InviaMalattia');
    assert.deepEqual(sends.map((exchange) => exchange.outcome), ['refused', 'dropped', 'accepted', 'accepted']);
    await world.control('POST', '/expect', { match: { rule: 'certificato-duplicato' }, count: 1 });
});
