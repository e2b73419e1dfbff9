import { fieldsOf, show } from '../core';
import { appending, CONTAINERS, each, edited, PODS, type Transform } from './edits';
import type { Findings } from './findings';
import { textOf } from './reading';

const FOLDER = '/custom-certs';
const VARIABLE = 'SSL_CERT_DIR';

/** Certificates of registries that the controller trusts. Follows pkg/reconciler/knativeserving/common/certs.go. */
export function customCerts(certs: unknown, findings: Findings): Transform {
  const { type: kind, name: of = '' } = fieldsOf(certs);
  const object = textOf(of) ?? '';
  if (kind === undefined && object === '') return (manifest) => manifest;
  const source = object === '' ? undefined : sourceOf(kind, object);
  if (source === undefined) findings.refuse(noSource(kind, object));
  findings.expect('certs', 'unknown-override', 'no file of the release has the Deployment `controller`, so `controllerCustomCerts` reach nothing: '
    + 'leave them out');
  const name = `custom-certs-${object}`;
  return (manifest) => {
    if (manifest.kind !== 'Deployment' || manifest.metadata.name !== 'controller') return manifest;
    findings.met('certs');
    const mounted = edited(manifest, [...PODS, 'volumes'], appending([{ name, ...source }]));
    return edited(mounted, CONTAINERS, each((container, index) => index > 0 ? container : {
      ...container,
      volumeMounts: appending([{ name, mountPath: FOLDER }])(container.volumeMounts),
      env: appending([{ name: VARIABLE, value: FOLDER }])(container.env),
    }));
  };
}

function sourceOf(kind: unknown, name: string): Record<string, unknown> | undefined {
  if (kind === 'ConfigMap') return { configMap: { name } };
  return kind === 'Secret' ? { secret: { secretName: name } } : undefined;
}

function noSource(kind: unknown, name: string) {
  return {
    code: 'KN-OPR-002',
    message: `\`controller-custom-certs\` are of the kind ${show(kind)} and have the name ${show(name)}`,
    received: kind,
    allowed: 'a ConfigMap or a Secret with a name',
    fix: 'write `controllerCustomCerts: CustomCerts.fromSecret(...)`, for example',
  } as const;
}
