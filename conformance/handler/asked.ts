import { execFile } from 'node:child_process';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { ReadinessWait } from '../../lib/eks/readiness-waits';
import type { KubernetesObject } from '../control-plane/api-server';
import { programPath } from '../judge/programs';

/** A server with one object, which answers what kubectl asks until it prints the object. */
export class OneObject {
  private live: KubernetesObject | undefined;
  private readonly server = http.createServer(({ url = '' }, response) => {
    const answer = this.answer(url.split('?')[0] ?? '');
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 }));
  });

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  /** What kubectl prints for the path of a wait, as the handler asks; nothing where it fails, as the handler has it. */
  public async ask(live: KubernetesObject, { objectType, objectName, jsonPath }: ReadinessWait): Promise<string> {
    this.live = live;
    const { port } = this.server.address() as AddressInfo;
    const args = ['get', '-n', 'default', objectType, objectName, `-o=jsonpath='{${jsonPath}}'`];
    const own = [`--server=http://127.0.0.1:${port}`, '--kubeconfig=/dev/null', `--cache-dir=/dev/null/${port}`];
    try {
      const { stdout } = await promisify(execFile)(programPath('kubectl'), [...own, ...args]);
      return stdout.slice(1, -1);
    } catch (error) {
      const { stderr = String(error) } = error as { readonly stderr?: string };
      if (!/is not array or slice|array index out of bounds/.test(stderr)) throw error;
      return '';
    }
  }

  private answer(path: string): object | undefined {
    if (this.live === undefined) return undefined;
    const { apiVersion, kind } = this.live;
    const [version = '', group] = apiVersion.split('/').reverse();
    const plural = `${kind.toLowerCase()}s`;
    const known = { groupVersion: apiVersion, version };
    switch (path) {
      case '/api': return { kind: 'APIVersions', versions: ['v1'] };
      case '/apis': return { kind: 'APIGroupList', apiVersion: 'v1', groups: [{ name: group, versions: [known], preferredVersion: known }] };
      case `/apis/${apiVersion}`: return {
        kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion,
        resources: [{ name: plural, singularName: kind.toLowerCase(), namespaced: true, kind, verbs: ['get', 'list'] }],
      };
      case `/apis/${apiVersion}/namespaces/default/${plural}`:
        return { apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '1' }, items: [this.live] };
      default: return undefined;
    }
  }
}
