import { ApiServer } from './api-server';
import { applyAll, applyKinds, type Plane, startServer } from './plane';
import type { Processes } from './processes';
import { readOperator } from './release';
import type { ControlPlanePrograms } from './tools';

/** Starts a control plane on which the operator is to install Knative; the suite starts the operator itself. */
export async function startOperatorPlane(
  folder: string, programs: ControlPlanePrograms, processes: Processes,
): Promise<Plane> {
  const release = readOperator();
  const plane = await startServer('operator', folder, programs, processes);
  const api = new ApiServer(plane.access);
  await applyKinds(api, release, processes);
  await applyAll(api, release.others);
  api.close();
  return { name: 'operator', ...plane };
}
