import { ComponentName, fieldsOf, listOfFields } from '../core';
import { type ReleaseFile, releaseFilesKnown } from '../releases';
import type { NeededPart } from './contract';
import { fieldsAt, textOf } from './reading';
import { encryptsTransport } from './transport-encryption';

/** Options for `neededServingParts` and `neededEventingParts`. */
export interface NeededPartsOptions {
  /**
   * Whether the Jobs are needed that move stored objects to new versions: an older version runs in the cluster.
   * @default false
   */
  readonly upgrades?: boolean;
}

/** Follows pkg/reconciler/knativeserving/ingress/ingress.go, in its order. */
const LAYERS: readonly { readonly field: string; readonly part: NeededPart }[] = [
  { field: 'istio', part: { name: ComponentName.NET_ISTIO, files: ['net-istio.yaml'] } },
  { field: 'contour', part: { name: ComponentName.NET_CONTOUR, files: ['net-contour.yaml'] } },
  { field: 'kourier', part: { name: ComponentName.NET_KOURIER, files: ['kourier.yaml'] } },
  { field: 'gateway-api', part: { name: ComponentName.NET_GATEWAY_API, files: ['net-gateway-api.yaml'] } },
];

/**
 * The release files that a KnativeServing stands for: those of Serving itself and of its networking layers. Without any
 * word on layers that is net-istio. Follows pkg/reconciler/common/releases.go, which takes every file of the folder.
 * @param spec of KnativeServing, as it is rendered
 */
export function neededServingParts(
  spec: unknown, { upgrades = false }: NeededPartsOptions = {},
): readonly NeededPart[] {
  const { ingress } = fieldsOf(spec);
  const enabled = ingress === undefined ? ['istio']
    : LAYERS.filter(({ field }) => fieldsAt(ingress, field).enabled === true).map(({ field }) => field);
  return [
    {
      name: ComponentName.KNATIVE_SERVING,
      files: [
        'serving-crds.yaml', 'serving-core.yaml', 'serving-hpa.yaml',
        ...upgrades ? ['serving-post-install-jobs.yaml'] : [],
      ],
    },
    ...LAYERS.filter(({ field }) => enabled.includes(field)).map(({ part }) => part),
  ];
}

/** Files of Kafka by the addresses of their releases: what lies elsewhere under the same name may be another. */
const KAFKA_FILES: ReadonlyMap<string, ReleaseFile> =
  new Map(releaseFilesKnown([ComponentName.EVENTING_KAFKA_BROKER]).map((file) => [file.url, file]));

/**
 * The release files that a KnativeEventing stands for. Certificates for encrypted transport are needed where it is on,
 * as in pkg/reconciler/knativeeventing/eventing_tls.go; data planes of Kafka that the operator would fetch from
 * the addresses of a release in `additionalManifests` are files of that release. What else it would fetch,
 * `installEventing` refuses.
 * @param spec of KnativeEventing, as it is rendered
 */
export function neededEventingParts(
  spec: unknown, { upgrades = false }: NeededPartsOptions = {},
): readonly NeededPart[] {
  return [
    {
      name: ComponentName.KNATIVE_EVENTING,
      files: [
        'eventing-crds.yaml', 'eventing-core.yaml', ...encryptsTransport(spec) ? ['eventing-tls-networking.yaml'] : [],
        'in-memory-channel.yaml', 'mt-channel-broker.yaml', ...upgrades ? ['eventing-post-install.yaml'] : [],
      ],
    },
    ...kafkaParts(spec, upgrades),
  ];
}

/** Follows pkg/reconciler/knativeeventing/source/source.go. */
function kafkaParts(spec: unknown, upgrades: boolean): NeededPart[] {
  const planes = addressesIn(spec).flatMap((address) => KAFKA_FILES.get(address)?.file ?? []);
  const source = fieldsAt(spec, 'source', 'kafka').enabled === true;
  if (!source && planes.length === 0) return [];
  const files = new Set([
    ...source ? ['eventing-kafka-controller.yaml', 'eventing-kafka-source.yaml'] : [], ...planes,
    // Without their certificates, receivers of Kafka never become ready; the operator does not bring them.
    ...planes.length > 0 && encryptsTransport(spec) ? ['eventing-kafka-tls-networking.yaml'] : [],
    ...source && upgrades ? ['eventing-kafka-post-install.yaml'] : [],
  ]);
  return [{ name: ComponentName.EVENTING_KAFKA_BROKER, files: [...files] }];
}

/**
 * Addresses in `additionalManifests` that are not those of files which come with an installation.
 * @param kafka version of the Kafka parts that come with it; undefined where none do
 */
export function foreignManifests(spec: unknown, kafka: string | undefined): readonly string[] {
  return addressesIn(spec).filter((address) => kafka === undefined || KAFKA_FILES.get(address)?.version !== kafka);
}

function addressesIn(spec: unknown): readonly string[] {
  return listOfFields(fieldsOf(spec).additionalManifests).map(({ URL }) => textOf(URL) ?? '');
}
