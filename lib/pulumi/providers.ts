import type * as pulumi from '@pulumi/pulumi';
import { type Problem, show } from '../core';
import type { ChartsOptions } from './charts-options';

/** Follows the type of providers in sdk/nodejs/resource.ts of pulumi: `pulumi:providers:<package>`. */
const KUBERNETES = 'pulumi:providers:kubernetes';
/** A type of a resource of the package, for whoever is asked for its provider. */
const ANY_KIND = 'kubernetes:core/v1:Namespace';

/**
 * The provider that the objects of a `Charts` get; `undefined` for the default one. Follows the constructor of
 * `Resource` in sdk/nodejs/resource.ts of pulumi.
 */
export function providerFor({ provider, providers, parent }: ChartsOptions): pulumi.ProviderResource | undefined {
  if (isOfKubernetes(provider)) return provider;
  const given = Array.isArray(providers)
    ? providers.find(isOfKubernetes)
    : Object.entries(providers ?? {}).find(([key, each]) => key === 'kubernetes' && isOfKubernetes(each))?.[1];
  return given ?? parent?.getProvider(ANY_KIND);
}

/** A provider of another package, or under another key, would be passed over without a word. */
export function checkProvider({ provider, providers }: ChartsOptions): Problem | undefined {
  if (provider !== undefined && !isOfKubernetes(provider)) return notOfKubernetes('`provider` of a `Charts`', provider);
  if (providers === undefined || Array.isArray(providers)) return undefined;
  const misplaced = Object.entries(providers).find(([key, each]) => (key === 'kubernetes') !== isOfKubernetes(each));
  if (misplaced === undefined) return undefined;
  const [key, each] = misplaced;
  return isOfKubernetes(each) || key === 'kubernetes' ? notOfKubernetes(`\`providers\` under ${show(key)} of a \`Charts\``, each) : undefined;
}

/** The same for objects that have providers of their own, each provider once. */
export function checkObjectProviders(options: readonly pulumi.CustomResourceOptions[]): Problem[] {
  const wrong = new Set(options.map(({ provider }) => provider)
    .filter((provider) => provider !== undefined && !isOfKubernetes(provider)));
  return [...wrong].map((provider) => notOfKubernetes('`provider` of `objectOptions`', provider));
}

function isOfKubernetes(provider: unknown): boolean {
  return typeOf(provider) === KUBERNETES;
}

/** Pulumi keeps it on each resource, whatever copy of it made that. */
function typeOf(provider: unknown): unknown {
  return typeof provider === 'object' && provider !== null ? Reflect.get(provider, '__pulumiType') : undefined;
}

function notOfKubernetes(where: string, provider: unknown): Problem {
  const type = typeOf(provider);
  return {
    code: 'KN-PUL-013',
    message: `${where} is ${typeof type === 'string' ? show(type) : 'no provider'}`,
    received: type,
    allowed: 'a `Provider` of `@pulumi/kubernetes`; in an object of providers, under `kubernetes`',
    fix: "write `provider: new k8s.Provider('cluster', { kubeconfig, ...Charts.PROVIDER_SETTINGS })`",
  };
}
