import { awsPartitionOf, checkAwsRegion, checkAwsRole, checkHostedZone } from '../../lib/core';

test.each([
  [undefined, undefined, 'aws'], [undefined, 'eu-central-1', 'aws'], [undefined, 'cn-northwest-1', 'aws-cn'],
  [undefined, 'us-gov-east-1', 'aws-us-gov'], [undefined, 'us-iso-east-1', 'aws-iso'], [undefined, 'us-isob-east-1', 'aws-iso-b'],
  [undefined, 'eusc-de-east-1', 'aws-eusc'], ['arn:aws-cn:iam::123456789012:role/a/b', 'eu-central-1', 'aws-cn'],
])('the partition of the role %s in the region %s is %s', (role, region, partition) => {
  expect(awsPartitionOf({ role, region })).toBe(partition);
});

test.each(['eu-central-1', 'us-gov-west-1', 'ap-southeast-7', 'eusc-de-east-1', 'mx-central-1', undefined])('%s is a region', (region) => {
  expect(checkAwsRegion('KN-NET-009', region)).toBeUndefined();
});

test.each([['EU_CENTRAL_1a', 'eu-central-1'], ['us-east-2b', 'us-east-2'], ['Frankfurt', 'eu-central-1'], ['', 'eu-central-1']])(
  'fails with the region %j, and proposes %s', (region, proposed) => {
    expect(checkAwsRegion('KN-NET-009', region)).toMatchObject({ code: 'KN-NET-009', fix: `write \`region: '${proposed}'\`, for example` });
  });

test('fails with the name of a role, and with one that is too long', () => {
  expect(checkAwsRole('KN-CRT-008', 'dns')?.code).toBe('KN-CRT-008');
  expect(checkAwsRole('KN-NET-008', `arn:aws:iam::123456789012:role/${'a'.repeat(65)}`)?.code).toBe('KN-NET-008');
  expect(checkAwsRole('KN-NET-008', `arn:aws:iam::123456789012:role/a/b/${'a'.repeat(64)}`)).toBeUndefined();
});

test('fails with a hosted zone and its path, and proposes it without', () => {
  expect(checkHostedZone('KN-NET-009', 'hostedZoneIds', '/hostedzone/Z1')?.fix).toBe("write `'Z1'` for `hostedZoneIds`, for example");
});
