import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { Sink, Warnings } from '../../lib/core';
import { CloudEventOverrides, PingData, PingSource } from '../../lib/sources';
import { chartOf, problemsOf, SINK } from './program';

describe('a PingSource', () => {
  test('needs a schedule and a sink', () => {
    const chart = chartOf();

    new PingSource(chart, 'nightly', { schedule: '0 10 * * *', sink: SINK });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'sources.knative.dev/v1',
      kind: 'PingSource',
      metadata: { name: 'nightly', namespace: 'shop' },
      spec: { schedule: '0 10 * * *', sink: { uri: 'https://events.example.com/inbox' } },
    }]);
  });

  test('writes all that it is given', () => {
    const chart = chartOf();

    new PingSource(chart, 'nightly', {
      metadata: { labels: { team: 'orders' }, annotations: { 'example.com/owner': 'me' } },
      schedule: '0 0 10 * * MON-FRI',
      timezone: 'America/New_York',
      data: PingData.json({ message: 'good morning' }),
      sink: Sink.reference(
        { apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name: 'default', namespace: 'events' }, { path: '/in' },
      ),
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
    });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'sources.knative.dev/v1',
      kind: 'PingSource',
      metadata: {
        name: 'nightly', namespace: 'shop', labels: { team: 'orders' }, annotations: { 'example.com/owner': 'me' },
      },
      spec: {
        schedule: '0 0 10 * * MON-FRI',
        timezone: 'America/New_York',
        contentType: 'application/json',
        data: '{"message":"good morning"}',
        sink: {
          ref: { apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name: 'default', namespace: 'events' }, uri: '/in',
        },
        ceOverrides: { extensions: { region: 'eu' } },
      },
    }]);
  });

  test('writes bytes as base64, and one form of data only', () => {
    const chart = chartOf();

    new PingSource(chart, 'nightly', { schedule: '@daily', data: PingData.binary(Buffer.from('hello')), sink: SINK });

    expect(Testing.synth(chart)[0].spec).toEqual({
      schedule: '@daily',
      contentType: 'application/octet-stream',
      dataBase64: 'aGVsbG8=',
      sink: { uri: 'https://events.example.com/inbox' },
    });
  });

  test('leaves the namespace out of a sink in its own', () => {
    const chart = chartOf();

    new PingSource(chart, 'nightly', {
      schedule: '@daily', sink: Sink.kubernetesService('orders', { namespace: 'shop' }),
    });

    expect(Testing.synth(chart)[0].spec.sink).toEqual({ ref: { apiVersion: 'v1', kind: 'Service', name: 'orders' } });
  });

  test('says what its events are, for filters', () => {
    const source = new PingSource(chartOf(), 'nightly', { schedule: '@daily', sink: SINK });

    expect(PingSource.EVENT_TYPE).toBe('dev.knative.sources.ping');
    expect(source.eventSource).toBe('/apis/v1/namespaces/shop/pingsources/nightly');
    expect(source.sink).toBe(SINK);
  });

  test('takes patches of its object, its default child', () => {
    const chart = chartOf();
    const source = new PingSource(chart, 'nightly', { schedule: '@daily', sink: SINK });

    source.apiObject.addJsonPatch(JsonPatch.replace('/spec/schedule', '@hourly'));

    expect(source.node.defaultChild).toBe(source.apiObject);
    expect(Testing.synth(chart)[0].spec.schedule).toBe('@hourly');
  });

  test('fails at synth with every problem and its line', () => {
    const chart = chartOf();

    new PingSource(chart, 'nightly', { schedule: '0 10 * * 7', timezone: 'america/new_york', sink: SINK });
    new PingSource(chart, 'hourly', { schedule: 'TZ=UTC 0 * * * *', sink: SINK });

    expect(problemsOf(chart)).toEqual([
      expect.stringMatching(/\[chart\/nightly\] KN-SRC-001 `0 10 \* \* 7` is no schedule that Knative takes: day of week `7` is outside of 0 to 6; allowed: .*\(test\/sources\/ping-source\.test\.ts:\d+:\d+\)$/),
      expect.stringMatching(/\[chart\/nightly\] KN-SRC-003 `america\/new_york` is no time zone; .* write `timezone: 'America\/New_York'` \(test/),
      expect.stringMatching(/\[chart\/hourly\] KN-SRC-002 the schedule `TZ=UTC 0 \* \* \* \*` names a time zone; .*write `schedule: '0 \* \* \* \*', timezone: 'UTC'`/),
    ]);
  });

  test('fails without a schedule, with which Knative would send every minute', () => {
    const chart = chartOf();

    new PingSource(chart, 'nightly', { schedule: undefined as unknown as string, sink: SINK });

    expect(problemsOf(chart)).toEqual([expect.stringContaining('KN-SRC-001')]);
  });

  test('fails on its events\' source where it has no namespace', () => {
    const chart = chartOf({});
    const source = new PingSource(chart, 'nightly', { schedule: '@daily', sink: SINK });

    expect(source.eventSource).toContain('/pingsources/nightly');

    expect(problemsOf(chart)).toEqual([expect.stringContaining('KN-NAM-003')]);
  });

  test('is warned of a schedule that never comes', () => {
    const chart = chartOf();

    new PingSource(chart, 'nightly', { schedule: '0 0 31 2 *', sink: SINK });
    new PingSource(chart, 'hourly', { schedule: '0 * * * *', sink: SINK });

    expect(Warnings.of(chart).list()).toEqual([
      { id: 'schedule-never-comes', path: 'chart/nightly', message: expect.stringContaining('0 0 31 2 *') },
    ]);
    expect(problemsOf(chart)).toEqual([]);
  });

  test('may be made in a chart without a namespace', () => {
    const app = new App({ outdir: Testing.app().outdir });
    const chart = new Chart(app, 'chart');

    new PingSource(chart, 'nightly', { schedule: '@daily', sink: SINK });

    expect(Testing.synth(chart)[0].metadata).toEqual({ name: 'nightly' });
  });
});
