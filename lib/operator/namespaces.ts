import { type Fields, fieldsOf, isClusterScoped } from '../core';
import type { Manifest } from '../releases';
import { each, edited, type Edit, joining, type Transform, withMetadata } from './edits';
import type { Findings } from './findings';

const SERVICE_OF_CONVERSION = ['spec', 'conversion', 'webhook', 'clientConfig', 'service'];

/**
 * Puts everything of an installation into one namespace, that of Kourier too. Follows `InjectNamespace` of transform.go
 * of manifestival.
 */
export function intoNamespace(namespace: string): Transform {
  const inside: Edit = (place) => place === undefined ? undefined : namespace;
  const services = each((hook) => withNamespace(hook, inside));
  return (manifest) => {
    const { apiVersion, kind } = manifest;
    switch (kind) {
      case 'Namespace': return withMetadata(manifest, { name: namespace });
      case 'ClusterRoleBinding': return withSubjects(manifest, inside);
      case 'RoleBinding': return withMetadata(withSubjects(manifest, inside), { namespace });
      case 'MutatingWebhookConfiguration':
      case 'ValidatingWebhookConfiguration': return edited(manifest, ['webhooks'], services);
      case 'CustomResourceDefinition': return within(manifest, SERVICE_OF_CONVERSION, inside);
      case 'APIService': return within(manifest, ['spec', 'service'], inside);
      default: return isClusterScoped(apiVersion, kind) ? manifest : withMetadata(manifest, { namespace });
    }
  };
}

function withSubjects(manifest: Manifest, inside: Edit): Manifest {
  return edited(manifest, ['subjects'], each((subject) => {
    const namespace = inside(subject.namespace);
    return namespace === subject.namespace ? subject : { ...subject, namespace };
  }));
}

function withNamespace(hook: Fields, inside: Edit): Fields {
  const config = fieldsOf(hook.clientConfig);
  const service = fieldsOf(config.service);
  const namespace = inside(service.namespace);
  if (namespace === service.namespace) return hook;
  return { ...hook, clientConfig: { ...config, service: { ...service, namespace } } };
}

function within(manifest: Manifest, path: readonly string[], inside: Edit): Manifest {
  return edited(manifest, [...path, 'namespace'], inside);
}

/** Labels and annotations of the namespace. Follows pkg/reconciler/common/namespace.go. */
export function namespaceConfiguration(configuration: unknown, findings: Findings): Transform {
  if (configuration === undefined) return (manifest) => manifest;
  const { labels, annotations } = fieldsOf(configuration);
  findings.expect('namespace', 'unknown-override',
    'no file of the release has the namespace, so its labels and annotations reach nothing: give them to the namespace where it is made');
  return (manifest) => {
    if (manifest.kind !== 'Namespace') return manifest;
    findings.met('namespace');
    const labelled = labels === undefined ? manifest
      : edited(manifest, ['metadata', 'labels'], joining(fieldsOf(labels)));
    return annotations === undefined ? labelled
      : edited(labelled, ['metadata', 'annotations'], joining(fieldsOf(annotations)));
  };
}
