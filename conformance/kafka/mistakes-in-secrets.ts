import {
  checkKafkaCertificates, checkKafkaCredentials, KafkaCluster, type KafkaClusterProps, KafkaCredentials, SaslMechanism,
  SecretStore, SecurityProtocol,
} from '../../lib';
import { type ByHand, type Mistake, PLAINTEXT, planOf, SSL, toCluster, toValues } from './mistakes';
import { Filling } from './plan';
import type { Material } from './readers';

type Verdict = Pick<Mistake, 'words' | 'stricter' | 'dataPlane'>;

const SERVERS = ['kafka.example.com:9092'];
const EXISTING = KafkaCredentials.fromSecretName('kafka-access');
const QUOTED = "the data plane puts it between double quotes into the client's login, which breaks";

/** A cluster whose properties are wrong, past the compiler where it has to be. */
function cluster(
  mistake: string, refused: Mistake['refused'], props: Partial<KafkaClusterProps>, plan: Mistake['plan'], change: Mistake['change'],
  verdict: Verdict,
): Mistake {
  const ours = toCluster((chart) => new KafkaCluster(chart, 'kafka', { bootstrapServers: SERVERS, ...props }));
  return { mistake, refused, ours, plan, change, ...verdict };
}

function synced(parts: readonly string[]): KafkaCredentials {
  return KafkaCredentials.fromExternalSecret({
    secretName: 'kafka-access', store: SecretStore.clusterSecretStore('vault'),
    ...Object.fromEntries(parts.map((part) => [part, { key: 'kafka', property: part }])),
  });
}

function drop(key: string): Mistake['change'] {
  return ({ secret }) => { Reflect.deleteProperty(secret, key); };
}

function put(key: string, value: string): Mistake['change'] {
  return ({ secret }) => { secret[key] = value; };
}

function past(json: string): Partial<KafkaClusterProps> {
  return { credentials: EXISTING, ...JSON.parse(json) as Partial<KafkaClusterProps> };
}

const LAYOUT: Mistake[] = [
  cluster('a mechanism that there is not', 'KN-KFK-004', past('{"saslMechanism":"SCRAM-MD5"}'), planOf(),
    put('sasl.mechanism', 'SCRAM-MD5'), { words: 'unsupported SASL mechanism (key: sasl.mechanism)' }),
  cluster('a mechanism in small letters', 'KN-KFK-004', past('{"saslMechanism":"scram-sha-512"}'), planOf(),
    put('sasl.mechanism', 'scram-sha-512'), { words: 'unsupported SASL mechanism (key: sasl.mechanism)' }),
  cluster('a mechanism as Kerberos has it', 'KN-KFK-004', past('{"saslMechanism":"GSSAPI"}'), planOf(),
    put('sasl.mechanism', 'GSSAPI'), { words: 'unsupported SASL mechanism' }),
  cluster('a protocol that there is not', 'KN-KFK-003', past('{"securityProtocol":"SASL_TLS"}'), planOf(),
    put('protocol', 'SASL_TLS'), { words: 'protocol SASL_TLS unsupported (key: protocol)' }),
  cluster('a protocol in small letters', 'KN-KFK-003', past('{"securityProtocol":"sasl_ssl"}'), planOf(),
    put('protocol', 'sasl_ssl'), { words: 'protocol sasl_ssl unsupported' }),
  cluster('a protocol that is empty', 'KN-KFK-003', past('{"securityProtocol":""}'), planOf(),
    put('protocol', ''), { words: 'protocol  unsupported' }),
  cluster('a mechanism without SASL', 'KN-KFK-004',
    { credentials: EXISTING, securityProtocol: SecurityProtocol.SSL, saslMechanism: SaslMechanism.PLAIN }, planOf(SSL),
    put('sasl.mechanism', 'PLAIN'), { stricter: 'nobody reads the mechanism, and nobody logs in' }),
  cluster('a protocol without credentials', 'KN-KFK-003', { securityProtocol: SecurityProtocol.SSL }, planOf(PLAINTEXT), () => undefined,
    { stricter: 'the protocol is taken from a Secret: without one the events go in plain text' }),
  cluster('credentials for plain text', 'KN-KFK-003', { credentials: EXISTING, securityProtocol: SecurityProtocol.PLAINTEXT }, planOf(),
    put('protocol', 'PLAINTEXT'), { stricter: 'user and password are not used, and the events go in plain text' }),
  cluster('tokens without encryption', 'KN-KFK-004', {
    credentials: EXISTING, securityProtocol: SecurityProtocol.SASL_PLAINTEXT, saslMechanism: SaslMechanism.OAUTHBEARER,
  }, planOf({ mechanism: SaslMechanism.OAUTHBEARER }), put('protocol', 'SASL_PLAINTEXT'),
  { stricter: 'the data plane asks for a user there (CredentialsValidator.java)', dataPlane: true }),
  cluster('tokens without a provider', 'KN-KFK-006',
    { credentials: synced(['user', 'password']), saslMechanism: SaslMechanism.OAUTHBEARER },
    planOf({ mechanism: SaslMechanism.OAUTHBEARER }), drop('tokenProvider'), { words: 'OAUTHBEARER token provider required (key: tokenProvider)' }),
];

