import type { ApiServer, KubernetesObject } from '../control-plane/api-server';

/** Makes the namespaces that objects are in, where they are not among the objects or there already. */
export async function makeNamespaces(
  api: ApiServer, objects: readonly KubernetesObject[], known: Set<string>,
): Promise<void> {
  const own = new Set(objects.filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
    .map(({ metadata }) => metadata.name));
  const wanted = new Set(objects.map(({ metadata }) => metadata.namespace)
    .filter((name): name is string => name !== undefined && !own.has(name) && !known.has(name)));
  await Promise.all([...wanted].map(async (name) => {
    // A name may be the mistake that is judged; then the object that has it is refused for it.
    const { accepted } = await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { fieldManager: 'judge' });
    if (accepted) known.add(name);
  }));
}
