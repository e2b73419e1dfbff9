import { checkCredentials, type Problem, show, showAddress, showAll } from '../core';

/**
 * Checks the CloudEvents type of an entry; `known` are those that its source sends. Follows Go:
 * pkg/apis/eventing/v1beta2/eventtype_validation.go
 * @internal
 */
export function checkType(type: string | undefined, known: readonly string[]): Problem | undefined {
  if (typeof type === 'string' && type.trim() !== '') return undefined;
  const several = type === undefined && known.length > 0;
  return {
    code: 'KN-EVT-001',
    message: type !== undefined
      ? `${show(type)} is no CloudEvents type`
      : several ? 'the source of the events sends several types' : 'an event type has no `type`',
    received: type ?? known,
    allowed: several ? `one of them: ${showAll(known)}` : 'the type of the events, a text that is not empty',
    fix: `write \`type: '${known[0] ?? 'com.example.order.paid'}'\``,
  };
}

/** What follows `//` in a URI, as RFC 3986 has it; Go takes no escapes in a host name. */
const AUTHORITY = /^([\w.~!$&'()*+,;=:%-]*@)?(\[[\dA-Fa-f:.]+\]|[\w.~!$&'()*+,;=-]*)(:\d*)?$/;

/**
 * Checks a URI, which may be relative as most sources are. Go's `url.Parse`, by which the admission of an EventType
 * decodes `source` and `schema`, is laxer: it rewrites what a URI cannot hold, so that no event would compare.
 * @internal
 */
export function checkUriReference(field: string, uri: string | undefined): Problem | undefined {
  const secret = checkCredentials(`the ${field}`, addressIn(uri), 'KN-EVT-002',
    'leave the credential out: consumers read it in the registry');
  if (secret !== undefined) return secret;
  if (uri === undefined || (typeof uri === 'string' && isUriReference(uri))) return undefined;
  return {
    code: 'KN-EVT-002',
    message: `the ${field} ${showAddress(uri)} is no URI`,
    received: uri,
    allowed: 'a URI with its scheme in small letters, or a path such as `/orders`; ASCII without white space',
    fix: field === 'source' ? "write `source: '/orders'`" : "write `schema: 'https://example.com/order.json'`",
  };
}

/**
 * What of a URI may hold a credential. One without a host, such as `urn:example:a@b`, is a name and no address; and the
 * user alone, as in `ssh://git@example.com/shop`, tells events apart like the host does.
 */
function addressIn(uri: unknown): string | undefined {
  if (typeof uri !== 'string' || /^[a-z][a-z\d+.-]*:(?!\/\/)/i.test(uri)) return undefined;
  return uri.replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/?#:@]*@/i, '$1//');
}

function isUriReference(uri: string): boolean {
  if (!/^[!-~]+$/.test(uri) || /[<>"{}|\\^`]/.test(uri) || /%(?![\dA-Fa-f]{2})/.test(uri)) return false;
  if (/#.*#|#$/.test(uri)) return false;
  const [first = ''] = uri.split(/[/?#]/, 1);
  if (first.includes(':') && !/^[a-z][a-z\d+.-]*:/.test(first)) return false;
  const authority = /^([^:/?#]+:)?\/\/([^/?#]*)/.exec(uri)?.[2];
  return authority === undefined || (AUTHORITY.test(authority) && !(authority === '' && uri.endsWith('//')));
}
