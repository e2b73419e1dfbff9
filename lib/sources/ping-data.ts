import { isBase64, type Problem, raise, show } from '../core';

/** Options for the forms of `PingData`. */
export interface PingDataOptions {
  /**
   * Media type of the data; it becomes the attribute `datacontenttype` of the event.
   * @default - `text/plain` for a text, `application/octet-stream` for bytes
   */
  readonly contentType?: string;
}

const JSON_TYPE = 'application/json';

/** The body of the events that a `PingSource` sends. */
export class PingData {
  /**
   * An object as JSON, with the content type `application/json`.
   * @throws KnativeError `KN-SRC-004` for an array, a text, a number, and what JSON cannot write
   */
  public static json(value: object): PingData {
    const text = stringify(value);
    raise(checkJson(JSON_TYPE, text ?? String(value)));
    return new PingData({ contentType: JSON_TYPE, data: text });
  }

  /**
   * A text.
   * @throws KnativeError `KN-SRC-006` for an empty one, `KN-SRC-004` where the content type is `application/json` and
   * the text is no JSON object
   */
  public static text(text: string, options: PingDataOptions = {}): PingData {
    const contentType = options.contentType ?? 'text/plain';
    raise(checkNotEmpty(text), checkJson(contentType, text));
    return new PingData({ contentType, data: text });
  }

  /**
   * Bytes that are base64 already: the standard alphabet, padded.
   * @throws KnativeError `KN-SRC-005` for what is no base64, `KN-SRC-006` for nothing, `KN-SRC-004` where the content
   * type is `application/json` and the bytes are no JSON object
   */
  public static base64(encoded: string, options: PingDataOptions = {}): PingData {
    const contentType = options.contentType ?? 'application/octet-stream';
    raise(checkNotEmpty(encoded), checkBase64(encoded));
    raise(checkJson(contentType, Buffer.from(encoded, 'base64').toString('utf8')));
    return new PingData({ contentType, dataBase64: encoded });
  }

  /**
   * Bytes.
   * @throws KnativeError `KN-SRC-006` for none, `KN-SRC-004` where the content type is `application/json` and the
   * bytes are no JSON object
   */
  public static binary(bytes: Uint8Array, options: PingDataOptions = {}): PingData {
    return PingData.base64(Buffer.from(bytes).toString('base64'), options);
  }

  private constructor(private readonly fields: Readonly<Record<string, string | undefined>>) {}

  /** Whether `other` is the same body with the same content type, written in the same form. */
  public equals(other: PingData): boolean {
    return ['contentType', 'data', 'dataBase64'].every((field) => this.fields[field] === other.fields[field]);
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    return { ...this.fields };
  }
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A circle or a bigint.
    return undefined;
  }
}

function checkNotEmpty(text: string): Problem | undefined {
  if (typeof text === 'string' && text !== '') return undefined;
  return {
    code: 'KN-SRC-006',
    message: 'the data of the events is empty',
    received: text,
    allowed: 'a text or bytes',
    fix: 'leave `data` out for events without a body',
  };
}

/** Follows Go: pkg/apis/sources/v1/ping_validation.go */
function checkBase64(encoded: string): Problem | undefined {
  if (isBase64(encoded)) return undefined;
  return {
    code: 'KN-SRC-005',
    message: `${show(encoded)} is no base64`,
    received: encoded,
    allowed: 'standard base64, `A-Z a-z 0-9 + /`, padded with `=`',
    fix: "write `PingData.binary(Buffer.from('...'))`, which encodes it",
  };
}

/** Knative parses what is exactly `application/json` into a map. Follows Go: pkg/apis/sources/v1/ping_validation.go */
function checkJson(contentType: string, text: string): Problem | undefined {
  if (contentType !== JSON_TYPE || isJsonMap(text)) return undefined;
  return {
    code: 'KN-SRC-004',
    message: `${show(text)} is no JSON object, as the content type \`${JSON_TYPE}\` asks for`,
    received: text,
    allowed: 'a JSON object; arrays, texts and numbers only inside of one',
    fix: "write `PingData.json({ message: 'hello' })`, or name another content type",
  };
}

function isJsonMap(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text, (_, part: unknown) => {
      // Go refuses a number that no float holds.
      if (typeof part === 'number' && !Number.isFinite(part)) throw new RangeError();
      return part;
    });
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}
