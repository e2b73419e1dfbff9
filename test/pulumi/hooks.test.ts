import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import {
  ChangeWay, IMMUTABLE_FIELDS, type ImmutableField, readAppFor, type ReadObject, REPLACEMENTS, Warnings,
} from '../../lib/core';
import { changeOptionsOf, withSafeReplacement } from '../../lib/pulumi/immutable-options';
import { PULUMI } from '../../lib/pulumi/runtime-checks';
import { play, type Played, UNKNOWN_VALUE } from './played-engine';
import { isObject } from './played-paths';
import type { PlayedState } from './played-state';
import { recordMocks, SECRET, SIGNATURE } from './support';

/** Older packages of Pulumi have no hooks. */
const withHooks = typeof pulumi.ResourceHook === 'function' ? describe : describe.skip;
const withoutHooks = typeof pulumi.ResourceHook === 'function' ? describe.skip : describe;

type Manifest = Readonly<Record<string, unknown>>;

interface ProgramOptions {
  readonly users?: pulumi.CustomResourceOptions;
  readonly acknowledged?: boolean;
  readonly strict?: boolean;
  readonly renamed?: boolean;
}

const placed = (apiVersion: string, kind: string, fields: Manifest, name = 'orders'): Manifest =>
  ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, ...fields });
const broker = (config: unknown): Manifest => placed('eventing.knative.dev/v1', 'Broker',
  { spec: { config: { apiVersion: 'v1', kind: 'ConfigMap', name: config, namespace: 'shop' } } });
const binding = (subject: string): Manifest => placed('sources.knative.dev/v1', 'SinkBinding',
  { spec: { subject: { apiVersion: 'apps/v1', kind: 'Deployment', name: subject }, sink: { uri: 'http://sink' } } });
const partitions = (count: string): Manifest => placed('v1', 'ConfigMap', { data: { 'default.topic.partitions': count } });
const secret = (fields: Manifest): Manifest => placed('v1', 'Secret', { stringData: { password: 'swordfish-1' }, ...fields });

jest.setTimeout(30_000);

class PlainResource extends pulumi.CustomResource {}

/** Registers the objects with the options that they have in `Charts`, and nothing else. */
function program(
  objects: readonly Manifest[], { users = {}, acknowledged, strict, renamed }: ProgramOptions = {},
): () => void {
  return () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    if (acknowledged === true) Warnings.of(chart).acknowledge('change-without-effect', 'the topics are to come');
    if (strict === true) Warnings.of(chart).treatAsErrors();
    objects.forEach((object, index) => new ApiObject(chart, `object-${index}`,
      { ...object, apiVersion: String(object.apiVersion), kind: String(object.kind) }));
    for (const read of readAppFor(PULUMI, app, undefined).objects) {
      const { apiVersion, kind, name } = read.identity;
      const own = changeOptionsOf(read, { isRenamed: renamed, isRetained: users.retainOnDelete });
      new PlainResource(`kubernetes:${apiVersion}:${kind}`, `shop/${name}`, read.manifest,
        withSafeReplacement(pulumi.mergeOptions(own, users)));
    }
  };
}

/** The state with inputs in place of those of a resource. */
function withInputs(state: PlayedState, name: string, change: (inputs: Manifest) => Manifest): PlayedState {
  return {
    ...state,
    resources: state.resources.map((each) => each.name === name ? { ...each, inputs: change(each.inputs) } : each),
  };
}

/**
 * The state after an import: of a custom resource the inputs are what an id says, and the outputs the live object, with
 * what the cluster added to it.
 */
function imported(state: PlayedState): PlayedState {
  return {
    ...state,
    resources: state.resources.map((each) => {
      const { apiVersion, kind, metadata } = each.inputs;
      if (!isObject(metadata)) return each;
      const { name, namespace } = metadata;
      const inputs = { apiVersion, kind, metadata: { name, ...namespace === undefined ? {} : { namespace } } };
      return { ...each, inputs, outputs: isObject(each.inputs) ? grown(each.inputs) : {} };
    }),
  };
}

