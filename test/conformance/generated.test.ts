import * as path from 'node:path';
import fc from 'fast-check';
import { condition, EXPRESSIONS } from '../../conformance/generated/cesql';
import { otherExpressions } from '../../conformance/generated/cesql-mutations';
import { Compiler } from '../../conformance/generated/compiler';
import { coverageOf } from '../../conformance/generated/coverage';
import { call } from '../../conformance/generated/expression';
import { End, run } from '../../conformance/generated/interpreter';
import { Ruling, rule } from '../../conformance/generated/judging';
import { printExpr, printProgram } from '../../conformance/generated/printer';
import { assemble, type Program } from '../../conformance/generated/program';
import { pairs, programs, samples } from '../../conformance/generated/programs';
import { reasonFor, staleReasons } from '../../conformance/generated/reasons';
import { Filter, KnativeError } from '../../lib';

const compiler = new Compiler();
const all = samples(true, 80);

/** The programs that came to another end than manifests, as one would read them. */
function failing(some: readonly Program[]): string[] {
  return some.flatMap((program) => {
    const { end, words } = run(program);
    return end === End.SYNTHESIZED ? [] : [`${words}\n${printProgram(program)}`];
  });
}

describe('generated programs', () => {
  const compiled = compiler.compile(all);

  test('use all of the public API, but for what has a reason', () => {
    const { offered, used } = coverageOf(compiled, path.resolve(__dirname, '../../lib/index.ts'));

    expect([...offered].filter((name) => !used.has(name) && reasonFor(name) === undefined).sort()).toEqual([]);
    expect(staleReasons(offered, used)).toEqual([]);
  });

  test('compile', () => {
    expect(compiled.program.getSyntacticDiagnostics(compiled.file)).toEqual([]);
    expect(compiled.program.getSemanticDiagnostics(compiled.file).map(({ messageText }) => messageText)).toEqual([]);
  });

  test('synthesize, each sort of statement by itself', () => {
    expect(failing(all)).toEqual([]);
  });

  test.each([true, false])('synthesize in any mixture, with all feature flags: %s', (flags) => {
    expect(failing(programs({ seed: 1, flags }, 60))).toEqual([]);
  });

  test('are the same for the same seed', () => {
    const again = () => programs({ seed: 7, flags: true }, 20).map(printProgram);

    expect(again()).toEqual(again());
  });
});

describe('generated conditions', () => {
  const written = fc.sample(condition, { seed: 1, numRuns: 2000 }).map((expr) => {
    const filter = call('Filter', 'where', expr);
    return { words: run(assemble([{ sorts: [], expr: filter }], 'shop', false)).words, text: printExpr(filter) };
  });

  test('are ones that some event meets', () => {
    expect(written.filter(({ words }) => words !== '')).toEqual([]);
  });

  test('are filters when they are written by hand, too', () => {
    for (const text of EXPRESSIONS) expect(() => Filter.cesql(text)).not.toThrow();
  });

  test('are filters or refused with a code, where they are changed', () => {
    const changed = EXPRESSIONS.flatMap((text) => otherExpressions(text).map(([, other]) => other));
    const codes = changed.flatMap((text) => {
      try {
        Filter.cesql(text);
        return [];
      } catch (error) {
        return error instanceof KnativeError ? [...new Set(error.message.match(/KN-FLT-\d+/g))] : [String(error)];
      }
    });

    expect([...new Set(codes)].sort()).toEqual([
      'KN-FLT-003', 'KN-FLT-007', 'KN-FLT-008', 'KN-FLT-009', 'KN-FLT-010', 'KN-FLT-011', 'KN-FLT-012',
    ]);
    expect(codes.length).toBeLessThan(changed.length);
  });
});

describe('changed programs', () => {
  test('are refused by somebody or make manifests, and never crash where they compile', async () => {
    const some = [true, false].flatMap((flags) => pairs({ seed: 1, flags }, 100));

    const ruled = await rule(some, compiler, (manifests) => Promise.resolve(manifests.map(() => ({ accepted: true, words: '' }))));

    expect(new Set(ruled.map(({ ruling }) => ruling))).toEqual(new Set([
      Ruling.REFUSED, Ruling.REFUSED_BY_CDK8S, Ruling.REFUSED_BY_COMPILER, Ruling.UNCHANGED, Ruling.ACCEPTED,
    ]));
  });
});
