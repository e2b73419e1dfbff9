import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Env, SecretReference } from '../../lib/pod';
import { checkPlainText, checkPlainWords, plainTextWarning } from '../../lib/pod/plain-text';
import { KnativeService } from '../../lib/serving';

describe('an environment variable', () => {
  test.each([
    ['LOG_LEVEL', 'debug'],
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '$(FROM_SECRET)'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['USE_TOKEN', 'true'],
    ['MAX_TOKEN', '4096'],
    ['TOKEN_URL', 'https://login.example.com/token'],
    ['PASSWORD_FILE', 'run/secrets/db'],
    ['SECRETARY', 'Ann'],
    ['DB', 'postgres://user:$(DB_PASSWORD)@db:5432/orders'],
    ['DB', 'postgres://db:5432/orders'],
    ['SITE', 'https://example.com:8443/a@b'],
  ])('%s may be %s', (name, value) => {
    expect(checkPlainText(name, value)).toBeUndefined();
  });

  test.each([
    ['DB_PASSWORD', 'hunter2'],
    ['db_password', 'hunter2'],
    ['PASSWORD', 'hunter2'],
    ['API_KEY', 'hunter2'],
    ['APIKEY', 'hunter2'],
    ['AWS_SECRET_ACCESS_KEY', 'hunter2'],
    ['rootPassword', 'hunter2'],
    ['STORAGE', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hunter2;EndpointSuffix=x'],
    ['DB', 'Server=db;Password=hunter2'],
    ['DB', 'postgres://user:hunter2@db:5432/orders'],
    ['CERT', '-----BEGIN RSA PRIVATE KEY-----\nhunter2'],
  ])('fails as %s with a credential in plain text, which the message does not show', (name, value) => {
    const problem = checkPlainText(name, value);

    expect(problem).toMatchObject({ code: 'KN-POD-049' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  test('that is no text is left to other checks', () => {
    fc.assert(fc.property(fc.anything().filter((value) => typeof value !== 'string'), (value) => {
      expect(checkPlainText('DB_PASSWORD', value)).toBeUndefined();
    }));
  });

  test('fails in a service at the line that wrote it, and is fine by reference', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    const image = 'ghcr.io/example/orders:1.0';
    new KnativeService(chart, 'good', {
      image, env: { DB_PASSWORD: Env.fromSecret(SecretReference.fromName('db'), 'password') },
    });

    new KnativeService(chart, 'bad', { image, env: { DB_PASSWORD: Env.value('hunter2') } });

    expect(() => app.synth()).toThrow(/^[^]*: *\n {2}\[chart\/bad\] KN-POD-049 [^\n]*plain-text\.test\.ts:\d+:\d+\)$/);
  });
});

describe('a variable whose name speaks of a credential', () => {
  test.each([['CSRF_TOKEN', 'X-CSRF-Token'], ['TLS_SECRET', 'web-tls'], ['githubToken', 'hunter2']])(
    '%s is warned of, since its value may be none', (name, value) => {
      expect(checkPlainText(name, value)).toBeUndefined();
      expect(plainTextWarning(name, value)).toContain(`\`${name}\` may hold a credential`);
      expect(plainTextWarning(name, value)).not.toContain(value);
    });

  test.each([['USE_TOKEN', 'true'], ['TOKEN', '$(OTHER)'], ['SECRET', ''], ['LOG_LEVEL', 'debug']])(
    '%s may be %s without a word', (name, value) => {
      expect(plainTextWarning(name, value)).toBeUndefined();
    });
});

describe('a word of a command', () => {
  test.each(['--password=$(DB_PASSWORD)', '--password-file=/run/db', '--token=/run/token', '--bind=:8080', 'password'])(
    '%s is accepted', (word) => {
      expect(checkPlainWords(['program', word])).toBeUndefined();
    });

  test.each(['--password=hunter2', '-token=hunter2', '--db-api-key=hunter2', 'postgres://user:hunter2@db/orders'])(
    'fails as %s, which the message does not show', (word) => {
      const problem = checkPlainWords(['program', word]);

      expect(problem).toMatchObject({ code: 'KN-POD-049' });
      expect(JSON.stringify(problem)).not.toContain('hunter2');
    });
});
