import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { type App, Chart } from 'cdk8s';
import { KafkaCluster } from '../../lib/kafka';
import { DnsRecords, ExternalDns, ExternalDnsPolicy } from '../../lib/networking';
import { Environments } from '../../lib/platform';
import { thrownCode } from '../kafka/program';
import { platformIn } from './program';

interface Values {
  readonly records?: boolean;
  readonly zoneId?: string;
  readonly domain: string;
  readonly topicPrefix?: string;
  readonly ownerId?: string;
  readonly zone?: string;
  readonly server?: string;
}

function program(app: App, { domain, topicPrefix, ownerId, zone, server, records, zoneId }: Values): void {
  const chart = new Chart(app, 'platform');
  if (server !== undefined) new KafkaCluster(chart, 'kafka', { bootstrapServers: [server] });
  platformIn(chart, { domain, kafka: { topicPrefix }, ...records === true ? { dns: DnsRecords.externalDns() } : {} });
  if (ownerId === undefined) return;
  new ExternalDns(chart, 'external-dns', {
    ownerId, policy: ExternalDnsPolicy.SYNC, ...zone === undefined ? {} : { domainFilters: [zone] },
    ...zoneId === undefined ? {} : { hostedZoneIds: [zoneId] },
  });
}

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'environments-'));
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
  jest.restoreAllMocks();
});

