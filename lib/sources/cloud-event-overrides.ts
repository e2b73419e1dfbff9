import { type Problem, raise, show } from '../core';

/** What CloudEvents keeps for itself: a source that sets one of these as an extension sends no valid event. */
const RESERVED: ReadonlySet<string> = new Set([
  'specversion', 'id', 'source', 'type', 'datacontenttype', 'dataschema', 'subject', 'time', 'data',
]);

/**
 * Extensions that a source sets on every event that it sends; an extension that the event has already is replaced.
 * @see https://knative.dev/docs/eventing/sources/
 */
export class CloudEventOverrides {
  /**
   * Sets extension attributes: `CloudEventOverrides.extensions({ region: 'eu' })`.
   * @param extensions names, of lower-case letters and digits, with their values
   * @throws KnativeError `KN-SRC-010` for a name that is none or that CloudEvents keeps for itself, `KN-SRC-011` for
   * a value that is no text, and without any extension
   */
  public static extensions(extensions: Readonly<Record<string, string>>): CloudEventOverrides {
    raise(checkExtensions(extensions));
    return new CloudEventOverrides({ ...extensions });
  }

  private constructor(
    /** The extensions, by name. */
    public readonly extensions: Readonly<Record<string, string>>,
  ) {}

  /** Whether `other` sets the same extensions to the same values. */
  public equals(other: CloudEventOverrides): boolean {
    const mine = Object.entries(this.extensions);
    return mine.length === Object.keys(other.extensions).length
      && mine.every(([name, value]) => other.extensions[name] === value);
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    return { extensions: { ...this.extensions } };
  }
}

/** Follows knative.dev/pkg apis/duck/v1/source_types.go, and what the CloudEvents SDK takes for an extension. */
function checkExtensions(extensions: Readonly<Record<string, string>>): Problem | undefined {
  const entries = Object.entries(extensions);
  if (entries.length === 0) {
    return {
      code: 'KN-SRC-011',
      message: 'the overrides set no extension',
      received: extensions,
      allowed: 'one extension or more',
      fix: "write `CloudEventOverrides.extensions({ region: 'eu' })`, or leave `ceOverrides` out",
    };
  }
  for (const [name, value] of entries) {
    const problem = checkName(name) ?? checkValue(name, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkName(name: string): Problem | undefined {
  const reserved = RESERVED.has(name.toLowerCase());
  if (/^[a-z0-9]+$/.test(name) && !reserved) return undefined;
  const proposal = name.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return {
    code: 'KN-SRC-010',
    message: reserved
      ? `${show(name)} is an attribute of every event, not an extension`
      : `${show(name)} is no name for an extension`,
    received: name,
    allowed: 'lower-case letters and digits, and none of the attributes that CloudEvents defines',
    fix: `write ${show(reserved || proposal === '' ? `my${proposal}` : proposal)}, for example`,
  };
}

function checkValue(name: string, value: unknown): Problem | undefined {
  if (typeof value === 'string') return undefined;
  return {
    code: 'KN-SRC-011',
    message: `${show(value)} is no value for the extension ${show(name)}`,
    received: value,
    allowed: 'a text',
    fix: `write \`${name}: '${String(value)}'\``,
  };
}
