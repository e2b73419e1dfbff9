import { spawnSync } from 'node:child_process';
import { programPath } from '../judge/programs';

/** Taking away an annotation that is not there changes nothing; without a server, kubectl only reads and prints. */
const READING = ['annotate', '--local', '--output=json', 'example.com/nothing-', '--filename'];
/** One object after the other, indented. */
const BETWEEN = /(?<=^\})\n/m;

/** An object as kubectl prints it. */
export interface Read {
  readonly metadata: { name?: string; readonly generateName?: string; annotations?: object };
}

/** The objects in a file, as kubectl reads them. */
export function readByKubectl(file: string): Read[] {
  const { status, stdout, stderr } = spawnSync(programPath('kubectl'), [...READING, file], {
    encoding: 'utf8', maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`kubectl does not read ${file}: ${stderr.split('\n').filter((line) => !line.includes('not found')).join(' ')}`);
  return stdout.split(BETWEEN).filter((text) => text.trim() !== '').map((text) => withoutNothing(JSON.parse(text) as Read));
}

/** What takes an annotation away leaves a map. */
function withoutNothing(object: Read): Read {
  const { annotations } = object.metadata;
  if (annotations !== undefined && Object.keys(annotations).length === 0) delete object.metadata.annotations;
  return object;
}
