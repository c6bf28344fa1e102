import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { commands } from '../../../bin/press/commands.ts';
import { commandHelp } from '../../../bin/press/help.ts';
import { signInCommands } from '../../../bin/press/sign-in/commands.ts';
import { nearestOf } from '../../../functions/runtime/nearest.ts';

const root = join(import.meta.dirname, '../../..');

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** The command line, as a process without a terminal. */
const press = (words: string[], url = 'http://127.0.0.1:9'): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, PRESS_URL: url, PRESS_TOKEN: 'token' };
    const child = execFile(
      process.execPath,
      [join(root, 'bin/press.ts'), ...words],
      { env },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end();
  });

const documents = [
  {
    slug: 'rent-strike',
    kind: 'article',
    title: 'Rent strike',
    status: 'published',
    revision: 1,
    name: 'rent.md',
    section: 'Housing',
  },
  { slug: 'harbours', kind: 'page', title: 'Ports', status: 'withdrawn', revision: 1, name: 'p.md' },
  { slug: 'about', kind: 'page', title: 'About us', status: 'draft', revision: 2, name: 'about.md' },
  {
    ...{ slug: 'harbour', kind: 'article', title: 'Harbour', status: 'published', revision: 2, name: 'h.md' },
    pending: { revision: 3, status: 'scheduled', published: '2031-05-01', by: 'w', byName: 'wim' },
  },
];

/** A press that has these documents, one deleted, and says what it was asked. */
async function aPress(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const answers: Record<string, [number, unknown]> = {
    'GET /api/documents': [200, { items: documents, next: null }],
    'GET /api/documents/about': [200, documents[2]],
    'DELETE /api/documents/about': [200, documents[2]],
    'DELETE /api/documents/gone': [200, {}],
    'POST /api/documents/about/withdraw': [409, { detail: 'Unchanged: “about” is withdrawn already.' }],
  };
  const server = createServer((request, response) => {
    const call = `${request.method} ${request.url}`;
    asked.push(call);
    const [status, body] = answers[call] ?? [404, { detail: 'There is no such document.' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('It listens on no port');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

it('has help for every command, and for no other', () => {
  expect(Object.keys(commandHelp).sort()).toEqual(Object.keys({ ...commands, ...signInCommands }).sort());
});

it.each(Object.keys(commandHelp))('tells what `%s` takes and ends with, in two ways', async (name) => {
  const [one, other] = await Promise.all([press(['help', name]), press([name, '--help'])]);
  expect(one).toEqual(other);
  expect(one).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^press [\s\S]*It ends with\n {2}0 [\s\S]*\n {2}1 /),
  });
  for (const option of commandHelp[name]?.options ?? []) expect(one.out).toContain(`--${option}`);
});

it('suggests what was meant, and refuses options that a command would ignore', async () => {
  expect(nearestOf('uplaod', ['upload', 'list'])).toBe('upload');
  expect(nearestOf('publish', ['upload', 'list'])).toBeUndefined();
  expect(await press(['uplaod', 'a.md'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('Did you mean "press upload"?'),
  });
  expect(await press(['render', '--yes'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('no option --yes'),
  });
  const { url } = await aPress();
  expect(await press(['show', 'rent-strik'], url)).toMatchObject({
    code: 1,
    err: expect.stringContaining('“rent-strike”'),
  });
  expect(await press(['show', 'harbour', '9'], url)).toMatchObject({
    ...{ code: 1, err: 'press: There is no such document.\n' },
  });
});

it('tells its version', async () => {
  expect(await press(['--version'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

it('deletes nothing without a terminal or --yes, and says of what is done already that it is', async () => {
  const { url, asked } = await aPress();
  expect(await press(['delete', 'about'], url)).toMatchObject({
    code: 1,
    err: expect.stringContaining('--yes'),
  });
  expect(asked).toEqual(['GET /api/documents/about']);
  expect(await press(['delete', 'about', '--yes'], url)).toMatchObject({
    code: 0,
    out: expect.stringContaining('is deleted'),
  });
  expect(await press(['delete', 'gone', '--yes'], url)).toEqual({
    code: 0,
    out: 'Unchanged: “gone” is deleted already.\n',
    err: '',
  });
  expect(await press(['withdraw', 'about', '--reason', 'So.'], url)).toEqual({
    code: 0,
    out: 'Unchanged: “about” is withdrawn already.\n',
    err: '',
  });
});

it.each([
  [['--status', 'draft'], ['about']],
  [['--status', 'scheduled'], ['harbour']],
  [
    ['--status', 'published'],
    ['rent-strike', 'harbour'],
  ],
  [
    ['--kind', 'article'],
    ['rent-strike', 'harbour'],
  ],
  [['--section', 'housing'], ['rent-strike']],
  [['--text', 'strike RENT'], ['rent-strike']],
  [['--text', 'us', '--kind', 'article'], []],
])('lists those that are wanted: %j', async (options, slugs) => {
  const { url } = await aPress();
  const { out } = await press(['list', '--json', ...options], url);
  expect(JSON.parse(out).map(({ slug }: { slug: string }) => slug)).toEqual(slugs);
});

it('reads everything in a dry run, and asks nobody', async () => {
  const { url, asked } = await aPress();
  const { code, out } = await press(['upload', '--dry-run', join(root, 'examples/press')], url);
  expect(code).toBe(0);
  expect(out).toMatch(/\d+ manuscripts and \d+ pictures, with 2 PDFs, would be handed in. Nothing was sent/);
  expect(asked).toEqual([]);
  expect(await press(['upload', '--dry-run', 'nowhere.md'], url)).toMatchObject({ code: 1 });
});
