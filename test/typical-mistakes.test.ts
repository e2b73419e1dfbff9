import * as fs from 'fs';
import * as path from 'path';
import { clusterWordsIn, pageOf, tellMistakes } from '../conformance/judge/typical-words';
import { TYPICAL_MISTAKES } from '../conformance/typical-mistakes';
import { expectGolden } from './golden';

const GOLDEN = path.join(__dirname, 'typical-mistakes.golden.md');

describe('a typical mistake', () => {
  const told = tellMistakes();
  const page = fs.existsSync(GOLDEN) ? fs.readFileSync(GOLDEN, 'utf8') : '';

  test('is told as its golden shows, next to the words of the cluster', () => {
    expectGolden(GOLDEN, pageOf(told, clusterWordsIn(page)));
  });

  test.each(told.map(({ mistake, words }) => [mistake.title, mistake.refused, words]))(
    'fails in at most three lines: %s', (_title, refused, words) => {
      expect(words).toContain(refused === 'compiler' ? ' - error TS' : `${refused} `);
      expect(words.split('\n').length).toBeLessThanOrEqual(3);
    });

  test('is one of twenty and more, each with a title of its own and words of the cluster', () => {
    const titles = TYPICAL_MISTAKES.map(({ title }) => title);

    expect(titles.length).toBeGreaterThanOrEqual(20);
    expect(new Set(titles).size).toBe(titles.length);
    expect([...clusterWordsIn(page)].filter(([, words]) => words !== '').map(([title]) => title)).toEqual(titles);
  });
});
