import { ApiObject, Chart, Testing } from 'cdk8s';
import { Namespace, Warnings } from '../../lib/core';

function program() {
  const app = Testing.app();
  const chart = new Chart(app, 'chart');
  const namespace = new Namespace(chart, 'orders');
  return { app, chart, namespace };
}

describe('warnings', () => {
  let written: string[];

  beforeEach(() => {
    written = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  test('are printed once, on standard error, with the path of the construct', () => {
    const { app, chart, namespace } = program();
    new Chart(app, 'another');
    Warnings.of(namespace).add('lonely', 'nothing uses this namespace');

    app.synth();
    chart.toJson();

    expect(written).toEqual(['warning lonely: nothing uses this namespace [chart/orders]\n']);
  });

  test('that were acknowledged on an ancestor are not printed, but listed with their reason', () => {
    const { app, chart, namespace } = program();
    Warnings.of(namespace).add('lonely', 'nothing uses this namespace');

    Warnings.of(chart).acknowledge('lonely', 'its services come next week');

    app.synth();
    expect(written).toEqual([]);
    expect(Warnings.of(app).list()).toEqual([{
      id: 'lonely',
      message: 'nothing uses this namespace',
      path: 'chart/orders',
      acknowledged: 'its services come next week',
    }]);
  });

  test('fails on an acknowledgement without a reason', () => {
    const { app, chart } = program();

    Warnings.of(chart).acknowledge('lonely', ' ');

    expect(() => app.synth()).toThrow(/\[chart\] KN-WRN-001 the warning `lonely` is acknowledged without a reason/);
  });

  test('fails on an acknowledgement of a warning that there is not, and proposes one', () => {
    const { app, chart } = program();

    Warnings.of(chart).acknowledge('no-dead-leter-sink', 'wanted');

    expect(() => app.synth()).toThrow(
      /\[chart\] KN-WRN-003 there is no warning `no-dead-leter-sink`.*write `no-dead-letter-sink`.*warnings\.test\.ts:\d+/);
  });

  test('of the library may be acknowledged where they do not occur', () => {
    const { app, chart } = program();

    Warnings.of(chart).acknowledge('no-dead-letter-sink', 'wanted');

    expect(() => app.synth()).not.toThrow();
  });

  test('fails in strict mode on a warning that nobody acknowledged, at the line that caused it', () => {
    const { app, namespace } = program();
    Warnings.of(app).treatAsErrors();

    Warnings.of(namespace).add('lonely', 'nothing uses this namespace');

    expect(() => app.synth()).toThrow(
      /\[chart\/orders\] KN-WRN-002 warning `lonely`: nothing uses this namespace.*test\/core\/warnings\.test\.ts/);
    expect(written).toEqual([]);
  });

  test('in strict mode may be acknowledged after the refusal', () => {
    const { app, namespace } = program();
    Warnings.of(app).treatAsErrors();
    Warnings.of(namespace).add('lonely', 'nothing uses this namespace');
    expect(() => app.synth()).toThrow('KN-WRN-002');

    Warnings.of(namespace).acknowledge('lonely', 'wanted');

    expect(() => app.synth()).not.toThrow();
  });
});

describe('a warning that only the finished tree shows', () => {
  test('goes away when the program is mended', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'orders' });
    new Namespace(chart, 'orders');
    const role = new ApiObject(chart, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' });
    Warnings.of(app).treatAsErrors();
    expect(() => app.synth()).toThrow('KN-WRN-002');

    chart.node.tryRemoveChild(role.node.id);

    expect(() => app.synth()).not.toThrow();
    expect(Warnings.of(app).list()).toEqual([]);
  });
});

describe('cluster-scoped objects of others', () => {
  test('are reported when they carry a namespace', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'orders' });
    new Namespace(chart, 'orders');
    const role = new ApiObject(chart, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' });
    Warnings.of(chart).acknowledge('cluster-scoped-namespace', 'kubectl clears it');

    app.synth();

    expect(Warnings.of(app).list()).toMatchObject([{ id: 'cluster-scoped-namespace', path: role.node.path }]);
  });
});
