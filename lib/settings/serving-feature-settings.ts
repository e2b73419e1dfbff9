import { KNATIVE_SERVING } from '../core';
import { choice, ENABLED_DISABLED, flag, type SettingsMap } from './settings-table';

/** What the security context of a container is that says none. */
export enum SecurePodDefaults {
  /** As Kubernetes has it. */
  DISABLED = 'Disabled',
  /** No capabilities and the seccomp profile of the runtime; the user may be root. */
  ALLOW_ROOT_BOUNDED = 'AllowRootBounded',
  /** The same, and the user may not be root. */
  ENABLED = 'Enabled',
}

/**
 * Those keys of the ConfigMap `config-features` that open no field of a service; flags that do are `Feature`s of
 * `FeatureFlags`. Knative takes a misspelt value for the default, and says nothing: here each is a switch or a choice,
 * and what is neither is refused with `KN-SET-001`.
 * @see https://knative.dev/docs/serving/configuration/feature-flags/
 */
export interface ServingFeatureSettings {
  /**
   * What the security context of a container is that says none.
   * @default SecurePodDefaults.DISABLED
   */
  readonly securePodDefaults?: SecurePodDefaults;
  /**
   * Whether the header `Knative-Serving-Tag` of a request picks a tag.
   * @default false
   */
  readonly tagHeaderBasedRouting?: boolean;
  /**
   * Whether HTTP/2 is tried with containers whose port is not called `h2c`.
   * @default false
   */
  readonly autodetectHttp2?: boolean;
  /**
   * Whether the queue-proxy has default resources, but for the CPU that it asks for anyway.
   * @default false
   */
  readonly queueproxyResourceDefaults?: boolean;
}

/** Follows pkg/apis/config/features.go. */
export const SERVING_FEATURES: SettingsMap<ServingFeatureSettings> = {
  configMap: 'config-features',
  namespace: KNATIVE_SERVING,
  keys: {
    securePodDefaults: choice('secure-pod-defaults', SecurePodDefaults),
    tagHeaderBasedRouting: flag('tag-header-based-routing', ENABLED_DISABLED),
    autodetectHttp2: flag('autodetect-http2', ENABLED_DISABLED),
    queueproxyResourceDefaults: flag('queueproxy.resource-defaults', ENABLED_DISABLED),
  },
};
