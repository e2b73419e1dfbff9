import { counted } from './texts';
import type { DefinitionChange } from './upgrade-definitions';
import type { ChangedObject, ObjectName } from './upgrade-objects';
import type { UpgradePlan } from './upgrade-plan';
import type { MovedDefault, ShippedKeys } from './upgrade-settings';

type Row = readonly string[];

/** Fields of an object that are named; further ones are counted. */
const MOST_FIELDS = 3;
/** Longest value that is shown whole. */
const LONGEST_VALUE = 60;

/** A plan for people, in lines; what does not change has no section. */
export function planText(plan: UpgradePlan): string {
  const { cluster, installedBy, from, to, steps } = plan;
  const way = installedBy === 'operator' ? 'by the operator' : 'from its release manifests';
  const title = `Knative ${from} to ${to}, installed ${way}${cluster === undefined ? '' : `, cluster ${cluster}`}`;
  return [title, '', ...sectionsOf(plan), 'Steps', ...steps.map((step, index) => `  ${index + 1}. ${step}`), ''].join('\n');
}

function sectionsOf(plan: UpgradePlan): string[] {
  const { releases, objects, definitions, settings, restarts, migrations } = plan;
  const { added, removed, changed, onlyVersion, unchanged, forUpgrade } = objects;
  return [
    ...section('Releases', releases.map(({ component, from = '-', to = '-' }) => [component, from, from === to ? 'stays' : to])),
    ...section('Kubernetes', kubernetesOf(plan)),
    `Objects: ${added.length + forUpgrade.length} added, ${removed.length} removed, ${changed.length} changed; ${onlyVersion} get no more than a new `
      + `version label or image, ${unchanged} nothing`,
    ...aligned([
      ...removed.map((object) => ['removed', ...placeOf(object)]),
      ...added.map((object) => ['added', ...placeOf(object)]),
      ...forUpgrade.map((object) => ['added', ...placeOf(object), 'for the upgrade']),
      ...changed.map((object) => ['changed', ...placeOf(object), fieldsText(object)]),
    ]),
    '',
    ...section('Definitions of kinds', definitions.flatMap(definitionRows)),
    ...section('Keys of the program that the new version does not know', settings.lost.map(({ namespace, configMap, key, value }) =>
      [namespace, configMap, key, shown(value)])),
    ...section('Keys of shipped ConfigMaps', settings.shipped.flatMap(keyRows)),
    ...section('Defaults that move', settings.defaults.map(defaultRow)),
    ...section(`Workloads that start anew: ${restarts.length}`, restarts.map(placeOf)),
    ...section('Jobs that move what is stored, last', migrations.map(placeOf)),
  ];
}

function section(title: string, rows: readonly Row[]): string[] {
  return rows.length === 0 ? [] : [title, ...aligned(rows), ''];
}

/** Columns of equal width; the last one of a row is as long as it is. */
function aligned(rows: readonly Row[]): string[] {
  const widths = rows.reduce<number[]>((all, row) => row.slice(0, -1).reduce((known, cell, column) => {
    known[column] = Math.max(known[column] ?? 0, cell.length);
    return known;
  }, all), []);
  return rows.map((row) => `  ${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd());
}

function placeOf({ kind, namespace = '', name }: ObjectName): string[] {
  return [kind, namespace === '' ? name : `${namespace}/${name}`];
}

function kubernetesOf({ kubernetes: { oldest, oldestNow, newestTested } }: UpgradePlan): Row[] {
  const rest = oldest === oldestNow ? 'as now' : `${oldestNow} now: upgrade the cluster first where it is older`;
  return [['oldest', oldest, rest], ['tested up to', newestTested, '']];
}

function fieldsText({ fields }: ChangedObject): string {
  const named = fields.slice(0, MOST_FIELDS).map((field) => (field === '' ? 'all of it' : field)).join(', ');
  return fields.length <= MOST_FIELDS ? named : `${named} and ${fields.length - MOST_FIELDS} more`;
}

function definitionRows({ name, served, unserved, deprecated, storage, added, removed }: DefinitionChange): Row[] {
  return [
    ...unserved.length === 0 ? [] : [[name, 'served no more', unserved.join(', ')]],
    ...served.length === 0 ? [] : [[name, 'served from now on', served.join(', ')]],
    ...storage === undefined ? [] : [[name, 'stored in', `${storage.after}, ${storage.before} before`]],
    ...deprecated.length === 0 ? [] : [[name, 'deprecated', deprecated.join(', ')]],
    ...removed.length === 0 ? [] : [[name, 'fields gone', some(removed)]],
    ...added.length === 0 ? [] : [[name, 'fields new', some(added)]],
  ];
}

function some(items: readonly string[]): string {
  const named = items.slice(0, MOST_FIELDS).join(', ');
  return items.length <= MOST_FIELDS ? named : `${named} and ${items.length - MOST_FIELDS} more`;
}

function keyRows({ namespace, configMap, added, removed }: ShippedKeys): Row[] {
  const place = `${namespace}/${configMap}`;
  return [
    ...removed.length === 0 ? [] : [[place, 'gone', removed.join(', ')]],
    ...added.length === 0 ? [] : [[place, 'new', added.join(', ')]],
  ];
}

function defaultRow({ namespace, configMap, key, before, after, flag, set }: MovedDefault): Row {
  const own = set === undefined ? '' : `; the program sets ${shown(set)}`;
  const moved = shown(before) === shown(after) ? 'another long text' : `${shown(before)} to ${shown(after)}`;
  return [`${namespace}/${configMap}`, flag ? 'flag' : 'key', key, moved + own];
}

/** A value on one line. */
function shown(value: string): string {
  const [first = '', ...more] = value.trim().split('\n');
  if (more.length > 0) return `${counted(more.length + 1, 'line')}`;
  return first.length <= LONGEST_VALUE ? `"${first}"` : `"${first.slice(0, LONGEST_VALUE)}..."`;
}
