// Prepares each request before it is sent: dates, the made-up worker, the encrypted fields.
// A collection runs this for every request; the text of the request itself stays readable.

const moment = require('moment');

// {{oggi}}, {{oggi-5}}, {{oggi+4}}: today, days before or after it, by Rome's winter time.
function day(offset) {
    return moment.utc().utcOffset(60).add(offset, 'days').format('YYYY-MM-DD');
}

// The DER of a certificate in PEM, as bytes.
function der(pem) {
    return Buffer.from(pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, ''), 'base64');
}

// Reads one DER element: its tag, its content and what follows it.
function element(bytes) {
    let length = bytes[1], start = 2;
    if (length & 0x80) {
        const count = length & 0x7f;
        length = parseInt(bytes.subarray(2, 2 + count).toString('hex'), 16);
        start += count;
    }
    return { tag: bytes[0], content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}

// Modulus and exponent of the RSA key that stands in a certificate (RFC 5280, RFC 8017).
function publicKey(certificate) {
    let fields = element(element(certificate).content).content; // TBSCertificate
    const list = [];
    while (fields.length) {
        const next = element(fields);
        list.push(next);
        fields = next.rest;
    }
    const skip = list[0].tag === 0xa0 ? 1 : 0; // the version
    const info = list[skip + 5].content; // SubjectPublicKeyInfo
    const key = element(element(element(info).rest).content.subarray(1)).content;
    const modulus = element(key);
    const number = (bytes) => BigInt('0x' + bytes.toString('hex'));
    const n = number(modulus.content);
    return { n, e: number(element(modulus.rest).content), bytes: Math.ceil(n.toString(16).length / 2) };
}

function power(base, exponent, modulus) {
    let result = 1n;
    for (base %= modulus; exponent > 0n; exponent >>= 1n) {
        if (exponent & 1n) result = (result * base) % modulus;
        base = (base * base) % modulus;
    }
    return result;
}

// RSA with PKCS#1 v1.5 padding, then base64 on one line. For test data: the padding is drawn from Math.random.
function encrypt(text, key) {
    const clear = Buffer.from(text, 'utf8');
    const padding = Buffer.alloc(key.bytes - clear.length - 3);
    for (let i = 0; i < padding.length; i++) padding[i] = 1 + Math.floor(Math.random() * 255);
    const block = Buffer.concat([Buffer.from([0, 2]), padding, Buffer.from([0]), clear]);
    const sealed = power(BigInt('0x' + block.toString('hex')), key.e, key.n);
    return Buffer.from(sealed.toString(16).padStart(key.bytes * 2, '0'), 'hex').toString('base64');
}

// A codice fiscale of nobody, with its check letter, so that each case has a worker of its own.
function madeUpWorker() {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', consonants = 'BCDFGLMNPRSTVZ';
    const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let code = '';
    for (let i = 0; i < 6; i++) code += consonants[Math.floor(Math.random() * consonants.length)];
    code += String(60 + Math.floor(Math.random() * 30)) + 'A' + String(1 + Math.floor(Math.random() * 28)).padStart(2, '0') + 'H501';
    const value = (c) => (c >= '0' && c <= '9' ? Number(c) : letters.indexOf(c));
    const sum = [...code].reduce((sum, c, i) => sum + (i % 2 ? value(c) : odd[value(c)]), 0);
    return code + letters[sum % 26];
}

function prepare(body) {
    const text = pm.variables.replaceIn(body.replace(/\{\{oggi([+-]\d+)?\}\}/g, (_, offset) => day(Number(offset || 0))));
    const key = publicKey(der(pm.variables.get('sanitelCF')));
    const sealed = (_, open, value, close) => open + encrypt(value, key) + close;
    return text
        .replace(/(<pincode>)([^<]{1,20})(<\/pincode>)/g, sealed)
        .replace(/(<lavoratore>\s*<codiceFiscale>)([^<]{11,16})(<\/codiceFiscale>)/g, sealed);
}

if (pm.info.requestName.startsWith('1 ')) pm.variables.set('lavoratore', madeUpWorker());
if (pm.variables.get('lavoratore')) pm.collectionVariables.set('lavoratore', pm.variables.get('lavoratore'));
if (pm.request.body && (pm.request.headers.get('Content-Type') || '').startsWith('text/xml')) {
    const send = () => pm.request.body.update({ mode: 'raw', raw: prepare(pm.request.body.raw) });
    if (pm.variables.get('sanitelCF')) {
        send();
    } else {
        // The certificate is served beside the WSDL.
        const folder = pm.variables.get('endpoint').replace(/[^/]*$/, '');
        pm.sendRequest(folder + 'SanitelCF.pem', (error, response) => {
            if (error || response.code !== 200) throw new Error('SanitelCF.pem: ' + (error || response.code));
            pm.collectionVariables.set('sanitelCF', response.text());
            send();
        });
    }
}
