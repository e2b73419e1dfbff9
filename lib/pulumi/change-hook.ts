import * as pulumi from '@pulumi/pulumi';
import type { ApiObject } from 'cdk8s';
import {
  ChangeWay, type Fields, fieldsOf, formatProblem, immutableChanges, type ImmutableChange, objectId,
  type ObjectIdentity, type Problem, type ReadObject, type Replacement, replacementFor, show, WarningFate, Warnings,
} from '../core';
import { hasUnknown, plainInputs, withLive } from './plain-inputs';

/** One hook serves all objects of a program: its name is registered once. */
const NAME = 'cdk8s-knative:immutable-fields';
/** How many copies of this library have registered their hook, for all of them: Pulumi takes each name once. */
const COPIES = Symbol.for('cdk8s-knative/pulumi: hooks');
const WARNING = 'change-without-effect';

/** What a hook has to know of an object besides its inputs. */
interface Guarded {
  /** For what the program acknowledged of it. */
  readonly object: ApiObject;
  readonly isRetained: boolean;
}

/** By id. */
type GuardedObjects = ReadonlyMap<string, Guarded>;

interface Registered {
  readonly hook: pulumi.ResourceHook;
  readonly objects: Map<string, Guarded>;
}

/** By what the program registers its resources with, since a process may run several programs. */
const REGISTERED = new WeakMap<object, Registered>();

/**
 * The hook that refuses updates which change what an object keeps for good (`KN-PUL-030`); `undefined` where Pulumi has
 * no hooks.
 */
export function changeHook({ id, object }: ReadObject, isRetained: boolean): pulumi.ResourceHook | undefined {
  const monitor: unknown = pulumi.runtime.getMonitor();
  if (typeof monitor !== 'object' || monitor === null || !supportsHooks(monitor)) return undefined;
  const registered = REGISTERED.get(monitor) ?? register(monitor);
  registered.objects.set(id, { object, isRetained });
  return registered.hook;
}

function register(monitor: object): Registered {
  const objects = new Map<string, Guarded>();
  const hook = new pulumi.ResourceHook(nameIn(monitor), (args) => checkUpdate(args, objects), { onDryRun: true });
  const registered: Registered = { hook, objects };
  REGISTERED.set(monitor, registered);
  return registered;
}

function nameIn(monitor: object): string {
  const before: unknown = Reflect.get(monitor, COPIES);
  const copies = typeof before === 'number' ? before + 1 : 1;
  Reflect.defineProperty(monitor, COPIES, { value: copies, configurable: true });
  return copies === 1 ? NAME : `${NAME}-${copies}`;
}

/** The package knows hooks, the engine says that it does, and a mock run, which says so too, has none. */
function supportsHooks(monitor: object): boolean {
  if (typeof pulumi.ResourceHook !== 'function') return false;
  return typeof Reflect.get(monitor, 'registerResourceHook') === 'function' && engineHasHooks();
}

/** Pulumi asks the engine before the program begins, and keeps the answer to itself. */
function engineHasHooks(): boolean {
  try {
    // A module without declarations, which a later version may not have any more.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { getStore } = require('@pulumi/pulumi/runtime/state') as { getStore(): { supportsResourceHooks?: boolean } };
    return getStore().supportsResourceHooks === true;
  } catch {
    return false;
  }
}

/** Runs before an update, in a preview as well; a replacement is no update. */
async function checkUpdate(
  { oldInputs = {}, oldOutputs = {}, newInputs = {} }: pulumi.ResourceHookArgs, objects: GuardedObjects,
): Promise<void> {
  const [before, live, after] = await Promise.all([oldInputs, oldOutputs, newInputs].map(plainInputs));
  if (before === undefined || live === undefined || after === undefined) return;
  const update: Update = {
    after: after.value,
    guarded: guardedIn(after.value, objects),
    showsValues: !before.secret && !live.secret && !after.secret,
  };
  const problems: Problem[] = [];
  for (const change of immutableChanges(withLive(before.value, live.value, after.value), after.value)) {
    const rule = replacementFor(String(after.value.apiVersion), String(after.value.kind), change.path);
    // What the cluster fills in by itself, or what is not known yet, may be no change; admission has the last word.
    if (rule === undefined || !change.certain || hasUnknown(change.before) || hasUnknown(change.after)) continue;
    const problem = rule.way === ChangeWay.LEAVE ? await warn(update, change, rule) : refusal(update, change, rule);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem)).join('\n'));
}

