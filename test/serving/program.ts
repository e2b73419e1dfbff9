import { type App, Chart, Testing } from 'cdk8s';
import { Warnings } from '../../lib/core';
import { asReleased } from '../released';

export const IMAGE = 'ghcr.io/example/orders:1.0';

/** What the pod part writes for a container that says nothing about its rights. */
export const SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** An app with one chart, in a namespace of its own. */
export function setUp(namespace: string | undefined = 'shop'): { app: App; chart: Chart } {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace }) };
}

/** What synth says of a program, a line for each problem. */
export function problemsOf(app: App): string[] {
  asReleased(app);
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes(' KN-'));
  }
  return [];
}

/** The codes of what synth says of a program. */
export function codesOf(app: App): string[] {
  return problemsOf(app).map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0] ?? line);
}

/** The warnings of a program. */
export function warningsOf(app: App): string[] {
  return Warnings.of(app).list().map(({ id }) => id);
}
