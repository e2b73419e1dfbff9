/** An expression on which the two data planes differ, and the event that shows it. */
export interface DataPlaneRow {
  readonly why: string;
  readonly expression: string;
  /** Attributes besides `type: order`, as texts. */
  readonly event?: Readonly<Record<string, string>>;
}

/** The classes of expressions on which the data planes differ, each with the smallest example. */
export const WARNED: readonly DataPlaneRow[] = [
  { why: 'an absent attribute behind `NOT`', expression: 'NOT (tenant = \'eu\')' },
  { why: 'an absent attribute before `NOT LIKE`', expression: 'tenant NOT LIKE \'eu%\'' },
  { why: 'an absent attribute before `IN`', expression: 'tenant IN (\'eu\', \'us\')' },
  { why: 'an absent attribute beside `OR`', expression: 'tenant = \'eu\' OR type = \'order\'' },
  { why: 'an absent attribute is the text `false`', expression: 'tenant LIKE \'f%\'' },
  { why: 'an absent attribute is the text `false`', expression: 'LENGTH(tenant) = 5' },
  { why: 'an absent attribute is a boolean', expression: 'IS_BOOL(tenant)' },
  { why: 'a text that is no number is 0', expression: 'amount < 5', event: { amount: 'many' } },
  { why: 'a text that is no number is 0', expression: 'amount != 5', event: { amount: 'many' } },
  { why: 'a text that is no boolean is false', expression: 'NOT flag', event: { flag: 'yes' } },
  { why: 'a division by zero is 0', expression: '10 / amount = 0', event: { amount: '0' } },
  { why: 'a part of a text out of bounds is empty', expression: 'SUBSTRING(type, 9) = \'\'' },
  { why: 'a place and a length beyond 32 bits', expression: 'SUBSTRING(\'order\', 2, 2147483647) = \'rder\'' },
  { why: 'an entry of `IN` that cannot be cast', expression: '0 IN (\'many\', 1)' },
  { why: 'characters, not bytes', expression: 'LENGTH(subject) = 4', event: { subject: 'caf\u00e9' } },
  { why: 'characters, not bytes', expression: 'SUBSTRING(subject, 5) = \'!\'', event: { subject: 'caf\u00e9!' } },
  { why: 'characters, not bytes', expression: 'LEFT(subject, 1) = \'\u00e9\'', event: { subject: '\u00e9t\u00e9' } },
  { why: 'characters, not bytes', expression: 'subject LIKE \'caf_\'', event: { subject: 'caf\u00e9' } },
  { why: 'a backslash in a pattern', expression: 'subject LIKE \'a\\%b\'', event: { subject: 'a\\xb' } },
  { why: '`\\E` in a pattern is that of a regular expression', expression: 'subject LIKE \'a\\Eb\'', event: { subject: 'a\\Eb' } },
  { why: 'a pattern that is no regular expression', expression: 'subject LIKE \'\\E(%\'', event: { subject: 'x' } },
  { why: 'a name in capitals', expression: 'Type = \'order\'' },
  { why: 'the form of a time', expression: 'time LIKE \'%T10:00:00Z\'', event: { time: '2026-01-31T10:00:00Z' } },
  { why: 'a cast to a number of what is no text', expression: 'IS_INT(EXISTS type)' },
  { why: 'a cast to a boolean of what is no text', expression: 'IS_BOOL(5)' },
  { why: 'an unknown function is false', expression: 'NOT NOW()' },
];

/** Differences that single characters make, for which nobody is warned. */
export const RARE: readonly DataPlaneRow[] = [
  { why: 'a `%` of the text where the pattern has one', expression: 'subject LIKE \'a%\'', event: { subject: 'a%b' } },
  { why: 'the end of a line in the text', expression: 'subject LIKE \'a%\'', event: { subject: 'a\u2028b' } },
  { why: 'a letter with a capital of two letters', expression: 'UPPER(subject) = \'STRASSE\'', event: { subject: 'stra\u00dfe' } },
  { why: 'a capital letter of two characters', expression: 'LOWER(subject) = \'istanbul\'', event: { subject: '\u0130stanbul' } },
  { why: 'a blank that is no space', expression: 'TRIM(subject) = \'a\'', event: { subject: '\u2003a' } },
  { why: 'digits of another alphabet', expression: 'amount = 5', event: { amount: '\u0665' } },
  { why: 'the zero time', expression: 'EXISTS time', event: { time: '0001-01-01T00:00:00Z' } },
];
