import { type Fields, Wave } from '../../lib/core';
import { BY_ANNOTATION, BY_KEY, BY_TEXT, referencesOf } from '../../lib/pulumi/object-references';
import { binding, broker, knative, NEWEST, type Piece, read, ref } from './read-objects';

const secret: Piece = { kind: 'Secret', namespace: 'shop', name: 'database' };
const external: Piece = {
  apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', namespace: 'shop', name: 'external', fields: { spec: { target: { name: 'database' } } },
};
const claim: Piece = { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'disk' };
const front: Piece = { kind: 'Service', namespace: 'shop', name: 'front' };
const vault = (kind: string, fields: Fields = {}): Piece =>
  ({ apiVersion: 'secrets.hashicorp.com/v1beta1', kind, namespace: 'shop', name: 'vault', fields });
const certificate = (fields: Fields = {}): Piece =>
  ({ apiVersion: 'cert-manager.io/v1', kind: 'Certificate', namespace: 'shop', name: 'tls', fields });
const configuration: Piece = { apiVersion: 'serving.knative.dev/v1', kind: 'Configuration', namespace: 'shop', name: 'web' };
const pods = (spec: Fields): Fields => ({ spec: { template: { spec } } });
const container = (fields: Fields): Fields => pods({ containers: [fields] });
const webhook = (fields: Fields, annotations?: Readonly<Record<string, string>>): Piece => ({
  apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', name: 'webhook', fields, annotations,
});
const reading: Piece = knative('web', container({ envFrom: [{ secretRef: { name: 'database' } }] }));

interface Row {
  /** The key of a table, or what makes a Secret. */
  readonly by: string;
  readonly from: Piece;
  readonly to: readonly Piece[];
}

