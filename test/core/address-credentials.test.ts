import { checkCredentials, holdsCredential, showAddress } from '../../lib/core';

describe('an address', () => {
  test.each([
    'https://events.example.com/in?topic=orders', 'https://host/users/@me', 'https://host/a:b@c', '/users/@me',
    '/in?topic=token', 'users/@me', 'host:9092', '[::1]:9092', 'mailto:events@example.com', 'tokens?of=all', '',
    'https://host/${VERSION}/a.yaml', 'https://host/in?page=2#secret',
  ])('may be %j', (text) => {
    expect(holdsCredential(text)).toBe(false);
    expect(showAddress(text)).toMatch(/^`.*`$/);
  });

  test.each([
    'https://user:hunter2@host', 'http://hunter2@host/', 'ftp://user:hunter2@host', '//user:hunter2@host',
    '\\\\user:hunter2@host', 'http:\\\\user:hunter2@host', 'http:/user:hunter2@host', 'user:hunter2@host:9092',
    'user:hunter2@host/a', 'hunter2@host', ' https://user:hunter2@host ', 'https://user:hunt/er2@host/',
    'SASL_SSL://user:hunt/er2@host:9092', 'https://user:hunt er2@host', 'https://host/a,https://user:hunter2@host/b',
    'https://host/a https://user:hunter2@host/b', 'https://host:0x/a:hunter2@b', 'a.example.com:9092,user:hunter2@b:9092',
    'https://host/?token=hunter2', 'https://host/?a=b&access_token=hunter2', '/in?password=hunter2', '?api-key=hunter2',
    'https://host/#access_token=hunter2', 'https://host/a;secret=hunter2', 'https://host/?X-Amz-Signature=hunter2',
    'https://host/?client_secret=hunter2', 'https://host/?accessToken=hunter2', 'https://host/?sv=1&sig=hunter2',
    'host?APIKEY=hunter2', 'https://host/?sharedAccessKey=hunter2',
  ])('fails with a credential, which nobody gets to see: %j', (text) => {
    const problem = checkCredentials('the address', text, 'KN-SNK-005', 'leave it out');

    expect(problem).toMatchObject({ code: 'KN-SNK-005', message: 'the address holds a user, a password or a token' });
    expect(JSON.stringify(problem)).not.toMatch(/hunt/);
    expect(showAddress(text)).not.toMatch(/hunt/);
  });

  test.each([undefined, null, 1, {}])('is looked at where it is a text only, not %j', (value) => {
    expect(checkCredentials('the address', value, 'KN-SNK-005', 'leave it out')).toBeUndefined();
  });
});
