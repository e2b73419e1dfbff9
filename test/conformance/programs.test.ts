import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import type { KindProgram } from '../../conformance/programs/program';
import { Feature, Features } from '../../lib';

const FOLDER = path.resolve(__dirname, '..', '..', 'conformance', 'programs');

const PROGRAMS = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && file !== 'program.ts').sort()
  .map((file): [string, KindProgram] =>
    [file.replace(/\.ts$/, ''), jest.requireActual<{ program: KindProgram }>(path.join(FOLDER, file)).program]);

/** The objects of a program, on a cluster that has all feature flags on. */
function objectsOf({ program }: KindProgram): { apiVersion: string; kind: string }[] {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const app = new App({ outdir: path.join(__dirname, 'never-written') });
    Features.of(app).enable(...Object.values(Feature));
    const chart = new Chart(app, 'program', { namespace: 'shop' });
    program(chart);
    app.node.findAll().forEach(({ node }) => { expect(node.validate()).toEqual([]); });
    return chart.toJson() as { apiVersion: string; kind: string }[];
  } finally {
    write.mockRestore();
  }
}

describe.each(PROGRAMS)('the program with every field of %s', (name, program) => {
  test('is one that the library takes, and makes objects of its kind', () => {
    const { apiVersion, kind } = program;

    expect(objectsOf(program)).toContainEqual(expect.objectContaining({ apiVersion, kind }));
  });

  test('is in the file that is called after its kind', () => {
    const words = program.kind.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();

    expect(name).toBe(words);
  });
});
