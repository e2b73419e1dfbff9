import fc from 'fast-check';
import {
  calling, chart, construct, draft, type Drafts, just, memberOf, oneOf, some, statement, struct,
} from './arbitraries';
import { call, type Expr, fields, literal, name } from './expression';
import { saslCluster } from './kafka';
import { certificate, clusterWideId, metadata, secret, serviceAccountDrafts } from './values';

const app = fc.constant(name('app'));

/** What belongs to no field of its own. */
export function basics(): Drafts[] {
  const acknowledged = calling(calling('Warnings', 'of', app), 'acknowledge', oneOf('no-dead-letter-sink', 'image-version'), oneOf('it is a test'));
  const document = fc.constant<Expr>({ is: 'fresh', word: 'notes', before: 'notes/', behind: '.txt' }).map((file): Expr =>
    call(call('SideDocuments', 'of', name('app')), 'add', fields({ file, content: { is: 'lambda', body: literal('text') } })));
  return [
    draft('namespace', [], construct('Namespace', clusterWideId, struct({}, { metadata: metadata.map(withoutNamespace) }))),
    draft('account', ['serviceAccount', 'resource'], serviceAccountDrafts.map(({ expr }) => expr)),
    statement(calling(some('serviceAccount', serviceAccountDrafts), 'addImagePullSecret', secret)),
    statement(acknowledged), statement(document),
    statement(calling(some('kafkaCluster:sasl', saslCluster), 'checkCredentials', struct({ user: just('user'), password: just('pass word') }))),
    statement(calling(some('kafkaCluster:sasl', saslCluster), 'checkCertificates', struct({ caCert: certificate }))),
    statement(calling(calling('Features', 'of', chart), 'enable', memberOf('Feature', 'MULTI_CONTAINER', 'PODSPEC_VOLUMES_EMPTYDIR'))),
  ];
}

/** A namespace lies in none. */
function withoutNamespace(given: Expr): Expr {
  if (given.is !== 'object') return given;
  return fields(Object.fromEntries(Object.entries(given.fields).filter(([key]) => key !== 'namespace')));
}
