import * as fs from 'node:fs';
import { ApiServer, type KubernetesObject } from '../control-plane/api-server';
import type { Plane, PlaneName } from '../control-plane/plane';

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

/** The plane that objects are meant for: their own KnativeServing may switch flags on before services come. */
export function planeFor(objects: readonly KubernetesObject[]): PlaneName {
  const switchesFlags = ({ kind, spec }: KubernetesObject): boolean => kind === 'KnativeServing'
    && (spec as { readonly config?: Readonly<Record<string, unknown>> }).config?.['config-features'] !== undefined;
  return objects.some(switchesFlags) ? 'flags' : 'defaults';
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
