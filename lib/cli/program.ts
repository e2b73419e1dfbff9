import * as fs from 'fs';
import * as path from 'path';
import { Command, CommanderError } from 'commander';
import { addApplyCommand } from './apply-command';
import { CliError, defectIn, Interrupted, outcomeOf, TRACE_VARIABLE } from './cli-error';
import { ExitCode } from './exit-codes';
import type { CliIo } from './io';
import { addUpgradeCommand } from './upgrade-command';
import { addVendorCommand } from './vendor-command';

/**
 * Adds a command to the program. Its action throws a `CliError` for what is wrong, and says what else it ends with by
 * `end`; where it does neither, it ends with `ExitCode.OK`.
 */
export type AddCommand = (program: Command, io: CliIo, end: (code: ExitCode) => void) => void;

const COMMANDS: readonly AddCommand[] = [addVendorCommand, addApplyCommand, addUpgradeCommand];

/** Runs the command that the arguments name; writes what went wrong, and says what the process ends with. */
export async function runProgram(args: readonly string[], io: CliIo): Promise<ExitCode> {
  let code = ExitCode.OK;
  try {
    await programOf(io, (ended) => {
      code = ended;
    }).parseAsync(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
    const defect = defectIn(io.signal);
    return defect === undefined ? code : report(defect.error, io);
  } catch (error) {
    const defect = defectIn(io.signal);
    if (defect !== undefined) return report(defect.error, io);
    // Help and versions are errors to commander too.
    if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.OK;
    return report(io.signal.aborted && !(error instanceof CliError) ? new Interrupted() : error, io);
  }
}

function programOf(io: CliIo, end: (code: ExitCode) => void): Command {
  const program = new Command('cdk8s-knative')
    .description('Vendors the releases that a cdk8s-knative app installs, applies its manifests, and plans upgrades.')
    .version(versionOf())
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // What is wrong is written once, with its code, by `report`.
      writeErr: () => undefined,
      getOutHelpWidth: () => io.stdout.terminal?.columns ?? 100,
    });
  // Commands inherit what is set so far, so that they come last.
  for (const add of COMMANDS) add(program, io, end);
  return program;
}

function versionOf(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  const { version }: { version: string } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return version;
}

function report(error: unknown, io: CliIo): ExitCode {
  const { lines, exitCode } = outcomeOf(error instanceof CommanderError ? wrongUsage(error) : error);
  for (const line of lines) io.stderr.write(`cdk8s-knative: ${line}\n`);
  if (io.env[TRACE_VARIABLE] !== undefined && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  return exitCode;
}

function wrongUsage({ message }: CommanderError): CliError {
  // A proposal for a name stands on a line of its own.
  const what = message.replace(/^error: /, '').replaceAll('\n', ' ').replace(/\.$/, '');
  return new CliError([{
    code: 'KN-CLI-002',
    message: `${what.charAt(0).toLowerCase()}${what.slice(1)}`,
    received: message,
    allowed: 'the commands and options that `npx cdk8s-knative --help` lists',
    fix: 'write `npx cdk8s-knative <command> --help` for those of one command',
  }]);
}
