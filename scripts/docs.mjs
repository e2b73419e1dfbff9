// Writes docs/errors.md and docs/warnings.md from the tables of the built package.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { errorsPage, warningsPage } = require('./pages.js');
const { ERROR_CODES, WARNING_IDS } = require('../build/core/index.js');

const docs = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'docs');
fs.mkdirSync(docs, { recursive: true });
fs.writeFileSync(path.join(docs, 'errors.md'), errorsPage(ERROR_CODES));
fs.writeFileSync(path.join(docs, 'warnings.md'), warningsPage(WARNING_IDS));
console.log(`${Object.keys(ERROR_CODES).length} errors, ${Object.keys(WARNING_IDS).length} warnings`);
