import type { Chart } from 'cdk8s';

/** A program that uses every field of a kind that the library offers. */
export interface KindProgram {
  readonly apiVersion: string;
  readonly kind: string;
  /** Makes objects of the kind which, taken together, have every field. All feature flags are on. */
  readonly program: (chart: Chart) => void;
  /**
   * Fields that no program can write, by their path in the schema (`spec.subscribers`, `spec.containers[].tty`;
   * everything below is meant too), with the reason.
   */
  readonly notReached: Readonly<Record<string, string>>;
}
