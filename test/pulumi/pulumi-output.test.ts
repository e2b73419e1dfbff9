import * as fc from 'fast-check';
import * as pulumi from '@pulumi/pulumi';
import { Token } from 'aws-cdk-lib';
import { ApiObject, App, Chart } from 'cdk8s';
import {
  canHoldLateValues, hasLateValue, isSpoilt, isUndecided, lateFields, lateNames, latePartsOf, type Problem,
  type ReadObject, show, withoutRun,
} from '../../lib/core';
import { EventType, KnativeService, PingSource, Sink } from '../../lib';
import { Charts, PulumiOutput } from '../../lib/pulumi';
import { heldOutput, markOf, OutputForm } from '../../lib/pulumi/output-registry';
import { resolveOutputs } from '../../lib/pulumi/output-values';
import { recordMocks } from './support';

/** An output of a resource, by the name under which the resource has it. */
function outputOf(resource: string, property: string): pulumi.Output<string> {
  const made = new pulumi.ComponentResource('test:index:Thing', resource);
  const output = made.urn.apply((urn) => urn);
  return Object.assign(made, { [property]: output }) && output;
}

const problem = (received: unknown, message = 'it is wrong'): Problem =>
  ({ code: 'KN-NET-008', message, received, allowed: 'another', fix: 'write it' });

/** What an output resolves to; plain values are themselves. */
const valueOf = (value: unknown): Promise<unknown> => new Promise((resolve, reject) => {
  const { promise } = pulumi.output(value) as unknown as { promise: () => Promise<unknown> };
  promise().then(resolve, reject);
});

const object = (kind = 'Thing'): ReadObject => {
  const identity = { apiVersion: kind === 'Secret' ? 'v1' : 'example.com/v1', kind, namespace: 'shop', name: 'thing' };
  return { identity, id: 'id', manifest: {}, object: new ApiObject(new Chart(new App(), 'chart'), 'thing', identity) } as unknown as ReadObject;
};

test('a process without outputs looks for none', () => {
  // AWS CDK has not encoded anything yet either.
  expect(canHoldLateValues()).toBe('__cdkTokenMap' in globalThis);
});

test('what was made before a run, stands for its output in each', () => {
  expect(pulumi.runtime.getMonitor()).toBeUndefined();
  const before = PulumiOutput.asString(pulumi.output('x'));

  recordMocks();
  expect(lateNames(before)).toBe('`output`');
  recordMocks();
  expect(lateNames(before)).toBe('`output`');
});

test('what was made in a run, stands for nothing in another one, which keeps none of its values', async () => {
  recordMocks();
  const output = pulumi.secret('hunter2');
  const [text, number] = [PulumiOutput.asString(output), PulumiOutput.asNumber(output.apply(Number))];
  expect(lateNames(`${text} ${number}`)).toBe('`output`');
  const keys = latePartsOf(`${text}${number}`).map(({ key = '' }) => key);
  expect(keys.map((key) => heldOutput(key)?.form)).toEqual([OutputForm.TEXT, OutputForm.NUMBER]);

  recordMocks();
  expect(keys.map(heldOutput)).toEqual([undefined, undefined]);
  expect(PulumiOutput.asNumber(pulumi.output(7))).not.toBe(number);
  expect(() => checkedApp(text)).toThrow(/KN-PUL-043 ConfigMap `settings` has at `data\.a` a token that Pulumi does not resolve/);

  // A program that passes the output again has the same text.
  expect(PulumiOutput.asString(output)).toBe(text);
  expect(await valueOf(resolveOutputs(object('Secret'), { data: { a: text } }))).toEqual({ data: { a: 'hunter2' } });
});

function checkedApp(text: string): Charts {
  const app = new App();
  new ApiObject(new Chart(app, 'chart'), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: text } });
  return new Charts('shop', app);
}

