import { type Problem, show, showAll } from '../core';
import type { KafkaPropertyValues } from './kafka-properties-released';

/** What each data plane sets itself, or has from the object that it serves. */
const NOT_YOURS = new Set([
  'key.serializer', 'value.serializer', 'key.deserializer', 'value.deserializer', 'interceptor.classes',
  'bootstrap.servers', 'group.id', 'enable.auto.commit', 'security.protocol', 'sasl.mechanism',
]);
/** What holds a secret, or points at a file with one. */
const SECRET = /password|jaas|\.key$|certificate|credential|secret|token/i;
const NAME = /^[A-Za-z][\w.-]*$/;

/**
 * Properties of one of the files that a data plane of Kafka reads: `KafkaProperties.override(...)` changes some of
 * those that the release has, `KafkaProperties.whole(...)` gives all of them. Knative takes the text of a ConfigMap for
 * the whole file, so that one with a few lines would drop the rest.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/#configuring-the-order-of-delivered-events
 */
export class KafkaProperties {
  /**
   * The properties of the release with some other values, by the names of Kafka or of Vert.x. What the data plane sets
   * itself, and what holds a secret, is refused with `KN-SET-022`.
   */
  public static override(values: Readonly<Record<string, string>>): KafkaProperties {
    return new KafkaProperties({ ...values }, false);
  }

  /**
   * The text of the whole file, in the language of Java properties without line continuations. One that lacks a
   * property of the release is refused with `KN-SET-021`.
   */
  public static whole(text: string): KafkaProperties {
    return new KafkaProperties(parse(text), true);
  }

  private constructor(private readonly values: KafkaPropertyValues, private readonly isWhole: boolean) {}

  /** @internal */
  public _check(released: KafkaPropertyValues, field: string): Problem | undefined {
    const wrong = Object.entries(this.values).map(([name, value]) => this.checkProperty(name, value, released, field))
      .find((problem) => problem !== undefined);
    if (wrong !== undefined || !this.isWhole) return wrong;
    const missing = Object.keys(released).filter((name) => !Object.hasOwn(this.values, name));
    if (missing.length === 0) return undefined;
    return {
      code: 'KN-SET-021',
      message: `${field} lacks ${missing.length} properties of the release, which would fall back to what Kafka has: `
        + showAll(missing.slice(0, 5)),
      received: missing,
      allowed: 'the whole file',
      fix: 'write `KafkaProperties.override({ ... })` with what differs',
    };
  }

  /** @internal */
  public _render(released: KafkaPropertyValues): string {
    const values = this.isWhole ? this.values : { ...released, ...this.values };
    return Object.entries(values).map(([name, value]) => `${name}=${value.replace(/\\/g, '\\\\')}\n`).join('');
  }

  private checkProperty(
    name: string, value: unknown, released: KafkaPropertyValues, field: string,
  ): Problem | undefined {
    const legal = NAME.test(name) && typeof value === 'string' && !/[\r\n]/.test(value) && value.trim() === value;
    if (!legal) {
      return {
        code: 'KN-SET-001',
        message: `${show(name)} of ${field} is no property that a line can hold`,
        received: name,
        allowed: 'a name of letters, digits, dots and dashes, and a text of one line without spaces around it',
        fix: "write `'max.poll.records': '100'`, for example",
      };
    }
    if (SECRET.test(name)) {
      return notYours(`${show(name)} of ${field} would put a secret into a ConfigMap`, name, 'what is no secret',
        'give the credentials to the `KafkaCluster`');
    }
    if (!NOT_YOURS.has(name) || (this.isWhole && released[name] === value)) return undefined;
    return notYours(`${show(name)} of ${field} is what the data plane sets itself, or cannot do without`, name,
      'what the data plane leaves open', 'leave it out');
  }
}

function notYours(message: string, received: string, allowed: string, fix: string): Problem {
  return { code: 'KN-SET-022', message, received, allowed, fix };
}

/** Lines of `name=value` or `name: value`; a line without either is a name without a value. */
function parse(text: string): KafkaPropertyValues {
  const lines = String(text).split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !/^[#!]/.test(line));
  return Object.fromEntries(lines.map((line) => {
    const [, name = line, value = ''] = /^([^=:\s]+)\s*[=:\s]\s*(.*)$/.exec(line) ?? [];
    return [name, value.replace(/\\\\/g, '\\')];
  }));
}
