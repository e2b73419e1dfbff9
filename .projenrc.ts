import { JsonFile, ProjenrcFile, TextFile, YamlFile, javascript } from 'projen';

/**
 * The floors of the house, lowest first: folders of `lib/` by floor. An import goes down, never up and never
 * sideways. The lint rule below is made from this list and from nothing else.
 */
const FLOORS: readonly (readonly string[])[] = [
  ['core'],
  ['cesql'],
  ['filters', 'events', 'pod', 'kafka', 'addresses', 'releases', 'gitops'],
  ['integrations'],
  ['eventing', 'sources', 'sinks'],
  ['serving'],
  ['vault'],
  ['settings', 'certificates', 'networking', 'namespaces'],
  ['operator'],
  ['platform'],
  ['cluster'],
  ['eks', 'pulumi'],
  ['cli'],
];

/** Packages that only one folder may import, by folder: its engine, an optional peer. */
const ENGINES: Readonly<Record<string, readonly string[]>> = {
  eks: ['aws-cdk-lib', 'aws-cdk-lib/**'],
  pulumi: ['@pulumi/*'],
};

/** Every example by the name of its command, `npm run synth:<name>`; the first is the main job, `npm run synth`. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'knative-microservices': 'examples/knative-microservices/main.ts',
  'trade-integration': 'examples/trade-integration/main.ts',
  'order-pipeline': 'examples/order-pipeline/main.ts',
  'web-process': 'examples/web-process/direct.ts',
  'web-process:broker': 'examples/web-process/broker.ts',
  'vm-events': 'examples/vm-events/main.ts',
  'durable-source': 'examples/durable-source/direct.ts',
  'durable-source:fan-out': 'examples/durable-source/fan-out.ts',
  'environments': 'examples/environments/main.ts',
  'eks': 'examples/eks/main.ts',
};
const exampleCommand = (program: string) => `ts-node -P examples/tsconfig.json ${program}`;

/** Versions of aws-cdk-lib that the tests of `eks` run with. */
const NEWEST_CDK = '2.276.0';
const LOWEST_CDK = '2.257.0';

/** Versions of Pulumi that the tests of `pulumi` run with: the last one for Node 20, the lowest of the peer range. */
const NEWEST_PULUMI = { pulumi: '3.248.0', kubernetes: '4.34.2' };
const LOWEST_PULUMI = { pulumi: '3.142.0', kubernetes: '4.1.1' };

