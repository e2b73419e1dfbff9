import { nextUrl } from '../../lib/cli/http-client';
import { processIo } from '../../lib/cli/io';
import { addressOf, mirrorOf } from '../../lib/cli/mirror';
import { networkProblem } from '../../lib/cli/transfer-problems';

const HTTPS = new URL('https://example.com/a/core.yaml');

describe('a redirection', () => {
  test.each([
    ['https://other.example.com/x', HTTPS, 'https://other.example.com/x'],
    ['../b/core.yaml?key=1', HTTPS, 'https://example.com/b/core.yaml?key=1'],
    ['//other.example.com/x', HTTPS, 'https://other.example.com/x'],
    ['https://me:hunter2@example.com/x', HTTPS, 'https://example.com/x'],
    ['https://example.com/x', new URL('http://example.com/'), 'https://example.com/x'],
  ])('to %s is followed', (location, from, to) => {
    expect(nextUrl(from, location).href).toBe(to);
  });

  test.each([
    ['http://example.com/a/core.yaml', 'leads from https to http'],
    ['http://example.com/?token=hunter2', 'leads from https to http'],
    ['file:///etc/passwd', 'does not lead to a web server'],
    ['https://', 'names no address'],
    [undefined, 'names no address'],
  ])('fails to %s', (location, words) => {
    const follow = (): URL => nextUrl(HTTPS, location);

    expect(follow).toThrow(words);
    expect(follow).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') as string }));
  });
});

describe('a connection', () => {
  const coded = (code: string, message = code): Error => Object.assign(new Error(message), { code });

  test.each([
    [coded('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'), false, 'NODE_EXTRA_CA_CERTS'],
    [coded('ENOTFOUND', 'getaddrinfo ENOTFOUND example.com'), false, 'run the command where the network is'],
    [new TypeError('fetch failed', { cause: coded('ECONNRESET', 'read ECONNRESET') }), true, 'read ECONNRESET'],
    [new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:443')]), true, 'connect ECONNREFUSED ::1:443'],
    ['odd', true, 'odd'],
  ])('fails with the innermost reason: %s', (error, again, words) => {
    const failure = networkProblem(error, HTTPS, false);

    expect(failure.again).toBe(again);
    expect(failure.message).toContain('KN-CLI-013 no file came from `https://example.com/a/core.yaml`');
    expect(failure.message).toContain(words);
  });
});

describe('a mirror', () => {
  test.each([
    ['https://mirror.example.com', 'https://mirror.example.com/a/core.yaml'],
    ['http://mirror.example.com:8080/', 'http://mirror.example.com:8080/a/core.yaml'],
    ['https://mirror.example.com/kept//', 'https://mirror.example.com/kept/a/core.yaml'],
  ])('%s keeps the paths of upstream', (mirror, address) => {
    expect(addressOf(HTTPS.href, mirrorOf(mirror)).href).toBe(address);
  });

  test('that there is none leaves the address as it is', () => {
    expect(addressOf(HTTPS.href, undefined).href).toBe(HTTPS.href);
  });
});

test('the first Ctrl-C asks for an end in order, and the second one ends at once', () => {
  const exit = jest.spyOn(process, 'exit').mockImplementation();
  const io = processIo();
  try {
    process.emit('SIGINT');
    expect(io.signal.aborted).toBe(true);
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
  } finally {
    io.close();
    exit.mockRestore();
  }
  expect(process.listenerCount('SIGINT')).toBe(0);
});
