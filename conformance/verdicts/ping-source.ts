import { ClusterChart, KnativeService, PingData, PingSource, Sink } from '../../lib';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import { overridesRows } from '../verdict-parts/overrides';
import type { VerdictRow } from './row';

const kind = 'PingSource';
const sink = Sink.uri('https://events.example.com/inbox');
const schedule = '0 10 * * *';
const ping = byHand('sources.knative.dev/v1', kind, 'ticks', { schedule, sink: DESTINATION });

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function scheduleRow(mistake: string, text: string, verdict: Verdict, refused: VerdictRow['refused'] = 'KN-SRC-001'): VerdictRow {
  return {
    kind, mistake, refused, ...verdict,
    program: (chart) => { new PingSource(chart, 'ticks', { schedule: text, sink }); }, manifest: ping({ schedule: text }),
  };
}

function zoneRow(mistake: string, timezone: string, verdict: Verdict): VerdictRow {
  return {
    kind, mistake, refused: 'KN-SRC-003', ...verdict,
    program: (chart) => { new PingSource(chart, 'ticks', { schedule, timezone, sink }); }, manifest: ping({ timezone }),
  };
}

function dataRow(
  mistake: string, refused: VerdictRow['refused'], data: () => PingData, fields: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict,
    program: (chart) => { new PingSource(chart, 'ticks', { schedule, data: data(), sink }); }, manifest: ping(fields),
  };
}

const JSON_TYPE = 'application/json';

const SCHEDULES: VerdictRow[] = [
  scheduleRow('a schedule that is none', 'every morning', { words: 'spec.schedule' }),
  scheduleRow('a schedule of four fields', '0 10 * *', { words: 'expected 5 to 6 fields, found 4' }),
  scheduleRow('a schedule of seven fields', '0 0 10 * * * 2030', { words: 'expected 5 to 6 fields, found 7' }),
  scheduleRow('the seventh day of a week', '0 10 * * 7', { words: 'above maximum' }),
  scheduleRow('the last day of a month', '0 10 L * *', { words: 'spec.schedule' }),
  scheduleRow('an interval', '@every 5m', { words: 'unsupported descriptor @every' }),
  scheduleRow('a descriptor that there is not', '@reboot', { words: 'unrecognized descriptor' }),
  scheduleRow('a minute that there is not', '75 10 * * *', { words: 'above maximum' }),
  scheduleRow('a step of nothing', '*/0 * * * *', { words: 'step of range should be a positive number' }),
  scheduleRow('an empty schedule', '', { stricter: 'Knative takes it for `* * * * *`, and sends an event every minute' }),
  {
    kind, mistake: 'no schedule', refused: 'compiler',
    // @ts-expect-error the schedule is missing
    program: (chart) => { new PingSource(chart, 'ticks', { sink }); },
    manifest: ping({ schedule: undefined }), stricter: 'Knative takes it for `* * * * *`, and sends an event every minute',
  },
  scheduleRow('a time zone in the schedule', 'CRON_TZ=Europe/Berlin 0 10 * * *',
    { stricter: 'it is refused only beside `timezone`; alone it hides the zone from everyone who looks for it there' }, 'KN-SRC-002'),
  {
    kind, mistake: 'a time zone in the schedule, and beside it', refused: 'KN-SRC-002',
    program: (chart) => {
      new PingSource(chart, 'ticks', { schedule: 'TZ=UTC 0 10 * * *', timezone: 'Europe/Berlin', sink });
    },
    manifest: ping({ schedule: 'TZ=UTC 0 10 * * *', timezone: 'Europe/Berlin' }), words: 'spec.schedule',
  },
  zoneRow('a time zone that there is not', 'Europe/Atlantis', { words: 'spec.timezone' }),
  zoneRow('a time zone in small letters', 'europe/berlin', { words: 'spec.timezone' }),
  zoneRow('an empty time zone', '', { stricter: 'it is no zone: Knative takes that of the adapter, which nobody chose' }),
  zoneRow('the zone of whatever the pod has', 'Local', { stricter: 'events come when the image of the adapter says, which nobody chose' }),
];

