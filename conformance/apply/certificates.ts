import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const INTEGER = 0x02;
const BITS = 0x03;
const OCTETS = 0x04;
const UTF8 = 0x0c;
const TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const EXTENSIONS = 0xa3;
const VERSION = 0xa0;
const DNS_NAME = 0x82;
const TRUE = Buffer.from('0101ff', 'hex');
/** ecdsa-with-SHA256, a common name, subjectAltName and basicConstraints, as object identifiers. */
const ECDSA_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const ALTERNATIVE_NAMES = Buffer.from('0603551d11', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const ISSUER = 'judge';

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  return Buffer.concat([Buffer.from([tag, ...lengthOf(length)]), content]);
}

/** Go takes the shortest form only. */
function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

/** An authority that signs for every name, for as long as a run lasts. */
export class Authority {
  private readonly key: KeyObject;
  private serial = 0;
  /** Its own certificate, as PEM. */
  public readonly certificate: string;

  constructor() {
    this.key = createPrivateKey(keyPem());
    const constraints = der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(OCTETS, der(SEQUENCE, TRUE)));
    this.certificate = this.sign(ISSUER, this.key, constraints);
  }

  /** A certificate for a server of a name, and its key, as PEM. */
  public issue(name: string): { readonly cert: string; readonly key: string } {
    const key = keyPem();
    const names = der(SEQUENCE, der(DNS_NAME, Buffer.from(name)));
    return { key, cert: this.sign(name, createPrivateKey(key), der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTETS, names))) };
  }

  private sign(name: string, key: KeyObject, extension: Buffer): string {
    this.serial += 1;
    const algorithm = der(SEQUENCE, ECDSA_SHA256);
    const validity = der(SEQUENCE, ...['250101000000Z', '450101000000Z'].map((time) => der(TIME, Buffer.from(time))));
    const serial = Buffer.from([1, this.serial >> 8, this.serial & 0xff]);
    const toBeSigned = der(SEQUENCE, der(VERSION, der(INTEGER, Buffer.from([2]))), der(INTEGER, serial), algorithm,
      named(ISSUER), validity, named(name), createPublicKey(key).export({ type: 'spki', format: 'der' }),
      der(EXTENSIONS, der(SEQUENCE, extension)));
    const signature = der(BITS, Buffer.from([0]), sign('sha256', toBeSigned, this.key));
    const lines = der(SEQUENCE, toBeSigned, algorithm, signature).toString('base64').match(/.{1,64}/g) ?? [];
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  }
}

/** Common names have an upper bound of 64 characters, which names of Services pass; what is checked are the others. */
function named(name: string): Buffer {
  return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from(name.slice(0, 60))))));
}

function keyPem(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
