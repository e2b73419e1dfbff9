import * as fs from 'fs';
import * as path from 'path';
import { type App, Testing } from 'cdk8s';
import { ClusterChart, Namespace, SideDocuments } from '../../lib/core';

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

    expect(fs.readdirSync(folder)).toEqual(['index.json', 'vault']);
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

  test('fails on the name of the index, which every app has', () => {
    const app = Testing.app();

    SideDocuments.of(app).add({ file: 'us/index.json', content: () => '' });

    expect(() => app.synth()).toThrow('KN-DOC-001 the side document `us/index.json` has the name of the index of objects, '
      + 'which `SideDocuments.write` writes itself; allowed: any name but `index.json`, in whatever folder');
  });

  test('fails on a file name that is taken', () => {
    const app = Testing.app();
    SideDocuments.of(app).add({ file: 'a.json', content: () => '' });

    SideDocuments.of(app).add({ file: './a.json', content: () => '' });

    expect(() => app.synth()).toThrow('KN-DOC-001 the side document `./a.json` is written twice');
  });

  test('fails on the name of the index where documents are known only at the end', () => {
    const app = Testing.app();

    SideDocuments.of(app)._addAtWrite(() => [{ file: 'index.json', content: () => '' }]);

    expect(() => SideDocuments.of(app).write()).toThrow('KN-DOC-001 the side document `index.json` has the name of the index');
  });
});

describe('a folder for side documents', () => {
  const text = { file: 'a.json', content: () => '{}' };

  function appWith(cluster?: string): App {
    const app = Testing.app();
    SideDocuments.of(app).add(text);
    new Namespace(new ClusterChart(app, 'chart', { cluster }), 'shop');
    app.synth();
    return app;
  }

  test.each([undefined, 'eu'])('is that of an earlier run, one that is empty, or one that there is not (cluster %s)', (cluster) => {
    const app = appWith(cluster);
    const folder = path.join(app.outdir, 'sub', 'documents');

    SideDocuments.of(app).write(folder);
    fs.writeFileSync(path.join(folder, 'old.json'), '');
    fs.mkdirSync(`${folder}.new`);
    // A slash at the end is no folder inside.
    SideDocuments.of(app).write(`${folder}/`);

    expect(fs.readdirSync(folder)).toEqual(['a.json', cluster ?? 'index.json']);
    expect(fs.existsSync(`${folder}.new`)).toBe(false);
  });

  test.each([
    ['files of somebody', (folder: string) => { fs.writeFileSync(path.join(folder, 'main.ts'), 'text'); }],
    ['an index of somebody', (folder: string) => { fs.writeFileSync(path.join(folder, 'index.json'), '{"version":1}'); }],
    ['documents in a folder among others', (folder: string) => {
      fs.mkdirSync(path.join(folder, 'dist-documents'));
      fs.writeFileSync(path.join(folder, 'dist-documents', 'index.json'), '{"version":1,"cluster":"eu","waves":[],"objects":[]}');
    }],
  ])('fails where it holds %s, and stays as it is', (_, fill) => {
    const app = appWith();
    const folder = path.join(app.outdir, 'mine');
    fs.mkdirSync(folder);
    fill(folder);
    const before = fs.readdirSync(folder);

    expect(() => { SideDocuments.of(app).write(folder); }).toThrow(
      /KN-DOC-002 the folder of side documents `.*mine` holds what no earlier run wrote, and it would be removed: there is no `index.json` of this/);
    expect(fs.readdirSync(folder)).toEqual(before);
    expect(() => { SideDocuments.of(app).write(path.join(folder, before[0] ?? '')); }).toThrow('KN-DOC-002');
  });

  test('fails where what is beside it would be removed', () => {
    const app = appWith();
    const folder = path.join(app.outdir, 'mine');
    fs.mkdirSync(`${folder}.new`);
    fs.writeFileSync(path.join(`${folder}.new`, 'main.ts'), 'text');

    expect(() => { SideDocuments.of(app).write(folder); }).toThrow(/KN-DOC-002 the folder of side documents `.*mine\.new`/);
  });

  test('is by default that of the app, whatever an earlier version left there', () => {
    const app = appWith();
    fs.mkdirSync(`${app.outdir}-documents`);
    fs.writeFileSync(path.join(`${app.outdir}-documents`, 'old.json'), '');

    SideDocuments.of(app).write(`${app.outdir}-documents`);

    expect(fs.readdirSync(`${app.outdir}-documents`)).toEqual(['a.json', 'index.json']);
  });
});
