import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { VaultRequest } from '../../lib';
import type { Manifest } from '../generated/interpreter';
import { IMAGE_FOLDER } from './journey';
import { PROGRAM, type Sandbox } from './sandbox';
import { asEnvironment, asSecret } from './values';
import type { Variant } from './variants';

const EXAMPLE = path.resolve(__dirname, '..', '..', 'examples', 'knative-microservices');
const SERVICES = ['simple-service-with-vault', 'event-handler', 'event-subscriber', 'event-subscriber-with-sink'];

/** The services of the example with Vault, as its goldens have them. */
export const EXAMPLE_SERVICES: readonly Variant[] = SERVICES.map((id) => ({
  name: `the example knative-microservices: ${id}`, id, secrets: [], expected: asEnvironment(1),
  words: ['--bind', ':8080', '--workers', '1', '--threads', '8', 'service:app'],
  stored: [{ mount: 'secrets', kvVersion: 1, path: 'my-secrets', versions: [asSecret()] }],
}));

/** The manifests of the example. */
export function exampleManifests(): Manifest[] {
  const text = fs.readFileSync(path.join(EXAMPLE, 'main.golden.yaml'), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** What the example writes down for Vault, but where its cluster is: there the judge has its own. */
export function exampleRequests(): VaultRequest[] {
  const text = fs.readFileSync(path.join(EXAMPLE, 'main.documents', 'vault', 'bootstrap.json'), 'utf8');
  return (JSON.parse(text) as { requests: VaultRequest[] }).requests.filter((request) => !request.path.endsWith('/config'));
}

/** Puts the program into the image that the example starts. */
export function installGunicorn(sandbox: Sandbox): void {
  const [node = '', ...words] = PROGRAM;
  const file = sandbox.at(`${IMAGE_FOLDER}/gunicorn`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const script = words.map((word) => `'${word}'`).join(' ');
  fs.writeFileSync(file, `#!/bin/sh\nexec '${node}' ${script} "$@"\n`, { mode: 0o755 });
}
