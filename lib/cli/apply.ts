import type { ApplyIndex } from '../core';
import { recordApp } from './apply-app';
import { dryRun, showDifferences } from './apply-ask';
import { readFolder } from './apply-folder';
import { withKept } from './apply-kept';
import { Kubectl } from './apply-kubectl';
import { withLock } from './apply-lock';
import { askServer, checkKnativeStep, findTarget } from './apply-preflight';
import { prune } from './apply-prune';
import { APPLY_TIMING, ApplyMode, type ApplyRun, type ApplySettings, type ApplyTiming, count, type Member } from './apply-settings';
import { applyWaves, checkWave, type Progress } from './apply-waves';
import { displayFor } from './display';
import { ExitCode } from './exit-codes';
import type { CliIo } from './io';

/** Applies the manifests of an app, or says what applying them would do; gives what the command ends with. */
export async function apply(
  settings: ApplySettings, io: CliIo, plain: boolean, timing: ApplyTiming = APPLY_TIMING,
): Promise<ExitCode> {
  const display = displayFor(io, plain);
  const { index, members: written } = readFolder(io.cwd, settings.folder, settings.cluster);
  checkWave(index, settings.wave);
  const { kubectl: path, context } = settings;
  const kubectl = new Kubectl({ path, context, cwd: io.cwd, env: io.env, signal: io.signal });
  const unpinned: ApplyRun = { io, settings, timing, kubectl, display, signal: io.signal };
  const target = await findTarget(unpinned);
  const run: ApplyRun = { ...unpinned, kubectl: kubectl.with({ context: target.context }) };
  display.note(`context ${target.context}, server ${target.server}, Kubernetes ${await askServer(run)}`);
  if (settings.mode === ApplyMode.APPLY) return applyMembers(run, index, written);
  await checkKnativeStep(run, index);
  const members = await withKept(run, written);
  const chosen = chosenOf(run, members);
  return settings.mode === ApplyMode.DRY_RUN ? dryRun(run, chosen, members) : showDifferences(run, chosen);
}

function chosenOf({ settings: { wave } }: ApplyRun, members: readonly Member[]): readonly Member[] {
  return members.filter(({ indexed }) => wave === undefined || indexed.wave === wave);
}

async function applyMembers(run: ApplyRun, index: ApplyIndex, written: readonly Member[]): Promise<ExitCode> {
  const progress: Progress = { done: [], current: undefined, applied: 0 };
  await withLock(run, async (locked) => {
    // What the cluster has may change as long as another run is at work.
    await checkKnativeStep(locked, index);
    await recordApp(locked, written);
    try {
      const members = await withKept(locked, written);
      await applyWaves(locked, index, members, progress);
      if (run.settings.wave === undefined) await prune(locked, members);
    } catch (error) {
      sayHowFar(run, progress);
      throw error;
    }
  });
  run.display.note(`${count(chosenOf(run, written).length)} applied`);
  return ExitCode.OK;
}

/** Where it ended, and how to go on: all that was applied stays, and is applied again without a change. */
function sayHowFar({ display, settings }: ApplyRun, { done, current, applied }: Progress): void {
  display.note(`through: ${done.length === 0 ? 'no wave' : done.join(', ')}`);
  if (current !== undefined) display.note(`ended in wave ${current}, with ${count(applied)} of it applied`);
  display.note(`to go on: ${settings.again}`);
}
