import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run } from './measure.mjs';

/** The Go module that carries the CRDs of a Knative release. */
const MODULE = 'knative.dev/operator@v0.50.0';
/** Where the CRDs of each API group lie in it, and the prefix that keeps two files of one group apart. */
const CRDS = [
  { prefix: '', file: 'knative-serving/1.23.0/1-serving-crds.yaml' },
  { prefix: '', file: 'knative-eventing/1.23.0/1-eventing-crds.yaml' },
  { prefix: 'kafka', file: 'eventing-source/1.23/kafka/eventing-kafka-controller.yaml' },
];

/** Folder of the CRDs; undefined where Go, or the module, is not to be had. */
export function crdFolder() {
  try {
    const { Dir } = JSON.parse(run('go', ['mod', 'download', '-json', MODULE], { cwd: path.parse(process.cwd()).root }));
    return path.join(Dir, 'cmd/operator/kodata');
  } catch {
    return undefined;
  }
}

/**
 * Writes, into `folder`, the program that a user without this library would write for the manifests in `manifests`: classes
 * that `cdk8s import` generates from the CRDs, and the core kinds of cdk8s-plus.
 */
export function writeGeneratedProgram(folder, manifests, cdk8s, crds) {
  for (const { prefix, file } of CRDS) {
    const source = path.join(folder, `${prefix}crds.yaml`);
    fs.writeFileSync(source, onlyCrds(path.join(crds, file)));
    run(cdk8s, ['import', prefix === '' ? source : `${prefix}:=${source}`, '--output', 'imports', '--language', 'typescript'],
      { cwd: folder, env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' } });
  }
  const modules = new Map();
  const charts = fs.readdirSync(manifests).sort().map((file) => {
    const objects = parseAllDocuments(fs.readFileSync(path.join(manifests, file), 'utf8')).map((doc) => doc.toJS());
    const body = objects.map((object) => `    ${construct(object, modules, folder)}`).join('\n');
    return `const ${camel(file)} = new Chart(app, '${file.replace('.k8s.yaml', '')}');\n{\n  const chart = ${camel(file)};\n${body}\n}`;
  });
  const imports = [...modules].map(([module, alias]) => `import * as ${alias} from '${module}';`).join('\n');
  fs.writeFileSync(path.join(folder, 'main.ts'),
    `import { App, Chart } from 'cdk8s';\n${imports}\n\nconst app = new App();\n${charts.join('\n')}\napp.synth();\n`);
}

/** The release files also hold workloads, which `cdk8s import` does not take. */
function onlyCrds(file) {
  return parseAllDocuments(fs.readFileSync(file, 'utf8'))
    .filter((doc) => doc.get('kind') === 'CustomResourceDefinition')
    .map(String)
    .join('---\n');
}

function construct(object, modules, folder) {
  const { apiVersion, kind, ...props } = object;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const [module, className] = group === ''
    ? ['cdk8s-plus-28/lib/imports/k8s', `Kube${kind}`]
    : [importedModule(folder, group, kind), generatedClass(folder, group, kind, apiVersion.split('/')[1])];
  const alias = modules.get(module) ?? `m${modules.size}`;
  modules.set(module, alias);
  const id = `${kind}-${object.metadata.name}`.toLowerCase();
  return `new ${alias}.${className}(chart, '${id}', ${JSON.stringify(props)});`;
}

function importedModule(folder, group, kind) {
  const candidates = [`./imports/${group}`, `./imports/kafka-${group}`];
  return candidates.find((module) => {
    const file = path.join(folder, `${module}.ts`);
    return fs.existsSync(file) && new RegExp(`kind: '${kind}',`).test(fs.readFileSync(file, 'utf8'));
  });
}

/** The class that was generated for a kind and version: `KafkaSink`, or `KafkaSinkV1Alpha1` where there are several. */
function generatedClass(folder, group, kind, version) {
  const text = fs.readFileSync(path.join(folder, `${importedModule(folder, group, kind)}.ts`), 'utf8');
  const isOurs = new RegExp(`apiVersion: '${group}/${version}',\\s*kind: '${kind}',`);
  const [, ...classes] = text.split(/^export class (?=\w+ extends ApiObject)/m);
  const found = classes.find((body) => isOurs.test(body));
  if (found === undefined) throw new Error(`no class was generated for ${group}/${version} ${kind}`);
  return /^\w+/.exec(found)[0];
}

function camel(file) {
  return file.replace('.k8s.yaml', '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
