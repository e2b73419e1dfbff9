import { CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { App, Chart } from 'cdk8s';
import { Ingress, KnativePlatform, Warnings } from '../../lib';
import { messagesOf, templateOf, there } from './apply-support';
import { cdkApp, REGION } from './support';

beforeEach(() => { jest.spyOn(process.stderr, 'write').mockReturnValue(true); });
afterEach(() => { jest.restoreAllMocks(); });

function platformIn(app: App, domain = 'knative.example.com'): void {
  new KnativePlatform(new Chart(app, 'platform'), 'knative', { domain, ingress: Ingress.kourier() });
}

function aStack(): Stack {
  return new Stack(cdkApp(), 'shop', { env: { region: REGION } });
}

describe('what a platform needs besides', () => {
  const warned = (app: App) => Warnings.of(app).list().filter(({ id }) => id === 'prerequisites').map(({ message }) => message);

  test('has to be there before the stack of the objects, and the warning says so', () => {
    const app = new App();
    platformIn(app);
    const cluster = there();
    cluster.apply(app);
    templateOf(Stack.of(cluster));

    expect(warned(app)).toEqual([expect.stringContaining(
      'the stack that applies the objects fails without it, and is rolled back: bring it as release files with `releases`, or deploy the stack of '
      + 'the cluster alone, run the commands, and deploy the other one after them')]);
  });

  test('has no stack to come before where none applies the objects', () => {
    const app = new App();
    platformIn(app);
    app.node.findAll().forEach((one) => one.node.validate());

    expect(warned(app)).toEqual([expect.not.stringContaining('stack')]);
  });
});

describe('the domain of a platform', () => {
  test('fails where only the deployment knows it, since it is the key of a setting', () => {
    const stack = aStack();
    const app = new App();
    platformIn(app, new CfnParameter(stack, 'Domain').valueAsString);
    there(stack).apply(app);

    expect(messagesOf(stack.node.root as ReturnType<typeof cdkApp>)).toEqual([expect.stringMatching(
      /KN-LAT-002 KnativeServing `knative-serving\/knative-serving` has in `spec\.config\.config-domain` a key that is known to the deployment only: .*Domain.*; allowed: keys /)]);
  });

  test('may come from a value that the program knows in the end', () => {
    const stack = aStack();
    const app = new App();
    platformIn(app, Lazy.string({ produce: () => 'knative.example.com' }));
    there(stack).apply(app);

    expect(JSON.stringify(templateOf(stack))).toContain('knative.example.com');
  });
});
