import * as fs from 'fs';
import * as path from 'path';
import { Testing } from 'cdk8s';
import { SideDocuments } from '../../lib/core';

describe('side documents', () => {
  test('are written next to the output folder, in place of those of an earlier run', () => {
    const app = Testing.app();
    const folder = `${app.outdir}-documents`;
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'old.json'), '{}');
    SideDocuments.of(app).add({ file: 'vault/b.json', content: () => '{"b":1}\n' });
    SideDocuments.of(app).add({ file: 'vault/a.json', content: () => '{"a":1}\n' });

    app.synth();
    SideDocuments.of(app).write();

    expect(fs.readdirSync(folder)).toEqual(['vault']);
    expect(fs.readFileSync(path.join(folder, 'vault/a.json'), 'utf8')).toBe('{"a":1}\n');
    expect(Object.keys(SideDocuments.of(app).render())).toEqual(['vault/a.json', 'vault/b.json']);
  });

  test('leave the earlier ones in place when one cannot be made', () => {
    const app = Testing.app();
    const folder = `${app.outdir}-documents`;
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'old.json'), '{}');
    SideDocuments.of(app).add({ file: 'new.json', content: () => { throw new Error('cannot'); } });

    expect(() => SideDocuments.of(app).write()).toThrow('cannot');

    expect(fs.readdirSync(folder)).toEqual(['old.json']);
  });

  test.each(['../vault.json', '/vault.json', 'a/../../vault.json'])('fails on %s, which leaves the folder', (file) => {
    const app = Testing.app();

    SideDocuments.of(app).add({ file, content: () => '' });

    expect(() => app.synth()).toThrow(/KN-DOC-001 the side document `.*vault\.json` does not lie in the folder/);
  });

  test('fails on a file name that is taken', () => {
    const app = Testing.app();
    SideDocuments.of(app).add({ file: 'a.json', content: () => '' });

    SideDocuments.of(app).add({ file: './a.json', content: () => '' });

    expect(() => app.synth()).toThrow('KN-DOC-001 the side document `./a.json` is written twice');
  });
});