const DATA: VerdictRow[] = [
  dataRow('a list as JSON', 'KN-SRC-004', () => PingData.json(['a']), { contentType: JSON_TYPE, data: '["a"]' },
    { words: 'spec.data' }),
  dataRow('a text as JSON', 'KN-SRC-004', () => PingData.text('hello', { contentType: JSON_TYPE }),
    { contentType: JSON_TYPE, data: 'hello' }, { words: 'spec.data' }),
  dataRow('a number as JSON, in base64', 'KN-SRC-004', () => PingData.base64('NQ==', { contentType: JSON_TYPE }),
    { contentType: JSON_TYPE, dataBase64: 'NQ==' }, { words: 'spec.dataBase64' }),
  dataRow('base64 of the alphabet for addresses', 'KN-SRC-005', () => PingData.base64('-_-_'), { dataBase64: '-_-_' },
    { words: 'illegal base64 data' }),
  dataRow('base64 without padding', 'KN-SRC-005', () => PingData.base64('aGVsbG8'), { dataBase64: 'aGVsbG8' },
    { words: 'illegal base64 data' }),
  dataRow('data that is empty', 'KN-SRC-006', () => PingData.text(''), { contentType: 'text/plain', data: '' },
    { stricter: 'the event has no body and no content type then, as if nothing were written' }),
  dataRow('data with a control character that YAML does not know', 'KN-TYP-003', () => PingData.text('a\u0080b'),
    { contentType: 'text/plain', data: 'a\u0080b' }, { words: 'control characters are not allowed' }),
  {
    kind, mistake: 'data in two forms', refused: 'compiler',
    // @ts-expect-error PingData has one form
    program: (chart) => { new PingSource(chart, 'ticks', { schedule, sink, data: 'a', dataBase64: 'YQ==' }); },
    manifest: ping({ data: 'a', dataBase64: 'YQ==' }), words: 'expected exactly one, got both: spec.data, spec.dataBase64',
  },
  {
    kind, mistake: 'data as an object', refused: 'compiler',
    // @ts-expect-error PingData.json({ ... })
    program: (chart) => { new PingSource(chart, 'ticks', { schedule, sink, data: { message: 'hello' } }); },
    manifest: ping({ data: { message: 'hello' } }), words: '.spec.data: expected string, got',
  },
  {
    kind, mistake: 'data under the name that it had in older versions', refused: 'compiler',
    // @ts-expect-error it is `data`
    program: (chart) => { new PingSource(chart, 'ticks', { schedule, sink, jsonData: '{}' }); },
    manifest: ping({ jsonData: '{}' }), words: '.spec.jsonData: field not declared in schema',
  },
];

const SINKS: VerdictRow[] = [
  {
    kind, mistake: 'no sink', refused: 'compiler',
    // @ts-expect-error the sink is missing
    program: (chart) => { new PingSource(chart, 'ticks', { schedule }); },
    manifest: ping({ sink: undefined }), words: 'expected at least one, got none: spec.sink.ref, spec.sink.uri',
  },
  {
    kind, mistake: 'a sink of another cluster', refused: 'KN-NAM-008',
    program: (chart) => {
      const eu = new ClusterChart(chart, 'eu', { namespace: 'shop', cluster: 'eu' });
      const orders = new KnativeService(eu, 'orders', { image: 'ghcr.io/example/orders:1.0' });
      new PingSource(chart, 'ticks', { schedule, sink: orders });
    },
    manifest: ping({ sink: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' } } }),
    stricter: 'it is looked for in this cluster, where it is not, or where another one has its name',
  },
];

export const rows: readonly VerdictRow[] = [
  ...SCHEDULES,
  ...DATA,
  ...SINKS,
  ...destinationRows({
    kind, what: 'sink', manifest: (destination) => ping({ sink: destination }),
    program: (chart, to) => { new PingSource(chart, 'ticks', { schedule, sink: to }); },
  }),
  ...overridesRows({
    kind, manifest: (ceOverrides) => ping({ ceOverrides }),
    program: (chart, ceOverrides) => { new PingSource(chart, 'ticks', { schedule, sink, ceOverrides }); },
  }),
  ...metadataRows({
    kind, manifest: (metadata) => ping({}, metadata),
    program: (chart, metadata) => { new PingSource(chart, 'ticks', { schedule, sink, metadata }); },
  }),
];
