// Judges a SARIF log by the schema: node validate.js LOG
'use strict';
const fs = require('fs');
const Ajv = require('ajv');
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

const log = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const ajv = new Ajv({ allErrors: true, schemaId: 'auto', meta: false, logger: false });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-07.json'));
if (String(schema.$schema).includes('draft-04')) ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(schema);
if (!validate(log)) {
    console.error(validate.errors);
    process.exit(1);
}
console.log(`valid SARIF: ${log.runs[0].results.length} results, ${log.runs[0].tool.driver.rules.length} rules`);
