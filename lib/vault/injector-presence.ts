import { ClusterController, ClusterControllers, platformFor, type Problem, show, Warnings } from '../core';
import type { KnativeService } from '../serving';

/** What to write where the injector is in nothing that the program says. */
const FIX = 'make a `VaultInjector`, or write `ClusterControllers.of(app).declareExternal(ClusterController.VAULT_INJECTOR)`';

/**
 * Checks that something reads the annotations of a service with an agent, where the program describes the platform of
 * its cluster: without the injector pods start without their secrets. Of a cluster that the program does not describe
 * nobody knows.
 */
export function checkInjectorPresence(service: KnativeService): Problem | undefined {
  const platform = platformFor(service);
  if (platform === undefined || platform.existing || isThere(service)) return undefined;
  return {
    code: 'KN-VLT-024',
    message: `the service ${show(service.name)} has a Vault Agent, and nothing in its cluster reads the annotations: `
      + 'the injector is neither in the app nor declared',
    received: undefined,
    allowed: 'an injector in the app, one that the platform adopts, or one that is declared',
    fix: FIX,
  };
}

/** A platform that is there already may have brought the injector along. */
export function warnInjectorPresence(service: KnativeService): void {
  if (platformFor(service)?.existing !== true || isThere(service)) return;
  Warnings.of(service).add('vault-injector-unknown', 'the injector of the Vault Agent is neither in the app nor declared, and '
    + `without it pods start without their secrets: ${FIX}`);
}

function isThere(service: KnativeService): boolean {
  return ClusterControllers.of(service).has(ClusterController.VAULT_INJECTOR);
}
