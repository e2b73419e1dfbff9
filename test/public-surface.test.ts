import * as path from 'path';
import * as library from 'cdk8s-knative';
import * as testing from 'cdk8s-knative/testing';
import * as source from '../lib';
import { expectGolden } from './golden';
import { unnamedTypes } from './public-types';

test('the package offers what its golden lists: a change there is meant', () => {
  const list = (entry: string, names: object) => Object.keys(names).sort().map((name) => `${entry} ${name}\n`).join('');

  const surface = list('.', library) + list('./testing', testing);

  expectGolden(path.join(__dirname, 'public-surface.golden.txt'), surface);
});

test.each([
  'Resource', 'ReceiverResource', 'AddressableResource', 'SourceBase', 'ChannelBase', 'ConfigurationBase', 'KnativeComponent',
  'PlatformBase', 'Dns01Provider', 'ControllerDeployment',
])('a program that extends %s does not compile: what renders it is internal', (name) => {
  expect(source).not.toHaveProperty(name);
});

test('every type that a signature of the package names is one that a program can name too', () => {
  expect(unnamedTypes(path.join(__dirname, '../build/index.d.ts'))).toEqual([]);
});
