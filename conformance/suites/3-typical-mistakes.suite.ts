import * as fs from 'node:fs';
import * as path from 'node:path';
import { makeNamespaces } from '../judge/namespaces';
import { closePlanes, planeNamed } from '../judge/planes';
import { report } from '../judge/report';
import { clusterWordsIn, NAMESPACE, pageOf, tellMistakes } from '../judge/typical-words';
import { UPDATE } from '../judge/update';
import { TYPICAL_MISTAKES } from '../typical-mistakes';

/** The page that people read: `npm test` compares our words with it, this suite those of the server. */
const PAGE = path.join(__dirname, '..', '..', 'test', 'typical-mistakes.golden.md');
const said = new Map<string, string>();
let differing = TYPICAL_MISTAKES.length;

afterAll(() => {
  report('3 typical mistakes', [{
    what: 'pages and tutorials', judged: TYPICAL_MISTAKES.length, accepted: 0, refused: said.size, differing, notJudged: 0,
  }]);
  closePlanes();
});

beforeAll(async () => {
  const api = planeNamed('defaults');
  const objects = TYPICAL_MISTAKES.map(({ title, manifest }) =>
    ({ title, object: { ...manifest, metadata: { ...manifest.metadata, namespace: NAMESPACE } } }));
  await makeNamespaces(api, objects.map(({ object }) => object), new Set());
  for (const { title, object } of objects) {
    const { accepted, words } = await api.apply(object, { force: true, dryRun: true });
    if (!accepted) said.set(title, words);
  }
  if (process.env[UPDATE] === '1') fs.writeFileSync(PAGE, pageOf(tellMistakes(), said));
});

test.each(TYPICAL_MISTAKES.map(({ title }) => title))('%s is refused with the words of the page', (title) => {
  const written = clusterWordsIn(fs.readFileSync(PAGE, 'utf8'));

  expect(said.get(title)).toBeDefined();
  expect(written.get(title)).toBe(said.get(title));
  differing -= 1;
});
