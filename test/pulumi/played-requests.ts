import type * as resourceProto from '@pulumi/pulumi/proto/resource_pb';
import { isObject, valueAt } from './played-paths';
import type { PlayedAlias, PlayedResource } from './played-state';

/** A request to register a resource, as plain data. */
export function readResource(
  request: resourceProto.RegisterResourceRequest, urn: string, registered: readonly PlayedResource[],
): PlayedResource {
  const inputs = (request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>;
  const timeouts: Record<string, string> = { ...request.getCustomtimeouts()?.toObject() };
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    id: idOf(inputs, request.getName()),
    inputs,
    provider: request.getProvider() === '' ? inheritedProvider(request, registered) : request.getProvider(),
    providers: Object.fromEntries(request.getProvidersMap().getEntryList()),
    dependencies: request.getDependenciesList(),
    aliases: request.getAliasesList().map(aliasOf),
    protect: inherited(request.getProtect() ?? false, request.getParent(), registered, ({ protect }) => protect),
    retainOnDelete: inherited(request.getRetainondelete() ?? false, request.getParent(), registered,
      ({ retainOnDelete }) => retainOnDelete),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: Object.fromEntries(Object.entries(timeouts).filter(([, value]) => value !== '')),
    hooks: hooksOf(request),
    version: request.getVersion(),
    import: request.getImportid(),
  };
}

/** As the provider of Kubernetes makes them. */
function idOf(inputs: Readonly<Record<string, unknown>>, name: string): string {
  const parts = ['namespace', 'name'].map((key) => valueAt(inputs, ['metadata', key]));
  const known = parts.filter((part) => typeof part === 'string');
  return known.length === 0 ? `${name}-id` : known.join('/');
}

/** Follows inheritFromParent of pkg/resource/deploy/source_eval.go: what is not on is taken from the parent. */
function inherited(
  own: boolean, parent: string, registered: readonly PlayedResource[], read: (resource: PlayedResource) => boolean,
): boolean {
  const above = registered.find(({ urn }) => urn === parent);
  return own || (above !== undefined && read(above));
}

function inheritedProvider(
  request: resourceProto.RegisterResourceRequest, registered: readonly PlayedResource[],
): string {
  const [ownPackage = ''] = request.getType().split(':');
  const above = registered.find(({ urn }) => urn === request.getParent());
  return above?.providers[ownPackage] ?? '';
}

function aliasOf(alias: ReturnType<resourceProto.RegisterResourceRequest['getAliasesList']>[number]): PlayedAlias {
  const spec = alias.getSpec();
  if (spec === undefined) return { urn: alias.getUrn() };
  const parts = { name: spec.getName(), type: spec.getType(), parent: spec.getParenturn() };
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== '')),
    ...spec.getNoparent() ? { noParent: true } : {},
  };
}

const MOMENTS = ['beforeCreate', 'afterCreate', 'beforeUpdate', 'afterUpdate', 'beforeDelete', 'afterDelete'];

/** Older packages have no hooks. */
function hooksOf(request: object): Record<string, readonly string[]> {
  const read: unknown = Reflect.get(request, 'getHooks');
  const binding: unknown = typeof read === 'function' ? read.call(request) : undefined;
  const lists: unknown = isObject(binding) ? (binding as { toObject(): unknown }).toObject() : undefined;
  return Object.fromEntries(MOMENTS.flatMap((moment) => {
    const names = valueAt(lists, [`${moment}List`]);
    return Array.isArray(names) && names.length > 0 ? [[moment, names.map(String)]] : [];
  }));
}
