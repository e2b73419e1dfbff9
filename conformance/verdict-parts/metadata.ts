import type { ApiObjectMetadata, Chart } from 'cdk8s';
import type { VerdictRow } from '../verdicts/row';
import type { Manifest } from './manifest';

/** What stands around the metadata of an object. */
export interface MetadataRowsOptions {
  readonly kind: string;
  readonly program: (chart: Chart, metadata: ApiObjectMetadata) => void;
  readonly manifest: (metadata: ApiObjectMetadata) => Manifest;
}

interface MetadataMistake {
  readonly mistake: string;
  readonly refused: VerdictRow['refused'];
  readonly metadata: ApiObjectMetadata;
  readonly words: string;
}

const LONG = 'x'.repeat(256 * 1024);

const MISTAKES: readonly MetadataMistake[] = [
  {
    mistake: 'an object whose name has capital letters', refused: 'KN-NAM-001', metadata: { name: 'Orders' },
    words: 'a lowercase RFC 1123 subdomain must consist of',
  },
  {
    mistake: 'a namespace with an underscore', refused: 'KN-NAM-006', metadata: { namespace: 'my_shop' },
    words: 'namespaces "my_shop" not found',
  },
  {
    mistake: 'a label whose value has a space', refused: 'KN-NAM-004', metadata: { labels: { team: 'the shop' } },
    words: 'metadata.labels: Invalid value: "the shop"',
  },
  {
    mistake: 'an annotation whose key has two slashes', refused: 'KN-NAM-005',
    metadata: { annotations: { 'example.com/team/owner': 'shop' } }, words: 'metadata.annotations: Invalid value',
  },
  {
    mistake: 'annotations that are too long', refused: 'KN-NAM-009',
    metadata: { annotations: { 'example.com/text': LONG } }, words: 'metadata.annotations: Too long',
  },
  {
    mistake: 'a finalizer with a space', refused: 'KN-NAM-009', metadata: { finalizers: ['example.com/clean up'] },
    words: 'metadata.finalizers: Invalid value: "example.com/clean up"',
  },
  {
    mistake: 'an owner without a uid', refused: 'KN-NAM-009',
    metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '' }] },
    words: 'metadata.ownerReferences',
  },
  {
    mistake: 'a field that metadata does not have', refused: 'KN-NAM-009', metadata: { owner: 'shop' },
    words: '.metadata.owner: field not declared in schema',
  },
];

/** Mistakes in the metadata of an object, which are the same for every kind. */
export function metadataRows({ kind, program, manifest }: MetadataRowsOptions): VerdictRow[] {
  return MISTAKES.map(({ mistake, refused, metadata, words }) => ({
    kind, mistake, refused, words, program: (chart) => { program(chart, metadata); }, manifest: manifest(metadata),
  }));
}
