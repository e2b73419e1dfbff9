// The pages of all refusals and warnings, made of the tables in `lib/core`. CommonJS, so that the script and the test
// that the committed pages are up to date read the same functions.

const AREAS = {
  NAM: 'names, namespaces, labels and annotations',
  DUR: 'durations',
  SNK: 'destinations',
  WRN: 'warnings',
  DOC: 'side documents',
  LAT: 'values that only the deployment knows',
  TYP: 'values that the types do not allow',
  FTR: 'feature flags of the cluster',
  FLT: 'filters',
  POD: 'containers, environment, probes, volumes, security context, service account',
  KFK: 'Kafka cluster, credentials, broker configuration, channels, sinks',
  BRK: 'brokers',
  TRG: 'triggers',
  DLV: 'delivery',
  CHN: 'channels and subscriptions',
  EVT: 'event types and event policies',
  FLW: 'sequences and parallels',
  RRP: 'requests that wait for their reply',
  ETR: 'transformations of events',
  SRC: 'sources',
  JOB: 'jobs of a JobSink',
  INT: 'integration sources and sinks',
  SVC: 'Knative services, configurations and routes',
  DOM: 'domains',
  SCL: 'scaling',
  TRF: 'traffic',
  VLT: 'Vault',
  PLT: 'the installation of Knative',
  SET: 'settings of an installation',
  NET: 'networking layers, load balancers, DNS and their controllers',
  ENV: 'environments',
  REL: 'files of releases',
  OPR: 'installing by release manifests',
  IDX: 'the order in which objects are applied',
  GIT: 'Argo CD and Flux',
  CLI: 'the command line',
  ADR: 'public addresses',
  CRT: 'certificates and issuers',
  NSP: 'namespaces for services',
  CLU: 'the specification of a cluster',
  CTL: 'eksctl',
  EKS: 'AWS CDK',
  PUL: 'Pulumi',
  LAT: 'values that only the deployment knows',
};

const HEAD = `# Errors

Written by \`npm run docs\` from the table in \`lib/core/codes.ts\`; a test compares them.

A program that a cluster would not take is refused when it is synthesized: all of its problems together, each once, and
nothing is written. A problem is one line:

\`\`\`
[path of the construct] CODE what is wrong, with the value; allowed: which values are; what to write instead (file:line:column)
\`\`\`

A code is never reused and never renumbered.
`;

/** @param {Readonly<Record<string, { rule: string, docs: string }>>} codes */
function errorsPage(codes) {
  const areas = new Map();
  for (const code of Object.keys(codes).sort()) {
    const area = code.split('-')[1];
    if (AREAS[area] === undefined) throw new Error(`the area ${area} of ${code} has no title in scripts/pages.js`);
    areas.set(area, [...areas.get(area) ?? [], row(code, codes[code])]);
  }
  const sections = Object.keys(AREAS).filter((area) => areas.has(area)).map((area) => [
    '', `## ${area}: ${AREAS[area]}`, '', '| Code | Rule | Upstream |', '|---|---|---|', ...areas.get(area), '',
  ].join('\n'));
  return HEAD + sections.join('');
}

function row(code, { rule, docs }) {
  const cells = [`<a id="${code.toLowerCase()}"></a>${code}`, rule, `<${docs}>`];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const WARNINGS_HEAD = `# Warnings

Written by \`npm run docs\` from the table in \`lib/core/warning-ids.ts\`; a test compares them.

What a cluster takes but what may hurt is printed once, on standard error, when a program is synthesized:

\`\`\`
warning id: what happens, and what to write instead [path of the construct]
\`\`\`

\`Warnings.of(scope).acknowledge(id, reason)\` silences one below a construct, and \`Warnings.of(app).treatAsErrors()\` makes those that
nobody acknowledged refusals (\`KN-WRN-002\`). An id is never reused.

| Id | What may happen |
|---|---|
`;

/** @param {Readonly<Record<string, string>>} warnings */
function warningsPage(warnings) {
  return WARNINGS_HEAD + Object.keys(warnings).sort().map((id) => `| ${id} | ${warnings[id]} |\n`).join('');
}

const CHANGES = /(<!-- changes: written by `npm run docs` -->\n)[\s\S]*?(<!-- end of changes -->\n)/;
const WAYS = { replace: 'replaces the object', refuse: 'is refused', leave: 'goes through, with a warning' };

/**
 * A page with the table of what becomes of fields that cannot change.
 *
 * @param {string} page
 * @param {Readonly<Record<string, readonly { path: string, way: string, reason: string, instead?: string }[]>>} replacements
 */
function withChanges(page, replacements) {
  if (!CHANGES.test(page)) throw new Error('the page has no place for the table of changes');
  return page.replace(CHANGES, (_, begin, end) => begin + changesTable(replacements) + end);
}

/** Fields of which the same is said stand in one row. */
function changesTable(replacements) {
  const rows = new Map();
  for (const [kind, all] of Object.entries(replacements)) {
    for (const { path, way, reason, instead } of all) {
      if (WAYS[way] === undefined) throw new Error(`the way ${way} has no words in scripts/pages.js`);
      const why = instead === undefined ? reason : `${reason}; ${instead}`;
      const key = `${way} ${why}`;
      const row = rows.get(key) ?? { way, why, kinds: new Set(), paths: new Set() };
      row.kinds.add(kind.split('/')[1]);
      row.paths.add(`\`${path}\``);
      rows.set(key, row);
    }
  }
  const lines = [...rows.values()].map(({ way, why, kinds, paths }) =>
    `| ${[[...kinds].join(', '), [...paths].join(', '), WAYS[way], why].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`);
  return ['| Object | Field | A change | Why, and what to write instead |\n', '|---|---|---|---|\n', ...lines].join('');
}

module.exports = { errorsPage, warningsPage, withChanges };
