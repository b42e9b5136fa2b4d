// Validates a HAR file against the schema of HAR 1.2: node validate.js FILE ENTRIES
const fs = require("fs");
const Ajv = require("ajv");
const schemas = require("har-schema");

const [, , file, entries] = process.argv;
const ajv = new Ajv({ allErrors: true });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-06.json"));
ajv.addSchema(Object.values(schemas));
const har = JSON.parse(fs.readFileSync(file, "utf8"));
if (!ajv.validate("har.json#", har)) {
  console.error(ajv.errors);
  process.exit(1);
}
if (har.log.entries.length !== Number(entries)) {
  console.error(`${har.log.entries.length} entries, expected ${entries}`);
  process.exit(1);
}
console.log(`${file}: ${har.log.entries.length} entries, valid`);
