import { peerOf, peers } from '../../lib/pulumi/peers';

test('the packages that the tests run with are supported', () => {
  expect(peers().map(({ name, range, supported }) => ({ name, range, supported }))).toEqual([
    { name: '@pulumi/pulumi', range: '^3.142.0', supported: true },
    { name: '@pulumi/kubernetes', range: '^4.0.0', supported: true },
  ]);
});

test.each([
  ['3.142.0', true], ['3.142.1', true], ['3.248.0', true], ['3.143.0-alpha.1', true], ['3.142.0+build', true],
  ['3.141.9', false], ['3.142.0-alpha.1', false], ['3.9.0', false], ['2.200.0', false], ['4.0.0', false],
  ['', false], ['3', false], ['v3.142.0', false], ['${VERSION}', false],
])('of the version %s it is said whether it is supported: %s', (installed, supported) => {
  expect(peerOf('@pulumi/pulumi', [3, 142, 0], installed)).toEqual({
    name: '@pulumi/pulumi', range: '^3.142.0', installed, supported,
  });
});
