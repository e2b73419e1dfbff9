// Writes docs/errors.md, docs/warnings.md and the table of changes in the page of Pulumi from the tables of the built
// package.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { errorsPage, warningsPage, withChanges } = require('./pages.js');
const { ERROR_CODES, REPLACEMENTS, WARNING_IDS } = require('../build/core/index.js');

const docs = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'docs');
fs.mkdirSync(docs, { recursive: true });
fs.writeFileSync(path.join(docs, 'errors.md'), errorsPage(ERROR_CODES));
fs.writeFileSync(path.join(docs, 'warnings.md'), warningsPage(WARNING_IDS));
const pulumi = path.join(docs, 'put-charts-on-a-cluster-with-pulumi.md');
fs.writeFileSync(pulumi, withChanges(fs.readFileSync(pulumi, 'utf8'), REPLACEMENTS));
console.log(`${Object.keys(ERROR_CODES).length} errors, ${Object.keys(WARNING_IDS).length} warnings`);
