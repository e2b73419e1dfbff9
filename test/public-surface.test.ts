import * as path from 'path';
import * as library from 'cdk8s-knative';
import * as testing from 'cdk8s-knative/testing';
import { expectGolden } from './golden';

test('the package offers what its golden lists: a change there is meant', () => {
  const list = (entry: string, names: object) => Object.keys(names).sort().map((name) => `${entry} ${name}\n`).join('');

  const surface = list('.', library) + list('./testing', testing);

  expectGolden(path.join(__dirname, 'public-surface.golden.txt'), surface);
});
