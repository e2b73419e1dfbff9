import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { parse } from 'yaml';
import { KnativeVersion } from '../../lib';
import { parseGoDuration } from '../../lib/serving/go-duration';
import * as settings from '../../lib/settings';

const WINDOW = { min: 6, max: 3600 };
const seconds = (min: number, max: number): fc.Arbitrary<Duration> =>
  fc.integer({ min, max }).map((each) => Duration.seconds(each));
const millis = fc.integer({ min: 1, max: 1e9 }).map((each) => Duration.millis(each));
const scale = fc.integer({ min: 0, max: 20 });
const decimal = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

const AUTOSCALER = fc.record({
  containerConcurrencyTargetPercentage: decimal(1.1, 100),
  containerConcurrencyTargetDefault: decimal(0.01, 1e6),
  requestsPerSecondTargetDefault: decimal(0.01, 1e6),
  targetBurstCapacity: fc.oneof(decimal(0, 1e6), fc.constant(-1)),
  stableWindow: seconds(WINDOW.min, WINDOW.max),
  panicWindowPercentage: decimal(1, 100),
  scaleToZeroGracePeriod: millis,
  scaleDownDelay: seconds(0, 1e6),
  enableScaleToZero: fc.boolean(),
  initialScale: scale,
  allowZeroInitialScale: fc.boolean(),
  minScale: scale,
  maxScale: scale,
  maxScaleLimit: scale,
}, { requiredKeys: [] });

/** What pkg/autoscaler/config/config.go makes of texts, for the keys above. */
function parsed(data: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([key, text]) => {
    if (text === 'true' || text === 'false') return [key, text === 'true'];
    return [key, /[a-z]$/.test(text) ? parseGoDuration(text) : Number(text)];
  }));
}

/** `validate` of pkg/autoscaler/config/config.go, for what several keys decide together. */
function isTaken(data: Readonly<Record<string, unknown>>): boolean {
  const number = (key: string, otherwise: number): number => typeof data[key] === 'number' ? data[key] : otherwise;
  const [min, max, limit] = [number('min-scale', 0), number('max-scale', 0), number('max-scale-limit', 0)];
  const target = number('container-concurrency-target-percentage', 70) / 100 * number('container-concurrency-target-default', 100);
  if (target < 0.01) return false;
  if (number('initial-scale', 1) === 0 && data['allow-zero-initial-scale'] !== true) return false;
  if (max < (limit > 0 ? 1 : 0) || (limit > 0 && max > limit)) return false;
  return !(min > max && max > 0);
}

test('settings of the autoscaler are read back as they were written, and taken where Knative takes them', () => {
  fc.assert(fc.property(AUTOSCALER, (autoscaler) => {
    const data = settings.renderSettings(settings.AUTOSCALER, autoscaler);
    const back = parsed(data);
    const written = Object.entries(autoscaler).map(([name, value]) =>
      [settings.AUTOSCALER.keys[name as keyof settings.AutoscalerSettings].key, value] as const);

    expect(Object.keys(data)).toHaveLength(written.length);
    for (const [key, value] of written) {
      expect(back[key]).toBe(value instanceof Duration ? value.toMilliseconds() : value);
    }
    expect(settings.checkServing({ autoscaler }, KnativeVersion.V1_23).length === 0).toBe(isTaken(back));
  }), { numRuns: 300 });
});

const LABEL = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
const LABELS = fc.dictionary(LABEL, LABEL, { minKeys: 1, maxKeys: 3 });

test('domains are read back as they were written', () => {
  const domain = fc.tuple(LABEL, fc.option(LABELS, { nil: undefined }), fc.boolean());
  fc.assert(fc.property(fc.uniqueArray(domain, { selector: ([name]) => name, maxLength: 5 }), (domains) => {
    const data = settings.renderDomains(domains.map(([name, selector, wildcard]) =>
      ({ domain: `${name}.example.com`, selector, ...selector && wildcard ? { wildcardCertificates: true } : {} })));

    expect(Object.keys(data)).toEqual(domains.map(([name]) => `${name}.example.com`));
    for (const [name, selector, wildcard] of domains) {
      const text = data[`${name}.example.com`] ?? '';
      expect(parse(text) ?? {})
        .toEqual(selector === undefined ? {} : { selector, ...wildcard ? { type: 'wildcard' } : {} });
    }
  }));
});

test('a check raises nothing, whatever JavaScript passes as a value', () => {
  const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom({}, [], [{}], [1], [null]));
  const names = Object.keys(settings.DEPLOYMENT.keys) as (keyof settings.DeploymentSettings)[];
  fc.assert(fc.property(fc.constantFrom(...names), value, (name, odd) => {
    expect(() => settings.checkServing({ deployment: { [name]: odd } }, KnativeVersion.V1_23)).not.toThrow();
  }));
});
