import { fieldsOf, groupOf, objectId } from '../core';
import { endWith, Failure, firstWords, type Kubectl } from './apply-kubectl';
import type { Definitions } from './apply-schema';
import type { Refusal } from './apply-send';
import type { ApplyRun, Member } from './apply-settings';

/** An object that the server cannot judge yet, and why. */
export interface Unchecked {
  readonly member: Member;
  readonly why: string;
}

/** What the server can be asked about, and what it cannot. */
export interface Parted {
  readonly checkable: readonly Member[];
  readonly unchecked: readonly Unchecked[];
}

const OPERATOR = 'operator.knative.dev';
const KNATIVE = '.knative.dev';
/** Kinds of Serving that are not in the group of its name: those that it makes itself. */
const INTERNAL = '.internal.knative.dev';
/** A field that the definition of a kind does not have; the words are those of structured-merge-diff. */
const UNDECLARED = /field not declared in schema/;

/** Parts what the server can be asked about from what lacks its kind or its namespace, and gets it by the index. */
export async function partition(
  run: ApplyRun, members: readonly Member[], all: readonly Member[], definitions: Definitions,
): Promise<Parted> {
  const served = await servedKinds(run);
  const namespaces = new Set((await run.kubectl.read(['get', 'namespaces', '-o', 'name', '--request-timeout=30s'])).split('\n'));
  const made = new Set(all.map(({ indexed }) => objectId(indexed)));
  const unchecked = members.flatMap((member): Unchecked[] => {
    const { apiVersion, kind, namespace } = member.indexed;
    const isServed = served.has(`${groupOf(apiVersion)}/${kind}`);
    if (!isServed && definitions.defines(member.manifest)) return [{ member, why: 'its kind is defined in an earlier wave' }];
    const installer = installerOf(member, all);
    if (!isServed && installer !== undefined) return [{ member, why: `its kind comes with ${installer.title}` }];
    if (namespace !== undefined && !namespaces.has(`namespace/${namespace}`) && made.has(`/Namespace//${namespace}`)) {
      return [{ member, why: `its namespace ${namespace} is made in an earlier wave` }];
    }
    return [];
  });
  const later = new Set(unchecked.map(({ member }) => member));
  return { checkable: members.filter((member) => !later.has(member)), unchecked };
}

/**
 * The resource of the index that has the Knative operator define the kind of an object: the definitions are in no
 * index, and on the cluster when the resource is ready.
 */
function installerOf({ indexed: { apiVersion } }: Member, all: readonly Member[]): Member | undefined {
  const group = groupOf(apiVersion);
  if (!group.endsWith(KNATIVE) || group === OPERATOR) return undefined;
  const kind = group === `serving${KNATIVE}` || group.endsWith(INTERNAL) ? 'KnativeServing' : 'KnativeEventing';
  return all.find(({ indexed }) => indexed.kind === kind && groupOf(indexed.apiVersion) === OPERATOR);
}

/** `group/Kind` of all that the server serves; of APIs whose server is down nothing is known. */
async function servedKinds({ kubectl, display }: ApplyRun): Promise<ReadonlySet<string>> {
  const answer = await kubectl.run(['api-resources', '--no-headers', '--cached=false', '--request-timeout=30s']);
  if (answer.code !== 0) {
    if (answer.stdout.trim() === '') endWith(answer);
    display.note(`warning: not all kinds that the cluster serves are known: ${firstWords(answer.stderr)}`);
  }
  // The names before the last three columns may be missing.
  return new Set(answer.stdout.split('\n').map((line) => line.trim().split(/\s+/)).filter((columns) => columns.length >= 4)
    .map((columns) => `${groupOf(columns.at(-3) ?? '')}/${columns.at(-1) ?? ''}`));
}

/** Tells refusals that the index itself will lift from those that last: an upgrade gives kinds versions and fields. */
export class Lifted {
  /** Versions of Knative that run, by the title of what installs them. */
  private readonly running = new Map<string, string | undefined>();

  constructor(
    private readonly kubectl: Kubectl,
    private readonly all: readonly Member[],
    private readonly definitions: Definitions,
  ) {}

  /** Why a refusal will not last; `undefined` where it does. */
  public async whyNot({ member, failure, words }: Refusal): Promise<string | undefined> {
    // A webhook that does not answer yet is no refusal.
    if (failure === Failure.NOT_NOW) return words;
    const isUndeclared = failure === Failure.REFUSED && UNDECLARED.test(words);
    if (failure !== Failure.NO_KIND && !isUndeclared) return undefined;
    if (this.definitions.defines(member.manifest)) {
      // What the definition of the index does not take either, the server refuses in better words.
      if (isUndeclared && this.definitions.check(member.manifest).length > 0) return undefined;
      return 'an earlier wave changes the definition of its kind';
    }
    const installer = installerOf(member, this.all);
    if (installer === undefined || (isUndeclared && !await this.isUpgraded(installer))) return undefined;
    return `${installer.title} changes the definition of its kind`;
  }

  private async isUpgraded(installer: Member): Promise<boolean> {
    const { indexed: { kind, name, namespace = '' }, manifest: { spec }, title } = installer;
    const { version } = fieldsOf(spec);
    if (!this.running.has(title)) {
      const live = await this.kubectl.read(
        ['get', `${kind.toLowerCase()}.${OPERATOR}`, name, `--namespace=${namespace}`, '-o', 'json', '--ignore-not-found', '--request-timeout=30s']);
      const { status } = fieldsOf(live.trim() === '' ? {} : JSON.parse(live));
      const runs = fieldsOf(status).version;
      this.running.set(title, typeof runs === 'string' ? runs : undefined);
    }
    const runs = this.running.get(title);
    // Definitions change with minor versions: `1.23` is whatever patch of it the operator has.
    return typeof version === 'string' && runs !== undefined && minorOf(runs) !== minorOf(version);
  }
}

function minorOf(version: string): string {
  return version.replace(/^v/, '').split('.').slice(0, 2).join('.');
}
