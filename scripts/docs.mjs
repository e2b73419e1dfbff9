// Writes docs/errors.md from the table of refusals of the built package.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { errorsPage } = require('./errors-page.js');
const { ERROR_CODES } = require('../build/core/index.js');

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'errors.md');
fs.mkdirSync(path.dirname(file), { recursive: true });
fs.writeFileSync(file, errorsPage(ERROR_CODES));
console.log(`docs/errors.md: ${Object.keys(ERROR_CODES).length} codes`);
