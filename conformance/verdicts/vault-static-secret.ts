import { Duration } from 'cdk8s';
import { KafkaCluster, KafkaCredentials, KafkaSink, KvEngine, SecurityProtocol, type VaultStaticSecretCredentialsOptions } from '../../lib';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const right = {
  mount: 'secret', path: 'kafka/ccloud', type: 'kv-v2', refreshAfter: '3600s', destination: { name: 'ccloud', create: true },
};
const vaultStaticSecret = byHand('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'ccloud', right);

function credentials(options: Partial<VaultStaticSecretCredentialsOptions>): KafkaCredentials {
  return KafkaCredentials.fromVaultStaticSecret({
    secretName: 'ccloud', mount: 'secret', path: 'kafka/ccloud', userField: 'user', passwordField: 'password', ...options,
  });
}

function row(
  refused: VerdictRow['refused'], mistake: string, verdict: Pick<VerdictRow, 'words' | 'stricter'>,
  options: () => Partial<VaultStaticSecretCredentialsOptions>, spec: Fields, name = 'ccloud',
): VerdictRow {
  return {
    kind: 'VaultStaticSecret', mistake, refused, ...verdict,
    program: (chart) => {
      const cluster = new KafkaCluster(chart, 'kafka', {
        bootstrapServers: ['kafka.example.com:9092'], securityProtocol: SecurityProtocol.SASL_SSL, credentials: credentials(options()),
      });
      new KafkaSink(chart, 'audit', { cluster, topic: 'audit' });
    },
    manifest: vaultStaticSecret(spec, { name }),
  };
}

const NEVER = 'the operator finds nothing there: the Secret is never made';

export const rows: readonly VerdictRow[] = [
  row('KN-NAM-001', 'a name with capitals', { words: 'a lowercase RFC 1123 subdomain must consist of' },
    () => ({ secretName: 'CCloud' }), {}, 'CCloud'),
  row('KN-KFK-018', 'an engine that there is not', { words: 'Unsupported value: "kv-v3"' },
    () => ({ engine: untyped('kv-v3') }), { type: 'kv-v3' }),
  row('KN-KFK-018', 'a version below zero', { words: 'should be greater than or equal to 0' },
    () => ({ version: -1 }), { version: -1 }),
  row('KN-KFK-018', 'half a version', { words: 'must be of type integer' }, () => ({ version: 1.5 }), { version: 1.5 }),
  row('KN-DUR-001', 'a refresh of parts of a second', { words: 'spec.refreshAfter in body should match' },
    () => ({ refreshAfter: Duration.millis(1500) }), { refreshAfter: '1500ms' }),
  row('compiler', 'a refresh that is a number', { words: 'expected string' },
    // @ts-expect-error a duration
    () => ({ refreshAfter: 3600 }), { refreshAfter: 3600 }),
  row('compiler', 'a mount that is a number', { words: 'expected string' },
    // @ts-expect-error this is a text
    () => ({ mount: 7 }), { mount: 7 }),
  row('compiler', 'no engine, where the cluster wants one', { words: 'Unsupported value: ""' },
    // @ts-expect-error a member of the enum
    () => ({ engine: '' }), { type: '' }),
  row('KN-KFK-018', 'a path with a slash in front', { stricter: NEVER }, () => ({ path: '/kafka' }), { path: '/kafka' }),
  row('KN-KFK-018', 'an empty mount', { stricter: NEVER }, () => ({ mount: '' }), { mount: '' }),
  row('KN-KFK-018', 'a path with `data/`', { stricter: 'the operator adds it itself, and finds no secret/data/data/kafka' },
    () => ({ path: 'data/kafka' }), { path: 'data/kafka' }),
  row('KN-KFK-018', 'a version of an engine that keeps none', { stricter: 'the engine ignores it: the Secret gets another version' },
    () => ({ engine: KvEngine.KV_V1, version: 2 }), { type: 'kv-v1', version: 2 }),
  row('KN-KFK-018', 'a VaultAuth that cannot exist', { stricter: 'the operator never logs in' },
    () => ({ vaultAuthRef: 'My Auth' }), { vaultAuthRef: 'My Auth' }),
  row('KN-KFK-018', 'a field with a quote', { stricter: "it breaks the operator's template: the Secret is never made" },
    () => ({ userField: 'us"er' }),
    { destination: { ...right.destination, transformation: { templates: { user: { text: '{{ get .Secrets "us"er" }}' } } } } }),
  row('KN-DUR-002', 'a refresh longer than Go counts', { stricter: 'the operator cannot read it, and never refreshes the Secret' },
    () => ({ refreshAfter: Duration.days(200000) }), { refreshAfter: '17280000000s' }),
  row('KN-DUR-002', 'a refresh all the time', { stricter: 'the operator takes it for none at all: the Secret is read once' },
    () => ({ refreshAfter: Duration.seconds(0) }), { refreshAfter: '0s' }),
  row('KN-KFK-006', 'a user without a password', { stricter: 'Knative finds no password in the Secret: the sink never gets ready' },
    () => ({ passwordField: undefined }), {}),
];
