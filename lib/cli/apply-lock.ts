import { randomUUID } from 'crypto';
import { hostname } from 'os';
import { show } from '../core';
import {
  type Answer, endWith, Failure, failureOf, firstWords, isPassing, type Kubectl, unreachable,
} from './apply-kubectl';
import { type ApplyRun } from './apply-settings';
import { CliError, Interrupted } from './cli-error';
import { ExitCode } from './exit-codes';
import { pause } from './apply-pause';

interface Lease {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly resourceVersion?: string };
  readonly spec: {
    readonly holderIdentity?: string | null;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseDurationSeconds?: number;
    readonly leaseTransitions?: number;
  };
}

/** Why there is no lock. */
type Refused = 'forbidden' | 'not-now';

/** Attempts to renew a lock before it runs out. */
const ATTEMPTS = 6;
/** Milliseconds that a call about a lock may take. */
const CALL = 12_000;
const REQUEST_TIMEOUT = '--request-timeout=10s';
/** The one namespace that every cluster has and that belongs to nobody. */
const NAMESPACE = 'default';

/**
 * Holds the lock of a cluster and a field manager while work is done: a Lease, renewed until the end. It follows
 * client-go/tools/leaderelection: a lock counts as left behind when it did not change for its whole duration, by the
 * clock of who waits, so that clocks need not agree.
 */
export async function withLock<T>(run: ApplyRun, work: (run: ApplyRun) => Promise<T>): Promise<T> {
  const lock = new Lock(run);
  if (!await lock.acquire()) return work(run);
  const lost = new AbortController();
  // Not `AbortSignal.any`, which Node.js has from 20.3 on.
  const either = new AbortController();
  const end = (): void => either.abort();
  for (const each of [run.signal, lost.signal]) each.addEventListener('abort', end);
  if (run.signal.aborted) end();
  const over = new AbortController();
  const renewing = lock.renewUntil(over.signal, lost);
  try {
    return await work({ ...run, signal: either.signal, kubectl: run.kubectl.with({ signal: either.signal }) });
  } catch (error) {
    if (lost.signal.aborted && !run.signal.aborted) throw lock.lost();
    throw error;
  } finally {
    run.signal.removeEventListener('abort', end);
    over.abort();
    await renewing;
    await lock.release();
  }
}

class Lock {
  private readonly holder = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  private readonly name: string;
  /** Not ended by the signal of the run: the lock is given back at its end. */
  private readonly kubectl: Kubectl;
  private held: Lease | undefined;
  private other = '';
  /** What renewing it failed by, since it was renewed last. */
  private failure: string | undefined;

  constructor(private readonly run: ApplyRun) {
    this.name = `${run.settings.fieldManager.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '')}-apply`;
    this.kubectl = run.kubectl.with({ signal: new AbortController().signal });
  }

  /** Waits for the lock. `false` where the user may not have one. */
  public async acquire(): Promise<boolean> {
    const { display, settings, timing, signal } = this.run;
    const until = Date.now() + settings.timeoutMs;
    let seen = { version: '', at: Date.now() };
    for (;;) {
      if (signal.aborted) throw new Interrupted();
      const found = await this.read();
      if (found === 'forbidden') return false;
      if (found === 'not-now') {
        await this.tryAgain(until);
        continue;
      }
      const version = found?.metadata.resourceVersion ?? '';
      if (version !== seen.version) seen = { version, at: Date.now() };
      const holder = found?.spec.holderIdentity ?? '';
      const leftBehind = Date.now() - seen.at > (found?.spec.leaseDurationSeconds ?? 0) * 1000;
      if (holder === '' || holder === this.holder || leftBehind) {
        const taken = await this.take(found);
        if (taken === 'forbidden') return false;
        if (taken === true) {
          if (holder !== '') display.note(`took over the lock of ${holder}, which did not renew it`);
          return true;
        }
        await this.tryAgain(until);
        continue;
      }
      if (holder !== this.other) display.note(`another run is at work (${holder}): waiting for it, up to ${settings.timeout}`);
      this.other = holder;
      if (Date.now() > until) throw this.busy(`another run is at work on this cluster: ${holder}`);
      await pause(Math.min(timing.poll, 1000), signal);
    }
  }

  /**
   * Renews the lock until it is given back. It is lost where somebody else has it, and where it could not be renewed
   * for so long that somebody else may have it.
   */
  public async renewUntil(over: AbortSignal, lost: AbortController): Promise<void> {
    const lasts = this.run.timing.leaseSeconds * 1000;
    const lose = (): void => lost.abort();
    let end = setTimeout(lose, lasts);
    const calls = this.kubectl.with({ signal: over });
    while (!over.aborted && !lost.signal.aborted) {
      // So early that several attempts may fail.
      await pause(lasts / ATTEMPTS, over).catch(() => undefined);
      const began = Date.now();
      if (over.aborted || !await this.renew(calls).catch(() => false)) continue;
      clearTimeout(end);
      end = setTimeout(lose, began + lasts - Date.now());
      if (this.held === undefined) lost.abort();
    }
    clearTimeout(end);
  }

