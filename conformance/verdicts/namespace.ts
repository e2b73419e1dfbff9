import { ApiObject, type ApiObjectMetadata, type Chart, Lazy } from 'cdk8s';
import { Namespace } from '../../lib';
import { untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

type Fields = Readonly<Record<string, unknown>>;
const PSA = 'pod-security.kubernetes.io';

function namespace(
  refused: VerdictRow['refused'], mistake: string, verdict: Pick<VerdictRow, 'words' | 'stricter'>,
  id: string, metadata: ApiObjectMetadata, further: Fields = {},
): VerdictRow {
  return {
    kind: 'Namespace', mistake, refused, ...verdict,
    program: (chart) => { new Namespace(chart, id, { metadata }); },
    // A chart gives its namespace to every object of cdk8s.
    manifest: (chart: Chart) => {
      new ApiObject(chart, 'namespace', {
        apiVersion: 'v1', kind: 'Namespace', ...further,
        metadata: { name: id, ...metadata, namespace: Lazy.any({ produce: () => undefined }) as string },
      });
    },
  };
}

const LABEL = 'a lowercase RFC 1123 label must consist of';

export const rows: readonly VerdictRow[] = [
  namespace('KN-NAM-001', 'a name with a dot', { words: 'must not contain dots' }, 'shop.test', {}),
  namespace('KN-NAM-001', 'a name with capitals', { words: LABEL }, 'Shop', {}),
  namespace('KN-NAM-001', 'a name of 64 characters', { words: 'must be no more than 63' }, 'a'.repeat(64), {}),
  namespace('KN-NAM-004', 'a label with a space', { words: 'a valid label must be an empty string or consist of' },
    'shop-label', { labels: { team: 'web shop' } }),
  namespace('KN-NAM-004', 'a label that is no text', { words: 'expected string' }, 'shop-switch', { labels: { injection: untyped(true) } }),
  namespace('KN-NAM-005', 'an annotation with an empty key', { words: 'annotations' }, 'shop-key', { annotations: { '': '1' } }),
  namespace('KN-NAM-009', 'annotations of more than 256 KiB', { words: 'may not be more than 262144 bytes' },
    'shop-long', { annotations: { 'example.com/text': 'a'.repeat(262144) } }),
  namespace('KN-NAM-009', 'a field that metadata does not have', { words: 'field not declared in schema' },
    'shop-field', { label: { team: 'shop' } }),
  namespace('KN-NAM-011', 'a level of pod security that there is not', { words: 'must be one of privileged, baseline, restricted' },
    'shop-level', { labels: { [`${PSA}/enforce`]: 'strict' } }),
  namespace('KN-NAM-011', 'a version of pod security that there is not', { words: 'must be "latest" or "v1.x"' },
    'shop-version', { labels: { [`${PSA}/enforce`]: 'baseline', [`${PSA}/enforce-version`]: '1.35' } }),
  namespace('KN-NAM-011', 'a mode of pod security that there is not', { stricter: 'no pod is looked at because of it' },
    'shop-mode', { labels: { [`${PSA}/enforced`]: 'restricted' } }),
  namespace('KN-NAM-011', 'the label with the name, under another one', { stricter: 'the API server writes the name in its place' },
    'shop-name', { labels: { 'kubernetes.io/metadata.name': 'other' } }),
];