const project = new javascript.NodeProject({
  name: 'cdk8s-knative',
  description: 'Typed cdk8s constructs for whole Knative systems: what synthesizes, the cluster takes',
  keywords: ['cdk8s', 'knative', 'kubernetes', 'eventing', 'serverless', 'kafka', 'vault'],
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk8s-knative authors',
  authorName: 'The cdk8s-knative authors',
  authorOrganization: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  defaultReleaseBranch: 'main',
  projenrcJs: false,
  projenVersion: '0.103.25',
  entrypoint: 'build/index.js',
  // Optional peers: only `cdk8s-knative/eks` imports aws-cdk-lib, only `cdk8s-knative/pulumi` the other two.
  peerDeps: [
    'cdk8s@^2.70.0', 'cdk8s-plus-28@^2.5.0', 'constructs@^10.4.0', 'aws-cdk-lib@^2.257.0',
    '@pulumi/pulumi@^3.142.0', '@pulumi/kubernetes@^4.0.0',
  ],
  peerDependencyOptions: { pinnedDevDependency: false },
  // croner: what Knative's cron grammar is narrowed from. jsonata: the version that Knative's transformation runs,
  // since a later one takes what it refuses; it is loaded with the first expression (docs/decisions).
  // yaml: reads the files of releases. The command line has commander for its options, listr2 for its display, undici
  // for downloads, which goes through proxies that Node's own fetch passes by, ajv for objects of kinds that are not
  // there yet.
  deps: [
    'croner@^11.0.1', 'jsonata@2.0.6', 'yaml@^2.9.1', 'commander@^14.0.3', 'listr2@^9.0.4', 'undici@^6.29.1', 'ajv@^8.20.0',
  ],
  autoDetectBin: false,
  bin: { 'cdk8s-knative': 'bin/cdk8s-knative.js' },
  devDeps: [
    // The engine of `cdk8s-knative/eks`: the version that is tested first, and the lowest that the peer range allows.
    `aws-cdk-lib@${NEWEST_CDK}`,
    `aws-cdk-lib-lowest@npm:aws-cdk-lib@${LOWEST_CDK}`,
    '@aws-cdk/lambda-layer-kubectl-v35@^2.2.2',
    'cdk-nag@^3.0.2',
    // The engine of `cdk8s-knative/pulumi`, likewise, and what makes the cluster of its example.
    `@pulumi/pulumi@${NEWEST_PULUMI.pulumi}`,
    `@pulumi/kubernetes@${NEWEST_PULUMI.kubernetes}`,
    `pulumi-lowest@npm:@pulumi/pulumi@${LOWEST_PULUMI.pulumi}`,
    `pulumi-kubernetes-lowest@npm:@pulumi/kubernetes@${LOWEST_PULUMI.kubernetes}`,
    '@pulumi/aws@^7.48.0',
    '@pulumi/eks@^4.3.0',
    'cdk8s@^2.70.106',
    'cdk8s-cli@^2.207.60',
    // Draws what the judge found.
    'cli-table3@^0.6.5',
    'cdk8s-plus-28@^2.5.6',
    'constructs@^10.8.1',
    'typescript@5.9.3',
    'ts-node@^10.9.2',
    '@types/node@^20',
    '@types/jest@^30',
    'jest@^30.5.2',
    '@jest/test-sequencer@^30.5.2',
    'ts-jest@^29.4.15',
    'fast-check@^4.10.2',
    // The events that users have: by type, and in tests.
    'cloudevents@^10.0.0',
    'esbuild@^0.25.0',
    'eslint@^9.39.0',
    'typescript-eslint@^8.73.0',
    '@stylistic/eslint-plugin@^5.10.0',
  ],
  // What projen would add and this project does not use: hosted workflows, releases, its own jest and upgrades.
  github: false,
  release: false,
  jest: false,
  depsUpgrade: false,
  buildWorkflow: false,
  npmignoreEnabled: false,
  package: false,
  gitignore: [
    '/build/',
    '/dist/',
    '/dist-*/',
    '/cdk.out/',
    '/.synth-*/',
    '/conformance/.binaries/',
    '/coverage/',
    '*.tgz',
    '*.tsbuildinfo',
    'function.env',
    '.DS_Store',
  ],
});

/** Makes the header of generated files name this file. */
class ThisFile extends ProjenrcFile {
  public readonly filePath = '.projenrc.ts';
}
new ThisFile(project);

// The lock file must read the same whichever mirror of the registry wrote it.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.npmrc.addConfig('fund', 'false');

// jest's resolver: a later version names platform packages that were never published, so `npm ci` cannot install it.
project.package.addPackageResolutions('unrs-resolver@1.12.1');

// --- package.json -----------------------------------------------------------------------------------------------
project.package.addField('peerDependenciesMeta', Object.fromEntries(
  ['aws-cdk-lib', '@pulumi/pulumi', '@pulumi/kubernetes'].map((peer) => [peer, { optional: true }]),
));
project.package.addField('types', 'build/index.d.ts');
project.package.addField('exports', {
  '.': { types: './build/index.d.ts', default: './build/index.js' },
  './eks': { types: './build/eks/index.d.ts', default: './build/eks/index.js' },
  './pulumi': { types: './build/pulumi/index.d.ts', default: './build/pulumi/index.js' },
  './testing': { types: './build/testing/index.d.ts', default: './build/testing/index.js' },
  './package.json': './package.json',
});
project.package.addField('files', [
  'bin/*.js', 'build/**/*.js', 'build/**/*.d.ts', 'docs/*.md', 'README.md', 'LICENSE',
]);
project.package.addField('sideEffects', false);

