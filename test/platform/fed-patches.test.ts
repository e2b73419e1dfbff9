import { Chart, JsonPatch, Testing } from 'cdk8s';
import { Warnings } from '../../lib/core';
import { BrokerDefaults } from '../../lib/eventing';
import { KnativeEventing } from '../../lib/platform';
import { manifestsOf, problemsOf, warningsOf } from '../kafka/program';

function chartOf(labels: Record<string, string> = {}): Chart {
  return new Chart(Testing.app(), 'chart', { labels });
}

/** Defaults of brokers with patches, and the installation that they go into. */
function fed(chart: Chart, patches: readonly JsonPatch[], metadata: object = {}): Chart {
  const defaults = new BrokerDefaults(chart, 'config-br-defaults', { metadata });
  new KnativeEventing(chart, 'knative-eventing');
  defaults.apiObject.addJsonPatch(...patches);
  return chart;
}

const FEEDER = '[chart/config-br-defaults]';

test('a patch of a text goes into the installation', () => {
  const chart = fed(chartOf(), [JsonPatch.add('/data/other', 'x')]);

  expect(problemsOf(chart)).toBe('');
  const [{ spec } = {}] = Object.values(manifestsOf(chart, 'KnativeEventing'));
  expect(spec).toMatchObject({ config: { 'config-br-defaults': { other: 'x' } } });
});

test.each([
  ['a number', JsonPatch.add('/data/n', 5), 'KN-PLT-002'],
  ['the example', JsonPatch.add('/data/_example', 'x'), 'KN-PLT-002'],
  ['a key that no ConfigMap has', JsonPatch.add('/data/a b', 'x'), 'KN-'],
  ['data that is none', JsonPatch.replace('/data', 'x'), 'KN-PLT-002'],
  ['a path that there is not', JsonPatch.replace('/spec/a/b', 'x'), 'KN-TYP-002'],
])('fails for a patch with %s, where it is written', (_, patch, code) => {
  const problems = problemsOf(fed(chartOf(), [patch]));

  expect(problems).toContain(`${FEEDER} ${code}`);
  expect(problems).not.toContain('[chart/knative-eventing]');
});

test.each<[string, readonly JsonPatch[], object, string]>([
  ['labels', [], { labels: { team: 'a' } }, '`metadata.labels.team`'],
  ['annotations', [], { annotations: { note: 'a' } }, '`metadata.annotations`'],
  ['a patch of a label', [JsonPatch.add('/metadata/labels', { team: 'a' })], {}, '`metadata.labels.team`'],
  ['a patch besides the data', [JsonPatch.add('/immutable', true)], {}, '`immutable`'],
])('%s that reach nothing are warned of', (_, patches, metadata, named) => {
  const chart = fed(chartOf(), patches, metadata);

  expect(problemsOf(chart)).toBe('');
  expect(warningsOf(chart)).toEqual(['fed-fields-lost']);
  expect(Warnings.of(chart).list().map(({ message }) => message).join()).toContain(named);
});

test('labels that a chart gives to all of its objects are no loss', () => {
  expect(warningsOf(fed(chartOf({ app: 'shop' }), []))).toEqual([]);
});
