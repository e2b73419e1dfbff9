import type { Task } from './display';

/** Runs tasks as `Display.run` promises. */
export async function runTasks(
  tasks: readonly Task[], runOne: (task: Task) => Promise<void>, atOnce = 1,
): Promise<void> {
  const waiting = [...tasks];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      try {
        await runOne(task);
      } catch (error) {
        failures.push(error);
        waiting.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
