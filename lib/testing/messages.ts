import type { IConstruct } from 'constructs';
import { Warnings } from '../core';

/** Where a refusal was written: ` (folder/program.ts:12:3)` at the end of its line. */
const PLACE = / \((?:[^()]*[\\/])?([^()\\/]+:\d+:\d+)\)$/;

/**
 * The problems for which `app.synth()` refuses an app, one a line, in its order; none for an app that it takes. Of the
 * place in the program only file name, line and column are kept, so that a golden reads the same in every checkout.
 *
 * ```ts
 * expect(refusalsOf(app).join('\n')).toMatchSnapshot();
 * ```
 */
export function refusalsOf(construct: IConstruct): string[] {
  return validate(construct.node.root).map((line) => line.replace(PLACE, ' ($1)'));
}

/**
 * The warnings that `app.synth()` prints for an app and that nobody acknowledged, one a line, as they are printed.
 * A warning that strict mode makes an error is among the refusals as well.
 */
export function warningsOf(construct: IConstruct): string[] {
  const { root } = construct.node;
  // Some warnings are about the finished tree and appear only now.
  validate(root);
  return Warnings.of(root).list()
    .filter(({ acknowledged }) => acknowledged === undefined)
    .map(({ id, message, path }) => `warning ${id}: ${message} [${path}]`);
}

function validate(root: IConstruct): string[] {
  return root.node.findAll().flatMap(({ node }) => node.validate().map((problem) => `[${node.path}] ${problem}`));
}
