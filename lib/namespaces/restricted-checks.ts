import type { IConstruct } from 'constructs';
import { clusterOf, showAll } from '../core';
import { renderContainerSecurity } from '../pod';
import { ContainerSource } from '../sources';
import { type InjectedService, injectedServices } from '../vault';
import { objectsIn, servicesIn } from './tenants';

/** Services with a Vault agent in a namespace. */
export function injectedIn(namespace: IConstruct, name: string): InjectedService[] {
  const cluster = clusterOf(namespace);
  return injectedServices(namespace).filter(({ service }) =>
    service.namespace === name && clusterOf(service) === cluster);
}

/** What of a namespace has containers that ask for more than the level `restricted` allows. */
export function beyondRestricted(namespace: IConstruct, name: string): string | undefined {
  const sources = objectsIn(namespace, name, (construct) => construct instanceof ContainerSource);
  const pods = [
    ...servicesIn(namespace, name).map((service) => ({ of: service.name, template: service._template.podTemplate })),
    ...sources.map((source) => ({ of: source.name, template: source._template })),
  ];
  const wrong = pods.filter(({ template }) => [...template.containers, ...template.initContainers].some(({ props }) =>
    !isRestricted(renderContainerSecurity(props.securityContext ?? {}, template.securityContext))));
  return wrong.length === 0 ? undefined : showAll(wrong.map(({ of }) => of));
}

interface Rendered {
  readonly runAsNonRoot?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
}

/** Follows the checks of k8s.io/pod-security-admission, policy/check_*.go, that look at single containers. */
function isRestricted(context: Rendered): boolean {
  const { runAsNonRoot, allowPrivilegeEscalation, capabilities, seccompProfile } = context;
  return runAsNonRoot === true && allowPrivilegeEscalation === false
    && capabilities?.drop?.includes('ALL') === true
    && (capabilities.add ?? []).every((capability) => capability === 'NET_BIND_SERVICE')
    && seccompProfile?.type !== 'Unconfined';
}
