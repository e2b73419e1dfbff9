import * as pulumi from '@pulumi/pulumi';
import type { App } from 'cdk8s';
import { type ReadObject, WarningFate, Warnings } from '../core';
import { kubernetesVersion } from './peers';
import { staysInCluster } from './retained-objects';

const ID = 'pulumi-provider-settings';
/** Minor version of the fourth `@pulumi/kubernetes` from which on a deployment refuses what is there already. */
const REFUSES_EXISTING = 29;

/** A setting of the provider that decides what happens to objects, and where else than in the program it may stand. */
interface Setting {
  readonly name: string;
  readonly environment: string;
  /** Minor version of the fourth `@pulumi/kubernetes` that brought it. */
  readonly since: number;
  /** Whether what is not set counts as on. */
  readonly onByDefault: boolean;
  readonly concerns: (object: ReadObject) => boolean;
  readonly says: string;
}

/** Follows the settings in provider/pkg/provider/provider.go, and the variables in sdk/nodejs/provider.ts. */
const SETTINGS: readonly Setting[] = [
  {
    name: 'enableServerSideApply',
    environment: 'PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY',
    since: 0,
    onByDefault: true,
    concerns: () => true,
    says: 'is off: what controllers write into objects is taken back at each update',
  },
  {
    name: 'enableConfigMapMutable',
    environment: 'PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE',
    since: 0,
    onByDefault: false,
    concerns: (object) => isCore(object, 'ConfigMap'),
    says: 'is not on: a ConfigMap whose data changes is deleted and made anew',
  },
  {
    name: 'enableSecretMutable',
    environment: 'PULUMI_K8S_ENABLE_SECRET_MUTABLE',
    since: 18,
    onByDefault: false,
    concerns: (object) => isCore(object, 'Secret'),
    says: 'is not on: a Secret whose data changes is deleted and made anew',
  },
  {
    name: 'upsertExistingObjects',
    environment: 'PULUMI_K8S_UPSERT_EXISTING_OBJECTS',
    since: REFUSES_EXISTING,
    onByDefault: false,
    concerns: (object) => isAtLeast(REFUSES_EXISTING) && staysInCluster(object),
    says: 'is not on: definitions and namespaces that are there already, as those that stayed, are refused',
  },
];

function isCore({ identity }: ReadObject, kind: string): boolean {
  return identity.apiVersion === 'v1' && identity.kind === kind;
}

function isAtLeast(version: number): boolean {
  const [major = 0, minor = 0] = kubernetesVersion().split('.').map(Number);
  return major > 4 || major === 4 && minor >= version;
}

/** What each setting has that concerns an app, as far as it is set. */
type Found = Readonly<Record<string, unknown>>;

/**
 * Warns where the provider lacks settings that the objects of an app would need. Settings of a provider are outputs, so
 * that this comes when they are known; what is known after the deployment only is taken to be right.
 */
export function warnOfSettings(
  app: App, objects: readonly ReadObject[], provider: pulumi.ProviderResource | undefined,
): void {
  const settings = SETTINGS.filter(({ concerns }) => objects.some(concerns));
  const found = settings.map((setting) => [setting.name, provider === undefined
    ? defaultSetting(setting)
    : Reflect.get(provider, setting.name)] as const);
  pulumi.output(Object.fromEntries(found)).apply((values: Found) => {
    const missing = settings.filter(({ name, onByDefault }) => !isOn(values[name], onByDefault));
    if (missing.length > 0) warn(app, missing, provider !== undefined);
  });
}

function warn(app: App, missing: readonly Setting[], isExplicit: boolean): void {
  const texts = missing.map(({ name, says }) => `\`${name}\` ${says}`);
  const newest = Math.max(...missing.map(({ since }) => since));
  const update = isAtLeast(newest) ? '' : `update \`@pulumi/kubernetes\` to 4.${newest} or later, and `;
  const wanted = update + (isExplicit
    ? 'add `...Charts.PROVIDER_SETTINGS` to the arguments of the provider'
    : "write `new k8s.Provider('cluster', { ...Charts.PROVIDER_SETTINGS })`, and pass it as `provider`");
  const line = `warning ${ID}: ${texts.join('; ')}; ${wanted}`;
  switch (Warnings.of(app)._fate(ID)) {
    case WarningFate.ACKNOWLEDGED: break;
    case WarningFate.ERROR: void pulumi.log.error(`KN-WRN-002 ${line}`); break;
    case WarningFate.WARNING: void pulumi.log.warn(line);
  }
}

/** The default provider reads the configuration of the stack, and then the environment. */
function defaultSetting({ name, environment }: Setting): string | undefined {
  return new pulumi.Config('kubernetes').get(name) ?? process.env[environment];
}

/** The provider takes `true` alone, and its class writes settings as JSON. */
function isOn(value: unknown, onByDefault: boolean): boolean {
  return value === undefined || value === null ? onByDefault : String(value) === 'true';
}
