// Compares the answer with what the fixture expects: the receipt's name, or the errors in order.
const expected = EXPECTED;
const answer = pm.response.text();
const names = (name) => [...answer.matchAll(new RegExp('<' + name + '>([^<]*)</' + name + '>', 'g'))].map((m) => m[1]);
pm.test('HTTP ' + expected.status, () => pm.response.to.have.status(expected.status));
if (expected.receipt) pm.test(expected.receipt, () => pm.expect(answer).to.match(new RegExp('<(\\w+:)?' + expected.receipt + '[ >]')));
if (expected.errors) {
    pm.test(expected.errors.map((e) => e.rule).join(', '), () => {
        pm.expect(names('tipoErrore')).to.eql(expected.errors.map((e) => e.tipoErrore));
        pm.expect(names('sezioneErrata')).to.eql(expected.errors.map((e) => e.section));
    });
}
if (expected.fault) pm.test('Fault ' + expected.fault, () => pm.expect(answer).to.include(expected.fault));
for (const [field, variable] of [['idCertificato', 'puc'], ['idInizioRicovero', 'pucir']]) {
    const [number] = names(field);
    if (!number || !expected.receipt || expected.receipt.includes('Ricerca') || expected.receipt.includes('Ristampa')) continue;
    if (!pm.variables.get(variable + '_1')) pm.collectionVariables.set(variable + '_1', number);
    pm.collectionVariables.set(variable, number);
}
