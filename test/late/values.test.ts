import * as fc from 'fast-check';
import { Aws, Fn, Lazy, Token } from 'aws-cdk-lib';
import {
  asAddress, canHoldLateValues, hasLateValue, isLateText, isSpoilt, isUndecided, lateFields, lateNames,
  type Problem, withoutRun,
} from '../../lib/core';
import { deployed } from './support';

const problem = (received: unknown, message = 'it is wrong'): Problem =>
  ({ code: 'KN-NET-008', message, received, allowed: 'another', fix: 'write it' });

describe('a value that only the deployment knows', () => {
  const { roleArn, list, number, text, zone } = deployed();

  test.each<[string, unknown]>([
    ['an attribute of a resource', roleArn],
    ['the id of a zone', zone.hostedZoneId],
    ['a part of a text', `--role=${text},other`],
    ['a list', list],
    ['a joined text', Fn.join('-', ['a', Aws.REGION])],
    ['a number', number],
    ['a number that was made a text', `port ${number}`],
    ['a large number', Token.asNumber(Lazy.number({ produce: () => 2 ** 40 }))],
    ['a token that was not encoded', Fn.getAtt('Role', 'Arn')],
    ['a lazy one', Lazy.any({ produce: () => [] })],
    ['one deep in an object', { spec: { list: [{ value: text }] } }],
    ['a key', { [text]: 'x' }],
  ])('is known by its form: %s', (_, value) => {
    expect(hasLateValue(value)).toBe(true);
  });

  test.each<[unknown]>([
    ['arn:aws:iam::123456789012:role/dns'], ['${ROLE_ARN}'], ['Token[TOKEN.1]'], ['${Token[]}'], [''], [undefined], [null], [0],
    [-1e288], [-Infinity], [NaN], [Number.MAX_VALUE], [1.5e289], [[]], [{}], [new Map([['a', text]])], [() => text], [true],
    [{ resolve: () => 'x' }],
  ])('is none of what a program writes: %p', (value) => {
    expect(hasLateValue(value)).toBe(false);
  });

  test('is looked for without end neither in what holds itself nor in what is deep', () => {
    const own: Record<string, unknown> = {};
    own.own = own;

    expect(hasLateValue(own)).toBe(false);
  });

  test('is possible where AWS CDK encoded one: both of its versions keep them in one place', () => {
    expect(canHoldLateValues()).toBe(true);
  });

  test('has the name of its hint in a message, without the number that differs from run to run', () => {
    expect(lateNames(`${Aws.REGION} and ${text}, ${Aws.PARTITION}, ${Aws.REGION}`)).toBe('`AWS.Region`, `AWS.Partition`');
    expect(lateNames(text)).toBe('a token');
    expect(isLateText(roleArn)).toBe(true);
  });

  test('is no problem yet, whatever a check says of it', () => {
    expect(isUndecided(problem(roleArn))).toBe(true);
    expect(isUndecided(problem(number))).toBe(true);
    expect(isUndecided(problem(`a.${text}`.slice(0, 12)))).toBe(true);
    expect(isUndecided(problem([roleArn], `\`["${roleArn}"]\` is wrong`))).toBe(true);
    expect(isUndecided(problem(undefined, `\`${roleArn.slice(0, 12)}...\` is wrong`))).toBe(true);
  });

  test('does not hide what is wrong beside it', () => {
    expect(isUndecided(problem('x', `\`x\` of ${roleArn} is wrong`))).toBe(false);
    expect(isUndecided(problem(['Not a host', roleArn], '`Not a host` is wrong'))).toBe(false);
    expect(isUndecided({ ...problem(roleArn), code: 'KN-LAT-002' })).toBe(false);
    expect(isUndecided({ ...problem(roleArn), code: 'KN-TYP-001' })).toBe(false);
  });

  test('is the same in every run for a digest, and a host for an address', () => {
    const again = deployed();

    expect(again.text).not.toBe(text);
    expect(withoutRun(`a ${again.text} ${again.number} ${Aws.REGION}`)).toBe(withoutRun(`a ${text} ${number} ${Aws.REGION}`));
    expect(withoutRun(Aws.REGION)).not.toBe(withoutRun(Aws.PARTITION));
    expect(withoutRun('a ${B}')).toBe('a ${B}');
    expect(asAddress(`https://${text}.example.com:8200/${text}`)).toBe('https://late.example.com:8200/late');
  });

  test.each(['${token[1]}', '${tokens[@]}', 'Token[', '$Token[a]', '${Token[TOKEN.1]}', 'a'])('is spoilt in no text of a program: %s', (plain) => {
    expect(isSpoilt(plain)).toBe(false);
  });

  test('is found in every field of a manifest', () => {
    expect(lateFields({
      metadata: { annotations: { 'example.com/arn': roleArn } }, spec: { args: ['a', `--x=${text}`], port: number, replicas: 1, list },
      [text]: 1, mixed: ['a', ...list], joined: `${list[0] ?? ''} b`,
      cut: roleArn.slice(0, 12), small: `${roleArn} ${roleArn.toLowerCase()}`,
    }).map(({ field, isPartOfList, isSpoilt }) => isSpoilt ? [field, 'spoilt'] : [field.replace(text, 'TEXT'), isPartOfList])).toEqual([
      ['metadata.annotations["example.com/arn"]', false], ['spec.args[1]', false], ['spec.port', false], ['spec.list[0]', false],
      ['["TEXT"]', false], ['mixed[1]', true], ['joined', true], ['cut', 'spoilt'], ['small', 'spoilt'],
    ]);
  });

  test('is found in base64 and in addresses too, where nobody else would', () => {
    fc.assert(fc.property(fc.string(), fc.string(), fc.constantFrom(text, list[0] ?? ''), (before, after, late) => {
      expect(isSpoilt(Buffer.from(`${before}${late}${after}`).toString('base64'))).toBe(true);
    }));
    expect(isSpoilt(encodeURIComponent(`a/${text}`))).toBe(true);
    expect(isSpoilt(new URL(`https://example.com/?a=${encodeURIComponent(text)}`).toString())).toBe(true);
  });
});
