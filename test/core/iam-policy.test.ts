import { iamAllow, iamPolicyOf } from '../../lib/core';

describe('a policy of IAM', () => {
  const read = iamAllow({ Action: ['route53:GetChange'], Resource: ['*'] });
  const narrow = iamAllow({ Action: ['route53:GetChange'], Resource: ['*'], Condition: { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } } });

  test('has the words of AWS, and each statement once, in the order in which they came', () => {
    expect(iamPolicyOf([narrow, read, { ...narrow }])).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow', Action: ['route53:GetChange'], Resource: ['*'], Condition: { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } },
        },
        { Effect: 'Allow', Action: ['route53:GetChange'], Resource: ['*'] },
      ],
    });
  });

  test('may allow nothing', () => {
    expect(iamPolicyOf([])).toEqual({ Version: '2012-10-17', Statement: [] });
  });
});
