import { type ISink, type Problem, type Resource, show } from '../core';

/**
 * Checks a receiver of one of the kinds whose admission keeps to the own namespace: Channel, EventTransform and
 * RequestReply. Follows Go: KReference.Validate of knative.dev/pkg, apis/duck/v1/knative_reference.go, which
 * ValidateDestination of destination.go does not call for a reference with a path.
 * @param field what the receiver is to the object
 * @internal
 */
export function checkOwnNamespace(owner: Resource, field: string, sink: ISink | undefined): Problem | undefined {
  const { ref, uri } = sink?.toSinkConfig(owner) ?? {};
  const there = ref?.namespace;
  if (there === undefined || uri !== undefined) return undefined;
  if (owner.namespace === undefined || there === owner.namespace) return undefined;
  const { kind } = owner.apiObject;
  return {
    code: 'KN-SNK-007',
    message: `the ${field} of the ${kind} ${show(owner.name)} is in namespace ${show(there)}`,
    received: there,
    allowed: `a receiver in namespace ${show(owner.namespace)}, that of the ${kind}, an address, or a receiver with a path`,
    fix: `move the ${field} into the namespace of the ${kind}, or write its address: \`Sink.uri(receiver.url)\``,
  };
}
