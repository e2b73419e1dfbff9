// Synthesizes examples/eks, or stacks with the same resources written by hand with `aws-eks-v2`:
// `eks.cjs ours|plain <program> <outdir> [<outdir of ours>]`. The objects of the second are those that the first wrote.
// Prints the milliseconds from the first construct to the last file, and how many resources the stacks have.
const fs = require('node:fs');
const path = require('node:path');
const YAML = require('yaml');

const [, , side, program, outdir, written] = process.argv;
process.env.CDK_VALIDATION = 'false';
// Both sides name the same asset: to copy it says nothing of either.
process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:disable-asset-staging': true });
process.env.CDK8S_OUTDIR = path.join(outdir, 'dist');
process.env.CDK_OUTDIR = path.join(outdir, 'cdk.out');

/** The objects that ours wrote, by the waves of its index. */
function wavesOf(folder) {
  const { waves, objects } = JSON.parse(fs.readFileSync(path.join(folder, 'dist-documents', 'index.json'), 'utf8'));
  const written = new Map(fs.readdirSync(path.join(folder, 'dist')).flatMap((file) => (
    YAML.parseAllDocuments(fs.readFileSync(path.join(folder, 'dist', file), 'utf8'))
      .map((document) => document.toJS()).filter((object) => object !== null)
      .map((object) => [idOf(object, object.metadata), { chart: file.split('.')[0], object }]))));
  return waves.map(({ name }) => ({
    wave: name, objects: objects.filter(({ wave }) => wave === name).map((each) => written.get(idOf(each, each))),
  })).filter(({ objects: own }) => own.length > 0);
}

/** What ours waits for, by the object whose value it is. */
function valuesOf(folder) {
  const { Resources: resources } = JSON.parse(fs.readFileSync(path.join(folder, 'cdk.out', 'knative-platform.template.json'), 'utf8'));
  return Object.values(resources).filter(({ Type }) => Type === 'Custom::AWSCDK-EKS-KubernetesObjectValue')
    .map(({ Properties: { ObjectType, ObjectName, ObjectNamespace, JsonPath }, DependsOn: [on] }) => {
      const [object] = JSON.parse(resources[on].Properties.Manifest['Fn::Join']?.[1].join('') ?? resources[on].Properties.Manifest);
      const of = idOf(object, object.metadata);
      return { of, type: ObjectType, name: ObjectName, namespace: ObjectNamespace, jsonPath: JsonPath };
    });
}

// Loading is a row of its own, so it stays outside of the measured part.
const { idOf, load, synthesize } = require('./hand-written-eks.cjs');
load();
Object.values(require('cdk8s'));
if (side === 'ours') for (const name of ['cdk8s-knative', 'cdk8s-knative/eks']) Object.values(require(name));
const [waves, values] = side === 'ours' ? [] : [wavesOf(written), valuesOf(written)];

const start = process.hrtime.bigint();
if (side === 'ours') require(program);
else synthesize(waves, values, outdir);
const ms = Number(process.hrtime.bigint() - start) / 1e6;

const templates = fs.readdirSync(process.env.CDK_OUTDIR).filter((file) => file.endsWith('.template.json'));
const resources = templates.flatMap((file) => (
  Object.values(JSON.parse(fs.readFileSync(path.join(process.env.CDK_OUTDIR, file), 'utf8')).Resources)));
console.log(JSON.stringify({ ms, resources: resources.length }));