function synthesized(environments: Readonly<Record<string, Values>>): string {
  try {
    Environments.of(environments).synth(program, { outdir: path.join(folder, 'dist') });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const dev: Values = { domain: 'dev.example.com' };
const prod: Values = { domain: 'example.com' };

describe('environments', () => {
  test('are one program with a folder of manifests and of side documents each', () => {
    expect(synthesized({ dev, prod })).toBe('');

    for (const name of ['dev', 'prod']) {
      expect(fs.readdirSync(path.join(folder, 'dist', name))).toEqual(['platform.k8s.yaml']);
      expect(fs.readdirSync(path.join(folder, 'dist-documents', name))).toEqual(['index.json', 'prerequisites.yaml']);
    }
    const [ofDev = '', ofProd = ''] = ['dev', 'prod'].map((name) => fs.readFileSync(path.join(folder, 'dist', name, 'platform.k8s.yaml'), 'utf8'));
    expect(ofDev.replace('dev.example.com', 'example.com')).toBe(ofProd);
  });

  test('take the place of what an earlier version wrote into their folders, which had no index', () => {
    const old = path.join(folder, 'dist-documents', 'dev', 'old.yaml');
    fs.mkdirSync(path.dirname(old), { recursive: true });
    fs.writeFileSync(old, '');

    expect(synthesized({ dev })).toBe('');
    expect(fs.existsSync(old)).toBe(false);
  });

  test('fails on a folder for side documents that holds what is not theirs', () => {
    const mine = path.join(folder, 'mine', 'dev', 'main.ts');
    fs.mkdirSync(path.dirname(mine), { recursive: true });
    fs.writeFileSync(mine, '');

    expect(() => { Environments.of({ dev }).synth(program, { outdir: path.join(folder, 'dist'), documents: path.join(folder, 'mine') }); })
      .toThrow(/KN-DOC-002 the folder of side documents `.*mine.dev` holds what no earlier run wrote/);
    expect(fs.existsSync(mine)).toBe(true);
  });

  test('can be looked at without being written', () => {
    const environments = Environments.of({ dev, prod });

    expect([...environments.apps(program).keys()]).toEqual(environments.names);
    expect(fs.existsSync('dist/dev')).toBe(false);
  });

  test('fails with the problems of all of them, and writes none', () => {
    const message = synthesized({ dev, stage: { domain: 'Stage' }, prod: { domain: '-' } });

    expect(message).toMatch(/`stage`: \[platform\/knative\] KN-SET-005 `Stage`/);
    expect(message).toMatch(/`prod`: \[platform\/knative\] KN-SET-005 `-`/);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('fails once for what is the same in all of them', () => {
    expect(synthesized({ dev: { domain: '-' }, prod: { domain: '-' } }).match(/KN-SET-005/g)).toHaveLength(1);
  });

  const server = 'kafka.example.com:9092';

  test.each<[string, Values, Values, string]>([
    ['the same topics on the same servers', { ...dev, server }, { ...prod, server }, 'KN-ENV-002'],
    ['the same prefix on the same servers', { ...dev, server, topicPrefix: 'a-' }, { ...prod, server, topicPrefix: 'a-' }, 'KN-ENV-002'],
    ['the same owner of records', { ...dev, ownerId: 'us' }, { ...prod, ownerId: 'us' }, 'KN-ENV-003'],
    ['the same owner in a zone', { ...dev, ownerId: 'us', zone: 'dev.example.com' }, { ...prod, ownerId: 'us', zone: 'example.com' }, 'KN-ENV-003'],
    ['records for the same names', { ...prod, ownerId: 'one', records: true }, { ...prod, ownerId: 'other', records: true }, 'KN-ENV-004'],
  ])('fails with %s', (_mistake, one, other, code) => {
    expect(synthesized({ dev: one, prod: other })).toContain(code);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test.each<[string, Values, Values]>([
    ['another prefix', { ...dev, server, topicPrefix: 'dev-' }, { ...prod, server, topicPrefix: 'prod-' }],
    ['other servers', { ...dev, server }, { ...prod, server: 'kafka.example.org:9092' }],
    ['another owner', { ...dev, ownerId: 'us-dev' }, { ...prod, ownerId: 'us-prod' }],
    ['records for names of their own', { ...dev, ownerId: 'one', records: true }, { ...prod, ownerId: 'other', records: true }],
    ['the same names in other zones', { ...prod, ownerId: 'one', records: true, zoneId: 'Z1' }, { ...prod, ownerId: 'other', records: true, zoneId: 'Z2' }],
    ['the same names without records', prod, prod],
    ['other zones', { ...dev, ownerId: 'us', zone: 'dev.example.com' }, { ...prod, ownerId: 'us', zone: 'example.org' }],
  ])('are fine with %s', (_difference, one, other) => {
    expect(synthesized({ dev: one, prod: other })).toBe('');
  });

  test('fails with the line of the program, a stack that begins there, and what to write', () => {
    let error = new Error();
    try {
      Environments.of({ dev: { ...dev, server }, stage: { ...prod, server } }).synth(program, { outdir: path.join(folder, 'dist') });
    } catch (thrown) {
      error = thrown as Error;
    }

    expect(error.message).toMatch(/KN-ENV-002 .*`kafka: \{ topicPrefix: 'stage-' \}` .*\(test\/platform\/environments\.test\.ts:\d+:\d+\)/);
    expect(/^ +at .*$/m.exec(error.stack ?? '')?.[0]).toContain('environments.test.ts');
  });

  test('name the environment of each warning', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

    expect(synthesized({ dev, prod })).toBe('');

    expect(write.mock.calls.map(([text]) => /^.*? warning [a-z-]+/.exec(String(text))?.[0]))
      .toEqual(['dev: warning prerequisites', 'prod: warning prerequisites']);
  });

  test.each([
    ['nothing', undefined], ['a list', [dev]],
  ])('fails with %s in place of environments', (_mistake, environments) => {
    expect(thrownCode(() => Environments.of(environments as unknown as Record<string, Values>))).toBe('KN-ENV-001');
  });

  test('fails without a program', () => {
    expect(thrownCode(() => { Environments.of({ dev }).synth(undefined as unknown as typeof program); })).toBe('KN-TYP-001');
  });

  test.each([
    ['without any', {}], ['with a name that leaves the folder', { '../prod': prod }],
  ])('fails %s', (_mistake, environments) => {
    expect(thrownCode(() => Environments.of(environments))).toBe('KN-ENV-001');
  });
});
