import type { ApiObject } from 'cdk8s';

/** Entries of a list of an object that a controller says, by name. */
export interface LeftEntries {
  /** JSON pointer of the list. */
  readonly list: string;
  readonly names: ReadonlySet<string>;
}

/** What controllers of a cluster do with an object that a release brings, though it is written in its manifest. */
export interface LeftToControllers {
  /**
   * Fields that a controller changes, as JSON pointers: the manifest says how they begin.
   * @default - none
   */
  readonly changed?: readonly string[];
  /**
   * Of lists that are among `changed`, the entries that a controller says: the others follow the manifest.
   * @default - all of each list
   */
  readonly entries?: readonly LeftEntries[];
  /**
   * Fields by which a controller removes the object when it is done, as JSON pointers: a tool that compares would make
   * it again.
   * @default - none
   */
  readonly removing?: readonly string[];
}

const LEFT = new WeakMap<ApiObject, LeftToControllers>();

/**
 * Says what of an object is left to controllers. That is for objects of releases alone: of an object of the program,
 * the program says what it wants.
 * @internal
 */
export function leaveToControllers(object: ApiObject, left: LeftToControllers): void {
  LEFT.set(object, left);
}

/** What of an object is left to controllers. */
export function leftToControllers(object: ApiObject): Required<LeftToControllers> {
  const { changed = [], entries = [], removing = [] } = LEFT.get(object) ?? {};
  return { changed, entries, removing };
}
