import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ClusterSpec } from '../cluster';
import {
  type Engine, fieldsOf, formatProblem, hasLateValue, type Problem, type ReadObject, show, sourceLine,
} from '../core';

/** AWS CDK, as the refusals of what is applied name it. */
export const AWS_CDK: Engine = {
  entry: 'apply', nothing: 'KN-EKS-020', emptyChart: 'KN-EKS-021', noApp: 'KN-EKS-023', clusters: 'KN-EKS-024',
};

/** Where an app has the specification of the cluster for eksctl, the cluster says itself what is wrong with that. */
export function withoutSpec(reported: readonly string[], spec: ClusterSpec | undefined): readonly string[] {
  if (spec === undefined) return reported;
  const said = spec._problems.map((problem) => formatProblem(problem, sourceLine(spec._trace)));
  return reported.filter((line) => !said.some((each) => line.endsWith(each)));
}

const LOOKED_THROUGH = new WeakSet<IConstruct>();

/** Has a program of AWS CDK looked through for charts, once. */
export function refuseChartsBelowStacks(construct: IConstruct): void {
  const { root } = construct.node;
  if (LOOKED_THROUGH.has(root)) return;
  LOOKED_THROUGH.add(root);
  construct.node.addValidation({
    validate: () => checkChartsBelowStacks(root).map((problem) => formatProblem(problem)),
  });
}

/** A chart below a stack belongs to no app, and what is in it is never applied. */
function checkChartsBelowStacks(root: IConstruct): Problem[] {
  return root.node.findAll().filter((construct) => Chart.isChart(construct)).map((chart) => ({
    code: 'KN-EKS-022',
    message: `the chart ${show(chart.node.path)} lies below a construct of AWS CDK: nothing applies it`,
    received: chart.node.path,
    allowed: 'charts in an `App` of cdk8s',
    fix: 'write `const app = new App()` with the `App` of cdk8s, `new Chart(app, ...)`, and `cluster.apply(app)`',
  }));
}

/** Whether an object is a Secret with values that stand in the program; one that a controller fills in has none. */
export function holdsSecret({ identity: { apiVersion, kind }, manifest: { data, stringData } }: ReadObject): boolean {
  const values = [data, stringData].flatMap((each) => Object.values(fieldsOf(each)));
  return apiVersion === 'v1' && kind === 'Secret' && values.some((value) => value !== '' && !hasLateValue(value));
}

/** Who can read the values of a Secret, by what brings it. */
export function exposureOf({ identity: { name } }: ReadObject, isManifest: boolean): string {
  const where = isManifest
    ? 'in the template, in its events and in logs of AWS Lambda'
    : 'in an asset, for all who may read the bucket of assets or what Helm keeps of a release';
  return `the values of Secret ${show(name)} stand ${where}: have External Secrets bring it, or make it with kubectl`;
}
