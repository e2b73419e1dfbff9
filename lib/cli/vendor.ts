import * as path from 'path';
import { LOCK_FILE, type ReleaseFile } from '../releases';
import { needsOfApp } from './app-needs';
import { CliError, Interrupted } from './cli-error';
import { type Display, displayFor, type Task } from './display';
import { download } from './download';
import { ExitCode } from './exit-codes';
import { alone } from './folder-guard';
import { HttpClient } from './http-client';
import type { CliIo } from './io';
import { addressOf, mirrorOf } from './mirror';
import { PartialFile } from './partial-file';
import { checkBody } from './release-body';
import { bytesText, counted } from './texts';
import { addressText } from './transfer-problems';
import { FileState, VendorFolder } from './vendor-folder';
import { type FolderPlan, knativeVersionOf, planOf } from './vendor-plan';

/** What `vendor` was asked for. */
export interface VendorOptions {
  readonly app?: string;
  readonly mirror?: string;
  /** Minor version whose files come too. */
  readonly to?: string;
  readonly frozen?: boolean;
  readonly prune?: boolean;
  /** Whether files that differ from what upstream has are replaced. */
  readonly replace?: boolean;
  readonly list?: boolean;
  readonly plain?: boolean;
  /** Milliseconds without a byte. */
  readonly timeout: number;
  readonly retries: number;
  /** Milliseconds before a second attempt. */
  readonly backoff: number;
}

/** Downloads at a time; servers of releases do not mind. */
const AT_ONCE = 4;
/** Digits of a digest that a person compares. */
const SHORT_DIGEST = 12;

/** Does what `vendor` was asked for. */
export async function vendor(options: VendorOptions, io: CliIo): Promise<ExitCode> {
  const mirror = options.mirror === undefined ? undefined : mirrorOf(options.mirror);
  const next = options.to === undefined ? undefined : knativeVersionOf(options.to);
  const plans = planOf(io, await needsOfApp(io, options.app), next);
  if (options.list === true) {
    for (const plan of plans) io.stdout.write(listOf(plan, mirror));
    // After the list, which says what is there, what makes a build fail.
    for (const plan of plans) checkListed(plan);
    return ExitCode.OK;
  }
  const client = new HttpClient(io, options.timeout);
  try {
    for (const plan of plans) {
      const run = (): VendorRun => new VendorRun(plan, mirror, client, options, io);
      // Where nothing is to be written, a folder that cannot be written to is as good as another one.
      if (!run().nothingToDo()) await alone(plan.path, () => run().run());
    }
    return ExitCode.OK;
  } finally {
    await client.close();
  }
}

/** The work in one folder. */
class VendorRun {
  private readonly folder: VendorFolder;
  private readonly display: Display;
  private readonly failures: unknown[] = [];
  private downloaded = 0;
  private trusted = 0;

  constructor(
    private readonly plan: FolderPlan, private readonly mirror: URL | undefined, private readonly client: HttpClient,
    private readonly options: VendorOptions, private readonly io: CliIo,
  ) {
    this.folder = new VendorFolder(plan);
    this.display = displayFor(io, options.plain);
  }

  /** Says how it stands where everything is there and nothing is to be removed. */
  public nothingToDo(): boolean {
    const { folder, options } = this;
    const { unneeded } = folder;
    const states = this.states();
    if (options.frozen === true) folder.checkFrozen();
    if (options.replace !== true) folder.checkUntouched(states);
    const nothing = [...states.values()].every((state) => state === FileState.KEPT);
    if (!nothing || (options.prune === true && unneeded.length > 0)) return false;
    this.report(unneeded);
    return true;
  }

  public async run(): Promise<void> {
    const { plan, folder, options } = this;
    const states = this.states();
    if (options.replace !== true) folder.checkUntouched(states);
    const tasks = [...plan.files].filter(([file]) => states.get(file) !== FileState.KEPT)
      .map(([file, release]) => this.taskOf(file, release, states.get(file)));
    this.tellUnlocked([...states.values()].filter((state) => state === FileState.UNKNOWN).length);
    if (tasks.length > 0) await this.download(tasks);
    const { unneeded } = folder;
    if (options.prune === true) for (const file of unneeded) await folder.remove(file);
    if (options.frozen !== true) await folder.writeLock();
    this.report(unneeded);
  }

