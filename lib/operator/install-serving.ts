import { type Fields, fieldsOf, KNATIVE_SERVING } from '../core';
import type { InstallContext, Installed, PartFile } from './contract';
import { customCerts } from './custom-certs';
import type { Transform } from './edits';
import type { Findings } from './findings';
import { installComponent } from './install';
import { istioGateways, istioServices } from './istio';
import { kourier } from './kourier';
import { fieldsAt } from './reading';

/**
 * What the operator makes of a KnativeServing in a cluster: the objects of the release, each once, with the settings of
 * its spec in them. The files are those of `neededServingParts`, in that order. Objects that nothing is different about
 * come back as they are.
 *
 * Whoever applies the objects has to apply the Certificate that Serving has for itself after the webhook
 * configurations: Serving's own webhook answers for it.
 * @param spec of the object, as it is rendered
 * @see https://knative.dev/docs/install/yaml-install/serving/install-serving-with-yaml/
 */
export function installServing(spec: unknown, files: readonly PartFile[], context: InstallContext): Installed {
  const fields = fieldsOf(spec);
  const component = {
    namespace: KNATIVE_SERVING, word: 'serving', ownSteps: (findings: Findings) => ownSteps(fields, findings),
  };
  return installComponent(component, fields, files, context);
}

/** Follows `transform` of pkg/reconciler/knativeserving/knativeserving.go. */
function ownSteps(spec: Fields, findings: Findings): Transform[] {
  const options = fieldsAt(spec, 'ingress', 'kourier');
  const istio = spec.ingress === undefined || fieldsAt(spec, 'ingress', 'istio').enabled === true;
  return [
    customCerts(spec['controller-custom-certs'], findings),
    ...istio ? [istioGateways(spec)] : [],
    ...options.enabled === true ? [kourier(options, findings)] : [],
    istioServices(spec, KNATIVE_SERVING),
  ];
}