/** A value with a default of the cluster in each of its parts. */
function grown(value: Manifest): Manifest {
  const entries = Object.entries(value).map(([key, each]) => [key, isObject(each) ? grown(each) : each] as const);
  return { ...Object.fromEntries(entries), byDefault: 'yes' };
}

const wrapped = (value: unknown): Manifest => ({ [SIGNATURE]: SECRET, value });
const asOutput = (value: unknown): Manifest =>
  ({ [SIGNATURE]: 'd0e6a833031e9bbcd3f4e8bde6ca49a4', value, secret: true, dependencies: [] });

const warnings = ({ logs }: Played): string[] =>
  logs.filter(({ severity }) => severity === 'warn').map(({ text }) => text);

async function update(
  before: Manifest, after: Manifest, options: ProgramOptions & { preview?: boolean } = {},
): Promise<Played> {
  const first = await play(program([before]));
  return play(program([after], options), { state: first.state, preview: options.preview });
}

withHooks('an update that would lose events', () => {
  test.each([['a preview', true], ['an update', false]])('fails in %s', async (_, preview) => {
    const { failures, opOf } = await update(broker('one'), broker('two'), { preview });

    expect(opOf('shop/orders')).toBeUndefined();
    expect(failures).toEqual([
      'before hook "cdk8s-knative:immutable-fields" failed: KN-PUL-030 an update would change `spec.config` of the Broker '
      + '`shop/orders` from `{"namespace":"shop","apiVersion":"v1","kind":"ConfigMap","name":"one"}` to '
      + '`{"namespace":"shop","apiVersion":"v1","kind":"ConfigMap","name":"two"}`: admission refuses it; allowed: the '
      + 'value that it has; Pulumi does not replace the object, since the events that no trigger has delivered yet are '
      + 'deleted with it; write a second broker under another name with triggers of its own, let senders use it, and '
      + 'take the old one out when its events are delivered; where what goes with the object may go, write '
      + "`objectOptions: () => ({ replaceOnChanges: ['spec.config'] })` for this object",
    ]);
  });

  test('is carried out as a replacement where the program says so', async () => {
    const played = await update(broker('one'), broker('two'), { users: { replaceOnChanges: ['spec.config'] } });

    expect(played.failures).toEqual([]);
    expect(played.steps.at(-1)).toMatchObject({ op: 'replace', deletedFirst: true, paths: ['spec.config.name'] });
    expect([...played.state.cluster]).toEqual(['eventing.knative.dev/Broker/shop/orders']);
  });

  test('goes by where the program ignores the change', async () => {
    const played = await update(broker('one'), broker('two'), { users: { ignoreChanges: ['spec.config'] } });

    expect(played.failures).toEqual([]);
    expect(played.opOf('shop/orders')).toBe('same');
  });

  test('names an annotation in the spelling of Pulumi', async () => {
    const annotated = (value: string): Manifest => placed('eventing.knative.dev/v1', 'Broker', {
      metadata: { name: 'orders', namespace: 'shop', annotations: { 'eventing.knative.dev/broker.class': value } },
    });
    const { failures } = await update(annotated('Kafka'), annotated('KafkaNamespaced'));

    expect(failures.join()).toContain('replaceOnChanges: [\'metadata.annotations["eventing.knative.dev/broker.class"]\']');
  });

  test('is left to admission by an engine without hooks', async () => {
    const first = await play(program([broker('one')]), { without: ['resourceHooks'] });
    const second = await play(program([broker('two')]), { without: ['resourceHooks'], state: first.state });

    expect(second).toMatchObject({ failures: [], error: undefined, hooks: [] });
    expect(second.opOf('shop/orders')).toBe('update');
  });

  test('is told from one that changes something else', async () => {
    const delivery = (retry: number): Manifest => placed('eventing.knative.dev/v1', 'Broker', { spec: { delivery: { retry } } });
    const { failures, opOf } = await update(delivery(1), delivery(2));

    expect(failures).toEqual([]);
    expect(opOf('shop/orders')).toBe('update');
  });

  test.each([
    ['the new value', broker('one'), broker(pulumi.output(UNKNOWN_VALUE))],
    ['all of the field', broker('one'), placed('eventing.knative.dev/v1', 'Broker', { spec: { config: UNKNOWN_VALUE } })],
  ])('is not seen in a preview that does not know %s', async (_, before, after) => {
    const first = await play(program([before]));
    const known = await play(() => {
      new PlainResource('kubernetes:eventing.knative.dev/v1:Broker', 'shop/orders', after,
        { hooks: first.state.resources.length > 0 ? hooksOf(before) : {} });
    }, { state: first.state, preview: true });

    expect(known).toMatchObject({ failures: [], error: undefined });
    expect(known.opOf('shop/orders')).toBe('update');
  });

  test('is not seen where the cluster may have filled the field in', async () => {
    const { failures } = await update(placed('eventing.knative.dev/v1', 'Broker', { spec: {} }), broker('one'));

    expect(failures).toEqual([]);
  });
});

