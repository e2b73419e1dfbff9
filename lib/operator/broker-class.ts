import { parse, stringify } from 'yaml';
import { type Fields, fieldsOf, type Problem, show } from '../core';
import { edited, to, type Transform } from './edits';
import type { Findings } from './findings';
import { fieldsAt, own, textOf } from './reading';

const DEFAULTS = 'config-br-defaults';
const KEY = 'default-br-config';
const SHIPPED_CLASS = 'MTChannelBasedBroker';
/** What the operator reads and writes: a bare `yes` is no text there. */
const YAML = { version: '1.1' } as const;
const FORM = { ...YAML, sortMapEntries: true, lineWidth: 0, indentSeq: false };

/**
 * The class of brokers that name none. Follows pkg/reconciler/knativeeventing/common/defaultbroker.go: where the
 * settings speak of a class, they are left as they are; where they do not, the ConfigMap is written anew, with its keys
 * in their order.
 * @param spec of KnativeEventing
 */
export function defaultBrokerClass(spec: Fields, findings: Findings): Transform {
  if (saysClass(spec)) return (manifest) => manifest;
  const brokerClass = textOf(spec.defaultBrokerClass) || SHIPPED_CLASS;
  return (manifest) => {
    if (manifest.kind !== 'ConfigMap' || manifest.metadata.name !== DEFAULTS) return manifest;
    const defaults = defaultsIn(textOf(fieldsOf(manifest.data)[KEY]) ?? '');
    if (defaults === undefined) findings.refuse(unreadable(fieldsOf(manifest.data)[KEY]));
    const clusterDefault = { ...fieldsOf(defaults?.clusterDefault), brokerClass };
    const text = stringify({ ...defaults, clusterDefault }, FORM);
    return edited(manifest, ['data', KEY], to(text));
  };
}

/** It looks for the word in the text. */
function saysClass(spec: Fields): boolean {
  const config = fieldsAt(spec, 'config');
  return ['br-defaults', DEFAULTS].some((name) =>
    (textOf(own(fieldsOf(own(config, name)), KEY)) ?? '').includes('brokerClass:'));
}

function defaultsIn(text: string): Fields | undefined {
  try {
    return text === '' ? undefined : fieldsOf(parse(text, YAML));
  } catch {
    return undefined;
  }
}

function unreadable(text: unknown): Problem {
  return {
    code: 'KN-OPR-002',
    message: `${show(KEY)} of the ConfigMap ${show(DEFAULTS)} cannot be read`,
    received: text,
    allowed: 'the defaults of brokers in YAML',
    fix: 'describe them with `BrokerDefaults`, or leave them out',
  };
}
