import * as fs from 'node:fs';
import { ApiServer } from '../control-plane/api-server';
import type { Plane, PlaneName } from '../control-plane/plane';

/** The file that says how to reach the planes of a run. */
export const PLANES_FILE = 'CONFORMANCE_PLANES';

const OPEN = new Map<PlaneName, ApiServer>();

/** The API server of a plane that runs, for suites. */
export function planeNamed(name: PlaneName): ApiServer {
  const open = OPEN.get(name);
  if (open !== undefined) return open;
  const file = process.env[PLANES_FILE];
  if (file === undefined) throw new Error('no control plane runs: suites are started by `npm run conformance`');
  const plane = (JSON.parse(fs.readFileSync(file, 'utf8')) as readonly Plane[]).find((each) => each.name === name);
  if (plane === undefined) throw new Error(`the plane ${name} does not run`);
  const api = new ApiServer(plane.access);
  OPEN.set(name, api);
  return api;
}

/** Ends the connections, so that jest can end. */
export function closePlanes(): void {
  for (const api of OPEN.values()) api.close();
  OPEN.clear();
}
