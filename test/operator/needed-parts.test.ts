import { neededEventingParts, neededServingParts } from '../../lib/operator';
import { releaseFilesKnown } from '../../lib/releases';

const filesOf = (parts: ReturnType<typeof neededServingParts>) => parts.map(({ name, files }) => `${name}: ${files.join(' ')}`);
const SERVING = 'knative-serving: serving-crds.yaml serving-core.yaml serving-hpa.yaml';
const EVENTING = 'knative-eventing: eventing-crds.yaml eventing-core.yaml in-memory-channel.yaml mt-channel-broker.yaml';
const KAFKA = 'eventing-kafka-broker: eventing-kafka-controller.yaml eventing-kafka-source.yaml';
const KAFKA_SPEC = { source: { kafka: { enabled: true } } };
const PLANES = { ...KAFKA_SPEC, additionalManifests: [
  { URL: 'https://github.com/knative-extensions/eventing-kafka-broker/releases/download/knative-v1.23.0/eventing-kafka-broker.yaml' },
  { URL: 'https://example.com/v1.23.0/eventing-kafka-sink.yaml' }, { URL: 'https://example.com/own.yaml' },
] };
const ENCRYPTED = { features: { 'transport-encryption': 'strict' } };

test.each<[string, unknown, string[]]>([
  ['no word on layers', {}, [SERVING, 'net-istio: net-istio.yaml']],
  ['no layer', { ingress: {} }, [SERVING]],
  ['Kourier', { ingress: { kourier: { enabled: true }, istio: { enabled: false } } }, [SERVING, 'net-kourier: kourier.yaml']],
  ['two layers', { ingress: { 'gateway-api': { enabled: true }, 'contour': { enabled: true } } },
    [SERVING, 'net-contour: net-contour.yaml', 'net-gateway-api: net-gateway-api.yaml']],
])('Serving with %s', (_what, spec, files) => {
  expect(filesOf(neededServingParts(spec))).toEqual(files);
});

test.each<[string, unknown, string[]]>([
  ['nothing else', {}, [EVENTING]],
  ['encrypted transport', { config: ENCRYPTED }, [EVENTING.replace('core.yaml', 'core.yaml eventing-tls-networking.yaml')]],
  ['Kafka sources', KAFKA_SPEC, [EVENTING, KAFKA]],
  ['data planes of Kafka', PLANES, [EVENTING, `${KAFKA} eventing-kafka-broker.yaml`]],
  ['encrypted data planes of Kafka', { ...PLANES, config: ENCRYPTED },
    [EVENTING.replace('core.yaml', 'core.yaml eventing-tls-networking.yaml'), `${KAFKA} eventing-kafka-broker.yaml eventing-kafka-tls-networking.yaml`]],
])('Eventing with %s', (_what, spec, files) => {
  expect(filesOf(neededEventingParts(spec))).toEqual(files);
});

test('an upgrade needs the Jobs that move stored objects as well', () => {
  expect(filesOf(neededServingParts({ ingress: {} }, { upgrades: true }))).toEqual([`${SERVING} serving-post-install-jobs.yaml`]);
  expect(filesOf(neededEventingParts(KAFKA_SPEC, { upgrades: true })))
    .toEqual([`${EVENTING} eventing-post-install.yaml`, `${KAFKA} eventing-kafka-post-install.yaml`]);
});

test('every file that may be needed is one whose address is known', () => {
  const known = new Set(releaseFilesKnown().map(({ component, file }) => `${component} ${file}`));
  const layers = Object.fromEntries(['istio', 'contour', 'kourier', 'gateway-api'].map((layer) => [layer, { enabled: true }]));
  const parts = [
    ...neededServingParts({ ingress: layers }, { upgrades: true }),
    ...neededEventingParts({ ...PLANES, config: ENCRYPTED }, { upgrades: true }),
  ];

  expect(parts.flatMap(({ name, files }) => files.map((file) => `${name} ${file}`)).filter((file) => !known.has(file))).toEqual([]);
});
