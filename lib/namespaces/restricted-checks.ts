import type { IConstruct } from 'constructs';
import { clusterOf, type Problem, rootOf, show, showAll } from '../core';
import { renderContainerSecurity } from '../pod';
import { KnativeService } from '../serving';
import { type InjectedService, injectedServices, VaultAgentMode, type VaultContainerPatch } from '../vault';

/** Services with a Vault agent in a namespace. */
export function injectedIn(namespace: IConstruct, name: string): InjectedService[] {
  const cluster = clusterOf(namespace);
  return injectedServices(namespace).filter(({ service }) =>
    service.namespace === name && clusterOf(service) === cluster);
}

/** The injector gives its containers no seccomp profile, which the level asks for: no pod would start. */
export function checkAgents(injected: readonly InjectedService[], name: string): (Problem | undefined)[] {
  return injected.filter((each) => !isAdmitted(each)).map(({ service }) => ({
    code: 'KN-NSP-004',
    message: `the Vault agent of ${show(service.name)} has no seccomp profile, and ${show(name)} lets no such pod in`,
    received: 'restricted',
    allowed: 'an agent that is patched for the level, or the level `baseline`',
    fix: 'write `security: { restricted: true }` in `vault` of the service',
  }));
}

function isAdmitted({ options: { security = {}, mode } }: InjectedService): boolean {
  if (security.restricted === true) return true;
  const init = mode === VaultAgentMode.SIDECAR_ONLY || setsSeccomp(security.initPatches);
  const alone = mode === undefined || mode === VaultAgentMode.INIT_ONLY;
  return init && (alone || setsSeccomp(security.sidecarPatches));
}

function setsSeccomp(patches: readonly VaultContainerPatch[] = []): boolean {
  return patches.some(({ path, value }) =>
    path.startsWith('/securityContext') && `${path} ${JSON.stringify(value)}`.includes('seccompProfile'));
}

/** Services of a namespace whose containers ask for more than the level `restricted` allows. */
export function beyondRestricted(namespace: IConstruct, name: string): string | undefined {
  const cluster = clusterOf(namespace);
  const services = rootOf(namespace).node.findAll().filter((construct): construct is KnativeService =>
    construct instanceof KnativeService && construct.namespace === name && clusterOf(construct) === cluster);
  const wrong = services.filter(({ _template: { podTemplate } }) =>
    [...podTemplate.containers, ...podTemplate.initContainers].some(({ props }) =>
      !isRestricted(renderContainerSecurity(props.securityContext ?? {}, podTemplate.securityContext))));
  return wrong.length === 0 ? undefined : showAll(wrong.map((service) => service.name));
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
