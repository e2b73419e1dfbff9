import { ApiObject, Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  appChecks, ClusterController, ClusterControllers, clusterFolderOf, clusterOf, ComponentName, groupOf,
  isAppliedByStack, neededSecretsFor, needPrerequisite, type Prerequisite, prerequisitesFor, refuseAtSynth,
  type ReleaseComponent, showAll, SideDocuments, traceOf, Warnings, Wave,
} from '../core';
import { filesOf } from '../releases';
import type { NeededRestart } from '../settings';
import { rightsFor } from './needed-rights';
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
  /** Whether files of the program bring something. */
  readonly isVendored: (prerequisite: Prerequisite) => boolean;
  /** Deployments to restart after a change of settings that they read at their start only. */
  readonly restarts: () => readonly NeededRestart[];
}

const FILE = 'prerequisites.yaml';
/** Kinds that a Secret of their own name comes from. */
const MAKERS = ['Secret', 'SealedSecret', 'ExternalSecret', 'VaultStaticSecret'];
const TITLE = '# What the cluster needs besides the manifests of the program, and the commands that bring it, in their order.\n';
/** After the checks that may still need something, before warnings are reported. */
const ORDER = 90;

/** Nobody runs a command between two steps of one deployment. */
const BEFORE_STACK = 'the stack that applies the objects fails without it, and is rolled back: bring it as release files with '
  + '`releases`, or deploy the stack of the cluster alone, run the commands, and deploy the other one after them; ';

/** Namespace that the manifest of the operator makes. */
export const OPERATOR_NAMESPACE = 'knative-operator';

const OPERATOR_RELEASE: ReleaseComponent = {
  name: ComponentName.KNATIVE_OPERATOR, version: OPERATOR_VERSION, files: ['operator.yaml'],
};
const OPERATOR: Prerequisite = {
  id: 'knative-operator',
  wave: Wave.CONTROLLERS,
  version: OPERATOR_VERSION,
  controller: ClusterController.KNATIVE_OPERATOR,
  reason: 'the Knative operator turns KnativeServing and KnativeEventing into an installation; its manifest makes the namespace '
    + '`knative-operator`',
  commands: [
    ...filesOf(OPERATOR_RELEASE).map(({ url }) => `kubectl apply -f ${url}`),
    'kubectl wait --for=condition=Available deployment --all --namespace knative-operator --timeout=5m',
  ],
  components: [OPERATOR_RELEASE],
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
  SideDocuments.of(construct).add({
    file: clusterFolderOf(construct) + FILE, content: () => renderPrerequisites(platform),
  });
  appChecks(construct).ensure(`prerequisites ${construct.node.path}`, { order: ORDER, run: () => { report(platform); } });
}

/** What a cluster needs that the program neither writes nor declares, in the order in which it is brought. */
export function missingFor({ construct, isVendored }: Pick<DocumentedPlatform, 'construct' | 'isVendored'>): Prerequisite[] {
  const controllers = ClusterControllers.of(construct);
  const needed = prerequisitesFor(construct);
  const ids = new Set(needed.map(({ id }) => id));
  const found = operatorsFor(construct).filter(({ id }) => !ids.has(id));
  const all = [...needed, ...found];
  // What a construct of the program only prepares is still to be installed.
  return Object.values(Wave).flatMap((wave) => all.filter((prerequisite) => prerequisite.wave === wave))
    .filter(({ controller }) => controller === undefined || !controllers._isExternal(controller))
    .filter((prerequisite) => !isVendored(prerequisite));
}

function operatorsFor(construct: IConstruct): Prerequisite[] {
  const cluster = clusterOf(construct);
  const groups = new Set(construct.node.root.node.findAll().filter((object) => ApiObject.isApiObject(object))
    .filter((object) => clusterOf(object) === cluster).map((object) => groupOf(object.apiVersion)));
  return Object.entries(BY_GROUP).filter(([group]) => groups.has(group)).map(([, prerequisite]) => prerequisite);
}

