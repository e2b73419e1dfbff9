import type { IConstruct } from 'constructs';
import type { ObjectReference } from '../core';

/**
 * Whose newest revision a `Route` can send requests to: a `Configuration`, and a `KnativeService`, which makes a
 * configuration of its own name.
 */
export interface IConfiguration extends IConstruct {
  /** Name of the configuration. */
  readonly configurationName: string;
  /** Namespace of the configuration; absent where the program does not say. */
  readonly namespace?: string | undefined;
  /** How other objects refer to what has the revisions. */
  readonly reference: ObjectReference;
}
