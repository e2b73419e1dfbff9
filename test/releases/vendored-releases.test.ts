import * as fs from 'fs';
import * as path from 'path';
import { ComponentName, type ReleaseComponent } from '../../lib/core';
import { checkObjects, LOCK_FILE, type Manifest, missingFiles, NEEDS_FILE, type ReadResult, VendoredReleases } from '../../lib/releases';
import { configMap, KOURIER, newFolder, removeFolders, vendored } from './vendored';

afterEach(removeFolders);

const read = (folder: string, component: ReleaseComponent = KOURIER): ReadResult => {
  const results = Object.values(VendoredReleases.fromFolder(folder)._readFiles(component));
  return {
    objects: results.flatMap(({ objects }) => objects),
    problems: results.flatMap(({ problems }) => problems),
    complete: results.every(({ complete }) => complete),
  };
};
const namesOf = (objects: readonly Manifest[]) => objects.map(({ kind, metadata: { name } }) => `${kind}/${name}`);
const problemsOf = (text: string) => read(vendored(KOURIER, [text])).problems;
const only = (text: string) => {
  const problems = problemsOf(text);
  expect(problems).toHaveLength(1);
  return problems[0];
};
const FILE = 'net-kourier/1.23.0/kourier.yaml';
const ISTIO = { name: ComponentName.NET_ISTIO, version: '1.23.0', files: ['istio.yaml', 'net-istio.yaml'] };

describe('vendored files', () => {
  test('give their objects in the order of the files', () => {
    const folder = vendored(ISTIO, [`${configMap('a')}---\n${configMap('b')}`, configMap('a')]);

    const { objects, problems, complete } = read(folder, ISTIO);

    expect({ names: namesOf(objects), problems, complete })
      .toEqual({ names: ['ConfigMap/a', 'ConfigMap/b', 'ConfigMap/a'], problems: [], complete: true });
    expect(VendoredReleases.fromFolder(folder)._readFiles(ISTIO)).toMatchObject({
      'istio.yaml': { objects: [{ kind: 'ConfigMap' }, { kind: 'ConfigMap' }] }, 'net-istio.yaml': { objects: [{ kind: 'ConfigMap' }] },
    });
  });

  test('are read when they are asked for, and parsed once a process', () => {
    const releases = VendoredReleases.fromFolder(path.join(newFolder(), 'not-there-yet'));
    const folder = vendored(KOURIER, [configMap('parsed-once')]);
    const twin = vendored(KOURIER, [configMap('parsed-once')]);

    expect(releases.folder).toMatch(/not-there-yet$/);
    expect(read(folder).objects[0]).toBe(read(twin).objects[0]);
  });

  test('give objects that nobody can change', () => {
    const [object] = read(vendored(KOURIER, [configMap('frozen', '{key: value}')])).objects;

    expect(() => { (object?.data as { key: string }).key = 'other'; }).toThrow(TypeError);
    expect(() => { (object as { kind: string }).kind = 'Secret'; }).toThrow(TypeError);
  });

  test('are taken apart where they are lists, of any kind and in one another', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMapList\n  items:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: inner}}\n'
      + '- {apiVersion: v1, kind: Secret, metadata: {name: outer}}\n';

    expect(namesOf(read(vendored(KOURIER, [list])).objects)).toEqual(['ConfigMap/inner', 'Secret/outer']);
  });

  test('may have an object whose kind ends like that of a list', () => {
    const text = 'apiVersion: example.com/v1\nkind: ShoppingList\nmetadata: {name: food}\nspec: {items: []}\n';

    expect(namesOf(read(vendored(KOURIER, [text])).objects)).toEqual(['ShoppingList/food']);
  });

  test('may have Jobs that get their name later: they go by its beginning until then', () => {
    const job = (name: string) => `---\napiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: ${name}\n`;

    const { objects, problems } = read(vendored(KOURIER, [job('migrate-parcels-') + job('cleanup-')]));

    expect(problems).toEqual([]);
    expect(objects.map(({ metadata }) => metadata)).toEqual([
      { name: 'migrate-parcels', generateName: 'migrate-parcels-' }, { name: 'cleanup', generateName: 'cleanup-' },
    ]);
    expect(Object.isFrozen(objects[0]?.metadata)).toBe(true);
  });

  test('may have objects of one name that differ in kind, group or namespace', () => {
    const text = [
      configMap('a'), configMap('a').replace('parcels', 'letters'), 'apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: parcels}\n',
      'apiVersion: example.com/v1\nkind: ConfigMap\nmetadata: {name: a, namespace: parcels}\n',
    ].join('---\n');

    expect(read(vendored(KOURIER, [text]))).toMatchObject({ problems: [], objects: { length: 4 } });
  });
});

