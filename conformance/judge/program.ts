import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { Feature, Features, KnativeError } from '../../lib';
import { describeInstallation, installationsFor, KNATIVE_EVENTING, KNATIVE_SERVING } from '../../lib/core';
import { refusalsOf } from '../../lib/testing';
import type { KubernetesObject } from '../control-plane/api-server';
import type { PlaneName } from '../control-plane/plane';

/** What became of a program: its objects, or the lines that refused it. */
export interface Outcome {
  readonly refusals: readonly string[];
  readonly objects: readonly KubernetesObject[];
}

/** Runs a program as its user would, for a cluster with the flags of a plane. */
export function runProgram(program: (chart: Chart) => void, namespace: string, plane: PlaneName): Outcome {
  // Refusals name a line of the program; the folder is never written to.
  const app = new App({ outdir: path.join(os.tmpdir(), 'never-written') });
  const chart = new Chart(app, 'program', { namespace });
  if (plane === 'flags') Features.of(app).enable(...Object.values(Feature));
  try {
    program(chart);
  } catch (error) {
    if (error instanceof KnativeError) return { refusals: [error.message], objects: [] };
    throw error;
  }
  if (plane === 'defaults') describeRelease(app);
  const refusals = refusalsOf(app);
  return { refusals, objects: refusals.length > 0 ? [] : objectsOf(app) };
}

/** Makes a program one for clusters with a release as it comes, as far as it does not describe them itself. */
export function describeRelease(app: App): void {
  const release = { KnativeServing: KNATIVE_SERVING, KnativeEventing: KNATIVE_EVENTING };
  for (const construct of app.charts) {
    for (const [kind, namespace] of Object.entries(release)) {
      const described = installationsFor(construct).some((installation) => installation.namespace === namespace);
      if (!described) describeInstallation({ construct, kind, namespace, config: () => ({}) });
    }
  }
}

/** The objects of an app as they stand in its files, in their order. */
export function objectsOf(app: App): KubernetesObject[] {
  return app.charts.flatMap((chart) => chart.toJson() as KubernetesObject[]);
}

/** The files below a folder that end in a given way, sorted. */
export function filesOf(folder: string, ending: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending)).sort().map((file) => path.join(folder, file));
}
