import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Keys, UnreadableKeys } from '../../functions/runtime/people/keys.ts';

/** Keys whose secret and whose clock a test moves. */
export interface KeysUnderTest {
  keys: Keys;
  /** Stores the secret string. */
  store(secret: string): Promise<void>;
  /** Moves the clock, in milliseconds. */
  pass(time: number): void;
  /** How often the secret has been read. */
  reads(): number;
}

const one = 'a'.repeat(64);
const two = 'b'.repeat(64);
export const firstKeys = JSON.stringify({ current: '1', 1: one });
const bothKeys = JSON.stringify({ current: '2', 1: one, 2: two });
const minute = 60_000;

/** @param open Gives keys whose secret is `firstKeys`. */
export function keysContract(open: () => Promise<KeysUnderTest>): void {
  it('knows its own signatures, which fit into a link', async () => {
    const { keys } = await open();
    const signature = await keys.sign('leave', 'person 1');
    expect(signature).toMatch(/^1\.[\w-]{22}$/);
    expect(await keys.sign('leave', 'person 1')).toBe(signature);
    expect(await keys.verify('leave', 'person 1', signature)).toBe(true);
    expect(await keys.verify('leave', 'person 2', signature)).toBe(false);
    expect(await keys.verify('preferences', 'person 1', signature)).toBe(false);
  });

  it('takes no signature with another character, or one more or fewer', async () => {
    const { keys } = await open();
    const signature = await keys.sign('leave', 'person');
    const changed = fc
      .tuple(fc.nat(signature.length - 1), fc.constantFrom(...'AZaz09-_.=é', ''))
      .map(([at, letter]) => signature.slice(0, at) + letter + signature.slice(at + 1))
      .filter((text) => text !== signature);
    const others = fc.oneof(
      changed,
      fc.string(),
      fc.constantFrom(`${signature}A`, ` ${signature}`, `0${signature}`, `${signature}\n`),
    );
    await fc.assert(fc.asyncProperty(others, async (text) => !(await keys.verify('leave', 'person', text))));
  });

  it('goes on with old links after a rotation, and signs with the new key soon', async () => {
    const { keys, store, pass } = await open();
    const old = await keys.sign('leave', 'person');
    await store(bothKeys);
    pass(5 * minute);
    const fresh = await keys.sign('leave', 'person');
    expect(fresh).toMatch(/^2\./);
    expect(await keys.verify('leave', 'person', fresh)).toBe(true);
    expect(await keys.verify('leave', 'person', old)).toBe(true);
    expect(await keys.verify('leave', 'person', `2.${old.slice(2)}`)).toBe(false);
  });

  it('knows at once what another function signed with a key that is new', async () => {
    const [here, there] = [await open(), await open()];
    await here.keys.sign('leave', 'person');
    await Promise.all([here.store(bothKeys), there.store(bothKeys)]);
    const signature = await there.keys.sign('leave', 'person');
    here.pass(10_000);
    expect(await here.keys.verify('leave', 'person', signature)).toBe(true);
    expect(here.reads()).toBe(2);
  });

  it('reads the secret once in five minutes, also for many at once', async () => {
    const { keys, pass, reads } = await open();
    const many = () => Promise.all(['1', '2', '3'].map((person) => keys.sign('leave', person)));
    await many();
    pass(5 * minute - 1);
    await many();
    expect(reads()).toBe(1);
    pass(1);
    await many();
    expect(reads()).toBe(2);
  });

  it('reads it at most once in ten seconds for key ids that are made up', async () => {
    const { keys, pass, reads } = await open();
    const forged = `7.${'A'.repeat(22)}`;
    for (let second = 0; second < 20; second++) {
      expect(await keys.verify('leave', 'person', forged)).toBe(false);
      pass(1_000);
    }
    expect(reads()).toBe(2);
  });

  it('hashes an address always alike, whatever is rotated, and so that nobody can undo it', async () => {
    const { keys, store, pass } = await open();
    const hash = await keys.hash('rosa@example.org');
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    await store(bothKeys);
    pass(5 * minute);
    expect(await keys.hash('Rosa@Example.org')).toBe(hash);
    expect(await keys.hash('rosa2@example.org')).not.toBe(hash);
  });

  it('finds the people of another press by its key, which signs nothing', async () => {
    const [ours, theirs] = [await open(), await open()];
    await theirs.store(JSON.stringify({ current: '1', 1: two }));
    const theirKey = await theirs.keys.hashKey();
    const hashes = await ours.keys.hashes('rosa@example.org', [theirKey]);
    expect(hashes).toEqual([
      await ours.keys.hash('rosa@example.org'),
      await theirs.keys.hash('rosa@example.org'),
    ]);
    expect(new Set(hashes).size).toBe(2);
    const taken = await open();
    await taken.store(JSON.stringify({ current: '1', 1: theirKey }));
    const forged = await taken.keys.sign('leave', 'person');
    expect(await theirs.keys.verify('leave', 'person', forged)).toBe(false);
  });

  it.each([
    ' ',
    'not JSON at all',
    '[]',
    '{"current":"1"}',
    '{"current":"2","1":"cccccccccccccccccccccccccccccccccccccccc"}',
    '{"current":"1","1":"short-one"}',
    '{"current":"2","2":"cccccccccccccccccccccccccccccccccccccccc"}',
  ])('says what is wrong with the secret %j, and not what is in it', async (secret) => {
    const { keys, store } = await open();
    await store(secret);
    const error: unknown = await keys.hash('rosa@example.org').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableKeys);
    expect(`${error instanceof Error && error.stack}`).not.toMatch(/cccc|short-one|not JSON/);
    await store(firstKeys);
    expect(await keys.hash('rosa@example.org')).toMatch(/^[0-9a-f]{32}$/);
  });
}
