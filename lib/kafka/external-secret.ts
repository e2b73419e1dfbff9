import { Duration } from 'cdk8s';
import { checkDuration, goDuration, LONGEST_GO_DURATION, type Problem, show } from '../core';
import { checkStore, type SecretStore } from './secret-store';

/** One value in the place that a store of the External Secrets Operator reads. */
export interface RemoteRef {
  /** Name or path of the secret, as the store's provider has it; for Vault without mount and without `data/`. */
  readonly key: string;
  /**
   * Field of the secret.
   * @default - the whole secret
   */
  readonly property?: string;
  /**
   * Version of the secret, as the provider names it.
   * @default - the newest
   */
  readonly version?: string;
}

/** What the External Secrets Operator fills a Secret with. */
export interface ExternalSecretContent {
  /** Name of the Secret, and of the ExternalSecret. */
  readonly secretName: string;
  /** Where the values are read from. */
  readonly store: SecretStore;
  /** How often the values are read anew. */
  readonly refreshInterval?: Duration;
  /** Type of the Secret. */
  readonly type?: string;
  /** Keys of the Secret; a value names a variable as `{{ .variable }}`. */
  readonly data: Readonly<Record<string, string>>;
  /** What the variables stand for. */
  readonly variables: Readonly<Record<string, RemoteRef | undefined>>;
}

/** The spec of an ExternalSecret. */
export function renderExternalSecret(content: ExternalSecretContent): Record<string, unknown> {
  const { secretName, store, refreshInterval = Duration.hours(1), type, data, variables } = content;
  return {
    refreshInterval: goDuration(refreshInterval),
    secretStoreRef: { name: store.name, kind: store.kind },
    target: {
      name: secretName,
      creationPolicy: 'Owner',
      template: { type, engineVersion: 'v2', data },
    },
    data: Object.entries(variables).map(([secretKey, ref]) => ({ secretKey, remoteRef: renderRemoteRef(ref) })),
  };
}

/** What is wrong with the place that a Secret is filled from. */
export function checkExternalPlace(
  { store, refreshInterval }: Pick<ExternalSecretContent, 'store' | 'refreshInterval'>,
): (Problem | undefined)[] {
  return [checkStore(store), checkDuration(refreshInterval, {
    field: 'refreshInterval', min: Duration.seconds(0), max: LONGEST_GO_DURATION, step: Duration.seconds(1),
  })];
}

function renderRemoteRef(ref: RemoteRef | undefined): Record<string, unknown> {
  return { key: ref?.key, property: ref?.property, version: ref?.version };
}

/** @param property of the example in a message */
export function checkRemoteRef(part: string, ref: RemoteRef | undefined, property: string): Problem | undefined {
  const fields = ['key', 'property', 'version'] as const;
  const empty = fields.find((field) => (field === 'key' || ref?.[field] !== undefined) && isBlank(ref?.[field]));
  if (empty === undefined) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `the reference for ${show(part)} has no ${show(empty)}`,
    received: ref,
    allowed: 'a key, and property and version that are not empty where they are given',
    fix: `write \`${part}: { key: 'kafka/ccloud', property: '${property}' }\`, for example`,
  };
}

function isBlank(text: unknown): boolean {
  return typeof text !== 'string' || text.trim() === '';
}
