import { Duration } from 'cdk8s';
import { type ExternalSecretCredentialsOptions, KafkaCluster, KafkaCredentials, KafkaSink, SecretStore, SecurityProtocol } from '../../lib';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const KEY = { key: 'kafka/ccloud', property: 'user' };
const right = {
  refreshInterval: '3600s',
  secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
  target: { name: 'ccloud', creationPolicy: 'Owner', template: { engineVersion: 'v2', data: { protocol: 'SASL_SSL' } } },
  data: [{ secretKey: 'user', remoteRef: KEY }],
};
const externalSecret = byHand('external-secrets.io/v1', 'ExternalSecret', 'ccloud', right);

function credentials(options: Partial<ExternalSecretCredentialsOptions>): KafkaCredentials {
  return KafkaCredentials.fromExternalSecret({
    secretName: 'ccloud', store: SecretStore.clusterSecretStore('vault'), user: KEY, password: { ...KEY, property: 'password' },
    ...options,
  });
}

function row(
  refused: VerdictRow['refused'], mistake: string, verdict: Pick<VerdictRow, 'words' | 'stricter'>,
  options: () => Partial<ExternalSecretCredentialsOptions>, spec: Fields, name = 'ccloud',
): VerdictRow {
  return {
    kind: 'ExternalSecret', mistake, refused, ...verdict,
    program: (chart) => {
      const cluster = new KafkaCluster(chart, 'kafka', {
        bootstrapServers: ['kafka.example.com:9092'], securityProtocol: SecurityProtocol.SASL_SSL, credentials: credentials(options()),
      });
      new KafkaSink(chart, 'audit', { cluster, topic: 'audit' });
    },
    manifest: externalSecret(spec, { name }),
  };
}

/** One value that is read from a store. */
const reads = (remoteRef: unknown) => ({ data: [{ secretKey: 'user', remoteRef }] });
const PATTERN = 'should match';

export const rows: readonly VerdictRow[] = [
  row('KN-NAM-001', 'a name with capitals', { words: 'a lowercase RFC 1123 subdomain must consist of' },
    () => ({ secretName: 'CCloud' }), {}, 'CCloud'),
  row('KN-NAM-001', 'a Secret that cannot exist', { words: `spec.target.name in body ${PATTERN}` },
    () => ({ secretName: 'my_kafka' }), { target: { name: 'my_kafka' } }),
  row('KN-NAM-001', 'a store whose name has a space', { words: `spec.secretStoreRef.name in body ${PATTERN}` },
    () => ({ store: SecretStore.clusterSecretStore('My Vault') }), { secretStoreRef: { name: 'My Vault', kind: 'ClusterSecretStore' } }),
  row('KN-NAM-001', 'a store without a name', { words: 'spec.secretStoreRef.name' },
    () => ({ store: SecretStore.secretStore('') }), { secretStoreRef: { name: '', kind: 'SecretStore' } }),
  row('KN-KFK-018', 'a store of a kind that there is not', { words: 'Unsupported value: "Vault"' },
    () => ({ store: { name: 'vault', kind: 'Vault' } }), { secretStoreRef: { name: 'vault', kind: 'Vault' } }),
  row('compiler', 'a value without a key', { words: 'key: Required value' },
    // @ts-expect-error the key is needed
    () => ({ user: { property: 'user' } }), reads({ property: 'user' })),
  row('KN-KFK-018', 'a version that is a number', { words: 'expected string' },
    () => ({ user: { ...KEY, version: untyped(3) } }), reads({ ...KEY, version: 3 })),
  row('KN-KFK-018', 'a key that is a number', { words: 'expected string' },
    () => ({ user: { key: untyped(7) } }), reads({ key: 7 })),
  row('compiler', 'an interval that is a number', { words: 'expected string' },
    // @ts-expect-error a duration
    () => ({ refreshInterval: 3600 }), { refreshInterval: 3600 }),
  row('KN-KFK-018', 'an empty key', { stricter: 'the store finds nothing: the Secret is never made' },
    () => ({ user: { key: '' } }), reads({ key: '' })),
  row('KN-KFK-018', 'a blank property', { stricter: 'the secret has no such field: the Secret is never made' },
    () => ({ user: { key: 'kafka', property: ' ' } }), reads({ key: 'kafka', property: ' ' })),
  row('KN-DUR-001', 'an interval of parts of a second', { stricter: 'the store is asked more often than any store likes' },
    () => ({ refreshInterval: Duration.millis(1500) }), { refreshInterval: '1500ms' }),
  row('KN-DUR-002', 'an interval longer than Go counts', { stricter: 'the operator cannot read it, and reads no other ExternalSecret either' },
    () => ({ refreshInterval: Duration.days(200000) }), { refreshInterval: '17280000000s' }),
  row('KN-KFK-006', 'a user without a password', { stricter: 'Knative finds no password in the Secret: the sink never gets ready' },
    () => ({ password: undefined }), {}),
];
