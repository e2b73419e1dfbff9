import { show } from '../../lib/core';

describe('a value in a message', () => {
  test.each([
    ['https://joe:hunter2@example.com/a', 'https://***@example.com/a'],
    ['joe:hunter2@example.com', '***@example.com'],
    ['Bearer hunter2', 'Bearer ***'],
    ['https://example.com/?access_token=hunter2&x=1', 'https://example.com/?access_token=***&x=1'],
    [{ user: 'joe', password: 'hunter2' }, '{"user":"joe","password":***}'],
    [{ accessKey: 'a', secretKey: 'hunter2' }, '{"accessKey":***,"secretKey":***}'],
    ['{ "apiKey": "hunter2", "text": 1', '{ "apiKey": ***, "text": 1'],
  ])('%j hides what looks like a credential', (value, expected) => {
    expect(show(value)).toBe(`\`${expected}\``);
  });

  test.each([
    'ghcr.io/example/web:1.0@sha256:0123', 'system:serviceaccount:shop:orders', 'orders@example.com', '10:30',
    'secretName: tls', '{"secretName":"tls"}', 'token', 'kafka.example.com:9092,kafka2.example.com:9092',
    '{"secretKeyRef":{"name":"a"}}', 'arn:aws:sqs:eu-central-1:123456789012:orders',
  ])('%s stays as it is', (value) => {
    expect(show(value)).toBe(`\`${value}\``);
  });

  test.each([
    ['one word', 'x'.repeat(2 ** 21), 'x'], ['words with colons', 'a:'.repeat(2 ** 20), 'a:'], ['dashes', 'a-'.repeat(2 ** 20), 'a-'],
  ])('of two million characters is cut before it is searched: %s', (_, value, beginning) => {
    expect(show(value)).toBe(`\`${beginning.repeat(120).slice(0, 117)}...\``);
  });

  test('shows no beginning of a credential that is longer than what is shown', () => {
    expect(show(`https://joe:${'hunter2'.repeat(100)}@example.com`)).toBe('`https://***@example.com`');
    expect(show({ password: 'hunter2'.repeat(2000) })).toBe('`{"password":***`');
  });

  test('may be a big integer', () => {
    expect(show(3_000_000_000n)).toBe('`3000000000n`');
  });
});