/** The hooks that an object has in the program that runs. */
function hooksOf(object: Manifest): pulumi.CustomResourceOptions['hooks'] {
  return changeOptionsOf(readOf(object)).hooks;
}

function readOf(object: Manifest): ReadObject {
  const app = new App();
  new ApiObject(new Chart(app, 'shop'), 'object',
    { ...object, apiVersion: String(object.apiVersion), kind: String(object.kind) });
  const [read] = readAppFor(PULUMI, app, undefined).objects;
  if (read === undefined) throw new Error('the app has no object');
  return read;
}

withHooks('a hook', () => {
  test('is registered once for all objects of a program, and anew in the next one', async () => {
    const objects = [broker('one'), binding('a'), partitions('1'), secret({})];
    const first = await play(program(objects.map((object, index) => placedAs(object, `object-${index}`))));
    const second = await play(program(objects.map((object, index) => placedAs(object, `object-${index}`))),
      { state: first.state });

    for (const played of [first, second]) {
      expect(played).toMatchObject({ error: undefined, failures: [] });
      expect(played.hooks).toEqual([{ name: 'cdk8s-knative:immutable-fields', onDryRun: true }]);
      expect(played.objects.map(({ hooks }) => hooks)).toEqual(
        objects.map(() => ({ beforeUpdate: ['cdk8s-knative:immutable-fields'] })));
    }
    expect(second.steps.map(({ op }) => op)).toEqual(['same', 'same', 'same', 'same', 'same']);
  });

  test('is on nothing that may change, or that the provider replaces by itself', async () => {
    const { objects, hooks } = await play(program([
      placed('serving.knative.dev/v1', 'Service', {}),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, placed('apps/v1', 'Deployment', {}, 'web'),
      placed('rbac.authorization.k8s.io/v1', 'RoleBinding', {}, 'reader'), placed('example.com/v1', 'Thing', {}, 'thing'),
    ]));

    expect(objects.filter((object) => Object.keys(object.hooks).length > 0).map(({ type }) => type))
      .toEqual(['kubernetes:serving.knative.dev/v1:Service']);
    expect(hooks).toHaveLength(1);
  });

  test('is absent from a mock run', async () => {
    const recording = recordMocks();
    program([broker('one')])();
    await recording.settled();

    expect(recording.rejections).toEqual([]);
    expect(recording.objects().map(({ name }) => name)).toEqual(['shop/orders']);
  });
});

function placedAs(object: Manifest, name: string): Manifest {
  return { ...object, metadata: { ...isObject(object.metadata) ? object.metadata : {}, name } };
}

