import type { WriteStream } from 'tty';
import { endedBy } from './cli-error';
import type { Display, Task } from './display';

/** Lines on a terminal that are drawn again while tasks go on. */
export class LiveDisplay implements Display {
  constructor(private readonly terminal: WriteStream) {}

  public note(text: string): void {
    this.terminal.write(`${text}\n`);
  }

  public async run(tasks: readonly Task[], atOnce = 1): Promise<void> {
    // An ES module, which CommonJS reaches only so; and a command that draws nothing does not load it.
    const { DefaultRenderer, Listr, ListrLogger, ProcessOutput } = await import('listr2');
    // It would look for a terminal on standard output, where our results may go to a file.
    class TerminalRenderer extends DefaultRenderer {
      public static override nonTTY = true;
    }
    const failures: unknown[] = [];
    const list = new Listr(tasks.map(({ title, run }) => ({
      title,
      skip: () => failures.length > 0,
      task: async (_context: unknown, line: { title: string; output: string }): Promise<void> => {
        try {
          const result = await run((text) => {
            line.output = text;
          });
          line.title = `${title}: ${result}`;
        } catch (error) {
          failures.push(error);
          line.title = `${title}: ${endedBy(error)}`;
          throw error;
        }
      },
    })), {
      concurrent: atOnce,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: TerminalRenderer,
      rendererOptions: {
        showErrorMessage: false,
        logger: new ListrLogger({ useIcons: false, processOutput: new ProcessOutput(this.terminal, this.terminal) }),
      },
    });
    await list.run();
    if (failures.length > 0) throw failures[0];
  }
}
