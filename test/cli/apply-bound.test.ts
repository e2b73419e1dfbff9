import { NAMESPACE, world, type World, type Written } from './apply-world';
import type { FakeAnswer } from './fake-kubectl';

// Each call of the program that stands for kubectl starts a process.
jest.setTimeout(60_000);

const SUBJECT = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'web' };
const WEB: Written = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } };
const OTHER: Written = { ...WEB, metadata: { name: 'other', namespace: 'shop' } };
const BINDING: Written = {
  apiVersion: 'sources.knative.dev/v1', kind: 'SinkBinding', metadata: { name: 'from-web', namespace: 'shop' }, ...{ spec: { subject: SUBJECT } },
};
const WORDS = 'error: Apply failed with 1 conflict: conflict with "eventing-webhook" using serving.knative.dev/v1: .spec.template.spec.containers\n'
  + 'Please review the fields above--they currently have other managers.\n* If you intend to manage all of these fields, use `--force-conflicts`';
const several = (...fields: readonly string[]): string => (
  WORDS.replace('1 conflict', `${fields.length} conflicts`).replace('conflict with', 'conflicts with')
    .replace(': .spec.template.spec.containers', `:\n${fields.map((each) => `- .spec.template.spec.${each}`).join('\n')}`));

/** What the server says to a service, sent as it is, where others manage fields of it. */
function refused(verb: string, code: number, stderr = WORDS): FakeAnswer {
  return { args: `^${verb} (?!.*--force-conflicts)`, input: '"metadata":{"name":"web"', code, stderr };
}

/** A cluster that has the namespace, and the kinds. */
const THERE: readonly FakeAnswer[] = [
  { args: '^get namespaces -o', stdout: 'namespace/shop' },
  { args: '^api-resources', stdout: 'namespaces ns v1 false Namespace\nservices ksvc serving.knative.dev/v1 true Service\nsinkbindings sources.knative.dev/v1 true SinkBinding' },
];
const applied = (stderr = WORDS, objects: readonly Written[] = [NAMESPACE, WEB, OTHER, BINDING]): World => (
  world([...THERE, refused('apply', 1, stderr)], undefined, objects));

function forced({ kubectl }: World): readonly string[] {
  return kubectl.called.filter((call) => call.includes('--force-conflicts'));
}

/** Judged with an API server in suite 12 of conformance: after a binding has written, it answers with these words. */
describe('a service whose containers a binding writes into', () => {
  test.each([WORDS, several('containers', 'initContainers', 'volumes')])('is applied over what the binding wrote: %s', async (words) => {
    const at = applied(words);

    expect(await at.run()).toMatchObject({ code: 0, stderr: expect.stringContaining('4 objects applied') as string });
    expect(forced(at)).toEqual(['apply --server-side --field-manager=cdk8s-knative --request-timeout=60s -f - --force-conflicts']);
  });

  test('is applied over it in one wave alone, where the binding comes in another', async () => {
    const at = applied();

    expect((await at.run('--wave', 'services')).code).toBe(0);
    expect(forced(at)).toHaveLength(1);
  });

  test('is asked about by a dry run as it is applied', async () => {
    const at = applied();

    expect(await at.run('--dry-run', 'server')).toMatchObject({ code: 0, stdout: '4 accepted, 0 not checkable yet, 0 refused\n' });
    expect(forced(at)).toEqual([expect.stringContaining('--dry-run=server')]);
  });

  test.each([[1, '+ changed\n'], [0, '']])('is compared as it is applied, with the end %d', async (code, stdout) => {
    const at = world([
      ...THERE, refused('apply', 1), refused('diff', 2), { args: '^diff .*--force-conflicts', input: '"metadata":{"name":"web"', code, stdout },
    ], undefined, [NAMESPACE, WEB, OTHER, BINDING]);

    expect(await at.run('--diff')).toMatchObject({ code, stdout });
    expect(at.kubectl.called.filter((call) => call.startsWith('diff'))).toHaveLength(3);
  });

  test('fails where the server refuses it for something else', async () => {
    const at = applied('The Service "web" is invalid: spec.template: Required value');

    expect(await at.run()).toMatchObject({ code: 3, stderr: expect.stringContaining('KN-CLI-037') as string });
    expect(forced(at)).toEqual([]);
  });

  test('fails where somebody manages other fields of it too', async () => {
    const at = applied(several('containers', 'timeoutSeconds'));

    expect(await at.run()).toMatchObject({
      code: 5, stderr: expect.stringContaining('`.spec.template.spec.timeoutSeconds` is managed by `eventing-webhook`') as string,
    });
    expect(forced(at)).toEqual([]);
  });

  test.each<[string, readonly Written[]]>([
    ['no binding of the app is for it', [NAMESPACE, WEB, OTHER]],
    ['the binding is for another one', [NAMESPACE, WEB, { ...BINDING, ...{ spec: { subject: { ...SUBJECT, name: 'other' } } } }]],
    ['the binding is for one of another namespace', [NAMESPACE, WEB, { ...BINDING, ...{ spec: { subject: { ...SUBJECT, namespace: 'bank' } } } }]],
  ])('fails on such a conflict where %s', async (_, objects) => {
    const at = applied(WORDS, objects);

    expect(await at.run()).toMatchObject({ code: 5, stderr: expect.stringContaining('`.spec.template.spec.containers` is managed by `eventing-webhook`') as string });
    expect(forced(at)).toEqual([]);
  });
});
