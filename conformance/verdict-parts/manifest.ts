import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** Fields of a manifest, whatever they are. */
export type Fields = Readonly<Record<string, unknown>>;

/** A program that writes objects past the library. */
export type Manifest = (scope: Construct) => void;

/** Writes objects of a kind as somebody would by hand: nobody looks at them before the server does. */
export function byHand(apiVersion: string, kind: string, name: string, right: Fields) {
  return (spec: Fields = {}, metadata: ApiObjectMetadata = {}): Manifest => (scope) => {
    new ApiObject(scope, 'by-hand', { apiVersion, kind, metadata: { name, ...metadata }, spec: { ...right, ...spec } });
  };
}

/** A destination that is right. */
export const DESTINATION: Fields = { uri: 'https://events.example.com/inbox' };

/** A reference to a service that events can go to. */
export const REFERENCE: Fields = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' };