describe('what stands for an output', () => {
  beforeEach(() => { recordMocks(); });

  test.each<[string, (output: pulumi.Output<string>) => unknown]>([
    ['a text', PulumiOutput.asString],
    ['a part of a text', (output) => `--role=${PulumiOutput.asString(output)},other`],
    ['a number', (output) => PulumiOutput.asNumber(output.apply(Number))],
    ['a number that was made a text', (output) => `port ${PulumiOutput.asNumber(output.apply(Number))}`],
    ['a list', (output) => PulumiOutput.asList(output.apply((text) => [text]))],
    ['a key', (output) => ({ [PulumiOutput.asString(output)]: 'x' })],
    ['a promise', () => PulumiOutput.asString(Promise.resolve('x'))],
  ])('is known by its form, and no problem yet: %s', (_, late) => {
    const value = late(outputOf('uploads', 'arn'));

    expect(hasLateValue(value)).toBe(true);
    expect(isUndecided(problem(value, show(value)))).toBe(true);
    expect(canHoldLateValues()).toBe(true);
  });

  test('is the same for the same output, and another for another one', () => {
    const [output, other] = [outputOf('uploads', 'arn'), outputOf('uploads', 'arn')];
    const promise = Promise.resolve('x');

    expect(PulumiOutput.asString(output)).toBe(PulumiOutput.asString(output));
    expect(PulumiOutput.asString(output)).not.toBe(PulumiOutput.asString(other));
    expect(PulumiOutput.asString(promise)).toBe(PulumiOutput.asString(promise));
    expect(withoutRun(PulumiOutput.asString(output))).toBe(withoutRun(PulumiOutput.asString(other)));
  });

  test('has the name of the resource and its output, in the text and in messages', () => {
    const arn = outputOf('the uploads', 'arn');

    expect(PulumiOutput.asString(arn)).toMatch(/^\$\{Token\[pulumi\.the-uploads\.arn\.\d+\]\}$/);
    expect(lateNames(`${PulumiOutput.asString(arn)} ${PulumiOutput.asNumber(arn.apply(Number))} ${PulumiOutput.asString(pulumi.output('x'))}`))
      .toBe('`output arn of the uploads`, `output of the uploads`, `output`');
  });

  test('is what is known already, as it is', () => {
    expect(PulumiOutput.asString('x')).toBe('x');
    expect(PulumiOutput.asNumber(7)).toBe(7);
    expect(PulumiOutput.asList(['x', 'y'])).toEqual(['x', 'y']);
    const arn = outputOf('uploads', 'arn');
    expect(PulumiOutput.asList(['x', arn] as unknown as string[])).toEqual(['x', PulumiOutput.asString(arn)]);
  });

  test.each<[unknown]>([[undefined], [null], [{}], [true], [new Map()]])('fails for what is no output: %p', (value) => {
    expect(() => PulumiOutput.asString(value as string)).toThrow(/^KN-PUL-042 what is to stand as a text is no output/);
    expect(() => PulumiOutput.asNumber(value as number)).toThrow(/^KN-PUL-042 what is to stand as a number is no output/);
    expect(() => PulumiOutput.asList(value as string[])).toThrow(/^KN-PUL-042 what is to stand as a list is no output/);
  });

  test('says nothing of what it holds when it is made of something else', () => {
    expect(() => PulumiOutput.asString({ password: 'hunter2' } as unknown as string)).not.toThrow(/hunter2/);
  });

  test('is a number that nothing else in the process has', () => {
    const numbers = Array.from({ length: 500 }, (_, index) => PulumiOutput.asNumber(pulumi.output(index)));
    const others = Array.from({ length: 500 }, () => Token.asNumber({ Ref: 'x' }));

    expect(new Set([...numbers, ...others]).size).toBe(1000);
    expect(numbers.every(hasLateValue)).toBe(true);
    expect(numbers.every((number) => Number(String(number)) === number)).toBe(true);
  });
});

