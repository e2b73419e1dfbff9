import { Repository } from 'aws-cdk-lib/aws-ecr';
import { App, Chart } from 'cdk8s';
import {
  ClusterCapacity, type ClusterSpecProps, Configuration, EksctlCluster, Ingress, KnativePlatform, KnativeService,
  type KnativeServiceProps, type NodeAddonPolicies, PullSecret, Warnings, WorkloadIdentity,
} from '../../lib';
import { anyCluster, anySpec, cdkStack, propertiesOf, REGION } from './support';

const ECR = `111122223333.dkr.ecr.${REGION}.amazonaws.com`;
const TAGGED = `${ECR}/orders:1.0`;
const DIGEST = `sha256:${'0a'.repeat(32)}`;

const groupWith = (addonPolicies: NodeAddonPolicies) => ClusterCapacity.nodeGroups({
  name: 'old', instanceTypes: ['m5.large'], minSize: 3, maxSize: 3, desiredSize: 3, addonPolicies,
});

interface Program {
  readonly image?: string;
  readonly props?: Partial<KnativeServiceProps>;
  readonly of?: Partial<ClusterSpecProps>;
  readonly more?: (app: App) => void;
}

/** What is warned of in an app with one service, for a cluster that eksctl makes. */
function warningsWith({ image = TAGGED, props, of = {}, more }: Program): string[] {
  const app = new App();
  new EksctlCluster(app, 'cluster', { spec: anySpec(of) });
  more?.(app);
  new KnativeService(new Chart(app, 'shop', { namespace: 'shop' }), 'orders', { image, ...props });
  app.node.findAll().forEach((one) => one.node.validate());
  return Warnings.of(app).list().filter(({ id }) => id === 'private-image-tag').map(({ message }) => message);
}

describe('an image in Amazon ECR', () => {
  test.each<[string, Program]>([
    ['a tag', {}],
    ['no tag', { image: `${ECR}/orders` }],
    ['a registry of a name of its own', { image: `111122223333.dkr-ecr.${REGION}.on.aws/orders:1.0` }],
    ['a Configuration', {
      image: 'ghcr.io/example/orders:1.0',
      more: (app) => new Configuration(new Chart(app, 'other', { namespace: 'shop' }), 'orders', { image: TAGGED }),
    }],
    ['nodes that other pods reach', { of: { capacity: groupWith({ ebs: false }) } }],
    ['tags of another registry that are left alone', {
      more: (app) => new KnativePlatform(new Chart(app, 'platform'), 'knative', {
        ingress: Ingress.contour(), domain: 'knative.example.com',
        serving: { deployment: { registriesSkippingTagResolving: ['ghcr.io'] } },
      }),
    }],
  ])('is warned of where nobody may look up what it is, with %s', (_, program) => {
    const [message, ...others] = warningsWith(program);

    expect(message).toMatch(/`(shop|other)\/orders`/);
    expect(message).toContain('`WorkloadIdentity.knativeController()`');
    expect(others).toEqual([]);
  });

  test.each<[string, Program]>([
    ['another registry', { image: 'ghcr.io/example/orders:1.0' }],
    ['the public registry', { image: 'public.ecr.aws/example/orders:1.0' }],
    ['a digest', { image: `${ECR}/orders:1.0@${DIGEST}` }],
    ['a password of its own', { props: { imagePullSecrets: [PullSecret.fromSecretName('registry')] } }],
    ['an identity of the controller', { of: { identities: [WorkloadIdentity.knativeController()] } }],
    ['an identity of the program for it', { of: { identities: [WorkloadIdentity.of({
      name: 'mine', namespace: 'knative-serving', serviceAccount: 'controller', managedPolicies: ['AmazonEC2ContainerRegistryReadOnly'],
    })] } }],
    ['nodes that every pod can be', { of: { capacity: groupWith({ imageBuilder: true }) } }],
    ['tags that Knative leaves alone', {
      more: (app) => new KnativePlatform(new Chart(app, 'platform'), 'knative', {
        ingress: Ingress.contour(), domain: 'knative.example.com',
        serving: { deployment: { registriesSkippingTagResolving: ['ghcr.io', ECR] } },
      }),
    }],
  ])('is fine with %s', (_, program) => {
    expect(warningsWith(program)).toEqual([]);
  });

  test('is recognized where AWS CDK writes most of its name', () => {
    const warned = [[], [WorkloadIdentity.knativeController()]].map((identities) => {
      const stack = cdkStack();
      const repository = new Repository(stack, 'images');
      const app = new App();
      new KnativeService(new Chart(app, 'shop', { namespace: 'shop' }), 'orders', { image: repository.repositoryUriForTag('1.0') });
      anyCluster({ spec: anySpec({ identities }) }, stack).apply(app);
      propertiesOf(stack, 'AWS::EKS::Cluster');
      return Warnings.of(app).list().map(({ id }) => id).filter((id) => id === 'private-image-tag');
    });

    expect(warned).toEqual([['private-image-tag'], []]);
  });

  test('may be looked up by the controller with its own role, which pulls and does no more', () => {
    const stack = cdkStack();
    anyCluster({ spec: anySpec({ identities: [WorkloadIdentity.knativeController()] }) }, stack);
    const roles = JSON.stringify(propertiesOf(stack, 'AWS::IAM::Role')
      .filter(({ Description }) => String(Description).includes('knative-serving/controller')));

    expect(propertiesOf(stack, 'AWS::EKS::PodIdentityAssociation'))
      .toEqual([expect.objectContaining({ Namespace: 'knative-serving', ServiceAccount: 'controller' })]);
    expect(roles).toContain('AmazonEC2ContainerRegistryPullOnly');
  });
});
