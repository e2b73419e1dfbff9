import { endedBy } from './cli-error';
import type { Display, Task } from './display';
import type { Output } from './io';
import { runTasks } from './run-tasks';

/** Milliseconds between two reports of one task: the log of a build keeps every line. */
const BETWEEN_REPORTS = 10_000;

/** A line when a task begins to take long, one every few seconds, and one when it ends. */
export class PlainDisplay implements Display {
  constructor(private readonly output: Output, private readonly now: () => number = Date.now) {}

  public note(text: string): void {
    this.output.write(`${text}\n`);
  }

  public async run(tasks: readonly Task[], atOnce?: number): Promise<void> {
    await runTasks(tasks, (task) => this.runOne(task), atOnce);
  }

  private async runOne({ title, run }: Task): Promise<void> {
    let reported = this.now();
    try {
      const result = await run((text) => {
        if (this.now() - reported < BETWEEN_REPORTS) return;
        reported = this.now();
        this.note(`${title}: ${text}`);
      });
      this.note(`${title}: ${result}`);
    } catch (error) {
      this.note(`${title}: ${endedBy(error)}`);
      throw error;
    }
  }
}
