import * as fc from 'fast-check';
import { checkByRules, checkImage, imageWarning, isPlain, warningByRules } from '../../lib/pod';

const HEX = 'a'.repeat(64);

describe('an image', () => {
  test.each([
    'ab',
    'a/b',
    'nginx',
    'nginx:1.27',
    'library/nginx',
    'docker.io/library/nginx:1.27-alpine',
    'localhost/app',
    'localhost:5000/app:v1',
    'registry.example.com:5000/team/app',
    'GHCR.io/example/app',
    '[2001:db8::1]:5000/team/app',
    'ghcr.io/example/my__app/my-app/my.app/my--app',
    `ghcr.io/example/orders@sha256:${HEX}`,
    `ghcr.io/example/orders:1.4.2@sha256:${HEX}`,
    `app:${'t'.repeat(128)}`,
    'app:_Tag.with-All_3',
    `${'a'.repeat(255)}`,
  ])('is taken: %s', (image) => {
    expect(checkImage(image)).toBeUndefined();
  });

  test.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['a', 'shorter than 2'],
    ['example.com/a', 'shorter than 2'],
    ['a'.repeat(256), 'longer than 255'],
    ['App', 'capitals'],
    ['ghcr.io/Example/app', 'capitals'],
    ['app:', 'empty tag'],
    [`app:${'t'.repeat(129)}`, 'which is none'],
    ['app:-x', 'which is none'],
    ['app:a b', 'which is none'],
    ['app:1:2', 'which no registry serves'],
    ['http://ghcr.io/example/app', 'has the scheme'],
    ['ko://github.com/example/app', 'has the scheme'],
    ['docker://app', 'has the scheme'],
    ['$(IMG)', 'placeholder'],
    ['ghcr.io/example/${NAME}:1', 'placeholder'],
    ['{{ .Values.image }}', 'placeholder'],
    ['<your-image>', 'placeholder'],
    [`app@sha256:${'a'.repeat(63)}`, 'no digest'],
    [`app@sha256:${'A'.repeat(64)}`, 'no digest'],
    [`app@sha512:${'a'.repeat(128)}`, 'no digest'],
    [`app@sha256:${HEX}@sha256:${HEX}`, 'no digest'],
    ['/app', 'which no registry serves'],
    ['app/', 'which no registry serves'],
    ['ghcr.io//app', 'which no registry serves'],
    ['team/-app', 'which no registry serves'],
    ['team/app_', 'which no registry serves'],
    ['team/a___b', 'which no registry serves'],
    ['-host.io/team/app', 'which is no host'],
    ['host.io:port/team/app', 'which is no host'],
    [':5000/app', 'which is no host'],
    [HEX, 'is an image id'],
    [' app', 'which no registry serves'],
    ['app\n', 'which no registry serves'],
  ])('fails as %j, which %s', (image, why) => {
    expect(checkImage(image)).toMatchObject({ code: 'KN-POD-001', message: expect.stringContaining(why) });
  });

  test('fails when it is no text at all', () => {
    const image: unknown = undefined;

    expect(checkImage(image as string)).toMatchObject({ code: 'KN-POD-001', message: expect.stringContaining('no text') });
  });

  test('with a scheme is proposed without', () => {
    expect(checkImage('https://ghcr.io/example/app:1')?.fix).toContain('`ghcr.io/example/app:1`');
  });

  test('is taken whenever it is put together from valid parts', () => {
    const word = fc.stringMatching(/^[a-z0-9]{2,9}$/);
    const host = fc.stringMatching(/^[a-z0-9]{1,5}\.[a-z]{2,3}(:[0-9]{2,4})?$/);
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/);
    const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
    const path = fc.array(word, { minLength: 1, maxLength: 4 });
    const parts = fc.tuple(fc.option(host), path, fc.option(tag), fc.option(digest));

    fc.assert(fc.property(parts, ([registry, words, label, hash]) => {
      const image = `${registry === null ? '' : `${registry}/`}${words.join('/')}${label === null ? '' : `:${label}`}`
        + (hash === null ? '' : `@sha256:${hash}`);
      expect(checkImage(image)).toBeUndefined();
    }));
  });

  test('that is plain is one that no rule finds fault with', () => {
    const piece = fc.oneof(
      fc.constantFrom('/', ':', '.', '-', '_', '__', '@', '?', '#', '//', 'A', 'latest', 'undefined', 'localhost', 'token='),
      fc.stringMatching(/^[a-z0-9]{1,40}$/), fc.stringMatching(/^[a-f0-9]{64}$/),
    );
    const texts = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(''));
    const likely = fc.stringMatching(/^([a-z0-9.-]{1,9}(:[0-9]{1,4})?\/)?[a-z0-9._-]{1,9}(\/[a-z0-9._-]{1,9})?:[a-z0-9._-]{1,9}$/);

    fc.assert(fc.property(fc.oneof(texts, likely), (image) => {
      if (isPlain(image)) expect([checkByRules(image), warningByRules(image)]).toEqual([undefined, undefined]);
    }), { numRuns: 2000 });
    expect(['nginx:1.27', 'ghcr.io/example/orders:1.4.2', 'localhost:5000/app:v1'].every(isPlain)).toBe(true);
  });

  test.each([
    ['app', true],
    ['localhost:5000/app', true],
    ['app:latest', true],
    ['app:1', false],
    [`app@sha256:${HEX}`, false],
    [`app:latest@sha256:${HEX}`, false],
  ])('%s is warned about as one without version: %s', (image, warned) => {
    expect(imageWarning(image) !== undefined).toBe(warned);
  });
});