  /** Says what becomes of files that lie there without a lock file, which somebody may have deleted. */
  private tellUnlocked(unknown: number): void {
    if (unknown === 0 || this.folder.hasLock) return;
    this.display.note(`there is no ${LOCK_FILE}: ${counted(unknown, 'file')} in ${this.plan.folder} ${unknown === 1 ? 'is' : 'are'} compared with `
      + (this.options.replace === true ? 'what comes, and replaced where they differ' : 'what comes, and refused where they differ')
      + '; a lock file from version control would tell what they were');
  }

  private states(): ReadonlyMap<string, FileState> {
    return new Map([...this.plan.files].map(([file, release]) => [file, this.folder.stateOf(file, release)]));
  }

  private async download(tasks: readonly Task[]): Promise<void> {
    this.display.note(`${this.plan.folder} (${this.plan.readers.join('; ')}): ${counted(tasks.length, 'file')} to download`);
    if (isOpen(this.mirror) && [...this.plan.files.keys()].some((file) => !this.folder.names(file))) {
      this.display.note(`warning: ${this.mirror?.origin} is asked without TLS: anybody on the way can change files before their digests `
        + 'are known; take an `https` mirror for a first download, or compare the files with upstream before you commit them');
    }
    try {
      await this.display.run(tasks, AT_ONCE);
    } catch (error) {
      // What is in place is whole and checked: it is kept, and named.
      if (this.options.frozen !== true && this.downloaded > 0) await this.folder.writeLock();
      this.display.note(`${this.downloaded} of ${counted(tasks.length, 'file')} in place; the next run goes on with the others`);
      if (this.failures.some((each) => each instanceof Interrupted)) throw new Interrupted();
      throw joined(this.failures) ?? error;
    }
  }

  private taskOf(file: string, release: ReleaseFile, state: FileState | undefined): Task {
    return {
      title: file,
      run: async (report) => {
        try {
          return await this.bring(file, release, state, report);
        } catch (error) {
          this.failures.push(error);
          throw error;
        }
      },
    };
  }

  private async bring(
    file: string, release: ReleaseFile, state: FileState | undefined, report: (text: string) => void,
  ): Promise<string> {
    const known = this.folder.names(file);
    const url = addressOf(release.url, this.mirror);
    const part = new PartialFile(this.folder.target(file), addressText(url));
    let bytes = await this.arrived(url, part, known, report);
    if (part.bytesOfEarlierRun > 0 && this.refusal(file, url, bytes) !== undefined) {
      // The beginning may be that of another file.
      await part.discard();
      bytes = await this.arrived(url, part, known, report);
    }
    const refusal = this.refusal(file, url, bytes);
    if (refusal !== undefined) {
      await part.discard();
      throw refusal;
    }
    const foreign = state === FileState.UNKNOWN ? this.folder.checkSame(file, bytes) : undefined;
    if (foreign !== undefined && this.options.replace !== true) {
      await part.discard();
      throw new CliError([foreign]);
    }
    const resumed = part.bytesOfEarlierRun;
    await part.place();
    this.downloaded += 1;
    const size = `${bytesText(bytes.length)}${resumed > 0 ? `, ${bytesText(resumed)} of them from an earlier run` : ''}`;
    if (known) return `${size}, as the lock file has it${state === FileState.ALTERED ? '; in place of the altered one' : ''}`;
    this.trusted += 1;
    const digest = this.folder.add(file, release, bytes);
    return `${size}, SHA-256 ${digest.slice(0, SHORT_DIGEST)}..., trusted on first download`;
  }

