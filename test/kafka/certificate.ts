import { type KeyObject, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BITS = 0x03;
const UTF8 = 0x0c;
const TIME = 0x17;
/** 1.3.101.112, the signature of Ed25519, and 2.5.4.3, a common name. */
const ED25519 = Buffer.from('06032b6570', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const header = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A certificate that an Ed25519 key signs for itself, as PEM. */
export function selfSigned(name: string, pair: KeyPair): string {
  const algorithm = der(SEQUENCE, ED25519);
  const subject = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from(name)))));
  const validity = der(SEQUENCE, ...['250101000000Z', '450101000000Z'].map((time) => der(TIME, Buffer.from(time))));
  const toBeSigned = der(SEQUENCE, der(INTEGER, Buffer.from([1])), algorithm, subject, validity, subject,
    pair.publicKey.export({ type: 'spki', format: 'der' }));
  const signature = der(BITS, Buffer.from([0]), sign(null, toBeSigned, pair.privateKey));
  const lines = der(SEQUENCE, toBeSigned, algorithm, signature).toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
