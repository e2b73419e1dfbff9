import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { expectGolden } from './golden';

const UPDATE = process.env.UPDATE_GOLDENS;
let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-golden-'));
  delete process.env.UPDATE_GOLDENS;
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
  delete process.env.UPDATE_GOLDENS;
  if (UPDATE !== undefined) process.env.UPDATE_GOLDENS = UPDATE;
});

test('a golden holds the text', () => {
  const file = path.join(folder, 'golden.yaml');
  fs.writeFileSync(file, 'a: 1\n');

  expect(() => expectGolden(file, 'a: 1\n')).not.toThrow();
});

test('fails where the text is another', () => {
  const file = path.join(folder, 'golden.yaml');
  fs.writeFileSync(file, 'a: 1\n');

  expect(() => expectGolden(file, 'a: 2\n')).toThrow(/a: 1/);
  expect(fs.readFileSync(file, 'utf8')).toBe('a: 1\n');
});

test('fails where there is no golden, and makes none', () => {
  const file = path.join(folder, 'golden.yaml');

  expect(() => expectGolden(file, 'a: 1\n')).toThrow('npm run goldens');
  expect(fs.existsSync(file)).toBe(false);
});

test('a golden is written where that is asked for', () => {
  const file = path.join(folder, 'example', 'golden.yaml');
  process.env.UPDATE_GOLDENS = '1';

  expectGolden(file, 'a: 1\n');
  expectGolden(file, 'a: 2\n');

  expect(fs.readFileSync(file, 'utf8')).toBe('a: 2\n');
});
