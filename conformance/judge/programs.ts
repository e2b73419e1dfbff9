import * as fs from 'node:fs';
import type { ProgramName } from '../control-plane/tools';

/** The file that says where the programs of a run were built. */
export const PROGRAMS_FILE = 'CONFORMANCE_PROGRAMS';

/** Path of a program that was built for this run, for suites. */
export function programPath(name: ProgramName): string {
  const file = process.env[PROGRAMS_FILE];
  if (file === undefined) throw new Error('nothing was built: suites are started by `npm run conformance`');
  const path = (JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Record<ProgramName, string>>)[name];
  if (path === undefined) throw new Error(`${name} was not built for this suite`);
  return path;
}
