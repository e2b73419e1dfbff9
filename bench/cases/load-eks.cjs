// Prints how many milliseconds a fresh process needs until what a program with a cluster uses is there:
// `load-eks.cjs ours|plain`. The second uses the classes of AWS CDK that the first is made of.
const [, , side] = process.argv;
const start = process.hrtime.bigint();
const used = [];
const { App, Stack } = require('aws-cdk-lib');
used.push(App, Stack, require('cdk8s').App);
if (side === 'ours') {
  const { EksKnativeCluster } = require('cdk8s-knative/eks');
  used.push(EksKnativeCluster);
} else {
  const {
    AccessEntry, Cluster, HelmChart, KubectlProvider, KubernetesManifest, KubernetesObjectValue,
  } = require('aws-cdk-lib/aws-eks-v2');
  used.push(AccessEntry, Cluster, HelmChart, KubectlProvider, KubernetesManifest, KubernetesObjectValue);
}
const ms = Number(process.hrtime.bigint() - start) / 1e6;
if (used.includes(undefined)) throw new Error('a class is missing');
console.log(JSON.stringify({ ms }));
