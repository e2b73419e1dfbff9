import { type CipherGCMTypes, createCipheriv, createDecipheriv, randomBytes } from 'crypto';

/** The Secrets in which Knative keeps the keys of correlation ids: values by the key of a Secret, by its name. */
export type CesqlSecrets = Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;

/** What `KN_VERIFY_CORRELATION_ID` is called with. */
export interface CorrelationQuestion {
  readonly replyId: string;
  readonly name: string;
  readonly namespace: string;
  readonly secretName: string;
  readonly pod: number;
  readonly replicas: number;
}

const NONCE = 12;
const TAG = 16;
/** AES by the length of its key; Go makes no other cipher. */
const CIPHERS: ReadonlyMap<number, CipherGCMTypes> = new Map([
  [16, 'aes-128-gcm'], [24, 'aes-192-gcm'], [32, 'aes-256-gcm'],
]);

/** Whether bytes are a key of AES. */
export function isAesKey(key: Uint8Array): boolean {
  return key instanceof Uint8Array && cipherOf(key) !== undefined;
}

/**
 * The id that a request-reply gives to a request: the event's id, the same encrypted, and the pod that waits.
 * Follows Go: `SetCorrelationId` in pkg/requestreply/correlation_id.go.
 */
export function correlationId(eventId: string, key: Uint8Array, pod: number): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(cipherOf(key) ?? 'aes-256-gcm', key, nonce);
  const encrypted = Buffer.concat([nonce, cipher.update(eventId, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  // Go writes the padding that `base64url` leaves out.
  return `${eventId}:${encrypted.toString('base64').replaceAll('+', '-').replaceAll('/', '_')}:${pod}`;
}

/**
 * Whether a reply answers a request that went through a pod of a request-reply.
 * Follows Go: pkg/requestreply/cesql.go and `VerifyReplyId` in correlation_id.go.
 */
export function verifyCorrelationId(secrets: CesqlSecrets, question: CorrelationQuestion): boolean {
  const [id, encrypted, index, ...more] = question.replyId.split(':');
  if (id === undefined || encrypted === undefined || index === undefined || more.length > 0) return false;
  if (!/^[+-]?\d+$/.test(index) || Number(index) !== (Number(index) | 0)) return false;
  if (Number(index) % question.replicas !== question.pod) return false;

  const bytes = bytesOf(encrypted);
  const keys = Object.entries(Object.hasOwn(secrets, question.secretName) ? secrets[question.secretName] ?? {} : {});
  const prefix = `${question.namespace}.${question.name}.`;
  return bytes !== undefined
    && keys.some(([name, key]) => name.startsWith(prefix) && decrypted(bytes, key)?.equals(Buffer.from(id)) === true);
}

/** Go's URL alphabet with its padding; line ends are skipped. */
function bytesOf(base64: string): Buffer | undefined {
  const text = base64.replace(/[\r\n]/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9_-]*={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64url');
}

function decrypted(bytes: Buffer, key: Uint8Array): Buffer | undefined {
  const algorithm = cipherOf(key);
  if (algorithm === undefined || bytes.length < NONCE + TAG) return undefined;
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
  } catch {
    // Of another key, or changed.
    return undefined;
  }
}

function cipherOf(key: Uint8Array): CipherGCMTypes | undefined {
  return CIPHERS.get(key.length);
}
