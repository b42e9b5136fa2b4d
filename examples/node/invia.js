// Sends a sickness certificate and prints its protocol number (PUC), with the package `soap`.
//
//     npm install soap
//     node invia.js [ENDPOINT [DATA_DIR]]
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const https = require('node:https');
const axios = require('axios'); // a dependency of soap
const soap = require('soap');

const [endpoint = 'https://localhost:8443/CertServiceWeb/CertificatiMedici', data = 'sac-data'] = process.argv.slice(2);

// RSA with PKCS#1 v1.5 padding, then base64 on one line.
function encrypted(text) {
    const key = { key: fs.readFileSync(`${data}/SanitelCF.pem`), padding: crypto.constants.RSA_PKCS1_PADDING };
    return crypto.publicEncrypt(key, Buffer.from(text)).toString('base64');
}

async function main() {
    const request = axios.create({ httpsAgent: new https.Agent({ ca: fs.readFileSync(`${data}/ca.pem`) }) });
    const sac = await soap.createClientAsync(`${endpoint}?wsdl`, { request });
    sac.setSecurity(new soap.BasicAuthSecurity('PROVAX00X00X000Y', 'prova'));

    const today = new Date().toLocaleDateString('sv', { timeZone: 'Europe/Rome' }); // 2026-03-02
    const [answer] = await sac.InviaMalattiaAsync({
        medico: { pincode: encrypted('1234567890'), codiceRegione: '120', codiceAsl: '201' },
        lavoratore: { codiceFiscale: encrypted('PNIMRA70A01H501P') },
        residenza: { via: 'Via Nazionale', civico: '1', cap: '00184', codiceCatastale: 'H501' },
        malattia: {
            ruoloMedico: 'S', dataRilascio: today, dataInizio: today, dataFine: today, visita: 'A', tipoCertificato: 'I',
            diagnosi: { noteDiagnosi: 'Influenza, inviata con Node' },
        },
    });

    // A refusal is no exception: it takes the place of the receipt.
    if (answer.ricevutaNonOk) {
        for (const errore of answer.ricevutaNonOk.errore) console.error(errore.tipoErrore, errore.descrizione);
        process.exitCode = 1;
        return;
    }
    console.log('PUC', answer.ricevutaOkInvioMalattia.idCertificato);
}

main().catch((error) => {
    // A SOAP fault: wrong credentials, or a message that breaks the schema.
    console.error(error.root?.Envelope?.Body?.Fault?.faultstring ?? error.message);
    process.exitCode = 1;
});
