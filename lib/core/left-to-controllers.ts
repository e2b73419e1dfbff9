import type { ApiObject } from 'cdk8s';

/** What controllers of a cluster do with an object that a release brings, though it is written in its manifest. */
export interface LeftToControllers {
  /**
   * Fields that a controller changes, as JSON pointers: the manifest says how they begin.
   * @default - none
   */
  readonly changed?: readonly string[];
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
  const { changed = [], removing = [] } = LEFT.get(object) ?? {};
  return { changed, removing };
}
