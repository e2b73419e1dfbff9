import * as path from 'node:path';
import { Compiler } from '../../conformance/generated/compiler';
import { coverageOf } from '../../conformance/generated/coverage';
import { End, run } from '../../conformance/generated/interpreter';
import { Ruling, rule } from '../../conformance/generated/judging';
import { printProgram } from '../../conformance/generated/printer';
import { pairs, programs, samples } from '../../conformance/generated/programs';
import { reasonFor, staleReasons } from '../../conformance/generated/reasons';
import type { Program } from '../../conformance/generated/program';

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

describe('changed programs', () => {
  test('are refused by somebody or make manifests, and never crash where they compile', async () => {
    const some = [true, false].flatMap((flags) => pairs({ seed: 1, flags }, 50));

    const ruled = await rule(some, compiler, (manifests) => Promise.resolve(manifests.map(() => ({ accepted: true, words: '' }))));

    expect(new Set(ruled.map(({ ruling }) => ruling))).toEqual(new Set([
      Ruling.REFUSED, Ruling.REFUSED_BY_CDK8S, Ruling.REFUSED_BY_COMPILER, Ruling.UNCHANGED, Ruling.ACCEPTED,
    ]));
  });
});
