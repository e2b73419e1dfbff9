import { createHash } from 'node:crypto';
import { readinessOf } from '../../lib/core';
import { addressOf, type StatusWriter } from '../apply/status-writer';
import type { ApiServer, KubernetesObject, Verdict } from '../control-plane/api-server';
import { type Change, isForced, isSame, send } from './changes';
import { lookedUpAs, type Lookups } from './references';
import { type Wait, waitOf } from './waits';

/** Which of the objects that nothing holds back any more is put on the cluster next. */
export enum Next {
  /** The one that came first. */
  FIRST = 'first',
  /** The one that came last: what is before something else is so because something says so, and not by chance. */
  LAST = 'last',
}

/** What became of an object. */
export interface Put {
  readonly urn: string;
  readonly object: KubernetesObject;
  /** Why the server refused it. */
  readonly refused?: string;
  readonly warnings: readonly string[];
  /** What was asked before others went on; nothing where they went on at once. */
  readonly asked?: string;
  /** Why the wait did not end. */
  readonly inVain?: string;
  /** The version of the live object before and after, where an earlier run had put it there. */
  readonly versions?: readonly [before: string, after: string];
}

/** How a provider works. */
export interface PlayedProviderOptions {
  readonly api: ApiServer;
  /** Makes objects ready. */
  readonly writer: StatusWriter;
  /** What objects of the program need of each other: they may be there before it. */
  readonly lookups: Lookups;
  /** @default Next.FIRST */
  readonly pick?: Next;
  /**
   * Whether it waits for anything.
   * @default true
   */
  readonly waits?: boolean;
  /**
   * What an earlier run sent, by the names of resources.
   * @default - there was none
   */
  readonly before?: ReadonlyMap<string, KubernetesObject>;
  /**
   * Whether it sends what is the same, as it does where something else of an object changes.
   * @default false
   */
  readonly sendsAll?: boolean;
}

/** Longer than anything takes here to become ready. */
const PATIENCE_MS = 20_000;
const BETWEEN_MS = 25;
/** How long others may take that are to be put before. */
const QUIET_MS = 15;
/** The provider of Pulumi tries five times, for half a minute; what is established is served in a moment. */
const TRIES = 80;
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

type Earlier = Pick<Change, 'before' | 'live' | 'ignored'>;

interface Held {
  readonly object: KubernetesObject;
  readonly missing: ReadonlySet<string>;
}

/**
 * Plays the provider of Pulumi: puts objects on a server, one at a time, and waits for each as its annotations say, or
 * as the provider does of its own accord. An object of Knative is not ready before those that it names are there.
 */
export class PlayedProvider {
  /** In the order in which they were put. */
  public readonly put: Put[] = [];
  private readonly turns: (() => void)[] = [];
  private readonly there = new Set<string>();
  private held: readonly Held[] = [];
  private isBusy = false;

  constructor(private readonly options: PlayedProviderOptions) {}

  /**
   * Puts an object on the server, or changes it there, and gives it as it is when the provider goes on.
   * @param ignored paths of fields that stay as they are
   */
  public async bring(
    urn: string, object: KubernetesObject, ignored: readonly string[] = [],
  ): Promise<KubernetesObject> {
    const { api, before: earlier, sendsAll } = this.options;
    const before = earlier?.get(urn);
    if (before !== undefined && sendsAll !== true && isSame({ object, before, ignored })) {
      this.arrived(object);
      return await api.get(object) ?? object;
    }
    const at = await this.inTurn(async () => {
      const live = before === undefined ? undefined : await api.get(object);
      const { accepted, words, warnings, stored } = before === undefined || live === undefined
        ? await this.apply(urn, object)
        : await this.update(urn, object, { before, live, ignored });
      const versions = live === undefined || stored === undefined ? {}
        : { versions: [versionOf(live), versionOf(stored)] as const };
      return this.put.push({ urn, object, warnings, ...accepted ? {} : { refused: words }, ...versions }) - 1;
    });
    const put = this.put[at];
    if (put !== undefined && put.refused === undefined) {
      await this.playOthers(object);
      this.put[at] = { ...put, ...await this.wait(object) };
    }
    return await this.options.api.get(object) ?? object;
  }

  /** Lets go of what was never complete. */
  public end(): void {
    for (const { object } of this.held) this.options.writer.release(object.kind, namespacedName(object));
    this.held = [];
  }

  private async apply(urn: string, object: KubernetesObject): Promise<Verdict> {
    const { api } = this.options;
    const options = { fieldManager: fieldManagerOf(urn), force: isForced(object) };
    this.hold(object);
    let verdict = await api.apply(object, options);
    for (let tried = 1; tried < TRIES && isUnknown(verdict) && await this.isEstablished(object); tried += 1) {
      await pause(BETWEEN_MS);
      api.forgetKinds();
      verdict = await api.apply(object, options);
    }
    if (object.kind === 'CustomResourceDefinition') api.forgetKinds();
    if (verdict.accepted) this.arrived(object);
    return verdict;
  }

