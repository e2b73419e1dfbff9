import type { ApiObject } from 'cdk8s';
import { type LateField, lateNames } from './late-fields';
import { type LateSource, lateSourceOf } from './late-sources';
import { latePartsOf, withoutRun } from './late-values';
import { titleOfIdentity } from './object-id';
import { type Problem, show } from './problem';

/** Most fields of one object that a message names. */
const MOST_FIELDS = 5;

/**
 * The problems of late values that nobody can resolve any more, whoever renders the object.
 * @param title what is written: ``Deployment `external-dns/external-dns` ``
 */
export function unresolvable(title: string, found: readonly LateField[]): Problem[] {
  return [...spoilt(title, found), ...checkLists(title, found)];
}

/** Follows `resolve` of aws-cdk-lib, which refuses such a list without a word of the object that it is in. */
function checkLists(title: string, found: readonly LateField[]): Problem[] {
  return found.filter(({ isPartOfList }) => isPartOfList).map(({ field, text }) => ({
    code: 'KN-LAT-004',
    message: `${title} has at ${show(field)} a list that is known to the deployment only (${lateNames(text)}), within other texts`,
    received: text,
    allowed: 'such a list as the whole list of a field, and single elements of it',
    fix: fixFor([text], ({ listFix }) => listFix, "write its elements, `Fn.select(0, list)`, or one text of all, `Fn.join(',', list)`"),
  }));
}

/**
 * The problems of late values that the program changed on the way.
 * @internal
 */
export function spoilt(title: string, found: readonly LateField[]): Problem[] {
  return found.filter((each) => each.isSpoilt).map(({ field, text }) => ({
    code: 'KN-LAT-005',
    message: `${title} has at ${show(field)} what was a value that only the deployment knows, before the program cut or `
      + `encoded it: ${show(text)}`,
    received: text,
    allowed: 'such values as they are, or with texts before and after them',
    fix: 'write the value itself where it is cut, written in small letters, or encoded as base64',
  }));
}

/**
 * The problem of a file that would keep what only the deployment knows.
 * @param title what is written: ``Deployment `external-dns/external-dns` ``
 * @internal
 */
export function unresolved(title: string, found: readonly LateField[]): Problem {
  const fields = found.slice(0, MOST_FIELDS).map(({ field, text }) => `${show(withoutRun(field))} (${lateNames(text)})`);
  const more = found.length - fields.length;
  return {
    code: 'KN-LAT-001',
    message: `${title} would be written with what only the deployment knows, at ${fields.join(', ')}`
      + (more > 0 ? ` and ${more} more` : ''),
    received: found[0]?.text,
    allowed: 'in files, values that are known when they are written, and placeholders that the program declares',
    fix: fixOfUnresolved(found.map(({ text }) => text)),
  };
}

/** AWS CDK writes stacks to files too, which placeholders are for; other engines have the app in their own program. */
function fixOfUnresolved(texts: readonly string[]): string {
  const engine = fixFor(texts, ({ applyFix }) => applyFix, 'apply the app from the stack, `cluster.apply(app)`');
  const isOfAwsCdk = sourcesOf(texts).includes(undefined);
  const files = `declare it, \`Placeholders.of(app).declare({ ${isOfAwsCdk ? 'ROLE_ARN: role.roleArn' : 'VALUE: value'} })\`, and fill `
    + 'the files in before they are applied; or write the value itself';
  return isOfAwsCdk ? `${files}; or ${engine}` : `${engine}; or ${files}`;
}

/** What the engines say that the values of texts come from. */
function fixFor(texts: readonly string[], fixOf: (source: LateSource) => string, fixOfAwsCdk: string): string {
  const fixes = new Set(sourcesOf(texts).map((source) => source === undefined ? fixOfAwsCdk : fixOf(source)));
  return [...fixes].join(', or ');
}

/** Where the values of texts come from; nothing for those of AWS CDK. */
function sourcesOf(texts: readonly string[]): (LateSource | undefined)[] {
  const keys = texts.flatMap(latePartsOf).map(({ key }) => key).filter((key) => key !== undefined);
  return keys.map(lateSourceOf);
}

/**
 * The problem of a key of a map that is known to the deployment only.
 * @param title what has it: ``ConfigMap `config-domain` ``
 * @param field the map, or the key in it
 */
export function unknownKey(title: string, field: string, key: string): Problem {
  return {
    code: 'KN-LAT-002',
    message: `${title} has in ${show(field)} a key that is known to the deployment only: ${lateNames(key)}`,
    received: key,
    allowed: 'keys that the program knows, such as the domain of a platform, which is a key of `config-domain`',
    fix: 'write the text itself, and give it to what makes the late value too, where both have to agree',
  };
}

/** An object as messages and documents name it. */
export function titleOf({ kind, name, metadata }: ApiObject): string {
  const namespace: unknown = metadata.namespace;
  return titleOfIdentity({ kind, name, namespace: typeof namespace === 'string' ? namespace : undefined });
}
