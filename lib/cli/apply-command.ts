import { type Command, Option } from 'commander';
import { showAll } from '../core';
import { apply } from './apply';
import { durationMs } from './apply-duration';
import { ApplyMode, type ApplySettings, shellQuoted } from './apply-settings';
import { fail } from './cli-error';
import type { ExitCode } from './exit-codes';
import type { CliIo } from './io';

interface Parsed {
  readonly cluster?: string;
  readonly context?: string;
  readonly kubectl: string;
  readonly fieldManager: string;
  readonly timeout: string;
  readonly wave?: string;
  readonly forceConflicts?: boolean;
  readonly dryRun?: string;
  readonly diff?: boolean;
  readonly prune?: boolean;
  readonly pruneCrds?: boolean;
  readonly pruneNamespaces?: boolean;
  readonly pruneSecrets?: boolean;
  readonly pruneData?: boolean;
  readonly pruneKnative?: boolean;
  readonly adopt?: boolean;
  readonly yes?: boolean;
  readonly plain?: boolean;
}

const EXIT_CODES = `
Exit codes: 0 done, or no difference; 1 differences (--diff); 2 wrong usage or bad input; 3 refused by the cluster;
4 nothing refused, but not all could be checked (--dry-run); 5 a field has another manager; 6 not ready in time;
7 no answer from the server; 8 another run is at work; 9 no kubectl; 10 no such context; 11 not allowed; 130 interrupted.`;

/** Adds `apply`, which brings the manifests of an app to a cluster, wave by wave. */
export function addApplyCommand(program: Command, io: CliIo, end: (code: ExitCode) => void): void {
  program.command('apply')
    .description('Applies the manifests of an app in the order of its index, and waits where the next step needs it. '
      + 'Run again after an end that came too early, it goes on.')
    .argument('[dir]', 'output folder of the app; its index lies in `<dir>-documents`', 'dist')
    .option('--context <name>', 'context of the kubeconfig; without it the current one, but for CI, where it has to be named')
    .option('--cluster <name>', 'cluster whose objects are applied, where the app has manifests for several')
    .option('--timeout <time>', 'how long a wave may take: 90s, 10m, 1h', '10m')
    .option('--wave <name>', 'applies this wave only, and waits until what it applied is ready')
    .option('--kubectl <path>', 'kubectl to run', 'kubectl')
    .option('--field-manager <name>', 'who the fields are applied as; one for each app of a cluster', 'cdk8s-knative')
    .option('--force-conflicts', 'takes over fields that others manage')
    .addOption(new Option('--dry-run <where>', 'asks the server, and changes nothing').choices(['server']))
    .addOption(new Option('--diff', 'shows what would change on the server, and changes nothing').conflicts(['dryRun', 'wave', 'prune']))
    .option('--prune', 'removes, after asking for each, what was applied and is no longer in the index')
    .option('--prune-crds', 'lets --prune remove CustomResourceDefinitions, with all objects of their kinds')
    .option('--prune-namespaces', 'lets --prune remove namespaces, with all that is in them')
    .option('--prune-secrets', 'lets --prune remove Secrets')
    .option('--prune-data', 'lets --prune remove PersistentVolumeClaims, with their data')
    .option('--prune-knative', 'lets --prune remove KnativeServing and KnativeEventing, with all that the operator installed')
    .option('--adopt', 'lets --prune remove what another app applied under the same field manager')
    .option('--yes', 'asks nothing')
    .option('--plain', 'lines for a log in place of a display that changes')
    .addHelpText('after', EXIT_CODES)
    .action(async (written: string, options: Parsed, command: Command) => {
      const folder = written.replace(/(?<=.)\/+$/, '');
      const settings = { ...settingsOf(folder, options, io), again: againOf(folder, command) };
      end(await apply(settings, io, options.plain === true));
    });
}

/** The command as it was given, for a shell. */
function againOf(folder: string, command: Command): string {
  const given = command.options.map((option) => [option, command.getOptionValueSource(option.attributeName())] as const)
    .filter(([, source]) => source === 'cli')
    .flatMap(([option]): readonly string[] => {
      const value: unknown = command.getOptionValue(option.attributeName());
      return value === true ? [option.long ?? ''] : [option.long ?? '', shellQuoted(String(value))];
    });
  return ['npx cdk8s-knative apply', shellQuoted(folder), ...given].join(' ');
}

function settingsOf(folder: string, options: Parsed, io: CliIo): Omit<ApplySettings, 'again'> {
  const { kubectl, fieldManager, timeout, cluster, context, wave } = options;
  checkFieldManager(fieldManager);
  checkPrune(options, io);
  return {
    mode: options.diff === true ? ApplyMode.DIFF : options.dryRun === undefined ? ApplyMode.APPLY : ApplyMode.DRY_RUN,
    folder, kubectl, fieldManager, timeout, cluster, context, wave,
    timeoutMs: durationMs('--timeout', timeout),
    forceConflicts: options.forceConflicts === true,
    prune: {
      enabled: options.prune === true,
      yes: options.yes === true,
      definitions: options.pruneCrds === true,
      namespaces: options.pruneNamespaces === true,
      secrets: options.pruneSecrets === true,
      data: options.pruneData === true,
      knative: options.pruneKnative === true,
      adopt: options.adopt === true,
    },
  };
}

/** Names of managers are at most 128 printable characters; follows apimachinery/pkg/apis/meta/v1/validation. */
function checkFieldManager(name: string): void {
  if (/^[\x21-\x7e]{1,128}$/.test(name)) return;
  fail({
    code: 'KN-CLI-031',
    message: 'the name of the field manager is empty, too long, or has a character that cannot be seen',
    received: name,
    allowed: '1 to 128 visible characters without spaces',
    fix: 'write a name such as `--field-manager cdk8s-knative-orders`',
  });
}

/** Options that mean something with `--prune` only. */
const WITH_PRUNE: readonly (readonly [keyof Parsed, string])[] = [
  ['pruneCrds', '--prune-crds'], ['pruneNamespaces', '--prune-namespaces'], ['pruneSecrets', '--prune-secrets'],
  ['pruneData', '--prune-data'], ['pruneKnative', '--prune-knative'], ['adopt', '--adopt'],
];

/** Before anything is applied: a run that stops in the middle to ask nobody is worse than one that never begins. */
function checkPrune(options: Parsed, io: CliIo): void {
  const { prune, yes, wave, dryRun } = options;
  const wrong = (message: string, allowed: string, fix: string): never => fail({ code: 'KN-CLI-031', message, received: undefined, allowed, fix });
  if (prune !== true) {
    const idle = WITH_PRUNE.filter(([option]) => options[option] === true).map(([, name]) => name);
    if (idle.length > 0) wrong(`${showAll(idle)} ${idle.length === 1 ? 'does' : 'do'} nothing without \`--prune\``, 'them together with `--prune`', 'add `--prune`');
    return;
  }
  if (wave !== undefined || dryRun !== undefined) {
    wrong('`--prune` needs all waves to be applied', '`--prune` without `--wave` and `--dry-run`', 'leave one of them out');
  }
  if (yes !== true && io.ask === undefined) {
    wrong('`--prune` asks before it removes something, and there is nobody to ask', '`--prune --yes`, or a terminal', 'run it without `--prune`, which lists what would be removed, then with `--prune --yes`');
  }
}
