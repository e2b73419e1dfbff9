import { Chart, JsonPatch, Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { SecretReference, ServiceAccount } from '../../lib/pod';
import { chartOf, problemsOf, raised } from './pod-owner';

describe('a service account', () => {
  test('gives its pods a token unless told otherwise', () => {
    const { chart } = chartOf();

    const account = new ServiceAccount(chart, 'app-user');

    expect(account.automountToken).toBe(true);
    expect(Testing.synth(chart)).toEqual([{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'app-user', namespace: 'orders' } }]);
  });

  test('says all that it can', () => {
    const { chart } = chartOf();
    const account = new ServiceAccount(chart, 'app-user', {
      metadata: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/orders' } },
      automountToken: false,
      imagePullSecrets: [SecretReference.fromName('registry')],
    });
    account.addImagePullSecret({ name: 'other' });
    account.addImagePullSecret({ name: 'registry' });

    expect(account.automountToken).toBe(false);
    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'app-user', namespace: 'orders',
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/orders' },
      },
      automountServiceAccountToken: false,
      imagePullSecrets: [{ name: 'registry' }, { name: 'other' }],
    }]);
  });

  test('can be patched', () => {
    const { chart } = chartOf();

    new ServiceAccount(chart, 'app-user').apiObject.addJsonPatch(JsonPatch.add('/secrets', [{ name: 'token' }]));

    expect(Testing.synth(chart)).toMatchObject([{ secrets: [{ name: 'token' }] }]);
  });

  test('may exist already', () => {
    expect(ServiceAccount.fromName('existing')).toEqual({ name: 'existing' });
  });

  test('fails with a name that is none', () => {
    expect(raised(() => ServiceAccount.fromName('My_Account'))).toBe('KN-POD-039');
  });

  test('fails with a pull secret that has no name or lies elsewhere', () => {
    const { app, chart } = chartOf();
    const theirs = new Secret(new Chart(app, 'elsewhere', { namespace: 'payments' }), 's', { metadata: { name: 's' } });

    new ServiceAccount(chart, 'app-user', { imagePullSecrets: [{ name: '' }, theirs] });

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-POD-039'), expect.stringContaining('KN-NAM-007')]);
  });
});
