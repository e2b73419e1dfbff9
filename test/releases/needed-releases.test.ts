import * as fs from 'fs';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { Environments, KnativeService, SideDocuments } from '../../lib';
import { NEEDS_FILE, type NeededReleases, needsFile, readNeeds, tellNeeds } from '../../lib/releases';
import { KOURIER, newFolder, removeFolders } from './vendored';

afterEach(() => {
  Reflect.deleteProperty(process.env, NEEDS_FILE);
  removeFolders();
});

const NEEDS: NeededReleases = {
  version: 1,
  folder: 'releases',
  knative: '1.23',
  installedBy: 'operator',
  components: [KOURIER],
  config: { serving: { features: { 'multi-container': 'enabled' } }, eventing: {} },
};

describe('needed releases', () => {
  test('are told to the command line, platform by platform, each once', () => {
    const file = path.join(newFolder(), 'needs');
    process.env[NEEDS_FILE] = file;

    tellNeeds(NEEDS);
    tellNeeds({ ...NEEDS, cluster: 'blue' });
    tellNeeds(NEEDS);

    expect(readNeeds(file)).toEqual([NEEDS, { ...NEEDS, cluster: 'blue' }]);
  });

  test('are asked without a file of the program being touched, whatever folder it names', () => {
    const folder = newFolder();
    const outdir = path.join(folder, 'mine');
    fs.mkdirSync(`${outdir}-documents`);
    fs.writeFileSync(path.join(`${outdir}-documents`, 'index.json'), 'of before');
    process.env[NEEDS_FILE] = path.join(newFolder(), 'needs');
    const describe = (app: App): void => {
      new KnativeService(new Chart(app, 'shop', { namespace: 'shop' }), 'orders', { image: 'registry.example.com/orders:1.0' });
    };

    const app = new App({ outdir });
    describe(app);
    app.synth();
    SideDocuments.of(app).write();
    SideDocuments.of(app).write(path.join(folder, 'elsewhere'));
    Environments.of({ dev: {}, prod: {} }).synth(describe, { outdir: path.join(folder, 'environments') });

    expect(fs.readdirSync(folder, { recursive: true }).sort()).toEqual(['mine-documents', path.join('mine-documents', 'index.json')]);
    expect(fs.readFileSync(path.join(`${outdir}-documents`, 'index.json'), 'utf8')).toBe('of before');
  });

  test('are told to nobody where nobody asks', () => {
    const file = path.join(newFolder(), 'needs');
    tellNeeds(NEEDS);
    process.env[NEEDS_FILE] = '';
    tellNeeds(NEEDS);

    expect(needsFile()).toBeUndefined();
    expect(readNeeds(file)).toEqual([]);
  });
});
