import { ApiObject, type Chart } from 'cdk8s';

/** A ConfigMap that is no construct of this library. */
export function foreignConfig(chart: Chart, name: string, namespace: string): ApiObject {
  return new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
}
