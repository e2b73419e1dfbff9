import { ChangeWay, IMMUTABLE_FIELDS, replacementFor, REPLACEMENTS, replacementsOf } from '../../lib/core';

const FIELDS = Object.entries(IMMUTABLE_FIELDS)
  .flatMap(([kind, fields]) => fields.map(({ path }) => `${kind} ${path}`));
const RULES = Object.entries(REPLACEMENTS).flatMap(([kind, rules]) => rules.map((rule) => ({ kind, rule })));

describe('what becomes of a change', () => {
  test.each([...new Set(FIELDS)])('is decided of %s', (field) => {
    expect(RULES.filter(({ kind, rule: { path } }) => `${kind} ${path}` === field)).toHaveLength(1);
  });

  test('is decided of nothing that may change', () => {
    const decided = RULES.map(({ kind, rule: { path } }) => `${kind} ${path}`);

    expect(decided.filter((field) => !FIELDS.includes(field))).toEqual([]);
  });

  test('has a reason, and advice where the object is not replaced', () => {
    expect(RULES.filter(({ rule: { reason } }) => reason === '')).toEqual([]);
    expect(RULES.filter(({ rule: { way, instead } }) => (way === ChangeWay.REPLACE) !== (instead === undefined)))
      .toEqual([]);
  });

  test('is no replacement for whatever holds events', () => {
    const holders = ['eventing.knative.dev/Broker', 'eventing.knative.dev/KafkaSink', 'messaging.knative.dev/Channel',
      'messaging.knative.dev/KafkaChannel', 'flows.knative.dev/Sequence', 'flows.knative.dev/Parallel',
      'eventing.knative.dev/Trigger', 'messaging.knative.dev/Subscription', 'sources.knative.dev/KafkaSource'];

    const rules = holders.flatMap((kind) => REPLACEMENTS[kind] ?? []);
    expect(rules.map(({ way }) => way)).not.toContain(ChangeWay.REPLACE);
    expect(rules).not.toEqual([]);
  });
});

describe('the rule of a change', () => {
  test.each([
    ['eventing.knative.dev/v1', 'Broker', 'spec.config', 'spec.config'],
    ['eventing.knative.dev/v1', 'Broker', 'spec.later', 'spec'],
    ['eventing.knative.dev/v1beta1', 'Broker', 'spec.configs', 'spec'],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'roleRef.name', 'roleRef'],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'roleRef.apiGroup', 'roleRef.apiGroup'],
    ['v1', 'Secret', 'data', 'data'],
  ])('of %s %s at %s is that of %s', (apiVersion, kind, path, rule) => {
    expect(replacementFor(apiVersion, kind, path)?.path).toBe(rule);
  });

  test.each([
    ['eventing.knative.dev/v1', 'Trigger', 'spec.brokerage'],
    ['v1', 'ConfigMap', 'metadata.name'],
    ['example.com/v1', 'Thing', 'spec'],
  ])('is absent for %s %s at %s', (apiVersion, kind, path) => {
    expect(replacementFor(apiVersion, kind, path)).toBeUndefined();
  });
});

test('kinds that may change altogether, and unknown ones, have no rules', () => {
  expect(replacementsOf('v1', 'Namespace')).toEqual([]);
  expect(replacementsOf('example.com/v1', 'Thing')).toEqual([]);
});
