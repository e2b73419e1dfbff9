import {
  addLateSource, canHoldLateValues, formatProblem, holdsCredential, KnativeError, lateNames, lateObjectName,
  type Problem, show, unresolvable, unresolved, withLateFix, withoutTraces,
} from '../../lib/core';

class Later {
  public readonly isLater = true;

  public toJSON(): string {
    return '<later>';
  }
}

const problem = (received: unknown, message = 'it is wrong'): Problem =>
  ({ code: 'KN-NET-008', message, received, allowed: 'another', fix: 'write it' });

let used = false;

describe('values from another engine than AWS CDK', () => {
  test('are looked for where one was given out only', () => {
    expect(canHoldLateValues()).toBe(false);
    expect(lateObjectName(new Later())).toBeUndefined();
    addLateSource({
      isUsed: () => used,
      nameOf: (key) => key.startsWith('later.') || key.startsWith('-1.9') ? `later ${key.slice(0, 7)}` : undefined,
      objectName: (value) => value instanceof Later ? 'a later one' : undefined,
      trace: '<later>',
      traces: /see <later> of me@later/g,
      fix: 'write `later`',
      listFix: 'write `later.join()`',
      applyFix: 'run `later`',
    });

    expect(canHoldLateValues()).toBe(false);
    used = true;
    expect(canHoldLateValues()).toBe(true);
  });

  test('have the names that the engine gives them', () => {
    expect(lateNames('${Token[later.x.1]} #{Token[later.y.2]} ${Token[Role.Arn.3]} -1.9185473962345678e+289'))
      .toBe('`later later.x`, `later later.y`, `Role.Arn`, `later -1.9185`');
    expect(lateNames('-1.888154589709e+289')).toBe('a token');
    expect(show(new Later())).toBe('`a later one`');
    expect(lateObjectName('x')).toBeUndefined();
  });

  test.each<[string, string, string, string]>([
    ['AWS CDK', '${Token[Role.Arn.3]}', 'apply the app from the stack, `cluster.apply(app)`', "or one text of all, `Fn.join(',', list)`"],
    ['another engine', '${Token[later.x.1]}', 'run `later`', 'write `later.join()`'],
    ['both', '${Token[Role.Arn.3]} ${Token[later.x.1]}', 'apply the app from the stack, `cluster.apply(app)`, or run `later`',
      "`Fn.join(',', list)`, or write `later.join()`"],
  ])('have the advice of the engine that they come from alone: %s', (_, text, applyFix, listFix) => {
    const field = { field: 'a', text, isPartOfList: true, isSpoilt: false };

    const { fix } = unresolved('Thing `a`', [field]);
    // Files come first where stacks are written to some too.
    expect(fix.split('; or ').at(applyFix === 'run `later`' ? 0 : -1)).toBe(applyFix);
    expect(fix).toContain('Placeholders.of(app)');
    expect(fix.includes('roleArn')).toBe(text.includes('Role'));
    const [list] = unresolvable('Thing `a`', [field]);
    expect(list?.fix.endsWith(listFix)).toBe(true);
  });

  test.each<[string, Problem]>([
    ['the value itself', problem(new Later())], ['one in a list', problem([1, new Later()])], ['one in an object', problem({ a: new Later() })],
    ['what is left of it in a text', problem(`${'x'.repeat(200)}<later>`)], ['what is left of it in one of a list', problem(['a <later>'])],
    ['what is left of it in a message', problem(undefined, 'the value `"<later>"` is wrong')],
  ])('are answered with what to write where a construct gets them as objects: %s', (_, wrong) => {
    expect(withLateFix(wrong)).toEqual({ ...wrong, fix: 'write `later`' });
    expect(formatProblem(wrong)).toMatch(/; write `later`$/);
    expect(new KnativeError(wrong).fix).toBe('write `later`');
  });

  test('leave nothing that is taken for a user', () => {
    expect(withoutTraces('a see <later> of me@later b')).toBe('a  b');
    expect(holdsCredential('registry:5000/see <later> of me@later')).toBe(false);
    expect(holdsCredential('https://a:b@see <later> of me@later')).toBe(true);
  });

  test.each<[unknown]>([['x'], [undefined], [null], [7], [['x']], [{ a: 'x', b: null }]])('change nothing else: %p', (received) => {
    expect(withLateFix(problem(received))).toEqual(problem(received));
    expect(new KnativeError(problem(received)).fix).toBe('write it');
  });
});