  /** Whether it is known whose the lock is. */
  private async renew(calls: Kubectl): Promise<boolean> {
    const found = await this.read(calls);
    if (typeof found === 'string') return false;
    if (found?.spec.holderIdentity === this.holder) return await this.take(found, calls) === true;
    // It was deleted: whoever is next takes it without a look at us, and so do we.
    if (found === undefined) return await this.take(undefined, calls) === true;
    this.other = found.spec.holderIdentity ?? '';
    this.held = undefined;
    return true;
  }

  /** Gives the lock back. Where that fails, it is left behind and runs out. */
  public async release(): Promise<void> {
    if (this.held === undefined) return;
    const found = await this.read().catch(() => undefined);
    if (found === undefined || typeof found === 'string' || found.spec.holderIdentity !== this.holder) return;
    await this.write('replace', { ...found, spec: { ...found.spec, holderIdentity: '', leaseDurationSeconds: 1 } })
      .catch(() => undefined);
  }

  public lost(): CliError {
    if (this.held !== undefined) {
      const words = `the lock of this run could not be renewed for ${this.run.timing.leaseSeconds} s: ${this.failure ?? 'no answer'}`;
      return new CliError([unreachable(words)], ExitCode.UNREACHABLE);
    }
    return this.busy(`the lock of this run was taken over${this.other === '' ? '' : ` by ${this.other}`}`);
  }

  private busy(message: string): CliError {
    return new CliError([{
      code: 'KN-CLI-040',
      message,
      received: this.other,
      allowed: 'one run at a time for a cluster and a field manager',
      fix: `wait until it ends and run the command again; who holds the lock says \`kubectl get lease ${this.name} -n ${NAMESPACE} -o yaml\``,
    }], ExitCode.BUSY);
  }

  private async read(kubectl = this.kubectl): Promise<Lease | Refused | undefined> {
    const answer = await kubectl.run(
      ['get', 'leases.coordination.k8s.io', this.name, '-n', NAMESPACE, '-o', 'json', '--ignore-not-found', REQUEST_TIMEOUT], { timeout: CALL });
    if (answer.code !== 0) return this.refused(answer);
    if (this.held === undefined) this.failure = undefined;
    return answer.stdout.trim() === '' ? undefined : JSON.parse(answer.stdout) as Lease;
  }

  /** `false` where somebody else was faster. */
  private async take(found: Lease | undefined, kubectl = this.kubectl): Promise<boolean | Refused> {
    // Times of Leases have microseconds.
    const now = new Date().toISOString().replace('Z', '000Z');
    const before = found?.spec ?? {};
    const again = before.holderIdentity === this.holder;
    const lease: Lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: this.name, namespace: NAMESPACE, resourceVersion: found?.metadata.resourceVersion },
      spec: {
        holderIdentity: this.holder,
        acquireTime: again ? before.acquireTime : now,
        renewTime: now,
        leaseDurationSeconds: this.run.timing.leaseSeconds,
        leaseTransitions: (before.leaseTransitions ?? 0) + (again || found === undefined ? 0 : 1),
      },
    };
    const answer = await this.write(found === undefined ? 'create' : 'replace', lease, kubectl);
    if (answer.code === 0) {
      this.held = lease;
      this.failure = undefined;
      return true;
    }
    if (/\((AlreadyExists|Conflict|NotFound)\)/.test(answer.stderr)) return false;
    return this.refused(answer);
  }

  private write(how: string, lease: Lease, kubectl = this.kubectl): Promise<Answer> {
    return kubectl.run([how, '-f', '-', REQUEST_TIMEOUT], { input: JSON.stringify(lease), timeout: CALL });
  }

  /** Who may apply and not lock goes on, and what passes is waited for; anything else ends the command. */
  private refused(answer: Answer): Refused {
    const failure = failureOf(answer);
    this.failure = firstWords(answer.stderr);
    if (isPassing(failure)) return 'not-now';
    if (failure !== Failure.FORBIDDEN) endWith(answer);
    // Rights that were taken away meanwhile end the run when the lock runs out.
    if (this.held === undefined) this.run.display.note(`warning: no lock against a second run: ${show(this.failure)}`);
    return 'forbidden';
  }

  private async tryAgain(until: number): Promise<void> {
    if (Date.now() > until && this.failure !== undefined) {
      throw new CliError([unreachable(`${this.failure} (tried for ${this.run.settings.timeout})`)], ExitCode.UNREACHABLE);
    }
    await pause(this.run.timing.retry, this.run.signal);
  }
}
