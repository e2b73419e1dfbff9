import type { Chart } from 'cdk8s';
import type { ErrorCode } from '../../lib';
import type { PlaneName } from '../control-plane/plane';

/**
 * One mistake, said twice: as the program that this library refuses, and as the manifest that the program would have
 * become, written through the way out.
 */
export interface VerdictRow {
  /**
   * Kind of the wrong object, as the manifest names it, such as `Broker`. Two groups have a `Service`: `Service` is
   * Knative's.
   */
  readonly kind: string;
  /** The mistake, in words, such as `a retry count below zero`. */
  readonly mistake: string;
  /**
   * How the program is refused: by an error of the library, or by the compiler. A program that the compiler refuses
   * holds `// @ts-expect-error` above the wrong line, which fails to compile should the compiler ever accept it; it is
   * not run.
   */
  readonly refused: ErrorCode | 'compiler';
  /**
   * The program that is refused. Charts are in a namespace of their own. A secret is spelt `hunter2`: no message may
   * hold it.
   */
  readonly program: (chart: Chart) => void;
  /**
   * The same through `ApiObject` or JSON patches. It must synthesize. Its objects are applied in the order of the tree.
   */
  readonly manifest: (chart: Chart) => void;
  /** Part of the words with which the server refuses the manifest. Absent exactly where `stricter` is given. */
  readonly words?: string;
  /** Why we refuse what the server takes: what happens on the cluster then. */
  readonly stricter?: string;
  /**
   * With `stricter`: part of the words with which the server refuses a dry run, where Knative tries the pod itself.
   * @default - a dry run shows nothing more
   */
  readonly dryRun?: string;
  /**
   * Which plane judges: with the defaults of a release, or with all feature flags on.
   * @default 'flags'
   */
  readonly plane?: PlaneName;
}
