// Runs the cdk8s CLI on a program so that `dist/` always holds the whole output of a program that was taken.
//
//   node scripts/synth.mjs ts-node -P examples/tsconfig.json examples/knative-microservices/main.ts
//
// The CLI empties its output folder before it starts the program, so it works in a folder of its own here, which takes
// the place of `dist/` (and of `dist-documents/`, the side documents, and of `cdk.out/`, where the program has stacks of
// AWS CDK) only when everything succeeded.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Outputs of one program: what another one left there goes. */
const OUTPUTS = ['dist', 'dist-documents', 'cdk.out'];
const SCRIPT = fileURLToPath(import.meta.url);

if (process.argv[2] === '--program') runProgram();
else process.exitCode = await synth(process.argv.slice(2));

async function synth(command) {
  if (command.length === 0) {
    console.error('usage: node scripts/synth.mjs <command of the program> [arguments]');
    return 2;
  }
  const staging = `.synth-${process.pid}`;
  fs.rmSync(staging, { recursive: true, force: true });
  fs.mkdirSync(staging);
  try {
    const { code, signal, program, programSucceeded, cli } = await runCli(command, staging);
    if (signal !== undefined) {
      console.error(`stopped by ${signal}: dist/ is as it was`);
      return 128 + os.constants.signals[signal];
    }
    process.stderr.write(readable(program));
    if (programSucceeded && !hasManifests(path.join(staging, 'dist'))) {
      console.error('the program wrote no manifests: does it end with `app.synth()`? dist/ is as it was');
      return 1;
    }
    if (code !== 0) {
      // The CLI hides what a program prints, and adds a trace of its own where the program failed. The program's own
      // words are enough, unless it had none.
      if (programSucceeded || program === '') process.stderr.write(cli);
      console.error('synth failed: dist/ is as it was');
      return code;
    }
    // Nothing from here to the end of the swap waits, so no signal comes between.
    swap(staging);
    for (const line of OUTPUTS.flatMap(summary)) console.log(line);
    return 0;
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

/** Runs the CLI in a process group of its own, so that a signal ends the program below it too. */
function runCli(command, staging) {
  const log = path.resolve(staging, 'log');
  const child = spawn(process.execPath, [
    fs.realpathSync(path.join('node_modules', '.bin', 'cdk8s')), 'synth',
    '--app', [process.execPath, SCRIPT].map((part) => `"${part}"`).join(' ') + ' --program',
    '--output', path.join(staging, 'dist'),
  ], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CDK8S_CHECK_UPGRADE: 'false',
      CDK_OUTDIR: path.resolve(staging, 'cdk.out'),
      PATH: [path.resolve('node_modules', '.bin'), process.env.PATH].join(path.delimiter),
      SYNTH_COMMAND: JSON.stringify(command),
      SYNTH_LOG: log,
    },
  });
  const cliOutput = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => cliOutput.push(chunk));

  let stoppedBy;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Who asks twice does not want to wait.
      signalGroup(child, stoppedBy === undefined ? signal : 'SIGKILL');
      stoppedBy ??= signal;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        code: code ?? 1,
        signal: stoppedBy,
        program: readIfThere(log),
        programSucceeded: readIfThere(`${log}.exit`) === '0',
        cli: Buffer.concat(cliOutput).toString(),
      });
    });
  });
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** What the CLI starts: the program, with all that it prints in one file, in order. */
function runProgram() {
  const { SYNTH_COMMAND, SYNTH_LOG, ...env } = process.env;
  const [file, ...args] = JSON.parse(SYNTH_COMMAND);
  const log = fs.openSync(SYNTH_LOG, 'a');
  const { status, error } = spawnSync(file, args, { env, stdio: ['ignore', log, log] });
  if (error !== undefined) fs.writeSync(log, `cannot run ${file}: ${error.message}\n`);
  process.exitCode = status ?? 1;
  fs.writeFileSync(`${SYNTH_LOG}.exit`, String(process.exitCode));
}

/** A refusal says all in its own lines: what Node prints around it is about cdk8s or AWS CDK, not about the program. */
function readable(output) {
  const text = output === '' || output.endsWith('\n') ? output : `${output}\n`;
  const refusal = /(?:^\S+:\d+\n.*\n\s*\^\n+)?^(?:\w*Error: |«\w+» )(Validation failed with the following errors:\n(?:(?! {4}(?:at |\.{3})).*\n)*?)(?: {4}(?:at |\.{3}).*\n)+(?:\s*Node\.js v.*\n)?/m;
  return text.replace(refusal, '$1');
}

function hasManifests(folder) {
  return filesIn(folder).some((file) => file.endsWith('.yaml') || file.endsWith('.yml'));
}

function swap(staging) {
  const undo = [];
  try {
    for (const name of OUTPUTS) {
      const previous = path.join(staging, `previous-${name}`);
      if (fs.existsSync(name)) {
        fs.renameSync(name, previous);
        undo.unshift(() => fs.renameSync(previous, name));
      }
      const fresh = path.join(staging, name);
      if (fs.existsSync(fresh)) {
        fs.renameSync(fresh, name);
        undo.unshift(() => fs.renameSync(name, fresh));
      }
    }
  } catch (error) {
    for (const step of undo) step();
    throw error;
  }
}

function summary(folder) {
  if (folder === 'cdk.out') return templates(folder);
  return filesIn(folder).map((file) => {
    const shown = path.join(folder, file);
    if (folder !== 'dist') return shown;
    const objects = fs.readFileSync(shown, 'utf8').split(/^---$/m).filter((document) => document.trim() !== '').length;
    return `${shown}: ${objects} ${objects === 1 ? 'object' : 'objects'}`;
  });
}

/** The stacks: what lies next to them are the files that they upload. */
function templates(folder) {
  return filesIn(folder).filter((file) => file.endsWith('.template.json')).map((file) => {
    const shown = path.join(folder, file);
    const text = fs.readFileSync(shown, 'utf8');
    const count = Object.keys(JSON.parse(text).Resources ?? {}).length;
    return `${shown}: ${count} ${count === 1 ? 'resource' : 'resources'}, ${Math.ceil(Buffer.byteLength(text) / 1000)} kB`;
  });
}

function filesIn(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}
