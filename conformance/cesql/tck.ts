import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';

const MODULE = 'github.com/cloudevents/sdk-go/sql/v2';
const GO = path.join(__dirname, '..', 'go', 'data-plane');
/** The event that the tests of the Go module ask, where they name none. */
const FULL = {
  specversion: '1.0', id: 'full-event', type: 'com.example.FullEvent', source: 'http://example.com/source', subject: 'topic',
  time: '2020-03-21T12:34:56.78Z', dataschema: 'http://example.com/schema', datacontenttype: 'text/json', exbool: true,
  exint: 42, exstring: 'exstring', exbinary: 'AAECAw==', exurl: 'http://example.com/source', extime: '2020-03-21T12:34:56.78Z',
} as const;

interface TckFile {
  readonly name: string;
  readonly tests: readonly {
    readonly name: string;
    /** YAML reads some of them as something else than a text. */
    readonly expression: string | number | boolean;
    readonly result?: string | number | boolean;
    readonly error?: string;
    readonly event?: Readonly<Record<string, unknown>>;
    readonly eventOverrides?: Readonly<Record<string, unknown>>;
  }[];
}

/** A test of those that come with the specification. */
export interface TckTest {
  readonly name: string;
  readonly expression: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** The value or the kind of error, in the form of the judge. */
  readonly expected: string;
}

/** The tests of the specification, as the Go module brings them. */
export function tckTests(): TckTest[] {
  const { stdout, stderr } = spawnSync('go', ['list', '-m', '-f', '{{.Dir}}', MODULE], { cwd: GO, encoding: 'utf8' });
  if (stdout.trim() === '') throw new Error(`go list of ${MODULE} failed: ${stderr}`);
  const folder = path.join(stdout.trim(), 'test', 'tck');
  return fs.readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().flatMap((file) => {
    const { name: group, tests } = parse(fs.readFileSync(path.join(folder, file), 'utf8')) as TckFile;
    return tests.map(({ name, expression, event, eventOverrides, result, error }): TckTest => ({
      name: `${group}: ${name}`,
      expression: String(expression),
      event: { ...(event ?? FULL), specversion: '1.0', ...eventOverrides },
      expected: error === undefined ? written(result) : error === 'parse' ? 'refused' : JSON.stringify({ fault: kind(error) }),
    }));
  });
}

function written(result: unknown): string {
  return JSON.stringify(typeof result === 'boolean' ? { truth: result }
    : typeof result === 'number' ? { number: result } : { text: result });
}

/** `missingAttribute` is `missing-attribute` here. */
function kind(error: string): string {
  return error.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
