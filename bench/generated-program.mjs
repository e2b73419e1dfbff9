import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run } from './measure.mjs';

/** Where the CRDs of each API group lie in the Go modules that carry them, and the prefix that keeps two files of one group apart. */
const OPERATOR = 'knative.dev/operator@v0.50.0';
const CERT_MANAGER = 'github.com/cert-manager/cert-manager@v1.21.2';
const CRDS = [
  { module: OPERATOR, prefix: '', file: 'cmd/operator/kodata/knative-serving/1.23.0/1-serving-crds.yaml' },
  { module: OPERATOR, prefix: '', file: 'cmd/operator/kodata/knative-eventing/1.23.0/1-eventing-crds.yaml' },
  { module: OPERATOR, prefix: 'kafka', file: 'cmd/operator/kodata/eventing-source/1.23/kafka/eventing-kafka-controller.yaml' },
  { module: OPERATOR, prefix: 'servings', file: 'config/crd/bases/operator.knative.dev_knativeservings.yaml' },
  { module: OPERATOR, prefix: 'eventings', file: 'config/crd/bases/operator.knative.dev_knativeeventings.yaml' },
  { module: CERT_MANAGER, prefix: '', file: 'deploy/crds/cert-manager.io_clusterissuers.yaml' },
];

/** Folders of the modules by their names; undefined where Go, or one of them, is not to be had. */
export function crdFolders() {
  try {
    return new Map([...new Set(CRDS.map(({ module }) => module))].map((module) =>
      [module, JSON.parse(run('go', ['mod', 'download', '-json', module], { cwd: path.parse(process.cwd()).root })).Dir]));
  } catch {
    return undefined;
  }
}

/**
 * Writes, into `folder`, the program that a user without this library would write for the manifests in `manifests`: classes
 * that `cdk8s import` generates from the CRDs, and the core kinds of cdk8s-plus.
 */
export function writeGeneratedProgram(folder, manifests, cdk8s, crds) {
  for (const { module, prefix, file } of CRDS) {
    const source = path.join(folder, `${prefix}crds.yaml`);
    fs.writeFileSync(source, onlyCrds(path.join(crds.get(module), file)));
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
  const [module, className] = group === '' || BUILT_IN.test(group)
    ? ['cdk8s-plus-28/lib/imports/k8s', `Kube${kind}`]
    : [importedModule(folder, group, kind), generatedClass(folder, group, kind, apiVersion.split('/')[1])];
  const alias = modules.get(module) ?? `m${modules.size}`;
  modules.set(module, alias);
  const id = `${kind}-${object.metadata.name}`.toLowerCase();
  return `new ${alias}.${className}(chart, '${id}', ${JSON.stringify(props)});`;
}

/** Groups of Kubernetes itself, whose classes cdk8s-plus carries. */
const BUILT_IN = /^(apps|policy|[a-z.]+\.k8s\.io)$/;

function importedModule(folder, group, kind) {
  const prefixes = [...new Set(CRDS.map(({ prefix }) => prefix))];
  const candidates = prefixes.map((prefix) => `./imports/${prefix === '' ? group : `${prefix}-${group}`}`);
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
