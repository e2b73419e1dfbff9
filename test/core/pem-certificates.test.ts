import { App, Chart } from 'cdk8s';
import { AcmeIssuer, AcmeSolver } from '../../lib/certificates';
import { certificatesIn, KnativeVersion } from '../../lib/core';
import { checkServing } from '../../lib/settings';
import { VaultInjector, VaultSetup } from '../../lib/vault';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB+/0=\n-----END CERTIFICATE-----\n';
const SECRET = 'c2VjcmV0';
const KEY = `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----\n`;
const OLD_KEY = KEY.replaceAll('PRIVATE', 'RSA PRIVATE');

const RIGHT: readonly (readonly [string, string])[] = [
  ['one certificate', CERTIFICATE],
  ['several', CERTIFICATE.repeat(3)],
  ['without an end of the line', CERTIFICATE.trimEnd()],
  ['with lines as Windows ends them', CERTIFICATE.repeat(2).replaceAll('\n', '\r\n')],
  ['with comments and empty lines between them', `# ISRG Root X1\n\n${CERTIFICATE}\n# another\n${CERTIFICATE}`],
];

const WRONG: readonly (readonly [string, string])[] = [
  ['a key', KEY],
  ['a key before a certificate', KEY + CERTIFICATE],
  ['a key between certificates', CERTIFICATE + KEY + CERTIFICATE],
  ['a key after a certificate', CERTIFICATE + OLD_KEY],
  ['a key after a certificate, with lines as Windows ends them', (CERTIFICATE + KEY).replaceAll('\n', '\r\n')],
  ['a key without its end', `${CERTIFICATE}-----BEGIN PRIVATE KEY-----\n${SECRET}\n`],
  ['a key within the marks of a certificate', CERTIFICATE.replace('MIIB+/0=\n', KEY)],
  ['a key without its marks', `${CERTIFICATE}${SECRET}\n`],
  ['a key in a comment', `${CERTIFICATE}# ${KEY}`],
  ['a request for a certificate', CERTIFICATE.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST')],
  ['a certificate in one line', CERTIFICATE.replaceAll('\n', '')],
  ['base64 alone', SECRET],
  ['nothing', ''],
];

test.each(RIGHT)('certificates are taken: %s', (_what, text) => {
  expect(certificatesIn(text)).toHaveLength(text.split('BEGIN CERTIFICATE').length - 1);
});

test.each(WRONG)('certificates are not: %s', (_what, text) => {
  expect(certificatesIn(text)).toBeUndefined();
});

test('certificates are a text', () => {
  expect(certificatesIn(Buffer.from(CERTIFICATE))).toBeUndefined();
});

/** What each field that is written out says of a text. */
const FIELDS: readonly (readonly [field: string, said: (text: string) => string[]])[] = [
  ['AcmeIssuer.caBundle', (caBundle) => problemsOf((chart) => {
    const solvers = [AcmeSolver.http01Ingress()];
    new AcmeIssuer(chart, 'acme', { server: 'https://acme.test/directory', solvers, caBundle });
  }, 'KN-CRT-006')],
  ['VaultInjector.caCert', (caCert) => problemsOf((chart) => {
    new VaultInjector(chart, 'injector', { caCert, namespaces: ['shop'] });
  }, 'KN-VLT-014')],
  ['VaultSetup.configureKubernetesAuth', (kubernetesCaCert) => problemsOf((chart) => {
    VaultSetup.of(chart).configureKubernetesAuth({ kubernetesCaCert });
  }, 'KN-VLT-014')],
  ['queueSidecarRootCa', (queueSidecarRootCa) => checkServing({ deployment: { queueSidecarRootCa } }, KnativeVersion.V1_23)
    .map((problem) => JSON.stringify(problem))],
];

/** Lines of a code: what else is wrong with so small a program is not asked here. */
function problemsOf(say: (chart: Chart) => void, code: string): string[] {
  const app = new App();
  say(new Chart(app, 'chart', { namespace: 'shop' }));
  return app.node.findAll().flatMap(({ node }) => node.validate()).filter((line) => line.includes(code));
}

describe.each(FIELDS)('%s', (_field, said) => {
  test.each(RIGHT)('takes certificates: %s', (_what, text) => {
    expect(said(text)).toEqual([]);
  });

  test.each(WRONG)('fails on what is more or less than certificates, and shows nothing of it: %s', (_what, text) => {
    const problems = said(text);

    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain(SECRET);
  });
});
