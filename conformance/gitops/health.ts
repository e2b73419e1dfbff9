import { readinessOf } from '../../lib/core';
import { HEALTH_OF_KINDS } from '../../lib/gitops/health-rules';
import { LineProgram } from '../judge/line-program';
import { programPath } from '../judge/programs';
import type { KubernetesObject } from '../control-plane/api-server';

/** What a tool says of an object. */
export interface Health {
  /** In the words of the tool: `Healthy`, `Progressing`, `Degraded`; `Current`, `InProgress`. */
  readonly status?: string;
  readonly message?: string;
  /** What ended the check. */
  readonly error?: string;
}

/** A check of Flux, as Kustomizations have it. */
export interface HealthCheckExpr {
  readonly apiVersion: string;
  readonly kind: string;
  readonly current: string;
}

const PREFIX = 'resource.customizations.health.';

/** Asks Lua and CEL, in the engines that Argo CD and Flux use. */
export class HealthJudge {
  private readonly program = new LineProgram(programPath('health'));

  /** What Argo CD says, by its settings, and by what it knows itself where those say nothing. */
  public async argo(object: KubernetesObject, settings: Readonly<Record<string, string>>): Promise<Health> {
    const lua = settings[`${PREFIX}${groupOf(object)}_${object.kind}`];
    if (lua !== undefined) return this.program.ask({ lua, object });
    return { status: knownReady(object) ? 'Healthy' : 'Progressing' };
  }

  /** What Flux says, by the checks of a Kustomization, and by what it knows itself where those say nothing. */
  public async flux(object: KubernetesObject, checks: readonly HealthCheckExpr[]): Promise<Health> {
    const check = checks.find(({ apiVersion, kind }) => kind === object.kind && apiVersion.split('/')[0] === groupOf(object));
    if (check !== undefined) return this.program.ask({ cel: check.current, object });
    return { status: knownReady(object) ? 'Current' : 'InProgress' };
  }

  public end(): void {
    this.program.end();
  }
}

function groupOf({ apiVersion }: KubernetesObject): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/**
 * What both tools know without being told: workloads, definitions, Jobs, balancers, claims. Of kinds that they would
 * have to be told about, they know nothing, and go on.
 */
function knownReady(object: KubernetesObject): boolean {
  const { spec, status } = object as unknown as {
    readonly spec?: { readonly type?: string };
    readonly status?: { readonly phase?: string; readonly loadBalancer?: { readonly ingress?: readonly unknown[] } };
  };
  switch (`${groupOf(object)}/${object.kind}`) {
    case '/Service': return spec?.type !== 'LoadBalancer' || (status?.loadBalancer?.ingress ?? []).length > 0;
    case '/PersistentVolumeClaim': return status?.phase === 'Bound';
    default: return HEALTH_OF_KINDS.some(({ group, kind }) => group === groupOf(object) && kind === object.kind)
      || readinessOf(object).ready;
  }
}
