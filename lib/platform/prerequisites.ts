import { ApiObject, Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  appChecks, ClusterController, ClusterControllers, clusterOf, groupOf, needPrerequisite, type Prerequisite,
  prerequisitesFor, refuseAtSynth, showAll, SideDocuments, traceOf, Warnings, Wave,
} from '../core';
import type { NeededRestart } from '../settings';
import { OPERATOR_VERSION } from './releases';

/** What synth does where the cluster needs something that the program does not write. */
export enum PrerequisitePolicy {
  /** It writes everything else, and warns once with `prerequisites`. */
  WARN = 'warn',
  /** It refuses the program with `KN-PLT-023`. */
  ERROR = 'error',
}

/** What the document of prerequisites says besides what other constructs need. */
export interface DocumentedPlatform {
  readonly construct: IConstruct;
  readonly policy: PrerequisitePolicy;
  /** Addresses that the operator fetches manifests from. */
  readonly fetched: () => readonly string[];
  /** Deployments to restart after a change of settings that they read at their start only. */
  readonly restarts: () => readonly NeededRestart[];
}

const FILE = 'prerequisites.yaml';
const TITLE = '# What the cluster needs besides the manifests of the program, and the commands that bring it, in their order.\n';
/** After the checks that may still need something, before warnings are reported. */
const ORDER = 90;

const OPERATOR: Prerequisite = {
  id: 'knative-operator',
  wave: Wave.CONTROLLERS,
  version: OPERATOR_VERSION,
  controller: ClusterController.KNATIVE_OPERATOR,
  reason: 'the Knative operator turns KnativeServing and KnativeEventing into an installation; its manifest makes the namespace '
    + '`knative-operator`',
  commands: [
    `kubectl apply -f https://github.com/knative/operator/releases/download/knative-v${OPERATOR_VERSION}/operator.yaml`,
    'kubectl wait --for=condition=Available deployment --all --namespace knative-operator --timeout=5m',
  ],
};

/** Operators that read kinds which the program writes, by the group of those. */
const BY_GROUP: Readonly<Record<string, Prerequisite>> = {
  'external-secrets.io': {
    id: 'external-secrets',
    wave: Wave.CONTROLLERS,
    version: '2.9.0',
    controller: ClusterController.EXTERNAL_SECRETS,
    reason: 'the External Secrets Operator fills Secrets of the program from a store',
    commands: [
      'helm upgrade --install external-secrets external-secrets --repo https://charts.external-secrets.io --version 2.9.0 '
        + '--namespace external-secrets --create-namespace --wait',
    ],
  },
  'secrets.hashicorp.com': {
    id: 'vault-secrets-operator',
    wave: Wave.CONTROLLERS,
    version: '1.4.1',
    controller: ClusterController.VAULT_SECRETS_OPERATOR,
    reason: 'the Vault Secrets Operator fills Secrets of the program from Vault',
    commands: [
      'helm upgrade --install vault-secrets-operator vault-secrets-operator --repo https://helm.releases.hashicorp.com '
        + '--version 1.4.1 --namespace vault-secrets-operator-system --create-namespace --wait',
    ],
  },
};

/** Says that a platform needs the Knative operator, which no manifest of the program brings. */
export function needOperator(platform: IConstruct): void {
  needPrerequisite(platform, () => OPERATOR);
}

/**
 * Writes what a platform's cluster needs as the side document `prerequisites.yaml`, in the folder of its cluster where
 * that has a name, and says once that there is such a thing.
 */
export function documentPrerequisites(platform: DocumentedPlatform): void {
  const { construct } = platform;
  const cluster = clusterOf(construct);
  SideDocuments.of(construct).add({
    file: cluster === '' ? FILE : `${cluster}/${FILE}`, content: () => renderPrerequisites(platform),
  });
  appChecks(construct).ensure(`prerequisites ${construct.node.path}`, { order: ORDER, run: () => { report(platform); } });
}

/** What a cluster needs that the program neither writes nor declares, in the order in which it is brought. */
export function missingFor(construct: IConstruct): Prerequisite[] {
  const controllers = ClusterControllers.of(construct);
  const needed = prerequisitesFor(construct);
  const ids = new Set(needed.map(({ id }) => id));
  const found = operatorsFor(construct).filter(({ id }) => !ids.has(id));
  const all = [...needed, ...found];
  return Object.values(Wave).flatMap((wave) => all.filter((prerequisite) => prerequisite.wave === wave))
    .filter(({ controller }) => controller === undefined || !controllers.has(controller));
}

function operatorsFor(construct: IConstruct): Prerequisite[] {
  const cluster = clusterOf(construct);
  const groups = new Set(construct.node.root.node.findAll().filter((object) => ApiObject.isApiObject(object))
    .filter((object) => clusterOf(object) === cluster).map((object) => groupOf(object.apiVersion)));
  return Object.entries(BY_GROUP).filter(([group]) => groups.has(group)).map(([, prerequisite]) => prerequisite);
}

function report({ construct, policy }: DocumentedPlatform): void {
  const missing = missingFor(construct);
  if (missing.length === 0) return;
  const names = showAll(missing.map(({ id, version }) => version === undefined ? id : `${id} ${version}`));
  if (policy !== PrerequisitePolicy.ERROR) {
    Warnings.of(construct)._addFrom('prerequisites', `the cluster needs what the program does not write: ${names}; the order and `
      + 'the commands are in the side document, which `SideDocuments.of(app).write()` writes; name what is there already in '
      + '`adopt`', traceOf(construct));
    return;
  }
  refuseAtSynth(construct, {
    code: 'KN-PLT-023',
    message: `the cluster needs what the program does not write: ${names}`,
    received: missing.map(({ id }) => id),
    allowed: 'nothing missing, with `PrerequisitePolicy.ERROR`',
    fix: 'name what is in the cluster already in `adopt`, such as `adopt: [ClusterController.CERT_MANAGER]`, or take the policy '
      + '`WARN`',
  }, traceOf(construct));
}

/** The document: what to bring, in which order, and what to do after changes. */
export function renderPrerequisites(platform: DocumentedPlatform): string {
  const { construct, fetched, restarts } = platform;
  const addresses = fetched();
  const changes = restarts();
  return TITLE + Yaml.stringify({
    runFrom: 'the folder of this file',
    prerequisites: missingFor(construct).map(({ id, version, wave, reason, commands }) => ({
      id, ...version === undefined ? {} : { version }, wave, reason, commands: [...commands],
    })),
    order: Object.values(Wave),
    ...addresses.length === 0 ? {} : { fetchedByOperator: [...addresses] },
    ...changes.length === 0 ? {} : { restarts: changes.map(renderRestart) },
  });
}

function renderRestart({ namespace, deployment, statefulSet = false, keys }: NeededRestart): Record<string, unknown> {
  return {
    after: [...keys],
    reason: 'it reads these settings when it starts and never again: needed where they change on a running installation',
    command: `kubectl rollout restart ${statefulSet ? 'statefulset' : 'deployment'}/${deployment} --namespace ${namespace}`,
  };
}