// --- TypeScript: one project for the library (emits), one for everything that uses it (checks only) --------------
const STRICT = {
  target: 'ES2022',
  lib: ['es2022'],
  module: 'node16',
  moduleResolution: 'node16',
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  esModuleInterop: true,
  forceConsistentCasingInFileNames: true,
};
const tsconfig = (file: string, obj: Record<string, unknown>) => new JsonFile(project, file, { marker: true, obj });
tsconfig('tsconfig.json', {
  compilerOptions: {
    ...STRICT,
    rootDir: 'lib',
    outDir: 'build',
    // JavaScript comes from scripts/bundle.mjs.
    emitDeclarationOnly: true,
    declaration: true,
    stripInternal: true,
    incremental: true,
    tsBuildInfoFile: 'build/.tsbuildinfo',
    types: ['node'],
  },
  include: ['lib/**/*.ts'],
});
tsconfig('tsconfig.dev.json', {
  compilerOptions: { ...STRICT, noEmit: true, skipLibCheck: true, isolatedModules: true, types: ['node', 'jest'] },
  include: [
    'test/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'conformance/**/*.ts', '.projenrc.ts',
  ],
});
// What `ts-node` uses for the programs below examples/: what a user's own tsconfig would say.
tsconfig('examples/tsconfig.json', {
  compilerOptions: { ...STRICT, noEmit: true, types: ['node'] },
  include: ['**/*.ts'],
});

// --- jest ---------------------------------------------------------------------------------------------------------
const testsIn = (...folders: readonly string[]) => ({
  testEnvironment: 'node',
  roots: folders.map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  // Types are checked by `npm run lint`, once for all files; here they are only stripped.
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }] },
});
new JsonFile(project, 'jest.config.json', { marker: false, obj: testsIn('test') });

// The tests of the engines once more, with the lowest versions that the peer ranges allow.
new JsonFile(project, 'jest.lowest.json', {
  marker: false,
  obj: {
    ...testsIn('test/eks', 'test/late', 'test/pulumi'),
    moduleNameMapper: {
      '^aws-cdk-lib(/.*)?$': 'aws-cdk-lib-lowest$1',
      '^@pulumi/pulumi(/.*)?$': 'pulumi-lowest$1',
      '^@pulumi/kubernetes(/.*)?$': 'pulumi-kubernetes-lowest$1',
    },
  },
});

// The judge: real servers, so that a test may take long and nothing but the rows of the suites is checked.
new JsonFile(project, 'conformance/jest.config.json', {
  marker: false,
  obj: {
    testEnvironment: 'node',
    rootDir: '..',
    roots: ['<rootDir>/conformance/suites'],
    testMatch: ['**/*.suite.ts'],
    testTimeout: 1_800_000,
    maxWorkers: 1,
    // In the order of their numbers: the examples find a plane that nobody wrote to.
    testSequencer: '<rootDir>/conformance/judge/sequencer.js',
    transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }] },
  },
});

