import type * as kubernetes from '@pulumi/kubernetes';
import type { Resource } from '@pulumi/pulumi';
import { definition } from '../apply/installation';
import type { StackProgram } from './stack';

const GROUP = 'plain.example.com';
const ESTABLISHED = { annotations: { 'pulumi.com/waitFor': 'condition=Established' } };

/**
 * A namespace, a kind and an object of each, as somebody writes it without this library.
 * @param ordered whether the program says what comes after what
 */
export function plainProgram(ordered: boolean): StackProgram {
  return {
    name: ordered ? 'plain-ordered' : 'plain',
    run: () => {
      const { apiextensions, core } = jest.requireActual<typeof kubernetes>('@pulumi/kubernetes');
      const after = (...dependsOn: Resource[]) => (ordered ? { dependsOn } : {});
      const { apiVersion, kind, metadata, spec } = definition(GROUP, 'v1', 'Widget', 'widgets');
      const namespace = new core.v1.Namespace('plain', { metadata: { name: 'plain' } });
      new core.v1.ConfigMap('settings', { metadata: { name: 'settings', namespace: 'plain' }, data: { colour: 'blue' } }, after(namespace));
      const widgets = new apiextensions.CustomResource('widgets', {
        apiVersion, kind, metadata: { ...metadata, ...ordered ? ESTABLISHED : {} }, spec,
      });
      new apiextensions.CustomResource('widget', {
        apiVersion: `${GROUP}/v1`, kind: 'Widget', metadata: { name: 'one', namespace: 'plain' }, spec: { size: 1 },
      }, after(namespace, widgets));
      return {};
    },
  };
}
