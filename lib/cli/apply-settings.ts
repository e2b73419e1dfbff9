import type { IndexedObject } from '../core';
import type { Display } from './display';
import type { CliIo } from './io';
import type { Kubectl } from './apply-kubectl';
import { counted } from './texts';

/** What `apply` does with the manifests. */
export enum ApplyMode {
  APPLY = 'apply',
  /** Asks the server what it would say, and stores nothing. */
  DRY_RUN = 'dry-run',
  /** Shows what would change. */
  DIFF = 'diff',
}

/** What may be removed that is no longer in the index. */
export interface PruneSettings {
  /** Whether anything is removed. */
  readonly enabled: boolean;
  /** Whether nobody is asked. */
  readonly yes: boolean;
  readonly definitions: boolean;
  readonly namespaces: boolean;
  readonly secrets: boolean;
  /** PersistentVolumeClaims and what they claim. */
  readonly data: boolean;
  /** `KnativeServing` and `KnativeEventing`, whose operator takes away what it installed for them. */
  readonly knative: boolean;
  /** Whether the app takes over what another one applied under the same field manager. */
  readonly adopt: boolean;
}

/** The options of a run, checked. */
export interface ApplySettings {
  readonly mode: ApplyMode;
  /** Folder of the manifests, as the user wrote it. */
  readonly folder: string;
  readonly cluster?: string;
  readonly context?: string;
  readonly kubectl: string;
  readonly fieldManager: string;
  readonly timeoutMs: number;
  /** The text that the time came from. */
  readonly timeout: string;
  readonly wave?: string;
  readonly forceConflicts: boolean;
  readonly prune: PruneSettings;
  /** How to run the same again, for messages. */
  readonly again: string;
}

/** How often things are looked at; tests are in a hurry. */
export interface ApplyTiming {
  /** Milliseconds between two looks at what is waited for. */
  readonly poll: number;
  /** Milliseconds after which a server that did not answer is asked again. */
  readonly retry: number;
  /** Seconds that a lock is respected without being renewed; for as long a run goes on that cannot renew its own. */
  readonly leaseSeconds: number;
}

export const APPLY_TIMING: ApplyTiming = { poll: 500, retry: 1000, leaseSeconds: 60 };

/** An object of the index, with what the folder has of it. */
export interface Member {
  readonly indexed: IndexedObject;
  /** `Deployment knative-serving/webhook`, for messages. */
  readonly title: string;
  readonly manifest: Manifest;
  /** Whether a binding of the app writes into its containers, which the server takes for one value. */
  readonly isBound?: boolean;
}

/** A manifest, of which only the identity is looked at. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** All that the steps of a run share. */
export interface ApplyRun {
  readonly io: CliIo;
  readonly settings: ApplySettings;
  readonly timing: ApplyTiming;
  readonly kubectl: Kubectl;
  readonly display: Display;
  /** Aborted when the run has to end: the user wants it, or the lock is lost. */
  readonly signal: AbortSignal;
}

/** How an object reads in messages. */
export function titleOf(
  { kind, namespace, name }: { readonly kind: string; readonly namespace?: string; readonly name: string },
): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** `1 object`, `12 objects`. */
export function count(number: number): string {
  return counted(number, 'object');
}

/** A word as a shell takes it for one. */
export function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
