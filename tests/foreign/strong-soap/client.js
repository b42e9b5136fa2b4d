// A foreign client: Node `strong-soap`, from the served WSDL.
'use strict';
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const { soap } = require('strong-soap');

const NOTE = 'Influenza: febbre e tosse, è già a letto';
const WORKER = 'PNIMRA70A01H501P';

const sealed = (text) =>
    crypto.publicEncrypt({ key: fs.readFileSync(process.env.PEM), padding: crypto.constants.RSA_PKCS1_PADDING }, Buffer.from(text)).toString('base64');
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

const client = (password) =>
    new Promise((done, failed) =>
        soap.createClient(process.env.WSDL, {}, (error, made) => {
            if (error) return failed(error);
            made.setSecurity(new soap.BasicAuthSecurity('PROVAX00X00X000Y', password));
            done(made);
        }),
    );

async function main() {
    const passed = [];
    const check = (name, holds, seen) => {
        assert.ok(holds, `${name}: ${JSON.stringify(seen)}`);
        passed.push(name);
    };
    const sac = await client('prova');
    // The message goes in under its element's name; the answer comes out without.
    const elements = {
        InterrogazioneLavoratore: 'interrogazioneLavoratoreRequest', InviaMalattia: 'invioMalattiaRequest',
        RicercaMalattia: 'ricercaMalattiaRequest', RistampaMalattia: 'ristampaMalattiaRequest',
        RettificaMalattia: 'rettificaMalattiaRequest', AnnullaMalattia: 'annullamentoMalattiaRequest',
    };
    const call = async (operation, message) => (await sac[operation]({ [elements[operation]]: message })).result;
    const who = {
        medico: { pincode: sealed('1234567890'), codiceRegione: '120', codiceAsl: '201' },
        lavoratore: { codiceFiscale: sealed(WORKER) },
    };

    const person = (await call('InterrogazioneLavoratore', who)).ricevutaOkInterrogazioneLavoratore;
    check('interrogazione', person.cognome && person.nome, person);

    const message = {
        ...who,
        residenza: { via: 'Via Nazionale', civico: '1', cap: '00184', codiceCatastale: 'H501' },
        malattia: {
            ruoloMedico: 'S', dataRilascio: day(0), dataInizio: day(0), dataFine: day(5), visita: 'A', tipoCertificato: 'I',
            diagnosi: { codiceDiagnosi: '487.1', noteDiagnosi: NOTE },
        },
    };
    const sent = (await call('InviaMalattia', message)).ricevutaOkInvioMalattia;
    check('invio', /^\d{9}$/.test(sent.idCertificato) && sent.dataRicezione instanceof Date, sent);
    const puc = sent.idCertificato;

    const again = (await call('InviaMalattia', message)).ricevutaNonOk;
    check('invio, di nuovo', again.errore[0].descrizione.includes(puc), again);

    const states = async () => {
        const found = (await call('RicercaMalattia', who)).ricevutaOkRicercaMalattia.datiCertificato;
        return Object.fromEntries(found.map((dati) => [dati.idCertificato, dati.annullato]));
    };
    check('ricerca', (await states())[puc] === 'false');

    const printed = (await call('RistampaMalattia', { ...who, idCertificato: puc })).ricevutaOkRistampaMalattia;
    check('ristampa', printed.lavoratore.codiceFiscale === WORKER && printed.malattia.diagnosi.noteDiagnosi === NOTE, printed);

    const shorter = (await call('RettificaMalattia', { ...who, idCertificato: puc, dataFine: day(3) })).ricevutaOkRettificaMalattia;
    check('rettifica', shorter.idCertificato !== puc && shorter.malattia.dataFine === day(3), shorter);

    const cancelled = (await call('AnnullaMalattia', { ...who, idCertificato: shorter.idCertificato })).ricevutaOkAnnullamentoMalattia;
    check('annullamento', /^\d{9}$/.test(cancelled.idAnnullamento), cancelled);
    check('ricerca, alla fine', (await states())[shorter.idCertificato] === 'true');

    const refused = await (await client('errata')).InterrogazioneLavoratore({ interrogazioneLavoratoreRequest: who }).catch((error) => error);
    check('fault', refused.root?.Envelope.Body.Fault.faultstring === 'Credenziali invalide', String(refused));

    console.log(`strong-soap: ${passed.length} passed, 0 failed (${passed.join(', ')})`);
}

main().catch((error) => {
    console.error('strong-soap: FAILED', error.message);
    process.exitCode = 1;
});
