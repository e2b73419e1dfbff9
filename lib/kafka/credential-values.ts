import type { Problem } from '../core';

/**
 * User and password, only to be looked at. Nothing keeps, writes or shows them; what a manifest needs is
 * `KafkaCredentials`, which refers to them.
 */
export interface KafkaCredentialValues {
  /** User, or API key. */
  readonly user: string;
  /** Password, or API secret. */
  readonly password: string;
}

/**
 * Checks a user and a password that are about to be stored in a Secret. The data plane puts them between double quotes
 * into its login configuration, so that a quote or a backslash breaks it although the controller connects; a newline,
 * which a file leaves at the end, breaks both.
 * @returns problems `KN-KFK-009`; none of them holds a value
 */
export function checkKafkaCredentials(values: KafkaCredentialValues): Problem[] {
  return [...checkValue('user', values.user), ...checkValue('password', values.password)];
}

/** What Java calls blank: not the spaces that do not break, but the separators of files and records. */
const BLANK = /^[\t-\r\u001c-\u0020\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;

/** Follows data-plane KafkaClientsAuth.java and CredentialsValidator.java, which refuses blank values. */
function checkValue(field: string, value: unknown): Problem[] {
  if (typeof value !== 'string' || BLANK.test(value)) {
    return [problem(`the ${field} of the Kafka credentials is empty`, 'pass the value that the Secret is to hold')];
  }
  const faults = [
    { found: value.includes('"'), name: 'a double quote' },
    { found: value.includes('\\'), name: 'a backslash' },
    { found: /[\r\n]/.test(value), name: 'a newline' },
  ];
  return faults.filter(({ found }) => found).map(({ name }) => problem(
    `the ${field} of the Kafka credentials holds ${name}, which breaks the login of Knative's data plane`,
    name === 'a newline' ? 'strip the newline, for example with `trimEnd()`' : `have a new ${field} issued without it`,
  ));
}

function problem(message: string, fix: string): Problem {
  return {
    code: 'KN-KFK-009',
    message,
    allowed: 'a text without double quote, backslash or newline',
    fix,
  };
}
