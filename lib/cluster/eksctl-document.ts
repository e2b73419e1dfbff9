import { Document, isMap, isScalar, isSeq, type Pair, Scalar, visit } from 'yaml';
import { isFields, placeholdersIn, shellWord, showAll } from '../core';
import { eksctlCommands } from './eksctl-commands';
import type { EksctlClusterProps } from './eksctl-contract';
import { eksctlConfig } from './eksctl-config';
import { EKSCTL_VERSION } from './eksctl-facts';

/**
 * The document that eksctl is given, with comments where a person needs them.
 * @param declared the placeholders of the app
 */
export function eksctlDocument(props: EksctlClusterProps, file: string, declared: ReadonlyMap<string, string>): string {
  // As YAML 1.1, which eksctl reads: there `on` and `12:30` are no texts unless they are quoted.
  const document = new Document(eksctlConfig(props), { version: '1.1', aliasDuplicateObjects: false });
  // What looks like a number is one to some reader: `5e10` to eksctl, and not by YAML 1.1.
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && /^[-+.\d]/.test(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const placeholders = placeholdersIn(document.toString({ lineWidth: 0 }), declared);
  document.commentBefore = comment(heading(props, file, placeholders));
  if (isMap(document.contents)) {
    for (const [path, text] of COMMENTS) explain(document.contents.items, path, comment(text(props)));
  }
  return document.toString({ lineWidth: 0 });
}

function heading(props: EksctlClusterProps, file: string, placeholders: readonly string[]): string {
  const { spec, existing = false } = props;
  const what = existing ? `Node groups and workload identities of the cluster ${spec.name}` : `The cluster ${spec.name}`;
  return [
    `${what}, for eksctl ${EKSCTL_VERSION} or newer.`,
    'Made by a program: what is changed here by hand is gone the next time it runs.',
    ...placeholders.length === 0 ? [] : [
      `Before a command is run, \`export\` gives the placeholders their values: ${showAll(placeholders)}.`,
    ], '',
    ...eksctlCommands(props, file).map((command) => filledIn(command, file, placeholders)),
  ].join('\n');
}

/** A command of eksctl that reads the document from `envsubst` where it has placeholders; other lines stay. */
function filledIn(command: string, file: string, placeholders: readonly string[]): string {
  const option = ` -f ${shellWord(file)}`;
  if (placeholders.length === 0 || !command.includes(option)) return command;
  const names = placeholders.map((name) => `\${${name}}`).join(' ');
  return `envsubst '${names}' < ${shellWord(file)} | ${command.replace(option, () => ' -f -')}`;
}

/** What stands above a field, by its path; `*` is each element of a list. */
const COMMENTS: readonly (readonly [path: readonly string[], text: (props: EksctlClusterProps) => string])[] = [
  [['autoModeConfig'], ({ spec }) => (spec.autoMode === undefined
    ? 'Said on purpose: a coming release of eksctl makes clusters with Auto Mode where nobody says so.'
    : 'AWS looks after nodes, disks, load balancers, cluster DNS and the network of pods.')],
  [['accessConfig', 'accessEntries'], () => 'Who may do everything in the cluster, besides whoever makes it.'],
  [['iam', 'serviceAccounts'], () => 'Roles by an annotation of the service account, which its manifest brings where `roleOnly` is set.'],
  [['iam', 'podIdentityAssociations'], () => 'A role for each service account, with no more than its workload needs.'],
  [['managedNodeGroups', '*', 'iam', 'attachPolicyARNs'], () => 'What a node needs itself; without a list eksctl gives it more.'],
  [['managedNodeGroups', '*', 'iam', 'withAddonPolicies'], () => 'Rights on the role of the nodes: every pod on them has them.'],
  [['managedNodeGroups', '*', 'disablePodIMDS'], () => 'Pods do not reach the role of their node.'],
  [['vpc', 'clusterEndpoints', 'publicAccess'], ({ spec }) => (spec.endpoints.publicAccess
    ? ''
    : 'eksctl itself has to run where it reaches the VPC once the cluster is there.')],
  [['addonsConfig'], () => 'Nothing is installed but what stands above.'],
];

function explain(items: readonly unknown[], [key, ...rest]: readonly string[], text: string): void {
  if (key === '*') {
    for (const item of items) if (isMap(item)) explain(item.items, rest, text);
    return;
  }
  const found = items.find((item): item is Pair => isPairOf(item, key));
  if (found === undefined) return;
  if (rest.length > 0) {
    if (isMap(found.value) || isSeq(found.value)) explain(found.value.items, rest, text);
  } else if (isScalar(found.key) && text !== '') {
    found.key.commentBefore = text;
  }
}

function isPairOf(item: unknown, key: string | undefined): boolean {
  return isFields(item) && isScalar(item.key) && item.key.value === key;
}

function comment(text: string): string {
  return text === '' ? '' : text.split('\n').map((line) => (line === '' ? '' : ` ${line}`)).join('\n');
}
