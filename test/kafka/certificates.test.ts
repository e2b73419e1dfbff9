import { generateKeyPairSync } from 'node:crypto';
import { checkKafkaCertificates, type KafkaCertificateValues } from '../../lib/kafka';
import { selfSigned } from './certificate';

const pair = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const clientCert = selfSigned('client', pair);
const clientKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const otherKey = other.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const pkcs1 = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const sec1 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }).toString();
const locked = pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString();
const emptyBlock = '-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n';

describe('certificates that are given to check', () => {
  test.each<[string, KafkaCertificateValues]>([
    ['none', {}],
    ['a CA', { caCert: clientCert }],
    ['a CA among other things', { caCert: `the CA of 2026:\n${emptyBlock}${otherKey}${clientCert}` }],
    ['a CA with line ends of Windows', { caCert: clientCert.replaceAll('\n', '\r\n') }],
    ['a client certificate and its key', { clientCert, clientKey }],
    ['all of them', { caCert: selfSigned('authority', other), clientCert, clientKey }],
  ])('pass: %s', (_, values) => {
    expect(checkKafkaCertificates(values)).toEqual([]);
  });

  test.each<[string, KafkaCertificateValues, string]>([
    ['a CA that is empty', { caCert: '' }, 'the CA of'],
    ['a CA that is a name', { caCert: 'ISRG Root X1' }, 'the CA of'],
    ['a CA that is a key', { caCert: clientKey }, 'the CA of'],
    ['a block without a certificate', { caCert: emptyBlock }, 'the CA of'],
    ['a CA that is no text', JSON.parse('{ "caCert": 1 }') as KafkaCertificateValues, 'the CA of'],
    ['a certificate without its key', { clientCert }, 'comes without `clientKey`'],
    ['a key without its certificate', { clientKey }, 'comes without `clientCert`'],
    ['a client certificate that is no PEM', { clientCert: 'CN=client', clientKey }, 'is no PEM certificate'],
    ['a key that is no PEM', { clientCert, clientKey: 'hunter2' }, 'no PEM key of the form PKCS#8'],
    ['a key of the form PKCS#1', { clientCert, clientKey: pkcs1 }, 'no PEM key of the form PKCS#8'],
    ['a key of the form SEC1', { clientCert, clientKey: sec1 }, 'no PEM key of the form PKCS#8'],
    ['a key with a pass phrase', { clientCert, clientKey: locked }, 'no PEM key of the form PKCS#8'],
    ['a block without a key', { clientCert, clientKey: emptyBlock.replaceAll('CERTIFICATE', 'PRIVATE KEY') }, 'no PEM key'],
    ['a key of another certificate', { clientCert, clientKey: otherKey }, 'does not belong to'],
  ])('fail for %s', (_, values, words) => {
    const problems = checkKafkaCertificates(values);

    expect(problems).toEqual([expect.objectContaining({ code: 'KN-KFK-028' })]);
    expect(problems[0]?.message).toContain(words);
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|[A-Za-z0-9+/]{24}/);
  });

  test.each([undefined, null, 'hunter2', ['hunter2']])('fail for what does not name them: %j', (values) => {
    const problems = checkKafkaCertificates(values as unknown as KafkaCertificateValues);

    expect(problems).toEqual([expect.objectContaining({ code: 'KN-KFK-028', fix: expect.stringContaining('caCert') })]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test('fail for CA and client at once', () => {
    expect(checkKafkaCertificates({ caCert: 'x', clientCert, clientKey: otherKey })).toHaveLength(2);
  });
});
