import * as fs from 'fs';
import * as path from 'path';

/**
 * Compares a text with a committed file that a person reviews. `npm run goldens` (UPDATE_GOLDENS=1) writes the file
 * instead; a file that is missing is never made by the way.
 */
export function expectGolden(file: string, text: string): void {
  if (process.env.UPDATE_GOLDENS === '1') {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text);
    return;
  }
  if (!fs.existsSync(file)) throw new Error(`there is no golden ${file}; write it with \`npm run goldens\` and review it`);
  expect(text).toBe(fs.readFileSync(file, 'utf8'));
}
