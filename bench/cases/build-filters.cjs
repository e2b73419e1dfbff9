// Builds the program that asks Knative's own filters, where Go is, and prints its path, or what is missing.
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
require('ts-node').register({ transpileOnly: true, project: path.join(root, 'tsconfig.dev.json') });
const { build, missingTools } = require('../../conformance/control-plane/tools');

const missing = missingTools();
if (missing !== undefined) console.log(JSON.stringify({ missing }));
else build(['filters'], (line) => console.error(line)).then(({ filters }) => console.log(JSON.stringify({ program: filters })));
