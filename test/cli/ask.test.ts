import { PassThrough } from 'stream';
import { outcomeOf } from '../../lib/cli/cli-error';
import { askOn } from '../../lib/cli/io';

/** Asks on a terminal on which somebody types. */
async function asked(typed: string, signal = new AbortController().signal): Promise<unknown> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answer = askOn(input, output, 'remove it? ', signal).catch((error: unknown) => outcomeOf(error));
  input.write(typed);
  return answer;
}

test('gives the line that was typed', async () => {
  expect(await asked('yes\n')).toBe('yes');
});

test.each([['Ctrl-C', '\u0003'], ['Ctrl-D', '\u0004']])('ends the command on %s as a signal does, and reports no defect', async (_, key) => {
  expect(await asked(key)).toEqual({ lines: ['interrupted'], exitCode: 130 });
});

test('ends the command where the signal comes while nobody answers', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);

  expect(await asked('', controller.signal)).toEqual({ lines: ['interrupted'], exitCode: 130 });
});
