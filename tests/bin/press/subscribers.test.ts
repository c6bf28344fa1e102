import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandIn, helpText } from '../../../bin/press/help.ts';
import { subscriberCommands } from '../../../bin/press/subscribers/commands.ts';
import { aFolder, aPress, runner } from './an-answering-press.ts';

const run = runner('subscribers', subscriberCommands);

const nia = {
  id: '01KB5T0M3W8Q2X7Z4C6V9N1R5H',
  email: 'Nia@example.org',
  state: 'confirmed',
  lists: ['weekly'],
  created: '',
};

it('reads two words as one command, and leaves others as they are', () => {
  expect(commandIn(['subscribers', 'import', 'a.csv'])).toEqual({
    name: 'subscribers import',
    words: ['a.csv'],
  });
  expect(commandIn(['subscribers'])).toEqual({ name: 'subscribers', words: [] });
  expect(commandIn(['show', 'subscribers', '3'])).toEqual({ name: 'show', words: ['subscribers', '3'] });
  expect(commandIn([])).toEqual({ name: undefined, words: [] });
  expect(helpText('subscribers').split('\n')).toHaveLength(8);
  expect(() => helpText('subscribers imprt')).toThrow('Did you mean "press subscribers import"?');
});

const status = { state: 'working', file: 'a.csv', rows: 3, added: 1, there: 0, refused: 0, refusedRows: [] };

/** A press whose imports end so. */
const anImportingPress = (end: (origin: string) => object) =>
  aPress((origin) => ({
    'POST /subscribers/imports': [[201, { id: '01', url: `${origin}/form`, fields: { key: 'imports/01' } }]],
    'POST /form': [[200, {}]],
    'GET /subscribers/imports/01': [
      [200, { ...status, state: 'waiting', rows: null }],
      [200, status],
      [200, { ...status, ...end(origin) }],
    ],
    'GET /refused/0': [[200, '\ufeffemail,reason\r\nnia@example,No.\r\n']],
    'GET /refused/1': [[200, 'wim@example,No.\r\n']],
  }));

it('imports a file, and ends well when every row was taken', async () => {
  const { press, asked } = await anImportingPress(() => ({ state: 'done', added: 2, there: 1 }));
  const folder = await aFolder({ 'a.csv': 'email\nnia@example.org\n' });
  const options = { consent: 'Signed', list: ['weekly'], dryRun: true };
  const { ok, lines } = await run('import', press, [join(folder, 'a.csv')], options);
  expect({ ok, lines }).toEqual({
    ok: true,
    lines: ['a.csv: 2 rows would be added, 1 there already, 0 refused.'],
  });
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    ...{ file: 'a.csv', bytes: 22, list: 'weekly', consent: 'Signed', dryRun: true },
  });
  expect(asked[1]?.body).toMatch(/imports\/01[\s\S]*email\nnia@example\.org\n/);
});

it('saves what was refused beside the file, over nothing that is there, and ends with a failure', async () => {
  const folder = await aFolder({ 'a.csv': 'email\n', 'a.refused.csv': 'corrected' });
  const { press } = await anImportingPress((origin) => ({
    ...{ state: 'done', refused: 2, refusedRows: [`${origin}/refused/0`, `${origin}/refused/1`] },
  }));
  const { ok, lines } = await run('import', press, [join(folder, 'a.csv')], { consent: 'Signed' });
  expect(ok).toBe(false);
  expect(lines[1]).toContain('a.refused-2.csv');
  expect(await readFile(join(folder, 'a.refused-2.csv'), 'utf8')).toBe(
    '\ufeffemail,reason\r\nnia@example,No.\r\nwim@example,No.\r\n',
  );
  expect(await readFile(join(folder, 'a.refused.csv'), 'utf8')).toBe('corrected');
});

it('tells why an import stopped', async () => {
  const folder = await aFolder({ 'a.csv': 'name\n' });
  const why = 'a.csv, row 1: no address';
  const { press } = await anImportingPress(() => ({ state: 'stopped', why }));
  const { ok, problem } = await run('import', press, [join(folder, 'a.csv')]);
  expect({ ok, problem }).toEqual({ ok: false, problem: why });
});

it('takes an export back, who left before who comes', async () => {
  const names = ['people.csv', 'evidence.csv', 'hash-keys.csv', 'suppressions.csv'];
  const folder = await aFolder(Object.fromEntries(names.map((name) => [name, `${name}\n`])));
  const { press, asked } = await anImportingPress(() => ({ state: 'done' }));
  await run('import', press, [folder]);
  const opened = asked.filter(({ call }) => call === 'POST /subscribers/imports');
  expect(opened.map(({ body }) => JSON.parse(body).file)).toEqual([
    ...['hash-keys.csv', 'suppressions.csv', 'people.csv', 'evidence.csv'],
  ]);
  await expect(run('import', press, [await aFolder({})])).rejects.toThrow('without a people.csv');
  await expect(run('import', press, [join(folder, 'none.csv')])).rejects.toThrow('There is no file');
});

