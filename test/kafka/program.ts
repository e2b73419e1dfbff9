import { ApiObject, App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { KINDS, Resource, Warnings } from '../../lib/core';
import { KafkaCluster, type KafkaClusterProps, KafkaCredentials, SecretStore } from '../../lib/kafka';
import { asReleased } from '../released';

export const SERVER = 'kafka.example.com:9092';

/** A chart of its own app, in the namespace `shop`. */
export function shop(): Chart {
  return new Chart(Testing.app(), 'chart', { namespace: 'shop' });
}

/** A Kafka cluster with one server; without more it is in plain text. */
export function kafka(scope: Construct, props: Partial<KafkaClusterProps> = {}): KafkaCluster {
  return new KafkaCluster(scope, 'kafka', { bootstrapServers: [SERVER], ...props });
}

/** Credentials that bring user and password from a store. */
export function synced(secretName = 'ccloud'): KafkaCredentials {
  return KafkaCredentials.fromExternalSecret({
    secretName,
    store: SecretStore.clusterSecretStore('vault'),
    user: { key: 'kafka', property: 'user' },
    password: { key: 'kafka', property: 'password' },
  });
}

/** Something that needs a Secret. */
export class Consumer extends Resource {
  constructor(scope: Construct, id: string, namespace?: string) {
    super(scope, id, KINDS.configMap, { metadata: namespace === undefined ? {} : { namespace } }, []);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return {};
  }
}

/** A manifest as `Testing.synth` types it. */
export type Manifest = ReturnType<typeof Testing.synth>[number];

/** Manifests of a kind, by namespace and name. */
export function manifestsOf(chart: Chart, kind: string): Record<string, Manifest> {
  const found: Manifest[] = Testing.synth(chart).filter((object: Manifest) => object.kind === kind);
  return Object.fromEntries(found.map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]));
}

/** Paths of the objects below a construct. */
export function objectPaths(construct: Construct): string[] {
  return construct.node.findAll().filter((child) => ApiObject.isApiObject(child)).map(({ node }) => node.path);
}

/** The problems that synth reports; empty where it goes through. */
export function problemsOf(construct: Construct): string {
  asReleased(construct);
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    App.of(construct).synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    write.mockRestore();
  }
}

/** Codes of the problems that synth reports, in their order. */
export function codesOf(construct: Construct): string[] {
  return [...problemsOf(construct).matchAll(/\] (KN-[A-Z]{3}-\d{3}) /g)].map((match) => match[1] ?? '');
}

/** Ids of the warnings that stand after synth, in the order of the tree. */
export function warningsOf(construct: Construct): string[] {
  problemsOf(construct);
  return Warnings.of(construct).list().map(({ id }) => id);
}

/** The code of the error that a factory throws. */
export function thrownCode(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}
