import { Duration } from 'cdk8s';
import {
  AwsAuth, AwsService, checkArn, checkAws, checkIntegrationMillis, checkIntegrationText, renderAws,
} from '../../lib/integrations';
import { SecretReference } from '../../lib/pod';

const auth = AwsAuth.fromSecret(SecretReference.fromName('aws'));

describe('who an integration is to AWS', () => {
  test('is a Secret by its name', () => {
    expect(auth._render()).toEqual({ secret: { ref: { name: 'aws' } } });
    expect(auth._check('shop')).toBeUndefined();
  });

  test('fails with a name that is none', () => {
    expect(AwsAuth.fromSecret(SecretReference.fromName('a'))._check('shop')).toBeUndefined();
    expect(AwsAuth.fromSecret({ name: 'A_B' })._check('shop')).toMatchObject({ received: 'A_B' });
  });
});

describe('what a service of AWS is asked for', () => {
  test.each([
    [AwsService.S3, 'my-bucket'], [AwsService.SQS, 'arn:aws:sqs:eu-central-1:123456789012:orders'],
  ])('may be in %s %s', (service, arn) => {
    expect(checkArn(service, arn, 'eu-central-1')).toBeUndefined();
  });

  test('fails in another region than its own', () => {
    expect(checkArn(AwsService.SQS, 'arn:aws:sqs:eu-central-1:123456789012:orders', 'us-east-1'))
      .toMatchObject({ code: 'KN-INT-002' });
  });

  test('fails with a region that is none', () => {
    expect(checkAws({ region: 'Frankfurt', auth })).toContainEqual(expect.objectContaining({ code: 'KN-INT-002' }));
  });

  test('says that an address replaces the one of AWS', () => {
    const uriEndpointOverride = 'http://minio.storage:9000';

    expect(renderAws({ region: 'eu-central-1', auth, uriEndpointOverride }))
      .toEqual({ region: 'eu-central-1', uriEndpointOverride, overrideEndpoint: true });
  });
});

test('fails on a text that is empty, and a time that is dropped on its way', () => {
  expect(checkIntegrationText('message', ' ')).toMatchObject({ code: 'KN-INT-006' });
  expect(checkIntegrationMillis('period', Duration.millis(0))).toMatchObject({ code: 'KN-DUR-002' });
});
