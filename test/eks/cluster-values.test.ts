import { App, Stack } from 'aws-cdk-lib';
import { KubernetesVersion } from 'aws-cdk-lib/aws-eks-v2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { ClusterSpec, WorkloadIdentity } from '../../lib';
import { CLUSTER_VERSIONS, DEFAULT_CLUSTER_VERSION } from '../../lib/cluster';

describe('the values of a specification', () => {
  test('have versions that the AWS CDK knows, but for the newest ones where it is old', () => {
    const known = new Set(Object.keys(KubernetesVersion).map((name) => name.replace('V1_', '1.')));
    const versions = Object.keys(CLUSTER_VERSIONS);
    const missing = versions.filter((version) => !known.has(version));

    expect(known).toContain(DEFAULT_CLUSTER_VERSION);
    expect(missing).toEqual(versions.slice(versions.length - missing.length));
  });

  test('take constructs of the AWS CDK for hosted zones, and what only the deployment knows of a key', () => {
    const stack = new Stack(new App(), 'stack');
    const zone = new HostedZone(stack, 'zone', { zoneName: 'example.com' });
    const identity = WorkloadIdentity.externalDns({ hostedZones: [zone] });
    const policy = identity.policy({ clusterName: 'shop', region: 'us-east-1', partition: 'aws' });
    const spec = new ClusterSpec({
      name: 'shop', region: 'us-east-1', zones: ['us-east-1a', 'us-east-1b'], identities: [identity], encryptionKeyArn: new Key(stack, 'key').keyArn,
    });

    expect(spec._problems).toEqual([]);
    expect(stack.resolve(policy?.Statement[0]?.Resource)).toEqual([
      { 'Fn::Join': ['', ['arn:aws:route53:::hostedzone/', { Ref: expect.stringMatching(/^zone/) as unknown }]] },
    ]);
  });
});
