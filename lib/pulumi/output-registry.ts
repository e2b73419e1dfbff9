import * as pulumi from '@pulumi/pulumi';
import { addLateSource, captureTrace, latePartsOf, type SourceTrace } from '../core';

/** What a text, list or number stands for. */
export enum OutputForm {
  TEXT = 'text',
  /** Bytes, as the `data` of a Secret has them. */
  BASE64 = 'text in base64',
  NUMBER = 'number',
  LIST = 'list',
  /** An output that a field of an object has as it is; whatever it resolves to. */
  ANY = 'any',
}

/** An output that something in an app stands for. */
export interface HeldOutput {
  readonly output: pulumi.Output<unknown>;
  readonly form: OutputForm;
  /** As a message names it, by the resource that it is of: `output arn of queue`. */
  readonly name: string;
  /** Where the program wrote what stands for it. */
  readonly trace: SourceTrace;
}

/** What Pulumi writes where an output is made a text; follows `toString` and `toJSON` of sdk/nodejs/output.ts. */
export const MADE_TEXT = '[Output<T>]';
/** All of it. */
const MADE_TEXTS = /Calling \[to(?:String|JSON)\] on an \[Output<T>\][^]*?of @pulumi\/pulumi\./g;

/** What stands for an output in one form. */
interface Mark {
  readonly text: string;
  /** What tells it from all others of the process: a part of the text, or the number as a text. */
  readonly key: string;
  readonly held: HeldOutput;
}

/** What stands for outputs, by their keys. */
type Held = Map<string, HeldOutput>;

/** By output, or promise, and by form: the same output is the same text. */
const MARKS = new WeakMap<object, Map<OutputForm, Mark>>();
/** By the engine of a run: one process of the automation API runs many, and keeps nothing of those that ended. */
const BY_RUN = new WeakMap<object, Held>();
/** Where there is no engine, and for what a process makes before it runs a program. */
const OUTSIDE: Held = new Map();
/** How many there have been, so that no key comes twice. */
let count = 0;
/** The first bits of a number that AWS CDK encodes; follows core/lib/private/encoding.ts of aws-cdk-lib. */
const NUMBER_MARKER = 0xfbff0000;
/** AWS CDK counts upwards from zero, and this library from here: both can be in one process. */
const FIRST_NUMBER = 0x8000;

/**
 * What is left of the number that stands for an output when a program calculates with it: nobody means such a number.
 * Additions leave the number as it is, and are not seen.
 */
const CALCULATED = /-\d(?:\.\d+)?e\+(?:2\d\d|30\d)(?!\d)/;

/** Whether a text, or a number as a text, holds the number that stands for an output after a calculation. */
export function isCalculated(text: string): boolean {
  if (!hasOutputs() || !text.includes('e+')) return false;
  return latePartsOf(text).some((part) => part.key === undefined && CALCULATED.test(part.text));
}

/** Whether something stands for an output, in this process. */
export function hasOutputs(): boolean {
  return count > 0;
}

addLateSource({
  isUsed: hasOutputs,
  nameOf: (key) => heldOutput(key)?.name,
  objectName: (value) => isOutput(value) ? `an output of Pulumi${inBrackets(originOf(value))}` : undefined,
  trace: MADE_TEXT,
  traces: MADE_TEXTS,
  fix: 'write `PulumiOutput.asString(output)`, `asNumber` or `asList`, of `cdk8s-knative/pulumi`, where the program '
    + 'passes the output; a secret goes into an `OutputSecret`',
  listFix: "write one text of all that it holds, `PulumiOutput.asString(list.apply((all) => all.join(',')))`",
  applyFix: "put the app on the cluster in the program of Pulumi, `new Charts('shop', app)`, without `app.synth()`",
});

/** Whether a value is an output of Pulumi, of whichever copy of its SDK. */
export function isOutput(value: unknown): value is pulumi.Output<unknown> {
  return typeof value === 'object' && value !== null && Reflect.get(value, '__pulumiOutput') === true;
}

/** What stands for an output, or a promise of its value, until the deployment: in a text, or as a text. */
export function markOf(input: pulumi.Input<unknown>, form: OutputForm): string {
  const { key, text, held } = typeof input === 'object' && input !== null ? knownMark(input, form) : newMark(input, form);
  // Another run may have made it.
  heldNow().set(key, held);
  return text;
}

function knownMark(input: object, form: OutputForm): Mark {
  const marks = MARKS.get(input) ?? new Map<OutputForm, Mark>();
  MARKS.set(input, marks);
  const mark = marks.get(form) ?? newMark(input, form);
  marks.set(form, mark);
  return mark;
}

function newMark(input: unknown, form: OutputForm): Mark {
  const origin: Origin = isOutput(input) ? originOf(input) : [];
  const number = count++;
  const key = form === OutputForm.NUMBER ? String(encoded(number)) : keyOf(origin, number);
  // What is inside of its value counts as well: outputs there may be secrets, of which it says nothing itself.
  const held = { output: pulumi.output(input), form, name: nameOf(origin), trace: captureTrace() };
  return { key, text: markWith(key, form), held };
}

/** The output behind a key; nothing where another engine, another run or another process wrote it. */
export function heldOutput(key: string): HeldOutput | undefined {
  return heldNow().get(key) ?? OUTSIDE.get(key);
}

function heldNow(): Held {
  const monitor: unknown = pulumi.runtime.getMonitor();
  if (typeof monitor !== 'object' || monitor === null) return OUTSIDE;
  const held = BY_RUN.get(monitor) ?? new Map<string, HeldOutput>();
  BY_RUN.set(monitor, held);
  return held;
}

/** What AWS CDK calls a hint, so that a person who meets the text knows what it is of. */
function keyOf(origin: Origin, number: number): string {
  const hint = origin.filter((part) => part !== undefined).join('.');
  return `pulumi.${(hint === '' ? 'output' : hint).replace(/[^A-Za-z0-9:._-]/g, '-')}.${number}`;
}

function markWith(key: string, form: OutputForm): string {
  if (form === OutputForm.NUMBER) return key;
  return `${form === OutputForm.LIST ? '#' : '$'}{Token[${key}]}`;
}

function encoded(number: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, NUMBER_MARKER + FIRST_NUMBER);
  view.setUint32(4, number);
  return view.getFloat64(0);
}

function nameOf([resource, property]: Origin): string {
  const attribute = property === undefined ? 'output' : `output ${property}`;
  return resource === undefined ? attribute : `${attribute} of ${resource}`;
}

function inBrackets([resource, property]: Origin): string {
  if (resource === undefined) return '';
  return property === undefined ? ` (of ${resource})` : ` (${property} of ${resource})`;
}

/** The resource that an output comes from, and which of its outputs it is. */
type Origin = readonly [resource?: string, property?: string];

/** The property is known of what the resource has, and not of what a program made of it. */
function originOf(output: pulumi.Output<unknown>): Origin {
  const { resources } = output as Partial<Pick<HeldResources, 'resources'>>;
  if (typeof resources !== 'function') return [];
  for (const resource of resources()) {
    const name: unknown = Reflect.get(resource, '__name');
    if (typeof name !== 'string') continue;
    const property = Object.keys(resource).find((key) => Reflect.get(resource, key) === output);
    return property === undefined ? [name] : [name, property];
  }
  return [];
}

/** What an output knows of where it comes from; not a part of its public type. */
interface HeldResources {
  readonly resources: () => ReadonlySet<object>;
}
