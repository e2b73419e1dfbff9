import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { checkQuantity, checkResources, parseQuantity, renderResources } from '../../lib/pod';

const codes = (resources: Parameters<typeof checkResources>[0]) =>
  checkResources(resources).flatMap((problem) => problem?.code ?? []);

describe('a quantity', () => {
  test.each([
    ['1', 1], ['0', 0], ['500m', 0.5], ['1.5', 1.5], ['.5', 0.5], ['1.', 1], ['+1', 1], ['-1', -1],
    ['1k', 1000], ['1Ki', 1024], ['2Mi', 2097152], ['1Gi', 1073741824], ['1e3', 1000], ['1E-3', 0.001], ['1E', 1e18],
    ['1Ei', 2 ** 60], ['100n', 1e-7], ['100u', 1e-4], ['1M', 1e6], ['1T', 1e12], ['1P', 1e15], ['1Ti', 2 ** 40], ['1Pi', 2 ** 50],
  ])('%s stands for %d', (text, value) => {
    expect(parseQuantity(text)).toBeCloseTo(value, 12);
  });

  test.each(['', ' 1', '1 ', '1 Gi', '1GB', '1K', '1KiB', 'one', '1,5', '0x10', 'NaNm', '--1', '1e', '.', '1e1.5', 'Ki'])(
    'fails as %j', (text) => {
      expect(parseQuantity(text)).toBeUndefined();
      expect(checkQuantity('memory', text)).toMatchObject({ code: 'KN-POD-035', message: expect.stringContaining('no quantity') });
    });

  test('fails below nothing', () => {
    expect(checkQuantity('memory', '-1Gi')).toMatchObject({ code: 'KN-POD-035', message: 'memory `-1Gi` is negative' });
  });

  test('is read the same with any unit', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), (amount) => {
      expect(parseQuantity(`${amount * 1024}Ki`)).toBe(parseQuantity(`${amount}Mi`));
      expect(parseQuantity(`${amount * 1000}m`)).toBeCloseTo(amount, 9);
    }));
  });
});

describe('resources', () => {
  test('say requests and limits by resource', () => {
    const rendered = renderResources({
      cpu: { request: Cpu.millis(250), limit: Cpu.units(2) },
      memory: { request: Size.mebibytes(64), limit: Size.gibibytes(1) },
      ephemeralStorage: { limit: Size.gibibytes(4) },
      extended: { 'nvidia.com/gpu': '1', 'hugepages-2Mi': '64Mi' },
    });

    expect(rendered).toEqual({
      requests: { cpu: '250m', memory: '64Mi' },
      limits: { 'cpu': '2', 'memory': '1Gi', 'ephemeral-storage': '4Gi', 'nvidia.com/gpu': '1', 'hugepages-2Mi': '64Mi' },
    });
  });

  test('say nothing of what is not asked', () => {
    expect(renderResources({ memory: { request: Size.mebibytes(64) } })).toEqual({ requests: { memory: '64Mi' } });
  });

  test('may ask for all of the limit', () => {
    expect(codes({ memory: { request: Size.mebibytes(1024), limit: Size.gibibytes(1) } })).toEqual([]);
    expect(codes({ cpu: { request: Cpu.millis(1000), limit: Cpu.units(1) } })).toEqual([]);
  });

  test.each([
    [{ cpu: { request: Cpu.units(2), limit: Cpu.millis(1999) } }, ['KN-POD-036']],
    [{ memory: { request: Size.gibibytes(1), limit: Size.mebibytes(1023) } }, ['KN-POD-036']],
    [{ ephemeralStorage: { request: Size.gibibytes(2), limit: Size.gibibytes(1) } }, ['KN-POD-036']],
    [{ cpu: { request: Cpu.units(-1) } }, ['KN-POD-035']],
    [{ cpu: { limit: Cpu.millis(Number.NaN) } }, ['KN-POD-035']],
    [{ cpu: { limit: Cpu.millis(0.5) } }, ['KN-POD-035']],
    [{ memory: { limit: Size.mebibytes(Number.NaN) } }, ['KN-POD-035']],
    [{ extended: { gpu: '1' } }, ['KN-POD-037']],
    [{ extended: { cpu: '1' } }, ['KN-POD-037']],
    [{ extended: { 'requests.nvidia.com/gpu': '1' } }, ['KN-POD-037']],
    [{ extended: { 'kubernetes.io/batteries': '1' } }, ['KN-POD-037']],
    [{ extended: { 'hugepages-2Mi': '4Mi' } }, ['KN-POD-037']],
    [{ extended: { 'nvidia.com/gpu': '0.5' } }, ['KN-POD-035']],
    [{ extended: { 'nvidia.com/gpu': '99999999999999999999' } }, ['KN-POD-035']],
    [{ extended: { [`${'a'.repeat(245)}.example/gpu`]: '1' } }, ['KN-POD-037']],
    [{ cpu: { limit: Cpu.units(1) }, extended: { 'hugepages-2Mi': '3Mi' } }, ['KN-POD-035']],
    [{ cpu: { limit: Cpu.units(1) }, extended: { 'hugepages-2Mi': '0' } }, ['KN-POD-035']],
    [{ extended: { 'nvidia.com/gpu': 'one' } }, ['KN-POD-035']],
    [{ extended: { 'nvidia.com/gpu': '-1' } }, ['KN-POD-035']],
  ])('fail as %j with %j', (resources, expected) => {
    expect(codes(resources)).toEqual(expected);
  });
});
