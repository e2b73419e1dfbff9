import * as fc from 'fast-check';
import { checkWords } from '../../lib/pod/command';
import { Feature } from '../../lib/core';
import { checkShellVariables, Env, EnvFrom, PodDialect, SecretReference } from '../../lib/pod';
import { codesOf, containerCodes, containerOf, IMAGE, warningsOf } from './pod-owner';

describe('a command', () => {
  test('is written word by word', () => {
    const props = { command: ['gunicorn', '--bind', ':$(PORT)'], args: ['service:app'], workingDir: '/srv' };

    expect(containerOf(props)).toEqual(props);
  });

  test.each([
    [['serve', '--port', '$(PORT)']],
    [['serve', '--price', '$$PORT']],
    [['serve', '$PORTAL', '${PORTAL}', '$(PORTAL)']],
    [['sh', '-c', 'exec serve --port $PORT']],
    [['/bin/bash', '-ec', 'exec serve --port ${PORT:-8080}', 'name', '$PORT']],
    [['/usr/bin/env', 'sh', '-c', 'serve $PORT']],
    [['tini', '--', 'bash', '-lc', 'serve $PORT']],
  ])('may be %j', (command) => {
    expect(containerCodes({ command })).toEqual([]);
  });

  test('may have its shell in the command and its script in the arguments', () => {
    expect(containerCodes({ command: ['sh', '-c'], args: ['serve $PORT'] })).toEqual([]);
  });

  test.each([
    [['serve', '--port', '$PORT']],
    [['serve', '--port=$PORT']],
    [['gunicorn', '--bind', ':${PORT}']],
    [['serve', '${PORT:-8080}']],
    [['sh', 'serve.sh', '$PORT']],
    [['serve', '$PORT', 'sh', '-c', 'x']],
    [['serve', '$$$PORT']],
    [['serve', '$K_REVISION']],
  ])('fails as %j, which no shell reads', (command) => {
    expect(containerCodes({ command })).toEqual(['KN-POD-013']);
    expect(containerCodes({ args: command })).toEqual(['KN-POD-013']);
  });

  test('fails with the advice to write what Kubernetes replaces', () => {
    expect(checkShellVariables({ command: ['serve', ':$PORT'] }, ['PORT'])?.fix).toBe('write `$(PORT)`');
  });

  test('may have any dollar that is written as one', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{0,4}(\$\$)+(PORT|\{PORT\})[a-z]{0,4}$/), (word) => {
      expect(checkShellVariables({ args: [word] }, ['PORT'])).toBeUndefined();
    }));
  });

  test.each([
    ['a number among the words', { command: ['serve', 8080] }],
    ['one text for all words', { command: 'serve --port 1' }],
    ['one text for all arguments', { args: '--port 1' }],
    ['an empty program', { command: ['', 'x'] }],
    ['a folder that is no text', { workingDir: 1 }],
  ])('fails with %s', (_, props) => {
    expect(containerCodes(props as never)).toEqual(['KN-POD-016']);
  });

  test('warns about a variable of its own in the form of a shell', () => {
    expect(warningsOf({ args: ['$MODE'], env: { MODE: Env.value('x') } })).toEqual(['shell-variable']);
    expect(warningsOf({ args: ['$(MODE)'], env: { MODE: Env.value('x') } })).toEqual([]);
    expect(warningsOf({ args: ['${MODE}'], env: { MODE: Env.value('x') } })).toEqual([]);
    expect(warningsOf({ command: ['sh', '-c', '$MODE'], env: { MODE: Env.value('x') } })).toEqual([]);
  });
});

describe('a $(PORT)', () => {
  const args = ['--port=$(PORT)'];
  const init = Feature.PODSPEC_INIT_CONTAINERS;

  test('is there in the container that gets the requests', () => {
    expect(codesOf({}, [{ image: IMAGE, port: 8080, args }, { image: IMAGE }])).toEqual([]);
  });

  test.each([
    ['set', { env: { PORT: Env.value('1') } }],
    ['from an object', { envFrom: [EnvFrom.secret(SecretReference.fromName('a'))] }],
  ])('may be there in a sidecar when it is %s', (_, props) => {
    expect(codesOf({}, [{ image: IMAGE, port: 8080 }, { image: IMAGE, args, ...props }])).toEqual([]);
  });

  test('fails elsewhere', () => {
    expect(codesOf({}, [{ image: IMAGE, port: 8080 }, { image: IMAGE, args }])).toEqual(['KN-POD-014']);
    expect(codesOf({ initContainers: [{ image: IMAGE, args }] }, [{ image: IMAGE }], undefined, init)).toEqual(['KN-POD-014']);
    expect(codesOf({}, [{ name: 'a', image: IMAGE, args }], PodDialect.POD)).toEqual(['KN-POD-014']);
  });
});

describe('the words of a command', () => {
  test.each([
    [['gunicorn', '--bind', ':$(PORT)', 'service:app']],
    [['sh', '-c', 'first && exec second']],
    [['/opt/My App/run', 'now']],
    [['java', '-jar', 'my app.jar']],
    [['find', '/tmp', '-exec', 'rm', '{}', ';']],
    [['expr', '5', '>', '3']],
  ])('%j are accepted', (command) => {
    expect(checkWords({ command }, undefined)).toBeUndefined();
  });

  test.each([
    [['gunicorn --bind :8080 app'], "write `command: ['gunicorn','--bind',':8080','app']`"],
    [['npm', 'run', 'build', '&&', 'npm', 'start'], "write `command: ['sh', '-c', 'first && exec second']`"],
  ])('fails on %j, which only a shell would take apart', (command, fix) => {
    expect(checkWords({ command }, undefined)).toMatchObject({ code: 'KN-POD-016', fix });
  });
});