// --- eslint -------------------------------------------------------------------------------------------------------
const folders = FLOORS.flatMap((onFloor, floor) => onFloor.map((folder) => {
  const below = FLOORS.slice(0, floor).flat();
  return { folder, closed: FLOORS.flat().filter((other) => other !== folder && !below.includes(other)) };
}));
folders.push({ folder: 'testing', closed: FLOORS.flat().filter((folder) => folder !== 'core') });
const importRule = ({ folder, closed }: { readonly folder: string; readonly closed: readonly string[] }) => {
  // An engine imports the peer that it is made for, and nothing else does.
  const engines = Object.entries(ENGINES).flatMap(([engine, peers]) => engine === folder ? [] : peers);
  const group = closed.flatMap((other) => [`**/${other}`, `**/${other}/**`]).concat('cdk8s-knative', engines);
  const patterns = [
    { group, message: `${folder} may not import from here: imports go down the floors, see ARCHITECTURE.md` },
    { group: ['cdk8s-plus-28', 'cdk8s-plus-28/**'], allowTypeImports: true, message: 'take it by type only' },
  ];
  return `  ${JSON.stringify({
    files: [`lib/${folder}/**`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  })},`;
};
const eslintConfig = new TextFile(project, 'eslint.config.mjs');
eslintConfig.addLine(`// ${eslintConfig.marker}`);
for (const line of [
  "import stylistic from '@stylistic/eslint-plugin';",
  "import tseslint from 'typescript-eslint';",
  '',
  'export default tseslint.config(',
  "  { ignores: ['build/**', 'dist/**', 'dist-*/**', 'cdk.out/**', 'coverage/**', '.synth-*/**', 'conformance/.binaries/**', '**/*.js', '**/*.mjs'] },",
  '  ...tseslint.configs.strict,',
  '  {',
  "    plugins: { '@stylistic': stylistic },",
  '    rules: {',
  "      '@stylistic/indent': ['error', 2, { SwitchCase: 1 }],",
  "      '@stylistic/quotes': ['error', 'single', { avoidEscape: true }],",
  "      '@stylistic/semi': ['error', 'always'],",
  "      '@stylistic/comma-dangle': ['error', 'always-multiline'],",
  "      '@stylistic/max-len': ['error', { code: 120, ignoreUrls: true, ignoreTemplateLiterals: true,",
  '        ignoreStrings: true, ignoreRegExpLiterals: true }],',
  "      '@stylistic/eol-last': 'error',",
  "      '@stylistic/no-trailing-spaces': 'error',",
  "      '@stylistic/no-multiple-empty-lines': ['error', { max: 1, maxEOF: 0 }],",
  "      '@stylistic/object-curly-spacing': ['error', 'always'],",
  "      '@stylistic/arrow-parens': ['error', 'always'],",
  "      '@stylistic/member-delimiter-style': 'error',",
  "      '@typescript-eslint/consistent-type-imports': 'error',",
  '      // A class that is a set of named factories is the form of a union here (ARCHITECTURE.md).',
  "      '@typescript-eslint/no-extraneous-class': 'off',",
  "      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'name what you export' }],",
  "      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],",
  "      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],",
  '    },',
  '  },',
  '  // Tests and programs may be long and may say what a library may not.',
  '  {',
  "    files: ['test/**', 'bench/**', 'scripts/**', 'examples/**', 'conformance/**', '.projenrc.ts'],",
  "    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off',",
  "      '@typescript-eslint/no-require-imports': 'off' },",
  '  },',
  '  // A table has as many rows as there are things in it.',
  "  { files: ['lib/core/codes.ts'], rules: { 'max-lines': 'off' } },",
  '  // Imports go down the house, never up and never sideways (ARCHITECTURE.md).',
  ...folders.map(importRule),
  ');',
  '',
]) eslintConfig.addLine(line);

// --- tasks --------------------------------------------------------------------------------------------------------
const script = (name: string, command: string, options = {}) => project.addTask(name).exec(command, options);
const BUILD = 'tsc -p tsconfig.json && node scripts/bundle.mjs';

// The build is incremental, so every command below can begin with it.
project.removeTask('build');
script('build', BUILD);
project.testTask.reset(BUILD);
project.testTask.exec('jest', { receiveArgs: true });
script('test:lowest', `${BUILD} && jest -c jest.lowest.json`, { receiveArgs: true });
script('lint', `${BUILD} && tsc -p tsconfig.dev.json && eslint .`);
Object.entries(EXAMPLES).forEach(([name, program], index) => {
  const command = index === 0 ? 'synth' : `synth:${name}`;
  script(command, `${BUILD} && node scripts/synth.mjs ${exampleCommand(program)}`);
});
script('goldens', `${BUILD} && UPDATE_GOLDENS=1 jest test/examples test/refused test/public-surface test/typical-mistakes test/stricter`);
script('docs', `${BUILD} && node scripts/docs.mjs`);
script('bench', `${BUILD} && node bench/run.mjs`, { receiveArgs: true });
// It reads the sources, so that nothing has to be built before.
script('conformance', 'ts-node -T -P tsconfig.dev.json conformance/run.ts', { receiveArgs: true });
script('check:package', `${BUILD} && node scripts/check-package.mjs`, { receiveArgs: true });

// --- cdk8s --------------------------------------------------------------------------------------------------------
new YamlFile(project, 'cdk8s.yaml', {
  marker: true,
  obj: { language: 'typescript', app: exampleCommand(Object.values(EXAMPLES)[0] ?? ''), output: 'dist' },
});

project.defaultTask?.exec('ts-node -T -P tsconfig.dev.json .projenrc.ts');
project.synth();
