import type { IConstruct } from 'constructs';
import { appChecks } from './app-checks';
import { show } from './problem';
import { refuse, refuseAtSynth } from './problems';
import { captureTrace, type SourceTrace } from './source-line';
import { WARNING_IDS } from './warning-ids';

/** A warning that was put on a construct. */
export interface Warning {
  /** Stable id, by which it is acknowledged: `no-dead-letter-sink`. */
  readonly id: string;
  /** What may go wrong, and what to write instead. */
  readonly message: string;
  /** Path of the construct that carries it. */
  readonly path: string;
  /** Why it was acknowledged on the construct or on one of its ancestors; absent while nobody did. */
  readonly acknowledged?: string;
}

/**
 * What becomes of a warning.
 * @internal
 */
export enum WarningFate {
  WARNING = 'warning',
  /** The program treats warnings as errors. */
  ERROR = 'error',
  ACKNOWLEDGED = 'acknowledged',
}

interface Noted {
  readonly atSynth: boolean;
  readonly id: string;
  readonly message: string;
  readonly trace: SourceTrace;
}

interface Acknowledged {
  readonly reason: string;
  readonly trace: SourceTrace;
}

const WARNINGS = new WeakMap<IConstruct, Noted[]>();
const ACKNOWLEDGED = new WeakMap<IConstruct, Map<string, Acknowledged>>();
const STRICT = new WeakSet<IConstruct>();
const LABELS = new WeakMap<IConstruct, string>();
const PRINTERS = new WeakMap<IConstruct, (line: string) => void>();
const PRINTED = new WeakMap<IConstruct, Set<string>>();
const FORGET_FIRST = -1;
const REPORT_LAST = 100;

/**
 * Warnings about values that a cluster takes but that may hurt. They are printed once, on standard error, when the
 * app is synthesized. Ids are contract; `docs/warnings.md` lists them.
 */
