import { App, Lazy, Stack, Token } from 'aws-cdk-lib';
import { checkImage } from '../../lib/pod';

/** What stands for a digest that only the deployment knows. */
const DIGEST = Token.asString(Lazy.any({ produce: () => new Stack(new App()).stackName }));

describe('an image whose digest only the deployment knows', () => {
  test.each([`nginx@${DIGEST}`, `ghcr.io/example/orders@${DIGEST}`, `registry.example:5000/orders:1.0@${DIGEST}`])(
    'is no address with a user: %#', (image) => {
      expect(checkImage(image)?.message ?? '').not.toContain('holds a user');
    });

  test('fails with a password before a host that only the deployment knows', () => {
    expect(checkImage(`https://me:word@${DIGEST}/orders:1.0`)?.message).toContain('holds a user');
  });
});
