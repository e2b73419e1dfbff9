import * as https from 'node:https';

/** An object as the API server takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** What the server said to an object. */
export interface Verdict {
  readonly accepted: boolean;
  /** Status of HTTP: a server that failed has not judged. */
  readonly status: number;
  /** Why it was refused; empty where it was not. */
  readonly words: string;
  readonly warnings: readonly string[];
  /** The object as it is stored now. */
  readonly stored?: KubernetesObject;
}

/** How to reach a control plane. */
export interface Access {
  readonly port: number;
  readonly token: string;
  /** PEM certificate of the server. */
  readonly ca: string;
}

/** How an object is applied. */
export interface ApplyOptions {
  /** @default 'cdk8s-knative' */
  readonly fieldManager?: string;
  /**
   * Whether fields of other managers are taken over.
   * @default false
   */
  readonly force?: boolean;
  /**
   * Whether nothing is stored.
   * @default false
   */
  readonly dryRun?: boolean;
}

/** Longer than anything takes here that works. */
const PATIENCE_MS = 60_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly warnings: readonly string[];
}

interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** A client of a real API server that keeps all that it says: refusals, warnings, and what it stored. */
export class ApiServer {
  private readonly agent: https.Agent;
  private readonly resources = new Map<string, Promise<ReadonlyMap<string, Resource>>>();

  constructor(private readonly access: Access) {
    this.agent = new https.Agent({ keepAlive: true, maxSockets: 16, ca: access.ca });
  }

  /** Applies an object as `kubectl apply --server-side --validate=strict` does. */
  public async apply(object: KubernetesObject, options: ApplyOptions = {}): Promise<Verdict> {
    const path = await this.pathOf(object);
    if (path === undefined) return refused(404, `no matches for kind "${object.kind}" in version "${object.apiVersion}"`);
    const query = new URLSearchParams({ fieldManager: options.fieldManager ?? 'cdk8s-knative', fieldValidation: 'Strict' });
    if (options.force === true) query.set('force', 'true');
    if (options.dryRun === true) query.set('dryRun', 'All');
    return verdictOf(await this.request('PATCH', `${path}?${query.toString()}`, object, 'application/apply-patch+yaml'));
  }

  /** Puts an object in the place of one that is there, as `kubectl replace --validate=strict` does. */
  public async replace(object: KubernetesObject, live: KubernetesObject, fieldManager: string): Promise<Verdict> {
    const path = await this.pathOf(object);
    if (path === undefined) return refused(404, `no matches for kind "${object.kind}" in version "${object.apiVersion}"`);
    const query = new URLSearchParams({ fieldManager, fieldValidation: 'Strict' });
    const { resourceVersion } = live.metadata;
    const whole = { ...object, metadata: { ...object.metadata, resourceVersion } };
    return verdictOf(await this.request('PUT', `${path}?${query.toString()}`, whole));
  }

  /** Applies what has to be there before anything is judged. */
  public async applyOrThrow(object: KubernetesObject, options: ApplyOptions = {}): Promise<void> {
    const { accepted, words } = await this.apply(object, options);
    if (!accepted) throw new Error(`${object.kind} ${object.metadata.name} could not be applied: ${words}`);
  }

  /** The object as it is stored; `undefined` where there is none. */
  public async get(object: KubernetesObject): Promise<KubernetesObject | undefined> {
    const path = await this.pathOf(object);
    if (path === undefined) return undefined;
    const { status, body } = await this.request('GET', path);
    return status === 200 ? body as KubernetesObject : undefined;
  }

  /** What the server says at a path such as `/openapi/v3/api/v1`. */
  public async read(path: string): Promise<unknown> {
    const { status, body } = await this.request('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${messageOf(body)}`);
    return body;
  }

  /** All objects below a path such as `/apis/apiextensions.k8s.io/v1/customresourcedefinitions`. */
  public async list(path: string): Promise<readonly KubernetesObject[]> {
    const { status, body } = await this.request('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${messageOf(body)}`);
    return (body as { readonly items: readonly KubernetesObject[] }).items;
  }

  /** Deletes an object, and waits until it is gone: a namespace takes its time. */
  public async deleteWhole(object: KubernetesObject): Promise<void> {
    const path = await this.pathOf(object);
    if (path === undefined) return;
    const { status, body } = await this.request('DELETE', path, { propagationPolicy: 'Background' });
    if (status >= 300 && status !== 404) throw new Error(`${object.kind} ${object.metadata.name} stays: ${messageOf(body)}`);
    const until = Date.now() + PATIENCE_MS;
    while ((await this.request('GET', path)).status === 200) {
      if (Date.now() > until) throw new Error(`${object.kind} ${object.metadata.name} is still being deleted`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Changes what is at a path, as controllers do; `undefined` where the server took it, else what it said. */
  public async patch(path: string, change: unknown, type = 'application/merge-patch+json'): Promise<string | undefined> {
    const { status, body } = await this.request('PATCH', path, change, type);
    return status === 200 ? undefined : messageOf(body);
  }

  public async ready(): Promise<boolean> {
    return (await this.request('GET', '/readyz')).status === 200;
  }

  /** Forgets which kinds there are, after definitions were applied. */
  public forgetKinds(): void {
    this.resources.clear();
  }

  public close(): void {
    this.agent.destroy();
  }

  private async pathOf({ apiVersion, kind, metadata }: KubernetesObject): Promise<string | undefined> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    let kinds = this.resources.get(base);
    if (kinds === undefined) {
      kinds = this.discover(base);
      this.resources.set(base, kinds);
    }
    const resource = (await kinds).get(kind);
    if (resource === undefined) return undefined;
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${base}${namespace}/${resource.plural}/${encodeURIComponent(metadata.name)}`;
  }

  private async discover(base: string): Promise<ReadonlyMap<string, Resource>> {
    const { status, body } = await this.request('GET', base);
    if (status !== 200) return new Map();
    const { resources } = body as { resources: { name: string; kind: string; namespaced: boolean }[] };
    return new Map(resources.filter(({ name }) => !name.includes('/'))
      .map(({ name, kind, namespaced }) => [kind, { plural: name, namespaced }]));
  }

  private request(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
    const { port, token } = this.access;
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = https.request({
        host: '127.0.0.1', port, path, method, agent: this.agent,
        headers: {
          'authorization': `Bearer ${token}`,
          'accept': 'application/json',
          ...(text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
        },
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({
          status: response.statusCode ?? 0,
          body: parse(Buffer.concat(chunks).toString('utf8')),
          warnings: warningsOf(response.rawHeaders),
        }));
      });
      request.on('error', reject);
      request.setTimeout(PATIENCE_MS, () => request.destroy(new Error(`no answer to ${method} ${path}`)));
      request.end(text);
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

/** `299 - "text"`, with the text quoted as in HTTP. */
function warningsOf(rawHeaders: readonly string[]): string[] {
  return rawHeaders
    .filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'warning')
    .map((value) => (/^\d+ \S+ "(.*)"$/s.exec(value)?.[1] ?? value).replace(/\\(.)/g, '$1'));
}

function verdictOf({ status, body, warnings }: Answer): Verdict {
  if (status !== 200 && status !== 201) return { ...refused(status, messageOf(body)), warnings };
  return { accepted: true, status, words: '', warnings, stored: body as KubernetesObject };
}

function refused(status: number, words: string): Verdict {
  return { accepted: false, status, words, warnings: [] };
}

function messageOf(body: unknown): string {
  const { message } = body as { readonly message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(body);
}
