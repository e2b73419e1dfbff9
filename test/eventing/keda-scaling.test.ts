import { Duration } from 'cdk8s';
import type { KnativeError } from '../../lib/core';
import { KedaScaling, type KedaScalingOptions } from '../../lib/eventing';

const PREFIX = 'autoscaling.eventing.knative.dev/';

describe('KEDA scaling', () => {
  test('writes its class and what the program says', () => {
    expect(KedaScaling.of().toAnnotations()).toEqual({ [`${PREFIX}class`]: 'keda.autoscaling.knative.dev' });
    expect(KedaScaling.of({
      minScale: 1, maxScale: 1, lagThreshold: 5, pollingInterval: Duration.minutes(1),
      cooldownPeriod: Duration.seconds(0),
    }).toAnnotations()).toEqual({
      [`${PREFIX}class`]: 'keda.autoscaling.knative.dev',
      [`${PREFIX}min-scale`]: '1',
      [`${PREFIX}max-scale`]: '1',
      [`${PREFIX}polling-interval`]: '60',
      [`${PREFIX}cooldown-period`]: '0',
      [`${PREFIX}lag-threshold`]: '5',
    });
  });

  test('can be switched off', () => {
    expect(KedaScaling.disabled().toAnnotations()).toEqual({ [`${PREFIX}class`]: 'disabled' });
    expect(KedaScaling.disabled().enabled).toBe(false);
    expect(KedaScaling.of().enabled).toBe(true);
  });

  test.each<[KedaScalingOptions, string]>([
    [{ minScale: -1 }, 'KN-TRG-010'],
    [{ minScale: 0.5 }, 'KN-TRG-010'],
    [{ maxScale: 0 }, 'KN-TRG-010'],
    [{ maxScale: 2_147_483_648 }, 'KN-TRG-010'],
    [{ lagThreshold: 0 }, 'KN-TRG-010'],
    [{ minScale: 5, maxScale: 4 }, 'KN-TRG-010'],
    [{ minScale: 51 }, 'KN-TRG-010'],
    [{ pollingInterval: Duration.seconds(0) }, 'KN-DUR-002'],
    [{ pollingInterval: Duration.millis(1500) }, 'KN-DUR-001'],
    [{ cooldownPeriod: Duration.millis(100) }, 'KN-DUR-001'],
  ])('fails with %j', (options, code) => {
    expect(() => KedaScaling.of(options)).toThrow(expect.objectContaining({ code }) as KnativeError);
  });
});