withHooks('a secret', () => {
  test.each([
    ['wrapped', wrapped], ['as an output', asOutput],
  ])('is never shown, %s', async (_, wrapping) => {
    const first = await play(program([secret({ immutable: true })]));
    const state = withInputs(first.state, 'shop/orders', (inputs) => ({
      ...inputs, stringData: wrapping({ password: 'swordfish-0' }),
    }));
    const { failures, logs } = await play(program([secret({ stringData: { password: 'swordfish-2' } })]), { state });

    expect(failures).toEqual([expect.stringContaining('KN-PUL-030 an update would change `immutable` of the Secret `shop/orders`:')]);
    expect(failures.join()).toContain('an update would change `data` of the Secret `shop/orders`:');
    expect(`${failures.join()} ${JSON.stringify(logs)}`).not.toMatch(/swordfish|c3dvcmRmaXNo/);
  });

  test.each([
    ['wrapped', wrapped], ['as an output', asOutput],
  ])('keeps every value of its object from being shown, %s', async (_, wrapping) => {
    const first = await play(program([broker('one')]));
    const state = withInputs(first.state, 'shop/orders', (inputs) => ({ ...inputs, spec: wrapping(inputs.spec) }));
    const { failures } = await play(program([broker('two')]), { state });

    expect(failures.join()).toContain('would change `spec.config` of the Broker `shop/orders`: admission refuses it');
  });
});

describe('an update that needs a new object', () => {
  test('replaces it, and deletes the old one first', async () => {
    const played = await update(binding('a'), binding('b'));

    expect(played.failures).toEqual([]);
    expect(played.steps.at(-1)).toMatchObject({ op: 'replace', deletedFirst: true, paths: ['spec.subject.name'] });
    expect([...played.state.cluster]).toEqual(['sources.knative.dev/SinkBinding/shop/orders']);
  });

  test('would lose the object if the new one came first', async () => {
    const played = await update(binding('a'), binding('b'), { users: { deleteBeforeReplace: false } });

    expect(played.steps.at(-1)).toMatchObject({ op: 'replace', deletedFirst: false });
    expect([...played.state.cluster]).toEqual([]);
  });

  test('makes the new one first where the program says that the object had another name', async () => {
    const played = await update(binding('a'), placedAs(binding('a'), 'others'), {
      renamed: true, users: { aliases: [{ name: 'shop/orders' }] },
    });

    expect(played.steps.at(-1)).toMatchObject({ op: 'replace', deletedFirst: false });
    expect([...played.state.cluster]).toEqual(['sources.knative.dev/SinkBinding/shop/others']);
  });
});

withHooks('an update that needs a new object', () => {
  test('fails where no option replaces it', async () => {
    const { failures } = await update(binding('a'), binding('b'), { renamed: true });

    expect(failures.join()).toContain('allowed: a replacement of the object: with it the address is taken out of what was '
      + 'bound before, and written into what is bound from now on; run `pulumi up --replace` with the URN');
  });
});

withHooks('an update of an object that Pulumi leaves in the cluster', () => {
  test.each([
    ['that a new object would bring about', binding, 'Pulumi leaves the object in the cluster, and so cannot replace it: write '
      + '`objectOptions: () => ({ retainOnDelete: false })` for this object, run `pulumi up` with the value that it has, and '
      + 'then change it'],
    ['that would lose events', broker, 'where what goes with the object may go, write `objectOptions: () => '
      + '({ retainOnDelete: false })` for this object, run `pulumi up` with the value that it has, and then '
      + "`objectOptions: () => ({ replaceOnChanges: ['spec.config'] })`"],
  ])('fails %s', async (_, object, advice) => {
    const { failures, steps } = await update(object('a'), object('b'), { users: { retainOnDelete: true } });

    expect(failures).toEqual([expect.stringContaining(advice)]);
    expect(steps.map(({ op }) => op)).not.toContain('replace');
  });
});

