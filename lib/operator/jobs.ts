import { edited, joining, type Transform, withMetadata } from './edits';
import { fieldsAt, textOf } from './reading';

const SIDECAR = 'sidecar.istio.io/inject';
const LABELS = ['spec', 'template', 'metadata', 'labels'];

/**
 * Jobs with a name for each release, so that those of the next one run as well. No sidecar holds them up. Follows
 * pkg/reconciler/common/job.go.
 * @param component `serving` or `eventing`; Jobs of Kafka too are those of Eventing
 */
export function jobs(component: string, version: string): Transform {
  return (manifest) => {
    if (manifest.kind !== 'Job') return manifest;
    const { name, generateName } = manifest.metadata;
    const named = withMetadata(manifest, { name: `${generateName ?? `${name}-`}${component}-${version}` });
    const isSaid = (textOf(fieldsAt(manifest, ...LABELS)[SIDECAR]) ?? '') !== '';
    return isSaid ? named : edited(named, LABELS, joining({ [SIDECAR]: 'false' }));
  };
}

/** Jobs have the names that they were given, and no beginnings of names any more, which overrides look for. */
export const jobsNamed: Transform = (manifest) => manifest.metadata.generateName === undefined
  ? manifest : withMetadata(manifest, { generateName: undefined });
