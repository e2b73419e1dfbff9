import fc from 'fast-check';
import type { IamPolicyDocument } from '../../lib';
import { missingRights } from '../../lib/cluster/rights-coverage';

const ZONE = 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ';

function policy(action: string | string[], resource: string | string[], effect = 'Allow'): IamPolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: effect, Action: [action].flat(), Resource: [resource].flat() }] };
}

function both(one: IamPolicyDocument, other: IamPolicyDocument): IamPolicyDocument {
  return { ...one, Statement: [...one.Statement, ...other.Statement] };
}

describe('rights that are missing', () => {
  test.each<[string, IamPolicyDocument, IamPolicyDocument, string[]]>([
    ['the same ones', policy('a:B', ZONE), policy('a:B', ZONE), []],
    ['all of them', policy('a:B', ZONE), policy('*', '*'), []],
    ['calls by their beginning', policy('route53:GetChange', '*'), policy('route53:Get*', '*'), []],
    ['calls in other letters', policy('route53:GetChange', '*'), policy('route53:getchange', '*'), []],
    ['one character by a question mark', policy('a:B1', '*'), policy('a:B?', '*'), []],
    ['a resource that only the deployment knows', policy('a:B', '${Token[Zone.1]}'), policy('a:C', '*'), []],
    ['an identity whose resource only the deployment knows', policy('a:B', ZONE), policy('a:B', '${Token[Zone.1]}'), []],
    ['one zone, of all that are looked at', policy('a:B', 'arn:aws:route53:::hostedzone/*'), policy('a:B', ZONE), []],
    ['no zone', policy('a:B', 'arn:aws:route53:::hostedzone/*'), policy('a:C', ZONE), ['a:B on arn:aws:route53:::hostedzone/*']],
    ['all, and denies them again', policy('a:B', ZONE), both(policy('*', '*'), policy('a:*', '*', 'Deny')), [`a:B on ${ZONE}`]],
    ['all, and denies others', policy('a:B', ZONE), both(policy('*', '*'), policy('a:*', `${ZONE}K`, 'Deny')), []],
    ['another call', policy('a:B', ZONE), policy('a:C', ZONE), [`a:B on ${ZONE}`]],
    ['a longer call', policy('a:BC', '*'), policy('a:B', '*'), ['a:BC on *']],
    ['another resource', policy(['a:B', 'a:C'], ZONE), policy('a:*', `${ZONE}K`), [`a:B on ${ZONE}`, `a:C on ${ZONE}`]],
    ['all resources, of which it gives one', policy('a:B', '*'), policy('a:B', ZONE), ['a:B on *']],
    ['what is denied', policy('a:B', ZONE), policy('a:B', ZONE, 'Deny'), [`a:B on ${ZONE}`]],
    ['a dot that is no pattern', policy('a:B', 'a-b'), policy('a:B', 'a.b'), ['a:B on a-b']],
  ])('are told where an identity gives %s', (_, needed, given, expected) => {
    expect(missingRights(needed, given)).toEqual(expected);
  });

  test('are none in what is given, with any other statement beside it', () => {
    const word = fc.stringMatching(/^[a-zA-Z:/*?.()[\]$^+|\\-]{1,12}$/);
    const any = fc.tuple(fc.array(word, { minLength: 1 }), fc.array(word, { minLength: 1 }));

    fc.assert(fc.property(any, any, ([actions, resources], [others, places]) => {
      const needed = policy(actions, resources);
      const Statement = [...policy(others, places).Statement, ...needed.Statement];
      expect(missingRights(needed, { ...needed, Statement })).toEqual([]);
    }));
  });
});