  private async arrived(
    url: URL, part: PartialFile, digestKnown: boolean, report: (text: string) => void,
  ): Promise<Buffer> {
    const { client, options: { retries, backoff }, io: { signal } } = this;
    await download(url, part, { client, signal, retries, backoff, report, digestKnown });
    return part.read();
  }

  private refusal(file: string, url: URL, bytes: Buffer): CliError | undefined {
    // A web page in the place of a file has another digest too, but that is not what went wrong.
    const wrong = checkBody(url, bytes);
    const differs = this.folder.checkArrived(file, bytes);
    return wrong ?? (differs && new CliError([differs]));
  }

  private report(unneeded: readonly string[]): void {
    const { plan: { folder, files }, downloaded, trusted, options, mirror, io: { stdout } } = this;
    const lock = path.join(folder, LOCK_FILE);
    const what = downloaded === 0 ? 'all there, as the lock file says' : `${downloaded} downloaded, ${files.size - downloaded} were there`;
    stdout.write(`${folder}: ${counted(files.size, 'file')}, ${what}\n`);
    if (trusted > 0) {
      stdout.write(`${counted(trusted, 'digest')} in ${lock} ${trusted === 1 ? 'is' : 'are'} new: nobody could check what came on the `
        + `first download, so look where it came from${originText(mirror)}, and commit the folder. From now on a file that differs is refused.\n`);
    }
    if (unneeded.length > 0) {
      stdout.write(options.prune === true
        ? `${counted(unneeded.length, 'file')} removed, which the app does not need:\n`
        : `${counted(unneeded.length, 'file')} the app does not need; \`--prune\` removes:\n`);
      for (const file of unneeded) stdout.write(`  ${file}${readText(this.plan, file)}\n`);
    }
    const { foreign } = this.folder;
    if (foreign.length === 0) return;
    stdout.write(`${counted(foreign.length, 'file')} of somebody else in the folder, which the lock file does not name; nothing reads, checks or removes:\n`);
    for (const file of foreign) stdout.write(`  ${file}\n`);
  }
}

/** Whether a mirror is asked over a network without TLS. */
function isOpen(mirror: URL | undefined): boolean {
  return mirror?.protocol === 'http:' && !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(mirror.hostname);
}

/** The lock file has the addresses of upstream, whoever gave the bytes. */
function originText(mirror: URL | undefined): string {
  return mirror === undefined ? '' : `, the mirror ${addressText(mirror)} (the addresses in the lock file are those of upstream, which was not asked)`;
}

/** What a file that the app does not need is there for, where that is known. */
function readText({ ofPlans }: FolderPlan, file: string): string {
  const version = ofPlans.get(file);
  return version === undefined ? '' : `, which \`upgrade --to ${version} --plan\` reads`;
}

/** Refuses files that somebody changed. */
function checkListed(plan: FolderPlan): void {
  const folder = new VendorFolder(plan);
  folder.checkUntouched(new Map([...plan.files].map(([file, release]) => [file, folder.stateOf(file, release)])));
}

/** One failure for all that went wrong at the same time. */
function joined(failures: readonly unknown[]): CliError | undefined {
  const known = failures.filter((each) => each instanceof CliError);
  const [first] = known;
  if (first === undefined || known.length < failures.length) return undefined;
  return new CliError(known.flatMap(({ problems }) => problems), first.exitCode);
}

function listOf(plan: FolderPlan, mirror: URL | undefined): string {
  const folder = new VendorFolder(plan);
  const lines = [`${plan.folder} (${plan.readers.join('; ')})`];
  let page = '';
  for (const [file, release] of plan.files) {
    if (release.source !== page) lines.push(`  ${release.component} ${release.version}: ${release.source}`);
    page = release.source;
    lines.push(`    ${release.file}: ${folder.stateOf(file, release)}`, `      ${addressText(addressOf(release.url, mirror))}`);
  }
  for (const file of folder.unneeded) lines.push(`  ${file}: not needed${readText(plan, file)}`);
  for (const file of folder.foreign) lines.push(`  ${file}: of somebody else, not in the lock file`);
  return `${lines.join('\n')}\n`;
}
