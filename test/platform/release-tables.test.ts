import { KafkaDataPlane, KnativeVersion } from '../../lib/core';
import { EVENTING_RELEASE, SERVING_RELEASE } from '../../lib/platform/release';
import { EVENTING_IMAGES, KAFKA_IMAGES, LAYER_IMAGES, SERVING_IMAGES } from '../../lib/platform/release-images';
import {
  EVENTING_WORKLOADS, kafkaWorkloads, LAYER_WORKLOADS, type ReleaseWorkload, SERVING_WORKLOADS,
} from '../../lib/platform/release-workloads';
import { layerVersion, releaseOf } from '../../lib/platform/releases';

const LAYERS = Object.keys(LAYER_WORKLOADS);
const SERVING = [...SERVING_WORKLOADS, ...Object.values(LAYER_WORKLOADS).flat()];
/** The operator fetches the others, so that no release of it has them. */
const EVENTING = [...EVENTING_WORKLOADS, ...kafkaWorkloads([KafkaDataPlane.SOURCE])];

const namesOf = (workloads: readonly ReleaseWorkload[]) => workloads.map(({ name }) => name);
const budgetsOf = (workloads: readonly ReleaseWorkload[]) => workloads.flatMap(({ budget }) => budget ?? []);

describe('the tables of releases', () => {
  test.each(Object.values(KnativeVersion))('name the newest patches of %s that the operator brings', (version) => {
    const newest = (versions: readonly string[]) => versions.filter((each) => each.startsWith(`${version}.`)).at(-1);
    const { serving, eventing, kafka, oldestKubernetes, newestTestedKubernetes } = releaseOf(version);

    expect(serving).toBe(newest(SERVING_RELEASE.versions));
    expect(eventing).toBe(newest(EVENTING_RELEASE.versions));
    expect([kafka, ...LAYERS.map((layer) => layerVersion(version, layer))].filter((each) => !each.startsWith(`${version}.`))).toEqual([]);
    expect(Number(oldestKubernetes.slice(2))).toBeLessThanOrEqual(Number(newestTestedKubernetes.slice(2)));
  });

  test('name workloads and budgets that releases have', () => {
    expect(namesOf(SERVING).filter((name) => !SERVING_RELEASE.workloads.has(name))).toEqual([]);
    expect(namesOf(EVENTING).filter((name) => !EVENTING_RELEASE.workloads.has(name))).toEqual([]);
    expect(new Set(budgetsOf(SERVING))).toEqual(SERVING_RELEASE.podDisruptionBudgets);
    expect(new Set(budgetsOf(EVENTING))).toEqual(EVENTING_RELEASE.podDisruptionBudgets);
  });

  test('name an image for each container of a workload, but for the Envoy of Kourier', () => {
    const containers = [...SERVING, ...EVENTING_WORKLOADS, ...kafkaWorkloads(Object.values(KafkaDataPlane))]
      .flatMap(({ name, containers: own }) => own.map((container) => `${name}/${container}`));
    const places = [SERVING_IMAGES, ...Object.values(LAYER_IMAGES), EVENTING_IMAGES, KAFKA_IMAGES].flat()
      .map(({ place }) => place);

    expect(containers.filter((container) => !places.includes(container))).toEqual(['3scale-kourier-gateway/kourier-gateway']);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });
});
