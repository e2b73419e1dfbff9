import { type App, Chart, Testing } from 'cdk8s';
import { ClusterChart, waveOfObject } from '../../lib/core';
import { Ingress } from '../../lib/networking';
import { KnativePlatform, type KnativePlatformProps } from '../../lib/platform';
import { type Manifest, VendoredReleases } from '../../lib/releases';
import { vendoredFolder } from '../vendored-files';
import { SMALL_RELEASES } from './small-releases';

/** The small releases, written once for all tests of a file. */
let written: string | undefined;

export function smallFolder(): string {
  written ??= vendoredFolder(SMALL_RELEASES);
  return written;
}

export interface Vendored {
  readonly app: App;
  readonly chart: Chart;
  readonly platform: KnativePlatform;
}

/** A platform whose files are vendored, in an app of its own. */
export function vendored(props: Partial<KnativePlatformProps> = {}, cluster?: string): Vendored {
  const app = Testing.app();
  const chart = cluster === undefined ? new Chart(app, 'platform') : new ClusterChart(app, 'platform', { cluster });
  const platform = new KnativePlatform(chart, 'knative', {
    ingress: Ingress.kourier(), releases: VendoredReleases.fromFolder(smallFolder()), ...props,
  });
  return { app, chart, platform };
}

/** What synth asks of an app before it writes anything. */
export function refusals(app: App): string[] {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    return app.node.findAll().flatMap((each) => each.node.validate());
  } finally {
    write.mockRestore();
  }
}

/** The codes of the refusals. */
export function codesIn(app: App): string[] {
  return refusals(app).map((text) => text.slice(0, 10));
}

/** All manifests of an app that is right. */
export function manifests(app: App): Manifest[] {
  expect(refusals(app)).toEqual([]);
  return app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
}

/** One of them by kind, name and namespace. */
export function objectOf(app: App, kind: string, name: string, namespace?: string): Manifest {
  const found = manifests(app).filter((object) => object.kind === kind && object.metadata.name === name
    && (namespace === undefined || object.metadata.namespace === namespace));
  expect(found).toHaveLength(1);
  return found[0] as Manifest;
}

/** `Kind name` of all objects, by chart below the platform. */
export function namesByChart(app: App): Record<string, string[]> {
  expect(refusals(app)).toEqual([]);
  return Object.fromEntries(app.charts.map((chart) => [
    chart.node.id, chart.apiObjects.map(({ kind, name }) => `${kind} ${name}`).sort(),
  ]));
}

/** The step of each object, by `Kind name`. */
export function waves(app: App): Record<string, string> {
  expect(refusals(app)).toEqual([]);
  return Object.fromEntries(app.charts.flatMap((chart) => chart.apiObjects.map((object) =>
    [`${object.kind} ${object.name}`, waveOfObject(object)])));
}
