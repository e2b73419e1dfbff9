import type { KnativeVersion } from '../core';
import type { NeededReleases } from '../releases';
import { counted } from './texts';

/** What the steps of an upgrade follow from. */
export interface StepFacts {
  readonly needs: NeededReleases;
  readonly from: KnativeVersion;
  readonly to: KnativeVersion;
  /** How many objects the next version has no more. */
  readonly removed: number;
  /** How many of them define kinds. */
  readonly removedDefinitions: number;
  /** How many keys of the program the next version does not know. */
  readonly lost: number;
  readonly migrations: number;
  /** The version of Kubernetes that it takes to start, where that is a newer one than now. */
  readonly kubernetes?: string;
}

/** What to do, in its order. */
export function stepsOf(facts: StepFacts): string[] {
  const { needs, from, to, removed, removedDefinitions, lost, migrations, kubernetes } = facts;
  const byOperator = needs.installedBy === 'operator';
  const member = (version: KnativeVersion): string => `KnativeVersion.V${version.replace('.', '_')}`;
  const cluster = kubernetes === undefined ? [] : [`upgrade the cluster to Kubernetes ${kubernetes} where it is older`];
  const takeOut = lost === 0 ? [] : [`take out of the program what Knative ${to} does not know: ${counted(lost, 'key')}`];
  const applied = byOperator
    ? 'run `npx cdk8s-knative apply`: the operator replaces the parts, removes what is gone, and runs the Jobs in the end'
    : `run \`npx cdk8s-knative apply\`: wave by wave, ${counted(migrations, 'Job')} for what is stored last`;
  const crds = removedDefinitions === 0 ? '' : ' --prune-crds';
  const among = removedDefinitions === 0 ? '' : `, ${counted(removedDefinitions, 'definition')} of kinds among them, with all objects of those`;
  const prune = byOperator || removed === 0 ? [] : [
    `run \`npx cdk8s-knative apply --prune${crds}\`, which names what the new version has no more (${counted(removed, 'object')}${among}), and asks`,
  ];
  return [
    ...cluster,
    ...takeOut,
    `write \`version: ${member(to)}, upgradingFrom: ${member(from)}\` in the platform`,
    'run `npx cdk8s-knative vendor`, and commit the files and the lock file',
    'run `npx cdk8s synth`, and read the difference of the manifests',
    'run `npx cdk8s-knative apply --diff`, which changes nothing',
    applied,
    ...prune,
    'look that the services are as before, with `kubectl get ksvc --all-namespaces`; no new revisions are made',
    `take \`upgradingFrom\` out once all clusters of the program are there${byOperator || migrations === 0 ? ''
      : ', and run `npx cdk8s-knative apply --prune`: the Jobs and the rights that they had go'}`,
  ];
}