interface Update {
  readonly after: Fields;
  readonly guarded: Guarded | undefined;
  readonly showsValues: boolean;
}

function refusal(update: Update, change: ImmutableChange, rule: Replacement): Problem {
  return {
    code: 'KN-PUL-030',
    message: `an update would change ${described(update, change)}: ${change.consequence}`,
    received: update.showsValues && update.after.kind !== 'Secret' ? change.after : undefined,
    allowed: rule.instead === undefined
      ? `a replacement of the object: ${rule.reason}`
      : `the value that it has; Pulumi does not replace the object, since ${rule.reason}`,
    fix: fixOf(change, rule, update.guarded?.isRetained === true),
  };
}

/** What stays in the cluster counts as it was written down by the update before. */
const NOT_RETAINED = '`objectOptions: () => ({ retainOnDelete: false })` for this object, run `pulumi up` with the value '
  + 'that it has';

function fixOf({ path }: ImmutableChange, { instead }: Replacement, isRetained: boolean): string {
  if (instead === undefined) {
    return isRetained
      ? `Pulumi leaves the object in the cluster, and so cannot replace it: write ${NOT_RETAINED}, and then change it`
      : 'run `pulumi up --replace` with the URN of the resource, and take the object out of `renamed` if it is there';
  }
  const replacing = `\`objectOptions: () => ({ replaceOnChanges: [${quoted(path)}] })\``;
  return `${instead}; where what goes with the object may go, write ${isRetained
    ? `${NOT_RETAINED}, and then ${replacing}`
    : `${replacing} for this object`}`;
}

/** A path in the spelling of Pulumi, as a text of the program. */
function quoted(path: string): string {
  return `'${path.replace(/\[([^\]]*)\]/g, '["$1"]')}'`;
}

/** Says it as the program wants its warnings: not at all, as one, or as what is wrong. */
async function warn(
  update: Update, change: ImmutableChange, { reason, instead = '' }: Replacement,
): Promise<Problem | undefined> {
  const message = `${described(update, change)} changes, and ${reason}: ${change.consequence}`;
  const { guarded } = update;
  switch (guarded === undefined ? WarningFate.WARNING : Warnings.of(guarded.object)._fate(WARNING)) {
    case WarningFate.ACKNOWLEDGED: return undefined;
    case WarningFate.ERROR: return {
      code: 'KN-WRN-002',
      message: `warning ${show(WARNING)}: ${message}`,
      received: WARNING,
      allowed: 'no warning that nobody acknowledged',
      fix: `${instead}; or write \`Warnings.of(scope).acknowledge('${WARNING}', 'the reason')\``,
    };
    case WarningFate.WARNING: await pulumi.log.warn(`warning ${WARNING}: ${message}; ${instead}`);
  }
  return undefined;
}

function described({ after, showsValues }: Update, change: ImmutableChange): string {
  const { kind, name, namespace } = identityIn(after);
  const values = showsValues && kind !== 'Secret' ? ` from ${shown(change.before)} to ${shown(change.after)}` : '';
  return `${show(change.path)} of the ${kind} ${show(namespace === undefined ? name : `${namespace}/${name}`)}${values}`;
}

/** The provider writes the namespace into inputs that have none. */
function guardedIn(after: Fields, objects: GuardedObjects): Guarded | undefined {
  const { namespace, ...identity } = identityIn(after);
  return objects.get(objectId({ ...identity, namespace })) ?? objects.get(objectId(identity));
}

function identityIn({ apiVersion, kind, metadata }: Fields): ObjectIdentity {
  const { name, namespace } = fieldsOf(metadata);
  return {
    apiVersion: String(apiVersion), kind: String(kind), name: String(name),
    ...typeof namespace === 'string' ? { namespace } : {},
  };
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : show(value);
}
