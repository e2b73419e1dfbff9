import { App, Chart, Testing } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Feature, Features } from '../../lib/core';
import { KafkaCluster } from '../../lib/kafka';
import { Ingress } from '../../lib/networking';
import { KnativePlatform } from '../../lib/platform';
import { KnativeService } from '../../lib/serving';
import { KafkaSink } from '../../lib/sinks';

const IMAGE = 'ghcr.io/example/orders:1.0';

/** What synth asks of an app before it writes anything. */
function validate(construct: IConstruct): string[] {
  return App.of(construct).node.findAll().flatMap((each) => each.node.validate());
}

describe('what the program needs', () => {
  test('is what it needs in the end: a service that was taken out of the tree needs no flag and no data plane', () => {
    const app = Testing.app();
    const knative = new KnativePlatform(new Chart(app, 'platform'), 'knative', {
      ingress: Ingress.kourier(), features: Features.asNeeded(), kafka: {},
    });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new KnativeService(chart, 'orders', { image: IMAGE, nodeSelector: { pool: 'a' } });
    new KafkaSink(chart, 'sink', { cluster: new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka:9092'] }), topic: 'orders' });
    const config = () => {
      expect(validate(app)).toEqual([]);
      return JSON.stringify(knative.serving.apiObject.toJson()) + JSON.stringify(knative.eventing.apiObject.toJson());
    };

    const before = config();
    expect(before).toContain('podspec-nodeselector');
    expect(before).toContain('eventing-kafka-sink.yaml');

    chart.node.tryRemoveChild('orders');
    chart.node.tryRemoveChild('sink');
    const after = config();
    expect(after).not.toContain('podspec-nodeselector');
    expect(after).not.toContain('eventing-kafka-sink.yaml');
  });

  test('is refused on a platform as released, although the program declares the flag', () => {
    const app = Testing.app();
    new KnativePlatform(new Chart(app, 'platform'), 'knative', { ingress: Ingress.kourier() });
    Features.of(app).enable(Feature.PODSPEC_NODESELECTOR);
    new KnativeService(new Chart(app, 'shop', { namespace: 'shop' }), 'orders', { image: IMAGE, nodeSelector: { pool: 'a' } });

    expect(validate(app).join()).toContain('KN-FTR-001 nodeSelector needs the feature flag');
  });

  test('is told of a platform that exists as what its owner has to do', () => {
    const app = Testing.app();
    KnativePlatform.existing(app, 'platform', { features: Features.asNeeded() });
    new KnativeService(new Chart(app, 'shop', { namespace: 'shop' }), 'orders', { image: IMAGE, nodeSelector: { pool: 'a' } });

    expect(validate(app).join()).toContain('switch it on in the ConfigMap `config-features` in `knative-serving`, and write '
      + '`.enable(Feature.PODSPEC_NODESELECTOR)` behind its `features`');
  });

  test('is switched on although the program declares the flag', () => {
    const app = Testing.app();
    const knative = new KnativePlatform(new Chart(app, 'platform'), 'knative', {
      ingress: Ingress.kourier(), features: Features.asNeeded(),
    });
    Features.of(app).enable(Feature.PODSPEC_NODESELECTOR);
    new KnativeService(new Chart(app, 'shop', { namespace: 'shop' }), 'orders', {
      image: IMAGE, nodeSelector: { pool: 'a' },
    });

    expect(validate(app)).toEqual([]);
    expect(JSON.stringify(knative.serving.apiObject.toJson())).toContain('podspec-nodeselector');
  });
});
