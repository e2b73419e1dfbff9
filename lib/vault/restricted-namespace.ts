import { enforcedLevel, type Problem, show } from '../core';
import type { KnativeService } from '../serving';
import type { VaultContainerPatch } from './security-options';
import { VaultAgentMode, type VaultAgentOptions } from './vault-agent-options';

/** The injector gives its containers no seccomp profile, which the level asks for: no pod would start. */
export function checkRestrictedNamespace(service: KnativeService, options: VaultAgentOptions): Problem | undefined {
  const { namespace } = service;
  if (namespace === undefined || isAdmitted(options)) return undefined;
  if (enforcedLevel(service, namespace) !== 'restricted') return undefined;
  return {
    code: 'KN-NSP-004',
    message: `the Vault agent of ${show(service.name)} has no seccomp profile, and ${show(namespace)} lets no such pod in`,
    received: 'restricted',
    allowed: 'an agent that is patched for the level, or the level `baseline`',
    fix: 'write `security: { restricted: true }` in `vault` of the service',
  };
}

function isAdmitted({ security = {}, mode }: VaultAgentOptions): boolean {
  if (security.restricted === true) return true;
  const init = mode === VaultAgentMode.SIDECAR_ONLY || setsSeccomp(security.initPatches);
  const alone = mode === undefined || mode === VaultAgentMode.INIT_ONLY;
  return init && (alone || setsSeccomp(security.sidecarPatches));
}

function setsSeccomp(patches: readonly VaultContainerPatch[] = []): boolean {
  return patches.some(({ path, value }) =>
    path.startsWith('/securityContext') && `${path} ${JSON.stringify(value)}`.includes('seccompProfile'));
}
