import { processIo } from './io';
import { runProgram } from './program';

export { type Display, displayFor, type Task } from './display';
export { ExitCode } from './exit-codes';
export type { CliIo, Output } from './io';
export { runProgram } from './program';

/** Runs the command line with the arguments of a process, `process.argv`, and says what the process ends with. */
export async function main(argv: readonly string[]): Promise<number> {
  const io = processIo();
  try {
    return await runProgram(argv.slice(2), io);
  } finally {
    io.close();
  }
}