it('shows a person by address or id, and says when nobody has it', async () => {
  const story = {
    ...nia,
    lists: [{ name: 'weekly', title: 'The weekly', state: 'on', at: '2026-05-01T12:00:00Z' }],
  };
  const evidence = [{ what: 'imported', at: '2026-05-01T12:00:00Z', lists: ['weekly'], note: 'Signed' }];
  const { press, asked } = await aPress({
    'GET /subscribers?search=nia%40example.org&limit=100': [[200, { items: [nia], next: null }]],
    'GET /subscribers?search=ni%40example.org&limit=100': [[200, { items: [nia], next: null }]],
    [`GET /subscribers/${nia.id}`]: [[200, { ...story, evidence }]],
  });
  const { lines } = await run('show', press, ['nia@example.org']);
  expect(lines.join('\n')).toMatch(
    /Nia@example\.org[\s\S]*The weekly \(weekly\)[\s\S]*imported {2}weekly {2}“Signed”/,
  );
  await run('show', press, [nia.id]);
  expect(asked.map(({ call }) => call)).toContain(`GET /subscribers/${nia.id}`);
  await expect(run('show', press, ['ni@example.org'])).rejects.toThrow('Nobody has the address');
  await expect(run('show', press, [])).rejects.toThrow('Name the person');
});

it('lists everybody, page by page, narrowed', async () => {
  const { press } = await aPress({
    'GET /subscribers?search=ni&state=confirmed&list=weekly&limit=100': [[200, { items: [], next: 'abc' }]],
    'GET /subscribers?search=ni&state=confirmed&list=weekly&limit=100&cursor=abc': [
      [200, { items: [nia], next: null }],
    ],
    'GET /subscribers?limit=100': [[200, { items: [], next: null }]],
  });
  const { data } = await run('list', press, [], { search: 'ni', state: 'confirmed', list: ['weekly'] });
  expect(data).toEqual([nia]);
  expect((await run('list', press, [])).lines).toEqual(['Nobody has subscribed yet.']);
});

it('adds somebody with the evidence, and nobody without', async () => {
  const { press, asked } = await aPress({ 'POST /subscribers': [[201, nia]] });
  await expect(run('add', press, ['nia@example.org'])).rejects.toThrow('--consent');
  expect(asked).toEqual([]);
  await run('add', press, ['nia@example.org'], { consent: 'Signed', list: ['weekly', 'events'] });
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    ...{ email: 'nia@example.org', lists: ['weekly', 'events'], evidence: 'Signed' },
  });
});

it('erases after a yes alone, by address in the body or by id', async () => {
  const { press, asked } = await aPress({
    'POST /erasures': [[202, { requested: true }]],
    [`DELETE /subscribers/${nia.id}`]: [[202, { requested: true }]],
  });
  const no = { confirm: async () => false };
  const nobody = { confirm: async () => undefined };
  await expect(run('remove', press, ['nia@example.org'], no)).rejects.toThrow('Nobody was erased.');
  await expect(run('remove', press, ['nia@example.org'], nobody)).rejects.toThrow('--yes');
  expect(asked).toEqual([]);
  await run('remove', press, ['nia@example.org'], { confirm: async () => true });
  await run('remove', press, [nia.id], { yes: true });
  expect(asked).toEqual([
    { call: 'POST /erasures', body: '{"email":"nia@example.org"}' },
    { call: `DELETE /subscribers/${nia.id}`, body: '' },
  ]);
});

it('has somebody told what is known of them, with the address in the body', async () => {
  const { press, asked } = await aPress({ 'POST /exports': [[202, { requested: true }]] });
  const { ok, lines } = await run('tell', press, ['nia@example.org']);
  expect([ok, lines[0]]).toEqual([true, expect.stringContaining('If anything is known of nia@example.org')]);
  expect(asked).toEqual([{ call: 'POST /exports', body: '{"email":"nia@example.org"}' }]);
});

it('says of an address to which mail may go already that it is so', async () => {
  const { press } = await aPress({
    'POST /suppressions/unsuppress': [
      [200, { removed: true }],
      [200, { removed: false }],
    ],
  });
  expect((await run('unsuppress', press, ['nia@example.org'])).lines).toEqual([
    'Mail may go to nia@example.org again.',
  ]);
  await expect(run('unsuppress', press, ['nia@example.org'])).rejects.toThrow('Unchanged: ');
});

it('writes an export whole, for its owner alone', async () => {
  const files = await aPress({
    'GET /people': [[200, '\ufeffid,email\r\n']],
    'GET /suppressions': [[200, 'hash\r\n']],
    'GET /evidence': [[200, 'id\r\n']],
    'GET /keys': [[200, 'hash key\r\n']],
  });
  const { origin } = files;
  const links = {
    ...{ url: `${origin}/people`, suppressions: `${origin}/suppressions` },
    ...{ evidence: `${origin}/evidence`, hashKeys: `${origin}/keys`, expires: '' },
  };
  const { press } = await aPress({
    'GET /subscribers.csv': [
      [202, { requested: true }],
      [200, links],
    ],
  });
  const folder = join(await aFolder({}), 'out');
  const { lines, ok } = await run('export', press, [folder]);
  expect(ok).toBe(true);
  expect(lines[0]).toContain('Keep it safe');
  expect((await readdir(folder)).sort()).toEqual([
    'evidence.csv',
    'hash-keys.csv',
    'people.csv',
    'suppressions.csv',
  ]);
  expect(await readFile(join(folder, 'people.csv'), 'utf8')).toBe('\ufeffid,email\r\n');
  expect((await stat(join(folder, 'people.csv'))).mode & 0o077).toBe(0);
});
