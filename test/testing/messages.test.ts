import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Namespace, Warnings } from '../../lib/core';
import { Manifests, refusalsOf, warningsOf } from '../../lib/testing';

function printed(run: () => void): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  run();
  const text = write.mock.calls.map(([chunk]) => String(chunk)).join('');
  write.mockRestore();
  return text;
}

describe('refusals', () => {
  test('are the lines of synth, with file name, line and column, without folders', () => {
    const chart = Testing.chart();
    new Namespace(chart, 'My Shop');
    new Namespace(chart, 'Other Shop');

    const refusals = refusalsOf(chart);

    expect(refusals).toEqual([
      expect.stringMatching(/^\[test\/My Shop\] KN-NAM-001 `My Shop` is no name .* \(messages\.test\.ts:\d+:\d+\)$/),
      expect.stringMatching(/^\[test\/Other Shop\] KN-NAM-001 .* \(messages\.test\.ts:\d+:\d+\)$/),
    ]);
    const inSynth = messageOf(() => Testing.synth(chart)).split('\n  ').slice(1);
    expect(inSynth.map((line) => line.replace('(test/testing/', '('))).toEqual(refusals);
  });

  test.each([
    ['KN-X mount `/etc/app` (optional) twice (/home/me/app/main.ts:3:7)', 'KN-X mount `/etc/app` (optional) twice (main.ts:3:7)'],
    ['KN-X mount twice (C:\\app\\main.ts:3:7)', 'KN-X mount twice (main.ts:3:7)'],
    ['KN-X mount twice (main.ts:3:7)', 'KN-X mount twice (main.ts:3:7)'],
    ['KN-X path `/vault/secrets` (see /docs/vault)', 'KN-X path `/vault/secrets` (see /docs/vault)'],
  ])('keep all of a line but the folders of its place: %s', (message, expected) => {
    const app = new App();
    app.node.addValidation({ validate: () => [message] });

    expect(refusalsOf(app)).toEqual([`[] ${expected}`]);
  });

  test('are none for an app that synth takes', () => {
    const chart = Testing.chart();
    new Namespace(chart, 'shop');

    expect(refusalsOf(chart)).toEqual([]);
  });

  test('are those of the whole app, and every validation runs once', () => {
    const app = new App();
    const validate = jest.fn(() => ['wrong']);
    new Chart(app, 'a').node.addValidation({ validate });

    expect(refusalsOf(new Chart(app, 'b'))).toEqual(['[a] wrong']);
    expect(validate).toHaveBeenCalledTimes(1);
  });
});

describe('warnings', () => {
  test('are the lines that synth prints', () => {
    const chart = Testing.chart();
    Warnings.of(chart).add('no-dead-letter-sink', 'events get lost: name a sink');
    Warnings.of(chart).add('accepted', 'something');
    Warnings.of(chart).acknowledge('accepted', 'it is a test');
    let warnings: string[] = [];

    const text = printed(() => {
      warnings = warningsOf(chart);
    });

    expect(warnings).toEqual(['warning no-dead-letter-sink: events get lost: name a sink [test]']);
    expect(text).toBe(`${warnings.join('\n')}\n`);
  });

  test('that only the finished tree shows are there too', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'shop' });
    new Namespace(chart, 'shop');
    new ApiObject(chart, 'node', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } });
    let warnings: string[] = [];

    printed(() => {
      warnings = warningsOf(chart);
    });

    expect(warnings).toEqual([expect.stringMatching(/^warning cluster-scoped-namespace: Node `n` .*\[chart\/node\]$/)]);
  });

  test('are printed once, however often an app is looked at', () => {
    const chart = Testing.chart();
    Warnings.of(chart).add('no-dead-letter-sink', 'events get lost');

    const text = printed(() => {
      Manifests.of(chart);
      Manifests.of(chart);
      refusalsOf(chart);
      warningsOf(chart);
    });

    expect(text.match(/no-dead-letter-sink/g)).toHaveLength(1);
  });
});

function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
