// Synthesizes a program that installs Knative from vendored release files, or reads and writes the same files with the
// library `yaml`: `release-way.cjs ours|plain <program> <folder of the files> <outdir>`.
// Prints the milliseconds from the first construct, or file, to the end, and the peak memory of the process.
const fs = require('node:fs');
const path = require('node:path');
const YAML = require('yaml');
const { App } = require('cdk8s');

const [, , side, program, releases, outdir] = process.argv;
/** What cdk8s writes with. */
const OPTIONS = { keepUndefined: true, lineWidth: 0, version: '1.1' };

function ours() {
  process.env.CDK8S_OUTDIR = outdir;
  require(program);
}

function plain() {
  fs.mkdirSync(outdir, { recursive: true });
  const { files } = JSON.parse(fs.readFileSync(path.join(releases, 'releases.lock.json'), 'utf8'));
  for (const file of Object.keys(files)) {
    const objects = YAML.parseAllDocuments(fs.readFileSync(path.join(releases, file), 'utf8'), { version: '1.1' })
      .map((document) => document.toJS()).filter((object) => object !== null);
    const text = objects.map((object) => YAML.stringify(object, OPTIONS)).join('---\n');
    fs.writeFileSync(path.join(outdir, file.replaceAll('/', '-')), text);
  }
}

// Loading is a row of its own, so it stays outside of the measured part.
if (side === 'ours') Object.values(require('cdk8s-knative'));
new App({ outdir });

const start = process.hrtime.bigint();
(side === 'ours' ? ours : plain)();
const ms = Number(process.hrtime.bigint() - start) / 1e6;
console.log(JSON.stringify({ ms, peakMiB: process.resourceUsage().maxRSS / 1024 }));
