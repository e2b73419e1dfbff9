import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from './exit-codes';
import type { CliIo } from './io';
import { vendor, type VendorOptions } from './vendor';

/** Milliseconds before a second attempt. */
const BACKOFF = 500;
const SECOND = 1000;

type Parsed = Omit<VendorOptions, 'backoff'>;

/** Adds `vendor`, which keeps the release files of an app in its repository. */
export function addVendorCommand(program: Command, io: CliIo, end: (code: ExitCode) => void): void {
  program.command('vendor')
    .description('Downloads the release files that the platforms of the app need into the folder that the program names, '
      + 'and keeps their digests in a lock file. A digest is trusted on the first download and enforced from then on.')
    .option('--app <command>', 'command that synthesizes the app; `app` of cdk8s.yaml where it is not given')
    .option('--mirror <url>', 'server to ask in place of upstream, which has the files under the same paths')
    .option('--to <version>', 'brings the files of another Knative version too, for `upgrade --plan`')
    .addOption(new Option('--frozen', 'for CI: downloads and checks what the lock file names, and adds nothing')
      .conflicts(['prune', 'to', 'replace']))
    .option('--prune', 'removes files that the app does not need')
    .option('--replace', 'puts the files of upstream in the place of those that somebody changed')
    .option('--list', 'says what is needed, from where, and whether it is there; downloads nothing')
    .addOption(new Option('--timeout <seconds>', 'how long a server may send nothing').argParser(secondsOf)
      .default(30 * SECOND, '30'))
    .addOption(new Option('--retries <number>', 'attempts after the first one').argParser(countOf).default(4))
    .option('--plain', 'lines for a log in place of a display that changes')
    .action(async (options: Parsed) => end(await vendor({ ...options, backoff: BACKOFF }, io)));
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600)) throw new InvalidArgumentError('It is a number of seconds, up to 3600.');
  return seconds * SECOND;
}

function countOf(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}
