import * as fs from 'fs';
import * as path from 'path';
import { ComponentName } from '../../lib/core';
import {
  checkLock, checkLocked, EMPTY_LOCK, LOCK_FILE, lockEntry, readLock, releaseFile, releaseFilesKnown, renderLock,
  vendoredPath,
} from '../../lib/releases';
import { configMap, KOURIER, newFolder, removeFolders, vendored } from './vendored';

afterEach(removeFolders);

const FILE = releaseFile(ComponentName.NET_KOURIER, '1.23.0', 'kourier.yaml');
const PATH = vendoredPath(FILE);
const ENTRY = lockEntry(FILE, Buffer.from('a'));
const textWith = (entry: unknown, name = PATH) => JSON.stringify({ version: 1, files: { [name]: entry } });

describe('the lock file', () => {
  test('is written in the order of the paths, field by field', () => {
    const text = renderLock({ version: 1, files: { 'z/1/b.yaml': { size: 1, sha256: 'b', url: 'c' }, 'a/1/b.yaml': { url: 'd', sha256: 'e', size: 2 } } });

    expect(text).toBe(`{
  "version": 1,
  "files": {
    "a/1/b.yaml": {
      "url": "d",
      "sha256": "e",
      "size": 2
    },
    "z/1/b.yaml": {
      "url": "c",
      "sha256": "b",
      "size": 1
    }
  }
}
`);
  });

  test('is read as it was written', () => {
    const files = Object.fromEntries(releaseFilesKnown()
      .map((file) => [vendoredPath(file), lockEntry(file, Buffer.from(file.url))]));
    const folder = newFolder();
    fs.writeFileSync(path.join(folder, LOCK_FILE), renderLock({ version: 1, files }));

    expect(readLock(folder)).toEqual({ lock: { version: 1, files }, exists: true });
  });

  test('is empty where there is none', () => {
    expect(readLock(path.join(newFolder(), 'nowhere'))).toEqual({ lock: EMPTY_LOCK, exists: false });
  });

  test('may name releases of a newer library', () => {
    expect(checkLock(textWith({ ...ENTRY, url: 'https://example.com/a.yaml' }, 'knative-client/2.0.0/kn.yaml'), 'it')).toBeUndefined();
  });

  test('says what a file is: digest and number of bytes', () => {
    expect(lockEntry(FILE, Buffer.from('a'))).toEqual({
      url: 'https://github.com/knative-extensions/net-kourier/releases/download/knative-v1.23.0/kourier.yaml',
      sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      size: 1,
    });
    expect(checkLocked({ version: 1, files: { [PATH]: ENTRY } }, 'releases', FILE, Buffer.from('a'))).toBeUndefined();
    expect(checkLocked({ version: 1, files: { [PATH]: ENTRY } }, 'releases', FILE, Buffer.from('b'))).toMatchObject({ code: 'KN-REL-003' });
    expect(checkLocked(EMPTY_LOCK, 'releases', FILE, Buffer.from('a'))).toMatchObject({ code: 'KN-REL-005' });
  });

  test.each<[string, string]>([
    ['', 'is no JSON'],
    ['{"version": 1, "files": {}', 'is no JSON'],
    ['{\n<<<<<<< HEAD\n"version": 1\n=======\n', 'has marks of a merge that was not finished'],
    ['[]', 'is no object'],
    ['null', 'is no object'],
    ['{"version": 2, "files": {}}', 'has the version `2`, and this library writes `1`'],
    ['{"files": {}}', 'has the version `undefined`'],
    ['{"version": 1}', 'has no `files`'],
    ['{"version": 1, "files": {}, "more": 1}', 'has the field `more`, which none has'],
    [textWith(ENTRY, '../secrets.yaml'), 'names `../secrets.yaml`, which is no path'],
    ...[
      'net-kourier/1.23.0/../a.yaml', 'abc/1/..', 'abc/1/.', 'abc/1/.hidden', 'abc/1/-a.yaml', 'abc/../a.yaml', 'abc/./a.yaml',
      '../1/a.yaml', './1/a.yaml', '-abc/1/a.yaml', '/1/a.yaml', 'abc/1/', 'abc/1', 'abc/1/a.yaml/', 'abc/1/a\\b', 'abc/1/a.yaml\n',
    ].map((name): [string, string] => [textWith(ENTRY, name), 'which is no path']),
    [textWith('abc'), 'nothing that can be checked'],
    [textWith({ ...ENTRY, sha256: ENTRY.sha256.toUpperCase() }), 'that is no SHA-256'],
    [textWith({ ...ENTRY, sha256: ENTRY.sha256.slice(1) }), 'that is no SHA-256'],
    [textWith({ ...ENTRY, sha256: undefined }), 'that is no SHA-256: `undefined`'],
    [textWith({ ...ENTRY, size: -1 }), 'has a size of'],
    [textWith({ ...ENTRY, size: '1' }), 'has a size of'],
    [textWith({ ...ENTRY, url: 'https://mirror.example.com/kourier.yaml' }), 'that is not that of the release: `https://mirror.example.com/kourier.yaml`'],
    [textWith({ ...ENTRY, url: 7 }), 'that is not that of the release: `7`'],
    [textWith({ ...ENTRY, trusted: true }), 'has the field `trusted` of'],
  ])('fails where somebody edited it: %s', (text, message) => {
    const folder = newFolder();
    fs.writeFileSync(path.join(folder, LOCK_FILE), text);

    expect(readLock(folder)).toMatchObject({
      exists: true, lock: EMPTY_LOCK, problem: { code: 'KN-REL-004', fix: expect.stringContaining('npx cdk8s-knative vendor') as string },
    });
    expect(checkLock(text, 'it')?.message).toContain(message);
  });

  test('fails where it is a folder', () => {
    const folder = newFolder();
    fs.mkdirSync(path.join(folder, LOCK_FILE));

    expect(readLock(folder).problem).toMatchObject({ code: 'KN-REL-004', message: expect.stringContaining('EISDIR') as string });
  });

  test('fails on a digest that was changed together with nothing else', () => {
    const folder = vendored(KOURIER, [configMap('a')]);
    const lock = path.join(folder, LOCK_FILE);
    fs.writeFileSync(lock, fs.readFileSync(lock, 'utf8').replace(/"sha256": "./, '"sha256": "0'));
    const { lock: { files } } = readLock(folder);

    expect(checkLocked({ version: 1, files }, folder, FILE, Buffer.from(configMap('a')))).toMatchObject({ code: 'KN-REL-003' });
  });
});
