import { App, Chart, Testing } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Feature, Features } from '../../lib/core';

/** A chart of its own app for a cluster that has every feature on, and nothing to say about warnings. */
export function shop(namespace = 'shop'): Chart {
  const app = Testing.app();
  Features.of(app).enable(...Object.values(Feature));
  return new Chart(app, 'shop', { namespace });
}

/** Another chart of the same app, in the namespace `billing`. */
export function billing(chart: Chart): Chart {
  return new Chart(App.of(chart), 'billing', { namespace: 'billing' });
}

/** An object of a manifest, as far as contracts look at it. */
export interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The object of a kind and name in the output of a chart. */
export function written(chart: Chart, kind: string, name: string): Written {
  const objects: Written[] = Testing.synth(chart);
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** The problems that synth reports; empty where it goes through. */
export function problemsOf(construct: IConstruct): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    App.of(construct).synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    write.mockRestore();
  }
}

/** How many constructs there are, to see that a question adds none. */
export function sizeOf(construct: IConstruct): number {
  return construct.node.root.node.findAll().length;
}
