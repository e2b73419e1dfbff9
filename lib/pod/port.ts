import { type Problem, show } from '../core';
import type { ContainerSettings } from './container-props';
import { checkPortNumber } from './probe';

/** Ports of the queue proxy, which shares the network of the pod; follows `reservedPorts` in k8s_validation.go. */
const RESERVED = new Set([8008, 8012, 8013, 8022, 9090, 9091]);

/**
 * What Serving takes for the port where a container declares none.
 * @internal
 */
export const DEFAULT_PORT = 8080;

/**
 * Whether a container says something about its port, which makes it the one that gets the requests.
 * @internal
 */
export function declaresPort(settings: ContainerSettings): boolean {
  return settings.port !== undefined || settings.http2 !== undefined;
}

/**
 * Checks the number of a port; follows `validateContainerPortBasic` in k8s_validation.go.
 * @internal
 */
export function checkPort(port: number | undefined, serving: boolean): Problem | undefined {
  const problem = checkPortNumber('port', port);
  if (problem !== undefined || port === undefined || !serving || !RESERVED.has(port)) return problem;
  return {
    code: 'KN-POD-010',
    message: `port ${show(port)} is one that Knative uses itself`,
    received: port,
    allowed: `any port but ${[...RESERVED].join(', ')}`,
    fix: 'write another number, such as 8080; the program finds it in `PORT`',
  };
}

/**
 * What may surprise with a low port: only root, or a process with the right to, can listen there.
 * @internal
 */
export function lowPortWarning({ port, securityContext = {} }: ContainerSettings): string | undefined {
  const { addCapabilities = [], dropCapabilities = ['ALL'] } = securityContext;
  if (port === undefined || !Number.isInteger(port) || port >= 1024 || port < 1) return undefined;
  if (!dropCapabilities.includes('ALL') || addCapabilities.includes('NET_BIND_SERVICE')) return undefined;
  return `the container listens on port ${port} but has no capability, and some container runtimes let only the capable `
    + 'listen below 1024: take a port from 1024, or add the capability `NET_BIND_SERVICE`';
}

/**
 * The name of a port tells Serving which protocol the container speaks.
 * @internal
 */
export function portName({ http2 }: ContainerSettings): string | undefined {
  if (http2 === undefined) return undefined;
  return http2 ? 'h2c' : 'http1';
}

/** @internal */
export function renderPorts(settings: ContainerSettings): Record<string, unknown>[] | undefined {
  if (!declaresPort(settings)) return undefined;
  return [{ containerPort: settings.port ?? DEFAULT_PORT, name: portName(settings) }];
}