export class Warnings {
  /** The warnings of a construct and of all below it. */
  public static of(construct: IConstruct): Warnings {
    return new Warnings(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** Puts a warning on the construct; the same warning twice on one construct is one. */
  public add(id: string, message: string): void {
    this.note({ id, message, trace: captureTrace(), atSynth: false });
  }

  /**
   * Puts a warning on the construct that only the finished tree shows, until the next synth; it names the line given
   * by `trace`.
   * @internal
   */
  public _addFrom(id: string, message: string, trace: SourceTrace): void {
    this.note({ id, message, trace, atSynth: true });
  }

  /**
   * Declares a warning of this construct, and of all below it, to be wanted. An id that no warning has is refused with
   * `KN-WRN-003`.
   * @param reason why it is; an empty reason is refused with `KN-WRN-001`
   */
  public acknowledge(id: string, reason: string): void {
    if (reason.trim() === '') {
      refuse(this.construct, {
        code: 'KN-WRN-001',
        message: `the warning ${show(id)} is acknowledged without a reason`,
        received: reason,
        allowed: 'a text that says why the warning does not matter here',
        fix: `write \`Warnings.of(scope).acknowledge('${id}', 'the reason')\``,
      });
    }
    const own = ACKNOWLEDGED.get(this.construct) ?? new Map<string, Acknowledged>();
    ACKNOWLEDGED.set(this.construct, own.set(id, { reason, trace: captureTrace() }));
    this.changed();
  }

  /** Turns every warning below this construct that nobody acknowledged into the error `KN-WRN-002`. */
  public treatAsErrors(): void {
    STRICT.add(this.construct);
    this.changed();
  }

  /**
   * Says what the warnings of an app are printed with, where a program makes several.
   * @internal
   */
  public _label(label: string): void {
    LABELS.set(this.construct.node.root, label);
  }

  /**
   * Says where the warnings of an app go, in place of standard error, each as one line.
   * @internal
   */
  public _printTo(print: (line: string) => void): void {
    PRINTERS.set(this.construct.node.root, print);
  }

  /**
   * What becomes of a warning of this construct that is found after its app was read.
   * @internal
   */
  public _fate(id: string): WarningFate {
    if (reasonFor(this.construct, id) !== undefined) return WarningFate.ACKNOWLEDGED;
    return ancestors(this.construct).some((at) => STRICT.has(at)) ? WarningFate.ERROR : WarningFate.WARNING;
  }

  /** The warnings of this construct and of all below it, in the order of the tree. */
  public list(): Warning[] {
    return this.construct.node.findAll().flatMap(warningsOn);
  }

  private note(noted: Noted): void {
    const own = WARNINGS.get(this.construct) ?? [];
    if (own.some(({ id, message }) => id === noted.id && message === noted.message)) return;
    WARNINGS.set(this.construct, [...own, noted]);
    this.changed();
  }

  private changed(): void {
    const checks = appChecks(this.construct);
    checks.ensure('forget-warnings', { order: FORGET_FIRST, run: forgetAtSynth });
    checks.ensure('warnings', { order: REPORT_LAST, run: report });
    checks.changed();
  }
}

function warningsOn(construct: IConstruct): Warning[] {
  return (WARNINGS.get(construct) ?? []).map(({ id, message }) =>
    ({ id, message, path: construct.node.path, acknowledged: reasonFor(construct, id) }));
}

function reasonFor(construct: IConstruct, id: string): string | undefined {
  return ancestors(construct).map((at) => ACKNOWLEDGED.get(at)?.get(id)?.reason).find((reason) => reason !== undefined);
}

function ancestors(construct: IConstruct): IConstruct[] {
  return [...construct.node.scopes].reverse();
}

/** What only the finished tree shows is found anew at every synth, so it can go away. */
function forgetAtSynth(constructs: readonly IConstruct[]): void {
  for (const construct of constructs) {
    const noted = WARNINGS.get(construct);
    if (noted?.some(({ atSynth }) => atSynth)) WARNINGS.set(construct, noted.filter(({ atSynth }) => !atSynth));
  }
}

/** Prints what was not printed before, and refuses it where the program asked for that. */
function report(constructs: readonly IConstruct[]): void {
  const named = constructs[0] === undefined ? undefined : LABELS.get(constructs[0].node.root);
  const label = named === undefined ? '' : `${named}: `;
  const lines: string[] = [];
  for (const construct of constructs) {
    if (!WARNINGS.has(construct)) continue;
    const strict = ancestors(construct).some((at) => STRICT.has(at));
    for (const warning of warningsOn(construct)) {
      if (warning.acknowledged !== undefined) continue;
      if (strict) refuseStrictly(construct, warning);
      else if (isNew(construct, warning)) lines.push(`${label}warning ${warning.id}: ${warning.message} [${warning.path}]`);
    }
  }
  refuseUnknown(constructs);
  const print = constructs[0] === undefined ? undefined : PRINTERS.get(constructs[0].node.root);
  if (print !== undefined) lines.forEach((line) => { print(line); });
  else if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
}

/** A word that is no id would silence nothing, and nobody would know. */
function refuseUnknown(constructs: readonly IConstruct[]): void {
  const acknowledging = constructs.filter((construct) => ACKNOWLEDGED.has(construct));
  if (acknowledging.length === 0) return;
  const own = new Set(constructs.flatMap((construct) => (WARNINGS.get(construct) ?? []).map(({ id }) => id)));
  for (const construct of acknowledging) {
    for (const [id, { trace }] of ACKNOWLEDGED.get(construct) ?? []) {
      if (Object.hasOwn(WARNING_IDS, id) || own.has(id)) continue;
      refuseAtSynth(construct, {
        code: 'KN-WRN-003',
        message: `there is no warning ${show(id)} to acknowledge`,
        received: id,
        allowed: 'the id that stands in the warning, one of `docs/warnings.md`',
        fix: `write ${show(nearest(id, [...Object.keys(WARNING_IDS), ...own]))}, for example`,
      }, trace);
    }
  }
}

/**
 * The name that shares the most pairs of letters with one that is none.
 * @internal
 */
export function nearest(id: string, ids: readonly string[]): string {
  const pairs = (text: string) => new Set(Array.from(text, (_, index) => text.slice(index, index + 2)));
  const wanted = pairs(id);
  const score = (other: string) => {
    const theirs = pairs(other);
    return [...theirs].filter((pair) => wanted.has(pair)).length / Math.max(theirs.size, wanted.size);
  };
  return [...ids].sort((a, b) => score(b) - score(a))[0] ?? '';
}

/** Whether a warning was not printed before; from now on it was. */
function isNew(construct: IConstruct, { id, message }: Warning): boolean {
  const printed = PRINTED.get(construct) ?? new Set<string>();
  PRINTED.set(construct, printed);
  const known = printed.has(`${id} ${message}`);
  printed.add(`${id} ${message}`);
  return !known;
}

function refuseStrictly(construct: IConstruct, warning: Warning): void {
  refuseAtSynth(construct, {
    code: 'KN-WRN-002',
    message: `warning ${show(warning.id)}: ${warning.message}`,
    received: warning.id,
    allowed: 'no warning that nobody acknowledged',
    fix: `mend it, or write \`Warnings.of(scope).acknowledge('${warning.id}', 'the reason')\``,
  }, WARNINGS.get(construct)?.find(({ id, message }) => id === warning.id && message === warning.message)?.trace ?? {});
}
