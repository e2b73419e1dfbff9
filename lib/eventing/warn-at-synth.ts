import { appChecks, type Resource, traceOf, Warnings } from '../core';

/**
 * Warns of something that only the finished program shows; `message` answers nothing where all is well.
 * @internal
 */
export function warnAtSynth(owner: Resource, id: string, message: () => string | undefined): void {
  appChecks(owner).defer(owner, traceOf(owner), () => {
    const text = message();
    if (text !== undefined) Warnings.of(owner)._addFrom(id, text, traceOf(owner));
    return [];
  });
}
