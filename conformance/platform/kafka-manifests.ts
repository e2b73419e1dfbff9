import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { yamlFiles } from '../control-plane/release';
import { kafkaModule } from './shipped';

/** What stands in the sources for what a release fills in. */
const BEFORE_RELEASE = /\$\{KNATIVE_KAFKA_(RECEIVER|DISPATCHER)_IMAGE\}/g;
const DEVELOPMENT = /^(\s*app\.kubernetes\.io\/version: )devel$/gm;
const FILE = /^eventing-kafka-(broker|channel|sink|source)\.yaml$/;

/** A mirror on this machine of what the Kafka module publishes with a release: a file for each data plane. */
export class KafkaManifests {
  private readonly server = http.createServer((request, response) => {
    const file = path.posix.basename(request.url ?? '');
    const plane = FILE.exec(file)?.[1];
    this.fetched.push(request.url ?? '');
    response.statusCode = plane === undefined ? 404 : 200;
    response.end(plane === undefined ? '' : kafkaPlane(plane, this.version));
  });

  /** Paths that were asked for. */
  public readonly fetched: string[] = [];

  constructor(private readonly version: string) {}

  /** Gives the address of the mirror. */
  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The manifests of a data plane, as its build puts them together. */
export function kafkaPlane(plane: string, version: string): string {
  return yamlFiles(path.join(kafkaModule(), 'data-plane', 'config', plane))
    .map((file) => fs.readFileSync(file, 'utf8'))
    .join('\n---\n')
    .replace(BEFORE_RELEASE, (_, part: string) => `gcr.io/knative-releases/kafka-${part.toLowerCase()}`)
    .replace(DEVELOPMENT, `$1"${version}"`);
}
