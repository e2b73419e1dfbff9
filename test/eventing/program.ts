import { App, Chart, Testing } from 'cdk8s';
import { Warnings } from '../../lib/core';
import { asReleased } from '../released';

/** What the tests look at in a manifest. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, string>>;
}

/** A chart of its own app, in the namespace `shop`. */
export function shop(namespace: string | undefined = 'shop'): Chart {
  return new Chart(Testing.app(), 'chart', { namespace });
}

/** The manifest of the only object of a kind. */
export function manifestOf(chart: Chart, kind: string, name?: string): Manifest {
  const manifests: Manifest[] = Testing.synth(chart);
  const found = manifests.filter((object) =>
    object.kind === kind && (name === undefined || object.metadata.name === name));
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** The problems that synth reports; empty where it goes through. */
export function problemsOf(chart: Chart): string {
  asReleased(chart);
  try {
    App.of(chart).synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Codes of the problems that synth reports, in their order. */
export function codesOf(chart: Chart): string[] {
  return [...problemsOf(chart).matchAll(/\] (KN-[A-Z]{3}-\d{3}) /g)].map((match) => match[1] ?? '');
}

/** Ids of the warnings that stand after synth, in the order of the tree. */
export function warningsOf(chart: Chart): string[] {
  problemsOf(chart);
  return Warnings.of(chart).list().map(({ id }) => id);
}

/** Warnings go to standard error, where they would hide what jest says. */
export function quietly(): void {
  beforeEach(() => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
}
