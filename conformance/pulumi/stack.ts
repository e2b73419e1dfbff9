import * as path from 'node:path';
import type * as runtime from '@pulumi/pulumi';
import type { KubernetesObject } from '../control-plane/api-server';
import type * as support from '../../test/pulumi/support';

export type Registered = support.Registered;
type Inputs = Readonly<Record<string, unknown>>;

/** What a program registered when it ran. */
export interface Update {
  /** First to last. */
  readonly registered: readonly Registered[];
  /** Those of Kubernetes, by `keyOf`, as the provider gets them. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** What failed: errors that Pulumi prints, and what nobody handled. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** What the program exports. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A program of Pulumi. */
export interface StackProgram {
  readonly name: string;
  /** Called with the modules of a process of its own, which has loaded nothing yet. */
  readonly run: (load: (file: string) => object) => object;
  readonly config?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** What the engine answers to a resource: what it is in the end. */
export type Answer = (resource: Registered, object: KubernetesObject | undefined) => Promise<Inputs | undefined>;

const PROJECT = 'judge';

/** Runs a program as `pulumi up` does, in a process that knows nothing of earlier ones. */
export async function update(program: StackProgram, answer: Answer): Promise<Update> {
  jest.resetModules();
  const listeners = new Set(process.listeners('exit'));
  const load = (file: string) => jest.requireActual<object>(path.resolve(__dirname, file));
  const { recordMocks } = load('../../test/pulumi/support') as typeof support;
  const pulumi = jest.requireActual<typeof runtime>('@pulumi/pulumi');
  const all = { ...program.config, ...program.secrets };
  const keyed = Object.fromEntries(Object.entries(all).map(([key, value]) => [`${PROJECT}:${key}`, value]));
  pulumi.runtime.setAllConfig(keyed, Object.keys(program.secrets ?? {}).map((key) => `${PROJECT}:${key}`));
  const objects = new Map<string, KubernetesObject>();
  const recording = recordMocks({
    project: PROJECT,
    stack: program.name,
    laterState: ({ type, name, inputs }) => {
      const own = recording.resources.find((each) => each.type === type && each.name === name);
      if (own === undefined) throw new Error(`${type} ${name} was not registered`);
      const object = objectOf(type, inputs as Inputs);
      if (object !== undefined) objects.set(keyOf(own), object);
      return answer(own, object) as Promise<Record<string, unknown> | undefined>;
    },
  });
  let outputs: Readonly<Record<string, unknown>> = {};
  const errors: string[] = [];
  try {
    outputs = program.run(load) as typeof outputs;
  } catch (error) {
    errors.push((error as Error).message);
  }
  const known = new Map<string, unknown>();
  for (const [name, value] of Object.entries(outputs)) {
    // What fails is said by the run as a whole.
    if (pulumi.Output.isInstance(value)) (value as runtime.Output<unknown>).apply((each) => known.set(name, each));
  }
  await recording.settled();
  // Each copy of Pulumi looks, when the process ends, for what never came: the recording has looked by now.
  for (const each of process.listeners('exit')) if (!listeners.has(each)) process.off('exit', each);
  return {
    registered: recording.resources,
    objects,
    outputs: Object.fromEntries(known),
    errors: [...errors, ...recording.rejections.map(String), ...texts(recording.logs, 'error')],
    warnings: texts(recording.logs, 'warn'),
  };
}

function texts(logs: readonly support.Log[], severity: support.Log['severity']): string[] {
  return logs.filter((log) => log.severity === severity).map(({ text }) => text);
}

/** The object that a resource of the provider of Kubernetes is; `undefined` of other ones. */
function objectOf(type: string, inputs: Inputs): KubernetesObject | undefined {
  const plain = withoutSecrets(inputs) as KubernetesObject;
  return type.startsWith('kubernetes:') && !type.startsWith('kubernetes:yaml') && !type.startsWith('kubernetes:helm') ? plain : undefined;
}

const SIGNATURE = '4dabf18193072939515e22adb298388d';

/** What the engine hands to a provider: secrets are values there, and what a program left out is not there. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  if (SIGNATURE in value) return withoutSecrets((value as unknown as { readonly value: unknown }).value);
  const kept = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(kept.map(([name, each]) => [name, withoutSecrets(each)]));
}

/** The name of a resource among those of a stack. */
export function keyOf({ type, name }: Pick<Registered, 'type' | 'name'>): string {
  return `${type}::${name}`;
}
