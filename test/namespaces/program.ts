import { App, Chart } from 'cdk8s';
import {
  describeInstallation, describePlatform, type InstalledConfig, KNATIVE_EVENTING, KNATIVE_SERVING, KnativeVersion,
  type PlatformDescription, Warnings,
} from '../../lib/core';
import { ServicesNamespace, type ServicesNamespaceProps } from '../../lib/namespaces';

/** A namespace for services on a platform. */
export interface Tenant {
  readonly app: App;
  readonly chart: Chart;
  readonly namespace: ServicesNamespace;
}

/** What a test says of the platform. */
export interface Landlord {
  readonly platform?: Partial<PlatformDescription>;
  readonly serving?: InstalledConfig;
  readonly eventing?: InstalledConfig;
}

/** The namespace `shop` on a platform with Contour. */
export function tenant(props: ServicesNamespaceProps, { platform, serving, eventing }: Landlord = {}): Tenant {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  const namespace = new ServicesNamespace(chart, 'shop', props);
  describePlatform({
    construct: chart, existing: false, version: KnativeVersion.V1_23, dataPlanes: [], needDataPlane: () => true,
    layer: { name: 'contour', podNamespaces: ['contour-external', 'contour-internal'] },
    ...platform,
  });
  for (const [at, config] of [[KNATIVE_SERVING, serving], [KNATIVE_EVENTING, eventing]] as const) {
    if (config !== undefined) describeInstallation({ construct: chart, kind: 'test', namespace: at, config: () => config });
  }
  return { app, chart, namespace };
}

/** What synth refuses, line by line. */
export function refusalsOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => /KN-[A-Z]+-\d+/.test(line));
  }
  return [];
}

/** Warnings of the namespace, with their ids in front. */
export function warningsOf({ app, namespace }: Tenant): string[] {
  app.synth();
  return Warnings.of(namespace).list().map(({ id, message }) => `${id}: ${message}`);
}

/** Policies of the namespace, by name. */
export function policiesOf({ app, chart }: Tenant): Record<string, Record<string, unknown>> {
  app.synth();
  const manifests = chart.toJson() as { kind: string; metadata: { name: string }; spec: Record<string, unknown> }[];
  return Object.fromEntries(manifests.filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata, spec }) => [metadata.name, spec]));
}