  private async update(urn: string, object: KubernetesObject, change: Earlier): Promise<Verdict> {
    const { api } = this.options;
    const verdict = await send({ ...change, api, object, fieldManager: fieldManagerOf(urn) });
    if (object.kind === 'CustomResourceDefinition') api.forgetKinds();
    if (verdict.accepted) this.arrived(object);
    return verdict;
  }

  /**
   * There is nobody here who would give addresses to balancers, or count what is in a namespace. Knative writes the
   * address of a service before its pods run.
   */
  private async playOthers({ apiVersion, kind, metadata, spec }: KubernetesObject): Promise<void> {
    const { type, hard } = (spec ?? {}) as { readonly type?: string; readonly hard?: object };
    const statuses: Readonly<Record<string, object | undefined>> = {
      'v1/Service': type === 'LoadBalancer' ? { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } : undefined,
      'v1/ResourceQuota': { hard },
      'serving.knative.dev/v1/Service': addressOf(metadata),
    };
    const status = statuses[`${apiVersion}/${kind}`];
    if (status === undefined) return;
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const path = `${base}/namespaces/${metadata.namespace ?? 'default'}/${kind.toLowerCase()}s/${metadata.name}/status`;
    await this.options.api.patch(path, { status });
  }

  private async isEstablished({ apiVersion, kind }: KubernetesObject): Promise<boolean> {
    const definitions = await this.options.api.list(DEFINITIONS);
    const own = definitions.find(({ spec }) => {
      const { group, names } = spec as { readonly group: string; readonly names: { readonly kind: string } };
      return apiVersion.startsWith(`${group}/`) && names.kind === kind;
    });
    return own !== undefined && readinessOf({ ...own, apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' }).ready;
  }

  private async wait(object: KubernetesObject): Promise<Partial<Put>> {
    let asked: string | undefined;
    try {
      const wait = this.options.waits === false ? undefined : waitOf(object);
      if (wait === undefined) return {};
      asked = wait.asked;
      await this.until(object, wait);
      return { asked };
    } catch (error) {
      return { ...asked === undefined ? {} : { asked }, inVain: (error as Error).message };
    }
  }

  private async until(object: KubernetesObject, { isOver }: Wait): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const live = await this.options.api.get(object);
      if (live !== undefined && isOver(live)) return;
      if (Date.now() > end) {
        const missing = this.held.find((each) => each.object === object)?.missing ?? [];
        throw new Error(`waited ${PATIENCE_MS / 1000} s; ${[...missing].join(', ') || 'nothing that it names'} is missing`);
      }
      await pause(BETWEEN_MS);
    }
  }

  /** Keeps an object from becoming ready until those are there that it names. */
  private hold(object: KubernetesObject): void {
    const missing = [...this.options.lookups.get(lookedUpAs(object)) ?? []].filter((each) => !this.there.has(each));
    if (missing.length === 0) return;
    this.options.writer.withhold(object.kind, namespacedName(object));
    this.held = [...this.held, { object, missing: new Set(missing) }];
  }

  private arrived(object: KubernetesObject): void {
    this.there.add(lookedUpAs(object));
    const held = this.held.map((each) => (
      { ...each, missing: new Set([...each.missing].filter((name) => !this.there.has(name))) }));
    for (const { object: free, missing } of held) {
      if (missing.size === 0) this.options.writer.release(free.kind, namespacedName(free));
    }
    this.held = held.filter(({ missing }) => missing.size > 0);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.turns.push(() => {
        void work().then(resolve, reject).finally(() => {
          this.isBusy = false;
          this.next();
        });
      });
      this.next();
    });
  }

  private next(): void {
    if (this.isBusy || this.turns.length === 0) return;
    this.isBusy = true;
    const begin = () => (this.options.pick === Next.LAST ? this.turns.pop() : this.turns.shift())?.();
    if (this.options.pick === Next.LAST) this.whenQuiet(begin);
    else begin();
  }

  private whenQuiet(then: () => void): void {
    const before = this.turns.length;
    setTimeout(() => {
      if (this.turns.length === before) then();
      else this.whenQuiet(then);
    }, QUIET_MS);
  }
}

function namespacedName({ metadata: { namespace = 'default', name } }: KubernetesObject): string {
  return `${namespace}/${name}`;
}

function versionOf({ metadata: { resourceVersion } }: KubernetesObject): string {
  return String(resourceVersion);
}

/** One for each resource, as the provider makes them up; here the same every time. */
export function fieldManagerOf(urn: string): string {
  return `pulumi-kubernetes-${createHash('sha256').update(urn).digest('hex').slice(0, 8)}`;
}

function isUnknown({ status, words }: Verdict): boolean {
  return status === 404 && /no matches for kind|could not find the requested resource|page not found/.test(words);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
