import { type InstalledConfig, type KnativeVersion, type Problem, show } from '../core';
import { checkImage, type ISecretReference } from '../pod';
import type { Registry } from './registry';
import { EVENTING_IMAGES, KAFKA_IMAGES, LAYER_IMAGES, QUEUE_PROXY, type ReleaseImage, SERVING_IMAGES } from './release-images';
import { layerVersion, releaseOf } from './releases';

/**
 * A registry with copies of Knative's images. Each lies under the path that it has below `gcr.io/knative-releases`,
 * with the version of its release as tag: `registry.example.com/knative/knative.dev/serving/cmd/activator:v1.23.0`. Two
 * images of a release may have the same last name, so that a registry with last names only would hold one of them.
 *
 * Not among them are those of IntegrationSource, IntegrationSink and EventTransform, the Envoy of Kourier, Contour and
 * Istio, which have versions of their own. Of what `releases` bring, Knative's own images come from it, those of the
 * operator among them (`knative.dev/operator/cmd/operator:v1.23.0`); those of cert-manager and Contour are patched with
 * `patchReleased`.
 */
export interface ImageMirror {
  /** Registry, with a path where the copies are below one: `registry.example.com/knative` (`KN-POD-001`). */
  readonly address: string;
  /**
   * Secret with the password of the registry, in `knative-serving` and in `knative-eventing` alike, in
   * `knative-operator` where `releases` bring the operator, and in each namespace with services: Knative's own
   * container in their pods comes from the registry too, and is pulled with the Secrets of the pod and of its account.
   * A `ServicesNamespace` has them in `imagePullSecrets`; one without that of this name has the warning
   * `mirror-pull-secret`.
   * @default - the registry asks for none
   */
  readonly pullSecret?: ISecretReference;
}

/** Checks a mirror, its address by the one that an image would have. */
export function checkMirror(mirror: ImageMirror): (Problem | undefined)[] {
  return [checkImage(copyAt(mirror, QUEUE_PROXY, '1')), checkPullSecret(mirror)];
}

/** Programs in JavaScript may have the name of the Secret only. */
function checkPullSecret({ pullSecret }: ImageMirror): Problem | undefined {
  const given: unknown = pullSecret;
  if (given === undefined || (typeof given === 'object' && given !== null)) return undefined;
  return {
    code: 'KN-TYP-001',
    message: `\`production.mirror.pullSecret\` ${show(pullSecret)} is no reference of a Secret`,
    received: pullSecret,
    allowed: 'a `SecretReference`, or a Secret',
    fix: "write `pullSecret: SecretReference.fromName('registry')`, for example",
  };
}

/** The registry of Serving and its networking layer. */
export function servingRegistry(mirror: ImageMirror, version: KnativeVersion, layer: string): Registry {
  return registryOf(mirror, {
    ...copies(mirror, SERVING_IMAGES, releaseOf(version).serving),
    ...copies(mirror, LAYER_IMAGES[layer] ?? [], layerVersion(version, layer)),
  });
}

/** The registry of Eventing and the Kafka parts. */
export function eventingRegistry(mirror: ImageMirror, version: KnativeVersion, kafka: boolean): Registry {
  const facts = releaseOf(version);
  return registryOf(mirror, {
    ...copies(mirror, EVENTING_IMAGES, facts.eventing), ...kafka ? copies(mirror, KAFKA_IMAGES, facts.kafka) : {},
  });
}

/** What names an image in a ConfigMap, where the operator replaces none. */
export function mirrorConfig(mirror: ImageMirror, version: KnativeVersion): InstalledConfig {
  return { 'config-deployment': { 'queue-sidecar-image': copyAt(mirror, QUEUE_PROXY, releaseOf(version).serving) } };
}

/** Of an address that is refused, each image would be refused too. */
function registryOf(mirror: ImageMirror, override: Record<string, string>): Registry {
  const { pullSecret } = mirror;
  if (checkMirror(mirror).some((problem) => problem !== undefined)) return {};
  return { override, ...pullSecret === undefined ? {} : { imagePullSecrets: [pullSecret] } };
}

function copies(mirror: ImageMirror, images: readonly ReleaseImage[], version: string): Record<string, string> {
  return Object.fromEntries(images.map(({ place, path }) => [place, copyAt(mirror, path, version)]));
}

/** The address of a copy by its path below the folder of the releases of Knative. */
export function copyAt({ address }: ImageMirror, path: string, version: string): string {
  return `${String(address).replace(/\/+$/, '')}/${path}:v${version}`;
}
