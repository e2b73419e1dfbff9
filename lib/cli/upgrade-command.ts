import type { Command } from 'commander';
import { type Problem, show } from '../core';
import { type Manifest, type NeededReleases, vendoredPath, VendoredReleases } from '../releases';
import { needsOfApp, vendoredFolder } from './app-needs';
import { CliError, fail } from './cli-error';
import { ExitCode } from './exit-codes';
import type { CliIo } from './io';
import { counted } from './texts';
import { planStep, releasesIn, stepTo, type UpgradePlan, type UpgradeStep } from './upgrade-plan';
import { planText } from './upgrade-text';
import { knativeVersionOf } from './vendor-plan';

interface UpgradeOptions {
  readonly to: string;
  readonly app?: string;
  readonly plan?: boolean;
  readonly json?: boolean;
}

/** Files that a message names; further ones are counted. */
const MOST_FILES = 3;

/** Adds `upgrade`, which says what the next minor version changes. */
export function addUpgradeCommand(program: Command, io: CliIo, end: (code: ExitCode) => void): void {
  program.command('upgrade')
    .description('Says what the next minor version of Knative changes for the platforms of the app: objects, definitions, '
      + 'settings, defaults, and the steps to do. It reads vendored files of both versions, and changes nothing.')
    .requiredOption('--to <version>', 'minor version to go to: 1.23')
    .option('--plan', 'prints the plan')
    .option('--json', 'prints the plan as JSON, a list with one plan for each platform')
    .option('--app <command>', 'command that synthesizes the app; `app` of cdk8s.yaml where it is not given')
    .action(async (options: UpgradeOptions) => end(await upgrade(options, io)));
}

async function upgrade(options: UpgradeOptions, io: CliIo): Promise<ExitCode> {
  const to = knativeVersionOf(options.to);
  if (options.plan !== true) {
    fail({
      code: 'KN-CLI-060',
      message: '`upgrade` changes nothing by itself: the program says its version, and `apply` brings it',
      received: undefined,
      allowed: '`--plan`, which lists what changes and the steps to do',
      fix: `write \`npx cdk8s-knative upgrade --to ${to} --plan\``,
    });
  }
  const platforms = await needsOfApp(io, options.app);
  const steps = platforms.flatMap((needs) => stepTo(needs, to) ?? []);
  for (const needs of platforms) {
    if (stepTo(needs, to) === undefined) io.stderr.write(`${nameOf(needs)} has Knative ${to} already\n`);
  }
  const missing = [...new Set(steps.flatMap((step) => missingFiles(step, io)))];
  if (missing.length > 0) fail(notVendored(missing, to));
  const plans = steps.map((step) => planOf(step, io));
  if (options.json === true) io.stdout.write(`${JSON.stringify(plans, undefined, 2)}\n`);
  else io.stdout.write(plans.map(planText).join('\n'));
  return ExitCode.OK;
}

function nameOf({ cluster }: NeededReleases): string {
  return cluster === undefined ? 'the platform' : `the platform of the cluster ${show(cluster)}`;
}

/** Each file is looked for once; what else is wrong with one is told when it is read. */
function missingFiles({ needs, from, to }: UpgradeStep, io: CliIo): string[] {
  const releases = VendoredReleases.fromFolder(vendoredFolder(io, needs));
  return [...releasesIn(needs, from, false), ...releasesIn(needs, to, true)].flatMap((component) =>
    Object.entries(releases._readFiles(component))
      .filter(([, { problems }]) => problems.some(({ code }) => code === 'KN-REL-002'))
      .map(([file]) => vendoredPath({ component: component.name, version: component.version, file })));
}

function notVendored(missing: readonly string[], to: string): Problem {
  const named = missing.slice(0, MOST_FILES).join(', ');
  return {
    code: 'KN-CLI-062',
    message: `the plan compares the files of both versions, of which ${counted(missing.length, 'file')} `
      + `${missing.length === 1 ? 'is' : 'are'} not vendored: ${named}${missing.length > MOST_FILES ? ' and others' : ''}`,
    received: missing,
    allowed: 'vendored files of the version that runs and of the one to come',
    fix: `run \`npx cdk8s-knative vendor --to ${to}\``,
  };
}

function planOf(step: UpgradeStep, io: CliIo): UpgradePlan {
  const releases = VendoredReleases.fromFolder(vendoredFolder(io, step.needs));
  return planStep(step, (component) => {
    const files = Object.entries(releases._readFiles(component));
    const problems = files.flatMap(([, result]) => result.problems);
    if (problems.length > 0) throw new CliError(problems);
    return Object.fromEntries(files.map(([file, { objects }]): [string, readonly Manifest[]] => [file, objects]));
  });
}
