import * as pulumi from '@pulumi/pulumi';
import type { App } from 'cdk8s';
import { type ReadObject, WarningFate, Warnings } from '../core';
import type { ChartsPlan } from './charts-plan';
import { isAtLeast, kubernetesVersion } from './peers';
import type { Order } from './resource-order';

const ID = 'pulumi-provider-settings';

/** A setting of the provider that decides what happens to objects, and where else than in the program it may stand. */
export interface Setting {
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
export const SETTINGS: readonly Setting[] = [
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
];

function isCore({ identity }: ReadObject, kind: string): boolean {
  return identity.apiVersion === 'v1' && identity.kind === kind;
}

/** What each setting has that concerns an app, as far as it is set. */
type Found = Readonly<Record<string, unknown>>;

/** By provider, and by engine for the default one, what was said of it: it may serve several `Charts`. */
const SAID = new WeakMap<object, Set<string>>();

/** Warns of what the providers of an app lack that its objects would need. */
export function warnOfProviders(app: App, { order, providerOf }: ChartsPlan): void {
  const byProvider = new Map<pulumi.ProviderResource | undefined, ReadObject[]>();
  for (const object of order.objects) {
    const provider = providerOf(object);
    const own = byProvider.get(provider);
    if (own === undefined) byProvider.set(provider, [object]);
    else own.push(object);
  }
  for (const [provider, objects] of byProvider) warnOfSettings(app, objects, provider);
  warnOfWaits(app, order);
}

/**
 * Settings of a provider are outputs, so that this comes when they are known; what is known after the deployment only
 * is taken to be right.
 */
function warnOfSettings(app: App, objects: readonly ReadObject[], provider: pulumi.ProviderResource | undefined): void {
  const settings = SETTINGS.filter(({ concerns }) => objects.some(concerns));
  const found = settings.map((setting) => [setting.name, provider === undefined
    ? defaultSetting(setting)
    : Reflect.get(provider, setting.name)] as const);
  // By then another program may run.
  const key = provider ?? pulumi.runtime.getMonitor();
  pulumi.output(Object.fromEntries(found)).apply((values: Found) => {
    const missing = settings.filter(({ name, onByDefault }) => !isOn(values[name], onByDefault));
    if (missing.length > 0) warn(app, key, ID, textOf(missing, provider !== undefined));
  });
}

function textOf(missing: readonly Setting[], isExplicit: boolean): string {
  const texts = missing.map(({ name, says }) => `\`${name}\` ${says}`);
  const newest = Math.max(...missing.map(({ since }) => since));
  const update = isAtLeast(kubernetesVersion(), newest)
    ? '' : `update \`@pulumi/kubernetes\` to 4.${newest} or later, and `;
  // To a provider of its own, older versions of Pulumi would move objects by making them anew.
  return `${texts.join('; ')}; ${update}${isExplicit
    ? 'add `...Charts.PROVIDER_SETTINGS` to the arguments of the provider'
    : `run ${missing.map(({ name }) => `\`pulumi config set kubernetes:${name} true\``).join(' and ')}`}`;
}

/** What is said below the minor version of the fourth `@pulumi/kubernetes` that waits for what an object says. */
const WAITS = { id: 'pulumi-waits-ignored', since: 18 } as const;

/** Follows provider/pkg/metadata/overrides.go of pulumi-kubernetes: before, the annotation says nothing. */
function warnOfWaits(app: App, { objects, awaited, awaiting }: Order): void {
  if (isAtLeast(kubernetesVersion(), WAITS.since)) return;
  const kinds = new Set(objects
    .filter(({ id }) => awaited.has(id) && awaiting.get(id)?.waitFor !== undefined)
    .map(({ identity }) => identity.kind));
  if (kinds.size === 0) return;
  warn(app, pulumi.runtime.getMonitor(), WAITS.id, `\`@pulumi/kubernetes\` ${kubernetesVersion()} does not wait until `
    + `objects of these kinds are ready: ${[...kinds].sort().join(', ')}; update it to 4.${WAITS.since} or later`);
}

/** @param key whom it is said of: once */
function warn(app: App, key: object | undefined, id: string, text: string): void {
  const line = `warning ${id}: ${text}`;
  const said = SAID.get(key ?? app) ?? new Set<string>();
  SAID.set(key ?? app, said);
  switch (Warnings.of(app)._fate(id)) {
    case WarningFate.ACKNOWLEDGED: break;
    case WarningFate.ERROR: void pulumi.log.error(`KN-WRN-002 ${line}`); break;
    case WarningFate.WARNING:
      if (!said.has(line)) void pulumi.log.warn(line);
      said.add(line);
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