withHooks('several copies of the library', () => {
  test('register a hook each', async () => {
    const copies = [0, 1].map(() => copyOfOptions());
    const played = await play(() => {
      for (const [index, copy] of copies.entries()) {
        new PlainResource('kubernetes:eventing.knative.dev/v1:Broker', `shop/${index}`, broker('one'),
          copy(readOf(broker('one'))));
      }
    });

    expect(played).toMatchObject({ error: undefined, failures: [] });
    expect(played.hooks.map(({ name }) => name))
      .toEqual(['cdk8s-knative:immutable-fields', 'cdk8s-knative:immutable-fields-2']);
  });
});

/** Another copy of the library, with the same Pulumi. */
function copyOfOptions(): typeof changeOptionsOf {
  let copy = changeOptionsOf;
  jest.isolateModules(() => {
    jest.doMock('@pulumi/pulumi', () => pulumi);
    copy = jest.requireActual<{ changeOptionsOf: typeof changeOptionsOf }>('../../lib/pulumi/immutable-options').changeOptionsOf;
    jest.dontMock('@pulumi/pulumi');
  });
  return copy;
}

withHooks('an update that changes nothing that exists', () => {
  test('goes through with a warning', async () => {
    const played = await update(partitions('1'), partitions('2'));

    expect(played.opOf('shop/orders')).toBe('update');
    expect(warnings(played)).toEqual([
      'warning change-without-effect: `data[default.topic.partitions]` of the ConfigMap `shop/orders` from `1` to `2` changes, '
      + 'and only topics that are made later get it: topics that exist keep theirs: brokers with this configuration would '
      + 'have to be made anew; to have it for a topic that exists, write a second broker with this configuration, and '
      + 'move triggers and senders',
    ]);
  });

  test('has no warning that the program acknowledged', async () => {
    expect(warnings(await update(partitions('1'), partitions('2'), { acknowledged: true }))).toEqual([]);
  });
});

withHooks('an update that changes nothing that exists', () => {
  test('fails where the program treats its warnings as errors', async () => {
    const { failures, opOf } = await update(partitions('1'), partitions('2'), { strict: true });

    expect(failures).toEqual([expect.stringContaining('KN-WRN-002 warning `change-without-effect`: `data[default.topic')]);
    expect(opOf('shop/orders')).toBeUndefined();
  });
});

withoutHooks('a package of Pulumi without hooks', () => {
  test('leaves to admission what it would refuse', async () => {
    const { failures, opOf } = await update(broker('one'), broker('two'));

    expect(failures).toEqual([]);
    expect(opOf('shop/orders')).toBe('update');
  });
});