describe('a vendored file', () => {
  test('fails where it is missing', () => {
    const folder = vendored(KOURIER, [configMap('a')]);
    fs.rmSync(path.join(folder, FILE));

    expect(read(folder)).toEqual({
      objects: [],
      complete: false,
      problems: [{
        code: 'KN-REL-002',
        message: `there is no file \`${path.join(folder, FILE)}\``,
        received: undefined,
        allowed: 'the files of all releases that the program needs',
        fix: 'run `npx cdk8s-knative vendor` in the folder that the program runs in, and keep what it brings in version control',
      }],
    });
    expect(read(newFolder()).problems).toMatchObject([{ code: 'KN-REL-002' }]);
  });

  test('fails where a folder lies in its place', () => {
    const folder = vendored(KOURIER, [configMap('a')]);
    fs.rmSync(path.join(folder, FILE));
    fs.mkdirSync(path.join(folder, FILE));

    expect(read(folder).problems).toMatchObject([{ code: 'KN-REL-002', message: expect.stringContaining('cannot be read: EISDIR') as string }]);
  });

  test.each<[string, (text: string) => string, string, string]>([
    ['with one letter changed', (text) => text.replace('parcels', 'PARCELS'), 'its digest is `', 'take it from version control'],
    ['that ends too early', (text) => text.slice(0, 20), 'it has 20 bytes in place of ', 'platform.patchReleased(...)'],
    ['with the line breaks of Windows', (text) => text.replaceAll('\n', '\r\n'), 'bytes in place of ', '/** -text` into `.gitattributes`'],
    ['that Git LFS keeps elsewhere', () => 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n', 'it is a pointer of Git LFS', 'run `git lfs pull`'],
    ['that is empty', () => '', 'it has 0 bytes', 'npx cdk8s-knative vendor'],
  ])('fails %s', (_what, change, message, fix) => {
    const folder = vendored(KOURIER, [configMap('a')]);
    const file = path.join(folder, FILE);
    fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));

    const { problems, objects } = read(folder);

    expect(objects).toEqual([]);
    expect(problems).toMatchObject([{ code: 'KN-REL-003', allowed: expect.stringContaining(LOCK_FILE) as string }]);
    expect(problems[0]?.message).toContain(file);
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.fix).toContain(fix);
  });

  test('fails where the lock file does not name it, or is not there', () => {
    const folder = vendored(KOURIER, [configMap('a')]);
    const lock = path.join(folder, LOCK_FILE);

    fs.writeFileSync(lock, '{"version": 1, "files": {}}\n');
    expect(read(folder).problems).toMatchObject([{ code: 'KN-REL-005', fix: expect.stringContaining('run `npx cdk8s-knative vendor`') as string }]);

    fs.rmSync(lock);
    expect(read(folder).problems).toMatchObject([{ code: 'KN-REL-005' }]);
  });

  test('fails with all others where the folder or its lock file is not there, or cannot be read', () => {
    const folder = vendored(KOURIER, [configMap('a')]);
    const check = (of = folder) => VendoredReleases.fromFolder(of)._checkFolder();

    expect(check()).toBeUndefined();
    fs.writeFileSync(path.join(folder, LOCK_FILE), '{');
    expect(check()).toMatchObject({ code: 'KN-REL-004' });
    fs.rmSync(path.join(folder, LOCK_FILE));
    expect(check()).toMatchObject({ code: 'KN-REL-005', message: expect.stringContaining('there is no lock file') as string });
    expect(check(path.join(folder, 'other'))).toMatchObject({ code: 'KN-REL-002', received: path.join(folder, 'other') });
  });

  test('is named with the others that are missing', () => {
    const named = (count: number) => missingFiles(Array.from({ length: count }, (_, index) => `${index}.yaml`)).map(({ message }) => message);

    expect(named(0)).toEqual([]);
    expect(named(1)).toEqual(['there is no file `0.yaml`']);
    expect(named(3)).toEqual(['there are no files `0.yaml`, `1.yaml`, `2.yaml`']);
    expect(named(5)).toEqual(['there are no files `0.yaml`, `1.yaml`, `2.yaml` and 2 more']);
    expect(VendoredReleases.fromFolder(newFolder())._readFiles(KOURIER)['kourier.yaml']?.missing).toMatch(/kourier\.yaml$/);
  });

  test('fails for each file where the lock file cannot be read', () => {
    const folder = vendored(ISTIO, [configMap('a'), configMap('b')]);
    fs.writeFileSync(path.join(folder, LOCK_FILE), '{');

    expect(read(folder, ISTIO).problems).toMatchObject([{ code: 'KN-REL-004' }, { code: 'KN-REL-004' }]);
  });

  test('fails where the table of releases does not have it', () => {
    expect(read(newFolder(), { ...KOURIER, files: ['envoy.yaml'] }).problems).toMatchObject([{ code: 'KN-REL-001' }]);
    expect(read(newFolder(), { ...KOURIER, version: '0.1.0' }).problems).toMatchObject([{ code: 'KN-REL-001' }]);
  });

  test('fails in the place of every mistake, and its other objects are read', () => {
    const text = `${configMap('a')}---\njust a text\n---\napiVersion: v1\n---\n${configMap('b')}`;
    const { objects, problems } = read(vendored(KOURIER, [text]));

    expect(namesOf(objects)).toEqual(['ConfigMap/a', 'ConfigMap/b']);
    expect(problems.map(({ code, message }) => `${code} ${message.replace(/`.*kourier\.yaml`/, 'it')}`)).toEqual([
      'KN-REL-008 the document on line 8 of it is no map', 'KN-REL-008 the document on line 10 of it has no `kind`',
    ]);
  });

  test.each<[string, string]>([
    ['- a\n', 'is no map'],
    ['42\n', 'is no map'],
    ['{}\n', 'has no `apiVersion`'],
    ['apiVersion: 1\nkind: ConfigMap\nmetadata: {name: a}\n', 'has no `apiVersion`'],
    ['apiVersion: a/b/v1\nkind: ConfigMap\nmetadata: {name: a}\n', 'has the `apiVersion` `a/b/v1`, which is none'],
    ['apiVersion: v1\nkind: ""\nmetadata: {name: a}\n', 'has no `kind`'],
    ['apiVersion: v1\nkind: ConfigMap\n', 'of the kind `ConfigMap` has no `metadata`'],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', 'of the kind `ConfigMap` has no name'],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 1.10}\n', 'of the kind `ConfigMap` has no name'],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: yes}\n', 'of the kind `ConfigMap` has a namespace that is no text'],
    ['apiVersion: v1\nkind: List\nitems: [{apiVersion: v1}]\n', 'has no `kind`'],
  ])('fails with a document that is no Kubernetes object: %j', (text, message) => {
    expect(only(text)).toMatchObject({ code: 'KN-REL-008', message: expect.stringContaining(message) as string });
  });

  test.each(['', '# nothing\n---\n'])('fails without an object: %j', (text) => {
    expect(only(text)).toMatchObject({ code: 'KN-REL-008', message: expect.stringContaining('there is no object in') as string });
  });

  test.each<[string, string]>([
    ['apiVersion: v1\nkind: Pod\nmetadata: {generateName: worker-}\n', 'the Pod on line 1 of'],
    ['apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: "-"}\n', 'the Job on line 1 of'],
    ['apiVersion: batch.volcano.sh/v1\nkind: Job\nmetadata: {generateName: a-}\n', 'the Job on line 1 of'],
  ])('fails with an object that cannot be given a name: %j', (text, message) => {
    expect(only(text)).toMatchObject({ code: 'KN-REL-007', message: expect.stringContaining(message) as string });
  });

  test('fails with an object that is there twice, in whichever version', () => {
    const policy = (version: string) => `---\napiVersion: example.com/${version}\nkind: Policy\nmetadata: {name: all}\n`;

    expect(only(`${configMap('a')}---\n${configMap('a', '{key: value}')}`)?.message)
      .toMatch(/^the ConfigMap `a` of the namespace `parcels` is in `.*kourier\.yaml` twice, on lines 1 and 8$/);
    expect(only(policy('v1') + policy('v1beta1'))).toMatchObject({ code: 'KN-REL-006' });
    expect(only(`${configMap('a')}---\napiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n---\n`
      + 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n')).toMatchObject({ code: 'KN-REL-006' });
  });

  test('fails where it is no YAML, with the line', () => {
    expect(only(`${configMap('a')}---\na: {\n`)?.message).toMatch(/^`.*kourier\.yaml` cannot be read, line 9: Flow map/);
    expect(only('<!DOCTYPE html>\n<html><body>Please log in</body></html>\n')?.code).toMatch(/KN-REL-00[89]/);
  });

  test('is checked alike before it is kept', () => {
    expect(checkObjects('kourier.yaml', Buffer.from(configMap('a')))).toEqual([]);
    expect(checkObjects('kourier.yaml', Buffer.from('a: {'))).toMatchObject([{ code: 'KN-REL-009', message: expect.stringContaining('`kourier.yaml`') as string }]);
  });
});