function report({ construct, policy, isVendored }: DocumentedPlatform): void {
  const missing = missingFor({ construct, isVendored });
  if (missing.length === 0) return;
  const names = showAll(missing.map(({ id, version }) => version === undefined ? id : `${id} ${version}`));
  if (policy !== PrerequisitePolicy.ERROR) {
    Warnings.of(construct)._addFrom('prerequisites', `the cluster needs what the program does not write: ${names}; `
      + (isAppliedByStack(construct) ? BEFORE_STACK : '') + 'the order and the commands are in the side document, which '
      + '`SideDocuments.of(app).write()` writes; name what is there already in `adopt`', traceOf(construct));
    return;
  }
  refuseAtSynth(construct, {
    code: 'KN-PLT-023',
    message: `the cluster needs what the program does not write: ${names}`,
    received: missing.map(({ id }) => id),
    allowed: 'nothing missing, with `PrerequisitePolicy.ERROR`',
    fix: 'name what is in the cluster already in `adopt`, such as `adopt: [ClusterController.CERT_MANAGER]`, bring it as release files '
      + 'with `releases` where there are such, or take the policy '
      + '`WARN`',
  }, traceOf(construct));
}

/** The document: what to bring, in which order, and what to do after changes. */
export function renderPrerequisites(platform: DocumentedPlatform): string {
  const { construct, fetched, restarts } = platform;
  const addresses = fetched();
  const changes = restartsOf(restarts());
  const rights = rightsFor(construct);
  const secrets = secretsFor(construct);
  return TITLE + Yaml.stringify({
    runFrom: 'the folder of this file',
    prerequisites: missingFor(platform).map(({ id, version, wave, reason, commands }) => ({
      id, ...version === undefined ? {} : { version }, wave, reason, commands: [...commands],
    })),
    order: Object.values(Wave),
    ...secrets.length === 0 ? {} : { secrets },
    // Of what is there twice YAML would write a reference.
    ...rights.length === 0 ? {} : { rights: JSON.parse(JSON.stringify(rights)) as unknown },
    ...addresses.length === 0 ? {} : { fetchedByOperator: [...addresses] },
    ...changes.length === 0 ? {} : { restarts: changes },
  });
}

/** Those that the program makes itself, or has an operator make, need nobody. */
function secretsFor(construct: IConstruct): Record<string, unknown>[] {
  const cluster = clusterOf(construct);
  const made = new Set(construct.node.root.node.findAll().filter((object) => ApiObject.isApiObject(object))
    .filter((object) => MAKERS.includes(object.kind) && clusterOf(object) === cluster)
    .map(({ metadata, name }) => `${metadata.namespace ?? ''}/${name}`));
  return neededSecretsFor(construct).filter(({ namespace, name }) => !made.has(`${namespace}/${name}`))
    .map((secret) => ({ ...secret }));
}

/** One entry for all that read the same settings. */
function restartsOf(restarts: readonly NeededRestart[]): Record<string, unknown>[] {
  const byKeys = new Map<string, NeededRestart[]>();
  for (const restart of restarts) {
    const key = restart.keys.join('\n');
    byKeys.set(key, [...byKeys.get(key) ?? [], restart]);
  }
  return [...byKeys.values()].map((alike) => ({
    after: [...alike[0]?.keys ?? []],
    reason: 'these settings are read at the start and never again: needed where they change on a running installation',
    commands: [...new Set(alike.map(({ namespace }) => namespace))].map((namespace) => {
      const workloads = alike.filter((restart) => restart.namespace === namespace)
        .map(({ deployment, statefulSet = false }) => `${statefulSet ? 'statefulset' : 'deployment'}/${deployment}`);
      return `kubectl rollout restart ${workloads.join(' ')} --namespace ${namespace}`;
    }),
  }));
}
