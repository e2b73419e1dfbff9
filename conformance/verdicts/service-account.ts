import { ApiObject, type Chart } from 'cdk8s';
import { SecretReference, ServiceAccount } from '../../lib';
import { untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

type Fields = Readonly<Record<string, unknown>>;

function account(
  refused: VerdictRow['refused'], mistake: string, verdict: Pick<VerdictRow, 'words' | 'stricter'>,
  program: (chart: Chart) => void, wrong: Fields,
): VerdictRow {
  return {
    kind: 'ServiceAccount', mistake, refused, program, ...verdict,
    manifest: (chart) => {
      new ApiObject(chart, 'orders', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'orders' }, ...wrong });
    },
  };
}

const SUBDOMAIN = 'a lowercase RFC 1123 subdomain must consist of';
const LABEL_KEY = 'name part must consist of alphanumeric characters';

const OWNERS = ['a', 'b'].map((uid) => ({ apiVersion: 'v1', kind: 'Pod', name: uid, uid, controller: true }));
const EVENT = { apiVersion: 'v1', kind: 'Event', name: 'a', uid: 'a' };

export const rows: readonly VerdictRow[] = [
  account('KN-NAM-001', 'a name with capitals', { words: SUBDOMAIN },
    (chart) => { new ServiceAccount(chart, 'Orders'); }, { metadata: { name: 'Orders' } }),
  account('KN-NAM-001', 'a name with an underscore', { words: SUBDOMAIN },
    (chart) => { new ServiceAccount(chart, 'order_api'); }, { metadata: { name: 'order_api' } }),
  account('KN-NAM-004', 'a label key with a space', { words: LABEL_KEY },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { labels: { 'my team': 'shop' } } }); },
    { metadata: { name: 'orders', labels: { 'my team': 'shop' } } }),
  account('KN-NAM-004', 'a label value of 64 characters', { words: 'must be no more than 63' },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { labels: { team: 'a'.repeat(64) } } }); },
    { metadata: { name: 'orders', labels: { team: 'a'.repeat(64) } } }),
  account('KN-NAM-005', 'an annotation key with two slashes', { words: 'with an optional DNS subdomain prefix' },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { annotations: { 'example.com/a/b': '1' } } }); },
    { metadata: { name: 'orders', annotations: { 'example.com/a/b': '1' } } }),
  account('KN-NAM-005', 'an annotation that is no text', { words: 'expected string' },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { annotations: { 'example.com/a': untyped(true) } } }); },
    { metadata: { name: 'orders', annotations: { 'example.com/a': true } } }),
  account('KN-NAM-009', 'a finalizer without a domain', { words: 'finalizers' },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { finalizers: ['clean up'] } }); },
    { metadata: { name: 'orders', finalizers: ['clean up'] } }),
  account('KN-NAM-009', 'an owner without a uid', { words: 'uid' },
    (chart) => {
      new ServiceAccount(chart, 'orders', { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: '' }] } });
    },
    { metadata: { name: 'orders', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: '' }] } }),
  account('KN-NAM-009', 'two owners that control it', { words: 'Only one reference can have Controller set to true' },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { ownerReferences: OWNERS } }); },
    { metadata: { name: 'orders', ownerReferences: OWNERS } }),
  account('KN-NAM-009', 'an Event as an owner', { words: 'Kind=Event is disallowed from being an owner' },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { ownerReferences: [EVENT] } }); },
    { metadata: { name: 'orders', ownerReferences: [EVENT] } }),
  account('KN-NAM-009', 'one finalizer twice', { words: 'duplicate entries for key' },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { finalizers: ['example.com/a', 'example.com/a'] } }); },
    { metadata: { name: 'orders', finalizers: ['example.com/a', 'example.com/a'] } }),
  account('KN-NAM-009', 'finalizers that keep and delete what depends on it', { words: 'cannot be both set' },
    (chart) => { new ServiceAccount(chart, 'orders', { metadata: { finalizers: ['orphan', 'foregroundDeletion'] } }); },
    { metadata: { name: 'orders', finalizers: ['orphan', 'foregroundDeletion'] } }),
  account('compiler', 'a token that is mounted for a text', { words: 'expected boolean' },
    // @ts-expect-error this is yes or no
    (chart) => { new ServiceAccount(chart, 'orders', { automountToken: 'false' }); }, { automountServiceAccountToken: 'false' }),
  account('compiler', 'a pull secret by its name alone', { words: 'expected map' },
    // @ts-expect-error a Secret, or a SecretReference
    (chart) => { new ServiceAccount(chart, 'orders', { imagePullSecrets: ['registry'] }); }, { imagePullSecrets: ['registry'] }),
  account('compiler', 'the token under the name of the field', { words: 'field not declared in schema' },
    // @ts-expect-error `automountToken`
    (chart) => { new ServiceAccount(chart, 'orders', { automountServiceAccount: false }); }, { automountServiceAccount: false }),
  account('KN-POD-039', 'a pull secret that cannot exist', { stricter: 'no Secret has such a name: images are pulled without it' },
    (chart) => { new ServiceAccount(chart, 'orders').addImagePullSecret(SecretReference.fromName('Registry_1')); },
    { imagePullSecrets: [{ name: 'Registry_1' }] }),
  account('KN-NAM-007', 'a pull secret of another namespace', { stricter: 'it is looked for in the namespace of the pod: images are pulled without it' },
    (chart) => { new ServiceAccount(chart, 'orders', { imagePullSecrets: [{ name: 'registry', namespace: 'elsewhere' }] }); },
    { imagePullSecrets: [{ name: 'registry' }] }),
  account('KN-NAM-002', 'two accounts of one name', { stricter: 'the second manifest takes the place of the first without a word' },
    (chart) => {
      new ServiceAccount(chart, 'a', { metadata: { name: 'orders' } });
      new ServiceAccount(chart, 'b', { metadata: { name: 'orders' } });
    }, { automountServiceAccountToken: false }),
];
