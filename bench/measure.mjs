import { spawnSync } from 'node:child_process';

/** Runs a program in a fresh process; a failure ends the benchmark. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs `ours` and `theirs` in turn, so that both meet the same drift of the machine, and takes the median of each figure
 * and of the ratios pair by pair. One pair before the counted ones warms the file cache.
 */
export function sideBySide(runs, ours, theirs) {
  ours();
  theirs();
  const pairs = Array.from({ length: runs }, () => [ours(), theirs()]);
  const figure = (key) => ({
    ours: median(pairs.map(([a]) => a[key])),
    theirs: median(pairs.map(([, b]) => b[key])),
    ratio: median(pairs.map(([a, b]) => a[key] / b[key])),
  });
  return Object.fromEntries(Object.keys(pairs[0][0]).map((key) => [key, figure(key)]));
}

/** Wall time of a whole command. */
export function timed(command, args, options) {
  const start = process.hrtime.bigint();
  run(command, args, options);
  return { ms: Number(process.hrtime.bigint() - start) / 1e6 };
}
