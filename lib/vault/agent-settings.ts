import { checkChoice, type Problem } from '../core';
import { toAnnotations } from './agent-values';
import { authSettings, checkAuth, checkRole } from './auth-options';
import { checkContainer, containerSettings } from './container-options';
import {
  cacheSettings, checkEngine, checkLogging, engineSettings, loggingSettings,
} from './engine-options';
import { checkVolumePath } from './secret-checks';
import { checkSecurity, securitySettings } from './security-options';
import { checkServer, serverSettings } from './server-options';
import { checkShell } from './start-command';
import { checkTelemetry, telemetrySettings } from './telemetry-options';
import { VaultAgentMode, type VaultAgentOptions } from './vault-agent-options';

/** The annotations of the agent, without the injector's domain and without those of secrets and containers. */
export function agentAnnotations(options: VaultAgentOptions): Record<string, string> {
  const { mode = VaultAgentMode.INIT_ONLY } = options;
  const init = mode !== VaultAgentMode.SIDECAR_ONLY;
  const sidecar = mode !== VaultAgentMode.INIT_ONLY;
  return toAnnotations({
    'agent-inject': true,
    'role': options.role,
    'agent-pre-populate': init ? undefined : false,
    'agent-pre-populate-only': sidecar ? undefined : true,
    'secret-volume-path': options.volumePath,
    'preserve-secret-case': options.preserveSecretCase,
    ...authSettings(options.auth ?? {}),
    ...serverSettings(options.server ?? {}),
    ...options.tls?._settings(),
    ...containerSettings(options.container ?? {}),
    ...securitySettings(options.security ?? {}, init, sidecar),
    ...engineSettings(options.engine ?? {}),
    ...cacheSettings(options.cache),
    ...loggingSettings(options.logging ?? {}, options.connections ?? {}),
    ...telemetrySettings(options.telemetry ?? {}),
  });
}

/** What is wrong with the options by themselves. */
export function checkOptions(options: VaultAgentOptions): (Problem | undefined)[] {
  const { auth = {}, container = {} } = options;
  return [
    checkRole(options.role, auth, container.configMap !== undefined),
    checkChoice('KN-VLT-014', 'mode', options.mode, VaultAgentMode),
    checkShell(options.shell),
    checkVolumePath('volume path', options.volumePath),
    ...checkAuth(auth),
    ...checkServer(options.server ?? {}),
    ...checkContainer(container),
    ...checkSecurity(options.security ?? {}),
    ...checkEngine(options.engine ?? {}),
    ...checkLogging(options.logging ?? {}, options.connections ?? {}),
    ...checkTelemetry(options.telemetry ?? {}),
    ...checkMode(options),
  ];
}

/** Settings of a container that the mode leaves out would do nothing. */
function checkMode(options: VaultAgentOptions): Problem[] {
  const { mode = VaultAgentMode.INIT_ONLY, container = {}, security = {}, engine = {} } = options;
  const ofSidecar = {
    'cache': options.cache,
    'container.revokeOnShutdown': container.revokeOnShutdown,
    'container.revokeGrace': container.revokeGrace,
    'security.sidecarPatches': security.sidecarPatches,
    'engine.staticSecretRenderInterval': engine.staticSecretRenderInterval,
  };
  const ofInit = {
    'container.initFirst': container.initFirst,
    'container.shareProcessNamespace': container.shareProcessNamespace,
    'security.initPatches': security.initPatches,
  };
  const lost = mode === VaultAgentMode.INIT_ONLY ? ofSidecar : mode === VaultAgentMode.SIDECAR_ONLY ? ofInit : {};
  const problems = Object.entries(lost).flatMap(([field, value]) => value === undefined ? [] : [noEffect(field, mode)]);
  const revokes = container.revokeOnShutdown === true || mode === VaultAgentMode.INIT_ONLY;
  return container.revokeGrace !== undefined && !revokes ? [...problems, graceAlone()] : problems;
}

function noEffect(field: string, mode: VaultAgentMode): Problem {
  const sidecar = mode === VaultAgentMode.INIT_ONLY;
  return {
    code: 'KN-VLT-017',
    message: `\`${field}\` is about the ${sidecar ? 'sidecar' : 'init container'} of the agent, and there is none`,
    received: field,
    allowed: `\`${field}\` in another mode than \`${mode}\``,
    fix: 'leave it out, or write `mode: VaultAgentMode.SIDECAR`',
  };
}

function graceAlone(): Problem {
  return {
    code: 'KN-VLT-017',
    message: '`container.revokeGrace` has no effect, since the token is not revoked',
    received: undefined,
    allowed: '`revokeGrace` together with `revokeOnShutdown: true`',
    fix: 'write `revokeOnShutdown: true` next to it, or leave it out',
  };
}
