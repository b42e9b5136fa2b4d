// A gateway for tests, and a doctor who sends certificates to it, with Node alone (20 or later).
import { spawn } from 'node:child_process';
import { constants, publicEncrypt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** `sac serve` on free ports, in a folder that goes with it. */
export async function startGateway() {
    const folder = mkdtempSync(join(tmpdir(), 'sac-'));
    const ready = join(folder, 'ready.json');
    const process_ = spawn(process.env.SAC ?? 'sac',
        ['serve', '--listen', '127.0.0.1:0', '--data-dir', join(folder, 'data'), '--announce', ready], { stdio: 'ignore' });
    while (!existsSync(ready)) {
        if (process_.exitCode !== null) throw new Error('sac does not start; run the command by hand to see why');
        await pause(20);
    }
    const announced = JSON.parse(readFileSync(ready));
    const token = readFileSync(announced.control_token, 'utf8').trim();

    /** A call of the control API: its answer, or an error with the problem's text. */
    async function control(method, path, body) {
        const answer = await fetch(`${announced.control}/control/v1${path}`, {
            method, body: body && JSON.stringify(body),
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(text);
        return text && JSON.parse(text);
    }

    /** A SAC of its own below the gateway, for one test. */
    async function world(name, plan) {
        const { endpoint } = await control('POST', '/worlds', { name, ...plan });
        return { name, endpoint, announced, control: (method, path, body) => control(method, `/worlds/${name}${path}`, body) };
    }

    async function stop() {
        const gone = new Promise((resolve) => process_.once('exit', resolve));
        process_.kill();
        await gone;
        rmSync(folder, { recursive: true });
    }

    return { announced, control, world, stop };
}

/** Stands for the program under test. */
export class Doctor {
    constructor(world, user, password, pincode) {
        this.endpoint = world.endpoint;
        this.login = `${user}:${password}`;
        this.pincode = pincode;
        this.ca = readFileSync(world.announced.ca);
        this.key = { key: readFileSync(world.announced.encryption_certificate_pem), padding: constants.RSA_PKCS1_PADDING };
    }

    send(worker, day) {
        return this.call('invioMalattiaRequest', worker, `<residenza><via>Via Nazionale</via><civico>1</civico><cap>00184</cap>
            <codiceCatastale>H501</codiceCatastale></residenza><malattia><ruoloMedico>S</ruoloMedico>
            <dataRilascio>${day}</dataRilascio><dataInizio>${day}</dataInizio><dataFine>${day}</dataFine><visita>A</visita>
            <tipoCertificato>I</tipoCertificato><diagnosi><noteDiagnosi>Influenza</noteDiagnosi></diagnosi></malattia>`);
    }

    cancel(worker, puc) {
        return this.call('annullamentoMalattiaRequest', worker, `<idCertificato>${puc}</idCertificato>`);
    }

    call(name, worker, rest) {
        const body = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
            xmlns:c="http://cert.sanita.finanze.it/"><soap:Body><c:${name}><medico><pincode>${this.seal(this.pincode)}</pincode>
            <codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico>
            <lavoratore><codiceFiscale>${this.seal(worker)}</codiceFiscale></lavoratore>${rest}</c:${name}></soap:Body></soap:Envelope>`;
        const headers = { 'content-type': 'text/xml; charset=UTF-8' };
        return new Promise((resolve, reject) => {
            const request = https.request(this.endpoint, { method: 'POST', headers, ca: this.ca, auth: this.login, agent: false });
            request.on('error', reject).on('response', async (response) => {
                try {
                    resolve((await response.toArray()).join(''));
                } catch (error) {
                    reject(error);
                }
            });
            request.end(body);
        });
    }

    /** RSA with PKCS#1 v1.5 padding, then base64 on one line. */
    seal(text) {
        return publicEncrypt(this.key, Buffer.from(text)).toString('base64');
    }
}