const PARTS: Mistake[] = [
  cluster('no user', 'KN-KFK-006', { credentials: synced(['password']) }, planOf(), drop('user'), { words: 'SASL user required (key: user)' }),
  cluster('no password', 'KN-KFK-006', { credentials: synced(['user']) }, planOf(), drop('password'),
    { words: 'SASL password required (key: password)' }),
  cluster('a client certificate without its key', 'KN-KFK-006',
    { credentials: synced(['clientCert']), securityProtocol: SecurityProtocol.SSL }, planOf(SSL), drop('user.key'),
    { words: 'required user key (key: user.key)' }),
  cluster('a key without its client certificate', 'KN-KFK-006',
    { credentials: synced(['clientKey']), securityProtocol: SecurityProtocol.SSL }, planOf(SSL), drop('user.crt'),
    { words: 'required user key (key: user.crt)' }),
  cluster('credentials that bring nothing', 'KN-KFK-006', { credentials: synced([]), securityProtocol: SecurityProtocol.SSL },
    planOf({ ...SSL, pinnedCa: false }), ({ secret }) => { for (const key of ['user.crt', 'user.key']) Reflect.deleteProperty(secret, key); },
    { words: 'use "user.skip: true" to disable client auth' }),
  cluster('user and password where nobody logs in', 'KN-KFK-006',
    { credentials: synced(['user', 'password', 'caCert']), securityProtocol: SecurityProtocol.SSL }, planOf(SSL),
    ({ secret }) => { Object.assign(secret, { user: 'alice', password: 'wonderland' }); },
    { stricter: 'nobody reads them: another protocol was meant' }),
  cluster('a pinned CA that the credentials do not bring', 'KN-KFK-005', { credentials: synced(['user', 'password']), pinnedCa: true },
    planOf(), drop('ca.crt'), { stricter: "the system's certificates are used, which is not what was said" }),
  cluster('a pinned CA without encryption', 'KN-KFK-005',
    { credentials: EXISTING, securityProtocol: SecurityProtocol.SASL_PLAINTEXT, pinnedCa: true }, planOf(),
    put('protocol', 'SASL_PLAINTEXT'), { stricter: 'the CA checks nobody, and the events go in plain text' }),
  cluster('a client certificate beside SASL', 'KN-KFK-005', { credentials: EXISTING, clientCertificate: true }, planOf(),
    ({ secret }, { certificate, key }) => { Object.assign(secret, { 'user.crt': certificate, 'user.key': key }); },
    { stricter: 'the controller does not present it' }),
  {
    mistake: 'a Secret in another namespace', refused: 'KN-KFK-007', plan: planOf({ filling: Filling.EXISTING }),
    ours: toCluster((chart) => new KafkaCluster(chart, 'kafka', {
      bootstrapServers: SERVERS, credentials: KafkaCredentials.fromSecretName('kafka-access', { namespaces: ['elsewhere'] }),
    })),
    change: ({ spec }) => { spec.auth = { secret: { ref: { name: 'elsewhere' } } }; }, words: 'failed to get secret shop/elsewhere',
  },
];

