import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { declaredIn } from './declared-placeholders';
import { ownerOf, traceOf } from './identity';
import { lateFields } from './late-fields';
import { titleOf, unresolvable, unresolved } from './late-problems';
import { canHoldLateValues } from './late-values';
import { type Problem, show, wrongType } from './problem';
import { hasProblems, refuseAtSynth } from './problems';
import { findUnprintable } from './unprintable';

/** A construct that renders the fields of its object itself. */
export interface Renders extends IConstruct {
  readonly apiObject: ApiObject;
  _renderAhead(): Readonly<Record<string, unknown>>;
  _forgetRendered(): void;
}

/**
 * Looks for what would fail only when the manifests are made, and leave the output half written: cdk8s writes one file
 * after the other. That is a patch that does not apply, and in JavaScript a value of a type that the property does not
 * allow. What was rendered here is what the manifests are then made of, so that it is not done twice.
 */
export function checkRendering(constructs: readonly IConstruct[]): void {
  for (const construct of constructs) {
    if (isRendering(construct)) {
      if (!hasProblems(construct)) tryTo(construct, () => { renderAhead(construct); }, wrongType);
    } else if (ApiObject.isApiObject(construct) && isPatched(construct) && !hasProblems(ownerOf(construct))) {
      tryTo(ownerOf(construct), () => { construct.toJson(); }, wrongPatch);
    }
  }
  // A refused program is mended before it is rendered again.
  if (constructs.some(hasProblems)) {
    for (const construct of constructs) if (isRendering(construct)) construct._forgetRendered();
  }
}

function renderAhead(construct: Renders): void {
  for (const [field, value] of Object.entries(construct._renderAhead())) {
    const problem = findUnprintable(value, field) ?? checkPrintedElsewhere(construct, field, value);
    if (problem !== undefined) refuseAtSynth(construct, problem, traceOf(construct));
  }
}

/**
 * Where AWS CDK encoded nothing in this process, a late value comes from another program, which printed it. It is
 * looked for here, since the check of late values renders nothing for it.
 */
function checkPrintedElsewhere({ apiObject }: Renders, field: string, value: unknown): Problem | undefined {
  if (canHoldLateValues()) return undefined;
  const found = lateFields(value, field);
  // Where placeholders are declared, all of the manifest was looked at before.
  if (found.length === 0 || declaredIn(apiObject.node.root).size > 0) return undefined;
  const title = titleOf(apiObject);
  return unresolvable(title, found)[0] ?? unresolved(title, found);
}

/**
 * The problem of a patch that does not apply.
 * @internal
 */
export function wrongPatch(error: unknown): Problem {
  return {
    code: 'KN-TYP-002',
    message: `a JSON patch cannot be applied: ${show(error instanceof Error ? error.message : error)}`,
    received: undefined,
    allowed: 'patches of paths that the manifest has; `add` for a field that is new',
    fix: "look at the manifest without the patch; write `JsonPatch.add('/spec/field', value)` for a new field",
  };
}

function tryTo(construct: IConstruct, run: () => void, problem: (error: unknown) => Problem): void {
  try {
    run();
  } catch (error) {
    refuseAtSynth(construct, problem(error), traceOf(construct));
  }
}

/** Whether a construct renders the fields of its object itself. */
export function isRendering(construct: IConstruct): construct is Renders {
  return '_renderAhead' in construct;
}

/** cdk8s keeps the patches to itself; a version that keeps them elsewhere costs this check and nothing else. */
export function isPatched(object: ApiObject): boolean {
  const patches: unknown = Reflect.get(object, 'patches');
  return Array.isArray(patches) && patches.length > 0;
}
