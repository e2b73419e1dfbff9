import { type Fields, listOfFields } from '../core';
import { CONTAINERS, each, edited, type Transform } from './edits';
import { textOf } from './reading';
import { workloadOverrides } from './workloads';

const WEBHOOK = 'eventing-webhook';
const VARIABLE = 'SINK_BINDING_SELECTION_MODE';
const SHIPPED_MODE = 'exclusion';

/**
 * Which objects the webhook of SinkBinding looks at. Follows
 * pkg/reconciler/knativeeventing/common/sinkbindingselectionmode.go: what the spec does not say, an override of the
 * variable may say.
 * @param spec of KnativeEventing
 */
export function sinkBindingSelectionMode(spec: Fields): Transform {
  const value = textOf(spec.sinkBindingSelectionMode) || modeOfOverrides(spec) || SHIPPED_MODE;
  return (manifest) => {
    if (manifest.kind !== 'Deployment' || manifest.metadata.name !== WEBHOOK) return manifest;
    return edited(manifest, CONTAINERS, each((container) =>
      ({ ...container, env: withMode(listOfFields(container.env), value) })));
  };
}

function withMode(variables: readonly Fields[], value: string): readonly Fields[] {
  const first = variables.findIndex(({ name }) => name === VARIABLE);
  if (first < 0) return [...variables, { name: VARIABLE, value }];
  return variables.map((variable, index) => index === first ? { ...variable, value } : variable);
}

function modeOfOverrides(spec: Fields): string {
  // The list of workloads comes first here, and last everywhere else.
  const variables = [...listOfFields(spec.workloads), ...workloadOverrides(spec)]
    .filter(({ name }) => name === WEBHOOK)
    .flatMap(({ env }) => listOfFields(env).filter(({ container }) => container === WEBHOOK))
    .flatMap(({ envVars }) => listOfFields(envVars));
  return textOf(variables.find(({ name }) => name === VARIABLE)?.value) ?? '';
}