describe('where the command line asks for needs', () => {
  afterEach(() => { Reflect.deleteProperty(process.env, NEEDS_FILE); });

  test('what is missing or altered is left out without a problem', () => {
    const folder = vendored(ISTIO, [configMap('a'), configMap('b')]);
    fs.rmSync(path.join(folder, 'net-istio/1.23.0/istio.yaml'));
    process.env[NEEDS_FILE] = path.join(newFolder(), 'needs');

    const { objects, problems, complete } = read(folder, ISTIO);

    expect({ names: namesOf(objects), problems, complete }).toEqual({ names: ['ConfigMap/b'], problems: [], complete: false });
    fs.writeFileSync(path.join(folder, LOCK_FILE), '{');
    expect(read(folder, ISTIO)).toEqual({ objects: [], problems: [], complete: false });
  });

  test('a file with a mistake fails all the same', () => {
    process.env[NEEDS_FILE] = path.join(newFolder(), 'needs');

    expect(problemsOf('a: {\n')).toMatchObject([{ code: 'KN-REL-009' }]);
  });
});

describe('the folder of vendored files', () => {
  test.each(['', '  ', 'https://example.com/releases', undefined, 7])('fails where it is none: %p', (folder) => {
    expect(() => VendoredReleases.fromFolder(folder as string)).toThrow('KN-REL-010');
  });
});
