import {
  present, renderAffinity, renderResources, renderTopologySpread, UnsatisfiableConstraint,
} from '../pod';
import type { LayerPods } from './ingress-layer';
import type { KustomizationPatch } from './kustomization';

const LABELS = { app: 'contour' };

/** Changes of the workloads in both namespaces of net-contour's manifest; follows contour.yaml of net-contour. */
export function contourPodPatches(pods: LayerPods): KustomizationPatch[] {
  const { replicas, spreadOver, resources } = pods;
  const place = placeOf(pods);
  const spread = spreadOver === undefined || spreadOver.length === 0 ? {} : {
    topologySpreadConstraints: spreadOver.map((topologyKey) => present(renderTopologySpread({
      maxSkew: 1, topologyKey, whenUnsatisfiable: UnsatisfiableConstraint.SCHEDULE_ANYWAY,
      labelSelector: { matchLabels: LABELS },
    }))),
  };
  const asking = (...containers: string[]) => resources === undefined ? {} : {
    containers: containers.map((name) => ({ name, resources: present(renderResources(resources)) })),
  };
  return [
    ...patch('apps', 'Deployment', 'contour', replicas === undefined ? {} : { replicas },
      { ...place, ...spread, ...asking('contour') }),
    ...patch('apps', 'DaemonSet', 'envoy', {}, { ...place, ...asking('envoy', 'shutdown-manager') }),
    // Its name ends with the version of Contour.
    ...patch('batch', 'Job', 'contour-certgen-.*', {}, place),
  ];
}

function placeOf({ nodeSelector, tolerations, affinity }: LayerPods): Record<string, unknown> {
  return {
    ...nodeSelector === undefined ? {} : { nodeSelector: { ...nodeSelector } },
    ...tolerations === undefined ? {} : { tolerations: tolerations.map((each) => present(each._render())) },
    ...affinity === undefined ? {} : { affinity: present(renderAffinity(affinity)) },
  };
}

function patch(
  group: string, kind: string, name: string, spec: Record<string, unknown>, podSpec: Record<string, unknown>,
): KustomizationPatch[] {
  // Of what is not said deep within, YAML would write `null`.
  const said = JSON.parse(JSON.stringify(podSpec)) as unknown;
  const template = Object.keys(podSpec).length === 0 ? {} : { template: { spec: said } };
  if (Object.keys({ ...spec, ...template }).length === 0) return [];
  return [{
    target: { group, version: 'v1', kind, name },
    fields: { apiVersion: `${group}/v1`, kind, metadata: { name: name.replace('-.*', '') }, spec: { ...spec, ...template } },
  }];
}
