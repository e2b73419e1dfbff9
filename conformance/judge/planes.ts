import * as fs from 'node:fs';
import { ApiServer } from '../control-plane/api-server';
import type { Plane } from '../control-plane/plane';

/** The file that says how to reach the planes of a run. */
export const PLANES_FILE = 'CONFORMANCE_PLANES';

const OPEN = new Map<Plane['name'], ApiServer>();

/** The API server of a plane that runs, for suites. */
export function planeNamed(name: Plane['name']): ApiServer {
  const open = OPEN.get(name);
  if (open !== undefined) return open;
  const api = new ApiServer(accessTo(name).access);
  OPEN.set(name, api);
  return api;
}

/** How a plane that runs is reached, for programs that suites start. */
export function accessTo(name: Plane['name']): Plane {
  const file = process.env[PLANES_FILE];
  if (file === undefined) throw new Error('no control plane runs: suites are started by `npm run conformance`');
  const plane = (JSON.parse(fs.readFileSync(file, 'utf8')) as readonly Plane[]).find((each) => each.name === name);
  if (plane === undefined) throw new Error(`the plane ${name} does not run`);
  return plane;
}

/** Ends the connections, so that jest can end. */
export function closePlanes(): void {
  for (const api of OPEN.values()) api.close();
  OPEN.clear();
}
