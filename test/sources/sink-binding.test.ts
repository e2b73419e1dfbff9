import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { type Kind, LabelSelectorOperator, Resource, Sink, Warnings } from '../../lib/core';
import { Env } from '../../lib/pod';
import { KnativeService } from '../../lib/serving';
import {
  CloudEventOverrides, type ISinkBindingSubject, SinkBinding, SinkBindingSubject, SubjectKind,
} from '../../lib/sources';
import { chartOf, problemsOf, SINK } from './program';

const SERVICE: Kind = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', nameRule: { pattern: /./, maxLength: 63, text: '' } };

class Service extends Resource {
  constructor(scope: ConstructorParameters<typeof ApiObject>[0], id: string) {
    super(scope, id, SERVICE, {}, []);
  }

  protected override _render(): Record<string, unknown> {
    return {};
  }
}

function subjectOf(subject: ISinkBindingSubject): unknown {
  const chart = chartOf();
  new SinkBinding(chart, 'binding', { subject, sink: SINK });
  return Testing.synth(chart)[0].spec.subject;
}

describe('a SinkBinding', () => {
  test('needs a subject and a sink', () => {
    const chart = chartOf();
    const service = new Service(chart, 'orders');

    const binding = new SinkBinding(chart, 'orders-to-inbox', { subject: service, sink: SINK });

    expect(Testing.synth(chart)[1]).toEqual({
      apiVersion: 'sources.knative.dev/v1',
      kind: 'SinkBinding',
      metadata: { name: 'orders-to-inbox', namespace: 'shop' },
      spec: {
        subject: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' },
        sink: { uri: 'https://events.example.com/inbox' },
      },
    });
    expect(binding.subject).toBe(service);
    expect(binding.sink).toBe(SINK);
    expect(Warnings.of(chart).list()).toEqual([]);
  });

  test('writes all that it is given', () => {
    const chart = chartOf();

    new SinkBinding(chart, 'binding', {
      metadata: { labels: { team: 'orders' } },
      subject: SinkBindingSubject.selected(SubjectKind.JOB, {
        matchLabels: { app: 'import' },
        matchExpressions: [
          { key: 'tier', operator: LabelSelectorOperator.IN, values: ['batch', 'slow'] },
          { key: 'legacy', operator: LabelSelectorOperator.DOES_NOT_EXIST },
        ],
      }),
      sink: SINK,
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
    });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'sources.knative.dev/v1',
      kind: 'SinkBinding',
      metadata: { name: 'binding', namespace: 'shop', labels: { team: 'orders' } },
      spec: {
        subject: {
          apiVersion: 'batch/v1',
          kind: 'Job',
          selector: {
            matchLabels: { app: 'import' },
            matchExpressions: [
              { key: 'tier', operator: 'In', values: ['batch', 'slow'] }, { key: 'legacy', operator: 'DoesNotExist' },
            ],
          },
        },
        sink: { uri: 'https://events.example.com/inbox' },
        ceOverrides: { extensions: { region: 'eu' } },
      },
    }]);
  });

  test.each([
    [SubjectKind.DEPLOYMENT, 'apps/v1', 'Deployment'],
    [SubjectKind.STATEFUL_SET, 'apps/v1', 'StatefulSet'],
    [SubjectKind.DAEMON_SET, 'apps/v1', 'DaemonSet'],
    [SubjectKind.REPLICA_SET, 'apps/v1', 'ReplicaSet'],
    [SubjectKind.JOB, 'batch/v1', 'Job'],
    [SubjectKind.KNATIVE_SERVICE, 'serving.knative.dev/v1', 'Service'],
    [SubjectKind.KNATIVE_CONFIGURATION, 'serving.knative.dev/v1', 'Configuration'],
  ])('binds an existing object by name (%#)', (kind, apiVersion, name) => {
    const chart = chartOf();

    new SinkBinding(chart, 'binding', { subject: SinkBindingSubject.named(kind, 'orders'), sink: SINK });

    expect(Testing.synth(chart)[0].spec.subject).toEqual({ apiVersion, kind: name, name: 'orders' });
    expect(Warnings.of(chart).list()).toEqual([]);
  });

  test('binds what a plain reference says', () => {
    expect(subjectOf({ reference: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders', namespace: 'shop' } }))
      .toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders' });
  });

  test('binds workloads of cdk8s-plus', () => {
    const chart = chartOf();
    const deployment = new Deployment(chart, 'orders', {
      metadata: { name: 'orders' }, containers: [{ image: 'ghcr.io/example/orders:1.0' }],
    });

    new SinkBinding(chart, 'binding', { subject: SinkBindingSubject.of(deployment), sink: SINK });

    expect(Testing.synth(chart).at(-1).spec.subject).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders' });
    expect(problemsOf(chart)).toEqual([]);
  });

  test('binds any object of cdk8s', () => {
    const chart = chartOf();
    const object = new ApiObject(chart, 'object', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' } });

    new SinkBinding(chart, 'binding', { subject: SinkBindingSubject.of(object), sink: SINK });

    expect(Testing.synth(chart)[1].spec.subject).toEqual({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' });
  });

  test('takes patches of its object, its default child', () => {
    const chart = chartOf();
    const subject = SinkBindingSubject.named(SubjectKind.JOB, 'a');
    const binding = new SinkBinding(chart, 'binding', { subject, sink: SINK });

    binding.apiObject.addJsonPatch(JsonPatch.replace('/spec/subject/name', 'b'));

    expect(binding.node.defaultChild).toBe(binding.apiObject);
    expect(Testing.synth(chart)[0].spec.subject.name).toBe('b');
  });

  test.each<[string, ISinkBindingSubject['reference'], string]>([
    ['no apiVersion', { apiVersion: '', kind: 'Deployment', name: 'a' }, 'KN-SRC-007'],
    ['an apiVersion that is none', { apiVersion: 'apps/v1/x', kind: 'Deployment', name: 'a' }, 'KN-SRC-007'],
    ['an apiVersion in capitals', { apiVersion: 'Apps/v1', kind: 'Deployment', name: 'a' }, 'KN-SRC-007'],
    ['no kind', { apiVersion: 'apps/v1', kind: '', name: 'a' }, 'KN-SRC-007'],
    ['a kind that is none', { apiVersion: 'apps/v1', kind: 'My-Kind', name: 'a' }, 'KN-SRC-007'],
    ['neither a name nor a selector', { apiVersion: 'apps/v1', kind: 'Deployment' }, 'KN-SRC-007'],
    ['an empty name', { apiVersion: 'apps/v1', kind: 'Deployment', name: '' }, 'KN-SRC-007'],
    ['a name and a selector', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', selector: {} }, 'KN-SRC-007'],
    ['a name with a dot', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a.b' }, 'KN-SRC-007'],
    ['a long name', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a'.repeat(64) }, 'KN-SRC-007'],
    ['another namespace', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', namespace: 'other' }, 'KN-SRC-008'],
    ['a CronJob', { apiVersion: 'batch/v1', kind: 'CronJob', name: 'a' }, 'KN-SRC-009'],
    ['CronJobs', { apiVersion: 'batch/v1beta1', kind: 'CronJob', selector: {} }, 'KN-SRC-009'],
    ['a label value that is none',
      { apiVersion: 'apps/v1', kind: 'Deployment', selector: { matchLabels: { app: 'a b' } } }, 'KN-NAM-004'],
    ['a condition without values', {
      apiVersion: 'apps/v1', kind: 'Deployment',
      selector: { matchExpressions: [{ key: 'app', operator: LabelSelectorOperator.IN, values: [] }] },
    }, 'KN-POD-043'],
    ['a condition with values it does not take', {
      apiVersion: 'apps/v1', kind: 'Deployment',
      selector: { matchExpressions: [{ key: 'app', operator: LabelSelectorOperator.EXISTS, values: ['a'] }] },
    }, 'KN-POD-043'],
  ])('fails on a subject with %s', (_, reference, code) => {
    const chart = chartOf();

    new SinkBinding(chart, 'binding', { subject: { reference }, sink: SINK });

    expect(problemsOf(chart)).toEqual([expect.stringMatching(
      new RegExp(`\\[chart/binding\\] ${code} .*\\(test/sources/sink-binding\\.test\\.ts:\\d+:\\d+\\)$`),
    )]);
  });

  test('fails on a subject with a namespace where it has none itself', () => {
    const chart = chartOf({});

    new SinkBinding(chart, 'binding', {
      subject: { reference: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', namespace: 'shop' } }, sink: SINK,
    });

    expect(problemsOf(chart)).toEqual([expect.stringMatching(/KN-SRC-008 .* and the binding has no namespace/)]);
  });

  test.each<[string, () => SinkBindingSubject, string]>([
    ['a name that is none', () => SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'My Orders'), 'KN-SRC-007'],
    ['a kind that is none', () => SinkBindingSubject.named(SubjectKind.custom('apps/v1', ''), 'a'), 'KN-SRC-007'],
    ['a CronJob', () => SinkBindingSubject.named(SubjectKind.custom('batch/v1', 'CronJob'), 'a'), 'KN-SRC-009'],
    ['a label key that is none', () => SinkBindingSubject.selected(SubjectKind.JOB, { matchLabels: { 'a b': 'c' } }),
      'KN-NAM-004'],
  ])('fails at once on %s in a factory', (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  test('advises to bind the Jobs of a CronJob', () => {
    expect(() => SinkBindingSubject.named(SubjectKind.custom('batch/v1', 'CronJob'), 'nightly'))
      .toThrow(/label its `jobTemplate` and write `SinkBindingSubject.selected\(SubjectKind.JOB, \{ matchLabels \}\)`/);
  });

  test('is warned of a kind that Knative has no right to change', () => {
    const chart = chartOf();

    new SinkBinding(chart, 'binding', {
      subject: SinkBindingSubject.named(SubjectKind.custom('argoproj.io/v1alpha1', 'Rollout'), 'a'), sink: SINK,
    });

    expect(Warnings.of(chart).list()).toEqual([{
      id: 'sink-binding-kind', path: 'chart/binding', message: expect.stringContaining('`argoproj.io/v1alpha1 Rollout`'),
    }]);
  });

  test.each([[{}], [{ matchLabels: {} }], [{ matchExpressions: [] }]])(
    'is warned of a selector that takes everything, and keeps it: %j', (selector) => {
      const chart = chartOf();

      new SinkBinding(chart, 'binding', { subject: SinkBindingSubject.selected(SubjectKind.JOB, selector), sink: SINK });

      expect(Warnings.of(chart).list()).toEqual([
        { id: 'sink-binding-selects-all', path: 'chart/binding', message: expect.stringContaining('every Job') },
      ]);
      expect(Testing.synth(chart)[0].spec.subject).toHaveProperty('selector');
    },
  );
});

describe('a SinkBinding of a Knative service', () => {
  const image = 'ghcr.io/example/orders:1.0';
  const sink = Sink.uri('https://events.example.com');

  test.each([
    ['a revision of its own name', { revisionName: 'orders-v1' }, 'KN-SVC-013'],
    ['the variable already', { env: { K_SINK: Env.value('x') } }, 'KN-POD-005'],
  ])('fails where the service has %s', (_, props, code) => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    const service = new KnativeService(chart, 'orders', { image, ...props });

    new SinkBinding(chart, 'binding', { subject: service, sink });

    expect(() => app.synth()).toThrow(code);
  });

  test('fails where the service is bound already', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    const service = new KnativeService(chart, 'orders', { image });
    service.bindTo(sink);

    new SinkBinding(chart, 'binding', { subject: service, sink });

    expect(() => app.synth()).toThrow('KN-SVC-012');
  });
});
