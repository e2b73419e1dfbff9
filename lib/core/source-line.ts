import * as path from 'path';

/** Everything below this folder is the library, not the user's program. */
const LIBRARY = path.dirname(__dirname) + path.sep;
const FOREIGN = [`${path.sep}node_modules${path.sep}`, 'node:'];
const FRAME = /\(?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/;

/** A place in a program, taken when something was written and turned into text only when it is needed. */
export interface SourceTrace {
  readonly stack?: string;
}

/**
 * Remembers where the program is now. V8 keeps the frames and formats them when `stack` is first read.
 * @param frames how many frames of this library may lie above the program's
 * @param within the function whose frame is the last one that is left out
 */
export function captureTrace(frames = 16, within: object = captureTrace): SourceTrace {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, within as typeof captureTrace);
  Error.stackTraceLimit = limit;
  return trace;
}

/** `file:line:column` of the first frame that is neither this library, nor a package, nor Node itself. */
export function sourceLine(trace: SourceTrace): string | undefined {
  for (const line of (trace.stack ?? '').split('\n')) {
    const match = FRAME.exec(line.trim().replace(/^at /, ''));
    const file = match?.[1]?.replace(/^.* \(/, '').replace(/^file:\/\//, '');
    if (match === null || file === undefined || !path.isAbsolute(file)) continue;
    if (file.startsWith(LIBRARY) || FOREIGN.some((part) => file.includes(part))) continue;
    const shown = path.relative(process.cwd(), file);
    return `${shown.startsWith('..') ? file : shown}:${match[2]}:${match[3]}`;
  }
  return undefined;
}
