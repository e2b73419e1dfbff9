import * as pulumi from '@pulumi/pulumi';
import { play } from './played-engine';

jest.setTimeout(30_000);

const TYPE = 'shop:index:Part';

class Part extends pulumi.CustomResource {}

/** A resource for each name, with what it was called before, one after the other. */
function parts(...names: readonly (readonly [string, ...string[]])[]): () => void {
  return () => {
    let last: pulumi.CustomResource | undefined;
    for (const [name, ...before] of names) {
      const aliases = before.map((each) => ({ name: each }));
      last = new Part(TYPE, name, {}, { aliases, dependsOn: last === undefined ? [] : [last] });
    }
  };
}

describe('the engine of the tests, as the real one,', () => {
  test('fails for two resources of one name', async () => {
    const { failures } = await play(parts(['one'], ['one']));

    expect(failures).toEqual([`Duplicate resource URN 'urn:pulumi:stack::project::${TYPE}::one'; try giving it a unique name`]);
  });

  test('fails where two resources were the same one', async () => {
    const { state } = await play(parts(['one']));
    const { failures } = await play(parts(['two', 'one'], ['three', 'one']), { state });

    expect(failures).toEqual([expect.stringMatching(/^Duplicate resource alias '.*::one' applied to .*::three' conflicting with .*::two'$/)]);
  });

  test('fails where a resource was one that is there still', async () => {
    const { state } = await play(parts(['one']));
    const { failures } = await play(parts(['one'], ['two', 'one']), { state });

    expect(failures).toEqual([expect.stringMatching(/^Duplicate resource alias '.*::one' applied to .*::two' conflicting with /)]);
  });

  test('fails for a name that another resource had, after that took it over', async () => {
    const { state } = await play(parts(['one']));
    const { failures } = await play(parts(['two', 'one'], ['one']), { state });

    expect(failures).toEqual([expect.stringMatching(/^Duplicate resource URN '.*::one' conflicting with alias on .*::two'$/)]);
  });

  test('takes two names that only one of them was', async () => {
    const { state } = await play(parts(['one']));
    const played = await play(parts(['two', 'one', 'zero'], ['three', 'zero']), { state });

    expect(played.failures).toEqual([]);
    expect([played.opOf('two'), played.opOf('three')]).toEqual(['same', 'create']);
  });
});
