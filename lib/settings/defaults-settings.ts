import { Duration } from 'cdk8s';
import { checkName, DNS_1123_LABEL, KNATIVE_SERVING, MAX_INT32, type Problem, secondsOf } from '../core';
import { checkAmounts } from './amounts';
import { byteQuantity, choice, contradiction, flag, quantity, seconds, type SettingKey, type SettingsMap, text, whole } from './settings-table';
import { checkGoTemplate } from './template-checks';

/** Whether pods get an environment variable for each Kubernetes Service of their namespace. */
export enum ServiceLinks {
  ENABLED = 'true',
  DISABLED = 'false',
  /** As Kubernetes has it: they do. */
  KUBERNETES = 'default',
}

/**
 * What revisions have that do not say it themselves: the ConfigMap `config-defaults`. What is out of its range is
 * refused with `KN-SET-001`, what contradicts another setting with `KN-SET-002`.
 * @see https://knative.dev/docs/serving/configuration/config-defaults/
 */
export interface DefaultsSettings {
  /**
   * Time for a request, whole seconds, at least one: at most `maxRevisionTimeout`. Knative takes 0 and less, of which
   * revisions inherit a 0, and are refused with less.
   * @default Duration.seconds(300)
   */
  readonly revisionTimeout?: Duration;
  /**
   * The longest time for a request that a revision may say, whole seconds.
   * @default Duration.seconds(600)
   */
  readonly maxRevisionTimeout?: Duration;
  /**
   * Time until the first byte of a response, whole seconds: at most `revisionTimeout`; 0 stands for no bound.
   * @default - `revisionTimeout`
   */
  readonly revisionResponseStartTimeout?: Duration;
  /**
   * Time without any byte, whole seconds: at most `revisionTimeout`; 0 stands for no bound.
   * @default Duration.seconds(0)
   */
  readonly revisionIdleTimeout?: Duration;
  /**
   * CPU that a container asks for, such as `400m`; at most the limit.
   * @default - none
   */
  readonly revisionCpuRequest?: string;
  /**
   * Memory that a container asks for, such as `100M`; at most the limit.
   * @default - none
   */
  readonly revisionMemoryRequest?: string;
  /**
   * Room on disk that a container asks for, such as `500M`; at most the limit.
   * @default - none
   */
  readonly revisionEphemeralStorageRequest?: string;
  /**
   * CPU that a container gets at most.
   * @default - none
   */
  readonly revisionCpuLimit?: string;
  /**
   * Memory that a container gets at most.
   * @default - none
   */
  readonly revisionMemoryLimit?: string;
  /**
   * Room on disk that a container gets at most.
   * @default - none
   */
  readonly revisionEphemeralStorageLimit?: string;
  /**
   * Name of a container that has none: a name, or a Go template over the metadata of the Service, such as `{{.Name}}`.
   * @default 'user-container'
   */
  readonly containerNameTemplate?: string;
  /**
   * Name of an init container that has none, likewise.
   * @default 'init-container'
   */
  readonly initContainerNameTemplate?: string;
  /**
   * Requests at once that a pod takes; 0 stands for any number. At most `containerConcurrencyMaxLimit`.
   * @default 0
   */
  readonly containerConcurrency?: number;
  /**
   * The most that a revision may say as its concurrency: 1 at least.
   * @default 1000
   */
  readonly containerConcurrencyMaxLimit?: number;
  /**
   * Whether a revision may have no bound for its concurrency. Without it `containerConcurrency` is needed: Knative
   * takes its 0 as the default, and then refuses every Service that says nothing.
   * @default true
   */
  readonly allowContainerConcurrencyZero?: boolean;
  /**
   * Whether pods get an environment variable for each Kubernetes Service of their namespace. Knative takes a misspelt
   * word for `KUBERNETES`.
   * @default ServiceLinks.DISABLED
   */
  readonly enableServiceLinks?: ServiceLinks;
}

const AT_LEAST_ONE = { min: Duration.seconds(1) };
const UNBOUNDED = Duration.seconds(0);

