import {
  addLateSource, canHoldLateValues, formatProblem, KnativeError, lateNames, lateObjectName, type Problem, show,
  withLateFix,
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
      fix: 'write `later`',
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

  test.each<[string, Problem]>([
    ['the value itself', problem(new Later())], ['one in a list', problem([1, new Later()])], ['one in an object', problem({ a: new Later() })],
    ['what is left of it in a message', problem(undefined, 'the value `"<later>"` is wrong')],
  ])('are answered with what to write where a construct gets them as objects: %s', (_, wrong) => {
    expect(withLateFix(wrong)).toEqual({ ...wrong, fix: 'write `later`' });
    expect(formatProblem(wrong)).toMatch(/; write `later`$/);
    expect(new KnativeError(wrong).fix).toBe('write `later`');
  });

  test.each<[unknown]>([['x'], [undefined], [null], [7], [['x']], [{ a: 'x', b: null }]])('change nothing else: %p', (received) => {
    expect(withLateFix(problem(received))).toEqual(problem(received));
    expect(new KnativeError(problem(received)).fix).toBe('write it');
  });
});