describe('an output in the place of what stands for it', () => {
  beforeEach(() => { recordMocks(); });

  test('is any value, within any texts, wherever it stands', async () => {
    const part = fc.oneof(
      plainText().map((text) => ({ text, late: false })), fc.string().map((text) => ({ text, late: true })),
    );
    const parts = fc.array(part, { maxLength: 6 });
    await fc.assert(fc.asyncProperty(parts, fc.array(fc.string()), fc.integer(), async (all, texts, count) => {
      const text = all.map((each) => each.late ? PulumiOutput.asString(pulumi.output(each.text)) : each.text).join('');
      const [list, number] = [PulumiOutput.asList(pulumi.output(texts)), PulumiOutput.asNumber(pulumi.output(count))];
      const manifest = { spec: { text, deep: [{ text }], list, number } };
      const whole = all.map((each) => each.text).join('');

      expect(await valueOf(resolveOutputs(object(), manifest)))
        .toEqual({ spec: { text: whole, deep: [{ text: whole }], list: texts, number: count } });
      // What was read is not touched.
      expect(manifest.spec.text).toBe(text);
    }), { numRuns: 60 });
  });

  test('leaves alone what has none, but for the content of a Secret', async () => {
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (data) => {
      const inputs = resolveOutputs(object('Secret'), { data, metadata: { labels: data } });

      expect(resolveOutputs(object(), { data })).toEqual({ data });
      expect(await pulumi.isSecret(inputs.data as pulumi.Output<unknown>)).toBe(true);
      expect(inputs.metadata).toEqual({ labels: data });
    }), { numRuns: 30 });
  });

  test('never lets a secret out, wherever it stands', async () => {
    const secret = fc.string({ minLength: 8 });
    const around = fc.tuple(plainText(), plainText());
    await fc.assert(fc.asyncProperty(secret, around, fc.boolean(), async (value, [before, after], isContent) => {
      const mark = `${before}${PulumiOutput.asString(pulumi.secret(value))}${after}`;
      const resolved = resolveOutputs(object(isContent ? 'Secret' : 'ConfigMap'), { data: { list: [{ mark }] } });
      if (isContent) {
        expect(await pulumi.isSecret(resolved.data as pulumi.Output<unknown>)).toBe(true);
        expect(await valueOf(resolved)).toEqual({ data: { list: [{ mark: `${before}${value}${after}` }] } });
        return;
      }
      const error: unknown = await valueOf(resolved).catch((reason: unknown) => reason);
      expect(pulumi.RunError.isInstance(error)).toBe(true);
      expect((error as Error).message).toMatch(/^KN-PUL-040 ConfigMap `shop\/thing` has at `data\.list\[0\]\.mark` a secret/);
      expect((error as Error).message.replace(/`[^`]*`/g, '')).not.toContain(value);
    }), { numRuns: 40 });
  });

  function plainText(): fc.Arbitrary<string> {
    return fc.string().filter((text) => !/[$#]\{|e\+289/.test(text));
  }

  test('is found wherever somebody encoded or cut it', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (before, after) => {
      const mark = PulumiOutput.asString(pulumi.output('x'));
      expect(isSpoilt(Buffer.from(`${before}${mark}${after}`).toString('base64'))).toBe(true);
      expect(isSpoilt(mark.slice(0, -1))).toBe(true);
      expect(lateFields({ [before]: `${after}${mark}` })).toHaveLength(1);
    }));
  });

  test('has a field of its own form only', async () => {
    const any = markOf(pulumi.output({ a: 1 }), OutputForm.ANY);

    expect(await valueOf(resolveOutputs(object(), { spec: any }))).toEqual({ spec: { a: 1 } });
    const text = PulumiOutput.asString(pulumi.output({ a: 1 }) as unknown as string);
    await expect(valueOf(resolveOutputs(object(), { spec: text })))
      .rejects.toThrow(/KN-PUL-044 Thing `shop\/thing` gets at `spec` no text: `output` is of the type `object`/);
  });
});

describe('an output itself', () => {
  const messages = (make: (chart: Chart) => unknown): string => {
    recordMocks();
    const app = new App();
    make(new Chart(app, 'chart', { namespace: 'shop' }));
    return app.node.findAll().flatMap(({ node }) => node.validate()).join('\n');
  };
  const late = (): string => pulumi.output('hunter2') as unknown as string;

  test.each<[string, (chart: Chart) => unknown, RegExp]>([
    ['an image', (chart) => new KnativeService(chart, 'web', { image: late() }),
      /^KN-POD-001 the image `an output of Pulumi` is no text/],
    ['an argument', (chart) => new KnativeService(chart, 'web', { image: 'a/b:1', args: [late()] }), /^KN-POD-016/],
    ['the value of a variable', (chart) => new KnativeService(chart, 'web', { image: 'a/b:1', env: { A: late() as never } }),
      /^KN-POD-007/],
    ['an annotation', (chart) => new KnativeService(chart, 'web', { image: 'a/b:1', metadata: { annotations: { a: late() } } }),
      /^KN-NAM-005/],
    ['a type of events', (chart) => new EventType(chart, 'paid', { type: late() }), /^KN-EVT-001/],
  ])('fails in a property of a construct, which says what to write: %s', (_, make, code) => {
    const text = messages(make);

    expect(text).toMatch(code);
    expect(text).toMatch(/write `PulumiOutput\.asString\(output\)`, `asNumber` or `asList`/);
    expect(text).not.toContain('hunter2');
  });

  test('fails in a factory, which says so too', () => {
    expect(() => Sink.uri(late())).toThrow(/^KN-SNK-001 `an output of Pulumi` .*write `PulumiOutput\.asString\(output\)`/);
    expect(messages((chart) => new PingSource(chart, 'tick', { schedule: late(), sink: Sink.uri('http://a.example.com') })))
      .toMatch(/PulumiOutput\.asString/);
  });
});