/** An object, and what it needs to be ready. */
const ROWS: readonly Row[] = [
  { by: 'secretKeyRef', from: knative('web', container({ env: [{ valueFrom: { secretKeyRef: { name: 'database', key: 'a' } } }] })), to: [secret] },
  { by: 'secretRef', from: reading, to: [secret] },
  { by: 'secret', from: knative('web', pods({ volumes: [{ secret: { secretName: 'database' } }] })), to: [secret] },
  { by: 'secret', from: knative('web', pods({ volumes: [{ projected: { sources: [{ secret: { name: 'database' } }] } }] })), to: [secret] },
  { by: 'imagePullSecrets', from: knative('web', pods({ imagePullSecrets: [{ name: 'other' }, { name: 'database' }] })), to: [secret] },
  { by: 'persistentVolumeClaim', from: knative('web', pods({ volumes: [{ persistentVolumeClaim: { claimName: 'disk' } }] })), to: [claim] },
  { by: 'service', from: webhook({ webhooks: [{ clientConfig: { service: { name: 'front', namespace: 'shop' } } }] }), to: [front] },
  {
    by: 'traffic', to: [configuration],
    from: { apiVersion: 'serving.knative.dev/v1', kind: 'Route', namespace: 'shop', name: 'web', fields: { spec: { traffic: [{ configurationName: 'web' }] } } },
  },
  { by: 'vaultAuthGlobalRef', from: vault('VaultAuth', { spec: { vaultAuthGlobalRef: { name: 'vault' } } }), to: [vault('VaultAuthGlobal')] },
  {
    by: 'broker', to: [broker('orders')],
    from: { apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger', namespace: 'shop', name: 'all', fields: { spec: { broker: 'orders' } } },
  },
  { by: 'vaultAuthRef', from: vault('VaultStaticSecret', { spec: { vaultAuthRef: 'shop/vault' } }), to: [vault('VaultAuth')] },
  { by: 'vaultConnectionRef', from: vault('VaultAuth', { spec: { vaultConnectionRef: 'vault' } }), to: [vault('VaultConnection')] },
  { by: 'cert-manager.io/inject-ca-from', from: webhook({}, { 'cert-manager.io/inject-ca-from': 'shop/tls' }), to: [certificate()] },
  { by: 'cert-manager.io/inject-ca-from-secret', from: webhook({}, { 'cert-manager.io/inject-ca-from-secret': 'shop/database' }), to: [secret] },
  { by: 'ExternalSecret', from: reading, to: [external] },
  { by: 'ExternalSecret', from: reading, to: [{ ...external, name: 'database', fields: {} }] },
  { by: 'VaultStaticSecret', from: reading, to: [vault('VaultStaticSecret', { spec: { destination: { name: 'database' } } })] },
  { by: 'Certificate', from: reading, to: [certificate({ spec: { secretName: 'database' } }), secret] },
];

interface Found {
  readonly ready: readonly string[];
  readonly present: readonly string[];
}

/** What objects of a program need, as the finder has it. */
function foundIn(...pieces: readonly Piece[]): (piece: Piece) => Found {
  const { objects, idOf } = read(...pieces);
  const all = referencesOf(objects, NEWEST);
  return (piece) => {
    const { ready, present } = all.get(idOf(piece)) ?? { ready: new Set<string>(), present: new Set<string>() };
    return { ready: [...ready].sort(), present: [...present].sort() };
  };
}

const idsOf = (...pieces: readonly Piece[]): string[] => {
  const { idOf } = read(...pieces);
  return pieces.map(idOf).sort();
};

/** The same object somewhere else. */
const elsewhere = (piece: Piece): Piece => ({ ...piece, namespace: 'elsewhere' });

describe('an object needs', () => {
  test.each(ROWS.map((row) => [row.by, row] as const))('what it names by %s', (_, { from, to }) => {
    const others = [...to, { ...secret, name: 'unused' }, { ...broker('orders'), apiVersion: 'example.com/v1' }];

    expect(foundIn(from, ...others)(from)).toEqual({ ready: idsOf(...to), present: [] });
    expect(foundIn(from, ...to.map(elsewhere))(from)).toEqual({ ready: [], present: [] });
  });

  test('what each entry of the tables says', () => {
    const entries = [...Object.keys(BY_KEY), ...Object.keys(BY_TEXT), ...Object.keys(BY_ANNOTATION)];
    const fields = Object.values(BY_KEY).flat();

    expect(entries.filter((entry) => !ROWS.some(({ by }) => by === entry))).toEqual([]);
    expect(ROWS.filter(({ by }) => Object.hasOwn(BY_KEY, by))).toHaveLength(fields.length);
  });

  test('none of what may be absent', () => {
    const from = knative('web', container({ envFrom: [{ secretRef: { name: 'database', optional: true } }] }));

    expect(foundIn(from, secret)(from).ready).toEqual([]);
  });

  test('none of what is in its status, and not itself', () => {
    const self: Piece = { ...broker('orders'), fields: { spec: { self: ref(broker('orders')) }, status: { annotations: ref(secret) } } };

    expect(foundIn(self, secret)(self)).toEqual({ ready: [], present: [] });
  });
});

describe('a binding', () => {
  const web = knative('web');
  const bound = binding('web', { subject: ref(web), sink: { ref: ref(broker('orders')) } });

  test('needs its receiver, and only the presence of what it is for, which needs the binding', () => {
    const found = foundIn(web, bound, broker('orders'));

    expect(found(bound)).toEqual({ ready: idsOf(broker('orders')), present: idsOf(web) });
    expect(found(web)).toEqual({ ready: idsOf(bound), present: [] });
  });

  test('is not awaited where what it is for comes later, since it has nothing to bind before', () => {
    const job: Piece = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'late' };
    const early = binding('late', { subject: ref(job), sink: { uri: 'http://sink' } });
    const { order, idOf } = read(early, job);
    const late = read(early, { ...job, wave: Wave.MIGRATIONS });

    expect(order.awaited.has(idOf(early))).toBe(true);
    expect(late.order.awaited.has(late.idOf(early))).toBe(false);
  });
});