function credential(mistake: string, field: 'user' | 'password', value: string, verdict: Verdict): Mistake {
  const ours = toValues(() => checkKafkaCredentials({ user: 'alice', password: 'wonderland', [field]: value }));
  return { mistake, refused: 'KN-KFK-009', ours, plan: planOf(), change: put(field, value), ...verdict };
}

const CREDENTIALS: Mistake[] = [
  credential('a user that is empty', 'user', '', { words: 'SASL user required' }),
  credential('a password that is empty', 'password', '', { words: 'SASL password required' }),
  credential('a user of spaces', 'user', ' \t', { stricter: 'the data plane refuses it', dataPlane: true }),
  credential('a password of spaces', 'password', '  ', { stricter: 'the data plane refuses it', dataPlane: true }),
  ...[['a double quote', 'a"b'], ['a backslash', 'a\\b'], ['a newline at the end', 'ab\n'], ['a carriage return', 'a\rb']]
    .flatMap(([what = '', value = '']) => (['user', 'password'] as const)
      .map((field) => credential(`a ${field} with ${what}`, field, value, { stricter: QUOTED, dataPlane: true }))),
];

function certificate(
  mistake: string, values: (material: Material) => Parameters<typeof checkKafkaCertificates>[0],
  change: (found: ByHand, material: Material) => void, verdict: Verdict,
): Mistake {
  const ours = toValues((material) => checkKafkaCertificates(values(material)));
  return { mistake, refused: 'KN-KFK-028', ours, plan: planOf(SSL), change, ...verdict };
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

const NO_CA = 'failed to parse CA certificates (key: ca.crt)';
const NO_PAIR = 'failed to load x.509 key pair';
/** A block of PEM in which there is no certificate. */
const EMPTY_BLOCK = `-----BEGIN CERTIFICATE-----\n${encoded('no certificate')}\n-----END CERTIFICATE-----\n`;

interface Pair {
  readonly clientCert: string;
  readonly clientKey: string;
}

const CERTIFICATES: Mistake[] = [
  ...([
    ['a CA that is no PEM', () => 'ISRG Root X1'], ['a CA that is empty', () => ''],
    ['a CA encoded once more', ({ authority }) => encoded(authority)], ['a key for a CA', ({ key }) => key],
    ['a CA in whose block is no certificate', () => EMPTY_BLOCK],
    ['a CA in one line', ({ authority }) => authority.replaceAll('\n', ' ')],
  ] satisfies [string, (material: Material) => string][]).map(([mistake, value]) => certificate(
    mistake, (material) => ({ caCert: value(material) }), ({ secret }, material) => { secret['ca.crt'] = value(material); }, { words: NO_CA },
  )),
  ...([
    ['a key of another certificate', ({ certificate: clientCert, otherKey }) => ({ clientCert, clientKey: otherKey }), NO_PAIR],
    ['a key that is no PEM', ({ certificate: clientCert }) => ({ clientCert, clientKey: 'secret' }), NO_PAIR],
    ['a client certificate that is no PEM', ({ key: clientKey }) => ({ clientCert: 'CN=client', clientKey }), NO_PAIR],
    ['a key of the older form', ({ certificate: clientCert, keyPkcs1 }) => ({ clientCert, clientKey: keyPkcs1 }),
      "'PKCS #1' format is not supported"],
  ] satisfies [string, (material: Material) => Pair, string][]).map(([mistake, values, words]) => certificate(
    mistake, values, ({ secret }, material) => {
      const { clientCert, clientKey } = values(material);
      Object.assign(secret, { 'user.crt': clientCert, 'user.key': clientKey });
    }, { words },
  )),
];

/** Mistakes in Secrets. */
export const IN_SECRETS: readonly Mistake[] = [...LAYOUT, ...PARTS, ...CREDENTIALS, ...CERTIFICATES];
