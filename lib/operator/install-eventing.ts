import { ComponentName, fieldsOf, KNATIVE_EVENTING, type KnativeVersion } from '../core';
import { releaseVersion } from '../releases';
import { defaultBrokerClass } from './broker-class';
import type { InstallContext, Installed, PartFile } from './contract';
import type { Findings } from './findings';
import { installComponent } from './install';
import { sinkBindingSelectionMode } from './sink-bindings';
import { withoutIdleCertificates } from './transport-encryption';

/**
 * What the operator makes of a KnativeEventing in a cluster: the objects of the release, and of data planes of Kafka,
 * with the settings of its spec in them. The files are those of `neededEventingParts`, in that order.
 *
 * Follows `transform` of pkg/reconciler/knativeeventing/knativeeventing.go. What it does besides, keeping what the
 * controller of PingSources changed of `pingsource-mt-adapter`, needs the cluster: see `KEPT_IN_CLUSTER`.
 * @param spec of the object, as it is rendered
 * @see https://knative.dev/docs/install/yaml-install/eventing/install-eventing-with-yaml/
 */
export function installEventing(spec: unknown, files: readonly PartFile[], context: InstallContext): Installed {
  const fields = fieldsOf(spec);
  const component = {
    namespace: KNATIVE_EVENTING,
    word: 'eventing',
    kafka: releaseVersion(ComponentName.EVENTING_KAFKA_BROKER, minorOf(context.version)),
    ownSteps: (findings: Findings) => [defaultBrokerClass(fields, findings), sinkBindingSelectionMode(fields)],
  };
  const installed = files.map((file) => ({ ...file, objects: withoutIdleCertificates(fields, file.objects) }));
  return installComponent(component, fields, installed, context);
}

/** `1.22` of `1.22.2`. */
function minorOf(version: string): KnativeVersion {
  return version.split('.').slice(0, 2).join('.') as KnativeVersion;
}