/** Follows pkg/apis/config/defaults.go. */
export const DEFAULTS: SettingsMap<DefaultsSettings> = {
  configMap: 'config-defaults',
  namespace: KNATIVE_SERVING,
  keys: {
    revisionTimeout: seconds('revision-timeout-seconds', AT_LEAST_ONE),
    maxRevisionTimeout: seconds('max-revision-timeout-seconds', AT_LEAST_ONE),
    revisionResponseStartTimeout: seconds('revision-response-start-timeout-seconds'),
    revisionIdleTimeout: seconds('revision-idle-timeout-seconds'),
    revisionCpuRequest: quantity('revision-cpu-request'),
    revisionMemoryRequest: byteQuantity('revision-memory-request'),
    revisionEphemeralStorageRequest: byteQuantity('revision-ephemeral-storage-request'),
    revisionCpuLimit: quantity('revision-cpu-limit'),
    revisionMemoryLimit: byteQuantity('revision-memory-limit'),
    revisionEphemeralStorageLimit: byteQuantity('revision-ephemeral-storage-limit'),
    containerNameTemplate: containerName('container-name-template'),
    initContainerNameTemplate: containerName('init-container-name-template'),
    containerConcurrency: whole('container-concurrency', { min: 0 }),
    containerConcurrencyMaxLimit: whole('container-concurrency-max-limit', { min: 1, max: MAX_INT32, proposal: 1000 }),
    allowContainerConcurrencyZero: flag('allow-container-concurrency-zero'),
    enableServiceLinks: choice('enable-service-links', ServiceLinks),
  },
  checkTogether: (settings) => [...checkTimes(settings), ...checkConcurrency(settings), ...checkResources(settings)],
};

/** What the templates are given: the metadata of the object, `ObjectMeta` of apimachinery. */
const METADATA = [
  'Name', 'GenerateName', 'Namespace', 'UID', 'ResourceVersion', 'Generation', 'Labels', 'Annotations', 'CreationTimestamp',
  'DeletionTimestamp', 'DeletionGracePeriodSeconds', 'OwnerReferences', 'Finalizers', 'ManagedFields', 'SelfLink',
];

function containerName(key: string): SettingKey<string> {
  return {
    ...text(key),
    // What the template makes is looked at by nobody until a pod is refused for it.
    check: (value, field) => checkGoTemplate(value, field, METADATA)
      ?? (value.includes('{{') ? undefined : checkName(`container name, for ${field}`, value, DNS_1123_LABEL, 'KN-SET-001')),
  };
}

function checkTimes(settings: DefaultsSettings): (Problem | undefined)[] {
  const {
    revisionTimeout = Duration.seconds(300), maxRevisionTimeout = Duration.seconds(600),
    revisionResponseStartTimeout = UNBOUNDED, revisionIdleTimeout = UNBOUNDED,
  } = settings;
  return [
    checkNotLonger('revisionTimeout', revisionTimeout, 'maxRevisionTimeout', maxRevisionTimeout),
    checkNotLonger('revisionResponseStartTimeout', revisionResponseStartTimeout, 'revisionTimeout', revisionTimeout),
    checkNotLonger('revisionIdleTimeout', revisionIdleTimeout, 'revisionTimeout', revisionTimeout),
  ];
}

function checkNotLonger(name: string, value: Duration, boundName: string, bound: Duration): Problem | undefined {
  const [time, most] = [secondsOf(value), secondsOf(bound)];
  return time <= most ? undefined : contradiction(
    `\`${name}\` is ${time} seconds, and \`${boundName}\` ${most}`, time, `at most ${most} seconds`,
    `write \`${name}: Duration.seconds(${most})\`, or a longer \`${boundName}\``);
}

function checkConcurrency(settings: DefaultsSettings): (Problem | undefined)[] {
  const {
    containerConcurrency: value = 0, containerConcurrencyMaxLimit: most = 1000,
    allowContainerConcurrencyZero: zero = true,
  } = settings;
  return [
    value <= most ? undefined : contradiction(`the concurrency of ${value} is above its limit of ${most}`, value, `0 to ${most}`,
      `write \`containerConcurrency: ${most}\` or a greater \`containerConcurrencyMaxLimit\``),
    // pkg/apis/serving/metadata_validation.go refuses the default that pkg/apis/serving/v1 fills in.
    zero || value > 0 ? undefined : contradiction(
      'the concurrency of services that say none is 0, and no service may have 0', value, `1 to ${most}`,
      `write \`containerConcurrency: ${Math.min(100, most)}\`, for example`),
  ];
}

function checkResources(settings: DefaultsSettings): (Problem | undefined)[] {
  return [
    checkAmounts('revision-cpu', settings.revisionCpuRequest, settings.revisionCpuLimit),
    checkAmounts('revision-memory', settings.revisionMemoryRequest, settings.revisionMemoryLimit),
    checkAmounts('revision-ephemeral-storage', settings.revisionEphemeralStorageRequest, settings.revisionEphemeralStorageLimit),
  ];
}