withHooks('no field that is kept', () => {
  const changes = Object.entries(IMMUTABLE_FIELDS).flatMap(([kind, fields]) =>
    fields.map((field, index) => ({ kind, field, name: `object-${index}` })));

  const customChanges = changes.filter(({ kind }) => kind.includes('knative.dev/'));

  function outcomesOf(played: Played, of: readonly FieldChange[]): string[] {
    const words = [...played.failures, ...warnings(played)].join('\n');
    return of.map(({ kind, field, name }) => {
      const { path } = field;
      const [, short = ''] = kind.split('/');
      const step = played.steps.find((each) => each.name === `shop/${name}` && each.type.endsWith(`:${short}`)
        && each.type.includes(kind.replace(`/${short}`, '')));
      const said = words.includes(`\`${changedPath(field)}\` of the ${short} \`${kind.includes('Cluster') ? '' : 'shop/'}${name}\``);
      return `${kind} ${path}: ${step?.op ?? 'refused'}${step?.deletedFirst === false ? ' (last)' : ''}${said ? ', said' : ''}`;
    });
  }

  test('changes without a word', async () => {
    const first = await play(program(changes.map((change) => objectWith(change, 'a'))));
    const played = await play(program(changes.map((change) => objectWith(change, 'b'))), { state: first.state, goesOn: true });

    expect(outcomesOf(played, changes)).toEqual(changes.map(({ kind, field: { path } }) => {
      const way = REPLACEMENTS[kind]?.find((rule) => rule.path === path)?.way;
      const outcome = way === ChangeWay.REPLACE ? 'replace' : way === ChangeWay.LEAVE ? 'update, said' : 'refused, said';
      return `${kind} ${path}: ${outcome}`;
    }));
  });

  test('counts as changed after an import, when the inputs of an object are not known', async () => {
    const objects = customChanges.map((change) => objectWith(change, 'a'));
    const first = await play(program(objects));
    const played = await play(program(objects), { state: imported(first.state), goesOn: true });

    expect(played.failures).toEqual([]);
    expect(warnings(played)).toEqual([]);
    expect(new Set(objects.map(({ kind, metadata }) => opOf(played, kind, metadata)))).toEqual(new Set(['update']));
  });

  test('changes together with an import without a word', async () => {
    const first = await play(program(customChanges.map((change) => objectWith(change, 'a'))));
    const played = await play(program(customChanges.map((change) => objectWith(change, 'b'))),
      { state: imported(first.state), goesOn: true });

    expect(outcomesOf(played, customChanges)).toEqual(customChanges.map(({ kind, field: { path } }) => {
      const isLeft = REPLACEMENTS[kind]?.find((rule) => rule.path === path)?.way === ChangeWay.LEAVE;
      return `${kind} ${path}: ${isLeft ? 'update' : 'refused'}, said`;
    }));
  });
});

function opOf({ steps }: Played, kind: unknown, metadata: unknown): string | undefined {
  const name = isObject(metadata) ? String(metadata.name) : '';
  return steps.find((step) => step.name === `shop/${name}` && step.type.endsWith(`:${String(kind)}`))?.op;
}

/** What a change of a field is called: the field below that differs, where some may. */
function changedPath({ path, except }: ImmutableField): string {
  return except === undefined ? path : `${path}.name`;
}

interface FieldChange { readonly kind: string; readonly field: ImmutableField; readonly name: string }

const VERSIONS: Readonly<Record<string, string>> = {
  'eventing.knative.dev/KafkaSink': 'v1alpha1', 'operator.knative.dev/KnativeServing': 'v1beta1',
  'messaging.knative.dev/KafkaChannel': 'v1beta1',
};

/** An object that is there in two values of a field, with whatever keeps the field. */
function objectWith({ kind, field, name }: FieldChange, value: 'a' | 'b'): Manifest {
  const [group = '', short = ''] = kind.split('/');
  const version = VERSIONS[kind] ?? 'v1';
  const fields = nested({}, field.onlyIf ?? 'metadata.labels.kept', field.onlyIf === undefined ? 'yes' : true);
  const kept = field.whileKept === undefined ? fields : nested(fields, field.whileKept, 'kept');
  const path = field.except === undefined && field.whileKept === undefined ? field.path : `${field.path}.name`;
  const isAbsent = field.presenceOnly === true && value === 'a';
  const written = nested(kept, path, field.path === 'immutable' ? value === 'a' : value);
  const manifest = isAbsent ? kept : written;
  return {
    ...manifest, apiVersion: group === '' ? version : `${group}/${version}`, kind: short,
    metadata: {
      ...isObject(manifest.metadata) ? manifest.metadata : {}, name,
      ...kind.includes('Cluster') ? {} : { namespace: 'shop' },
    },
  };
}

function nested(object: Manifest, path: string, value: unknown): Manifest {
  const [, bracketed, plain = '', rest = ''] = /^(?:\[([^\]]*)\]|([^.[]+))\.?(.*)$/.exec(path) ?? [];
  const key = bracketed ?? plain;
  const below = object[key];
  return { ...object, [key]: rest === '' ? value : nested(isObject(below) ? below : {}, rest, value) };
}
