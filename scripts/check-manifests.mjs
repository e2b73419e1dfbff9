// Checks that a folder holds nothing but Kubernetes objects: `kubectl apply -R -f dist` must make sense.
//
//   node scripts/check-manifests.mjs dist
import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

const [folder] = process.argv.slice(2);
const problems = [];
let count = 0;

const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
for (const entry of entries) {
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  if (!/\.ya?ml$/.test(file)) problems.push(`${file}: is no YAML`);
  else checkFile(file);
}
if (count === 0) problems.push(`${folder}: holds no object`);

for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${folder}: ${count} objects in ${entries.length} files`);
process.exitCode = problems.length === 0 ? 0 : 1;

function checkFile(file) {
  // The version of YAML that cdk8s writes and Kubernetes reads.
  for (const [index, document] of parseAllDocuments(fs.readFileSync(file, 'utf8'), { version: '1.1' }).entries()) {
    const at = `${file}, document ${index + 1}`;
    count += 1;
    if (document.errors.length > 0) {
      problems.push(`${at}: ${document.errors[0].message}`);
      continue;
    }
    const object = document.toJSON();
    const missing = [['apiVersion', object?.apiVersion], ['kind', object?.kind], ['metadata.name', object?.metadata?.name]]
      .filter(([, value]) => typeof value !== 'string' || value === '')
      .map(([field]) => field);
    if (missing.length > 0) problems.push(`${at}: has no ${missing.join(', ')}`);
  }
}
