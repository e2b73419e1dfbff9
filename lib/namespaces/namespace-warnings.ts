import type { IConstruct } from 'constructs';
import { type PlatformDescription, show, showAll } from '../core';
import { ApiServerSource } from '../sources';
import { prometheusPort } from './collectors';
import { isApiServerOpen, type Opening } from './network-isolation';
import { objectsIn, servicesIn } from './tenants';

/** Sources whose pods cannot reach the API server, which lies outside of the namespaces of a cluster. */
export function closedToApiServer(namespace: IConstruct, name: string, to: readonly Opening[]): string | undefined {
  if (isApiServerOpen(to)) return undefined;
  const sources = objectsIn(namespace, name, (construct) => construct instanceof ApiServerSource);
  if (sources.length === 0) return undefined;
  return `${showAll(sources.map((source) => source.name))} in ${show(name)} cannot reach the API server, which is closed, and sends `
    + 'no event: write `namespace.allowTo(NetworkPeer.cidr(...), NetworkPort.tcp(443))` with the networks of the control plane';
}

/** Whether Prometheus is to fetch metrics that it cannot. */
export function closedToPrometheus(namespace: IConstruct, name: string, from: readonly Opening[]): string | undefined {
  const port = prometheusPort(namespace);
  if (port === undefined || servicesIn(namespace, name).length === 0) return undefined;
  if (from.some(({ ports }) => ports.length === 0 || ports.some((each) => each._has(port)))) return undefined;
  return `nobody can fetch the metrics of requests from the services in ${show(name)}: their port is closed. Write `
    + `\`namespace.allowFrom(NetworkPeer.namespace('monitoring'), NetworkPort.tcp(${port}))\`, with the namespace of Prometheus`;
}

/** Whether Knative's own container needs a Secret that the namespace does not have. */
export function withoutMirrorSecret(
  name: string, secrets: readonly string[], platform: PlatformDescription | undefined,
): string | undefined {
  const secret = platform?.imagePullSecret;
  if (secret === undefined || secrets.includes(secret)) return undefined;
  return `pods of services in ${show(name)} have a container of Knative's own from the mirror of the platform, whose password the `
    + `namespace does not have: write \`imagePullSecrets: [PullSecret.fromSecretName('${secret}')]\`, or another Secret for it`;
}
