// Prints how many milliseconds a fresh process needs until what a program of Pulumi with charts uses is there:
// `load-pulumi.cjs ours|plain`. The second loads the two packages of Pulumi that the first stands on.
const [, , side] = process.argv;
const start = process.hrtime.bigint();
const used = [];
if (side === 'ours') {
  const { Charts, OutputSecret, PulumiOutput } = require('cdk8s-knative/pulumi');
  used.push(Charts, OutputSecret, PulumiOutput);
} else {
  const { ComponentResource } = require('@pulumi/pulumi');
  const { apiextensions } = require('@pulumi/kubernetes');
  used.push(ComponentResource, apiextensions);
}
const ms = Number(process.hrtime.bigint() - start) / 1e6;
if (used.includes(undefined)) throw new Error('a class is missing');
console.log(JSON.stringify({ ms }));
