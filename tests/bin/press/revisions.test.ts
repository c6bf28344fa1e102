import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../bin/press/commands.ts';
import { fileNameOf } from '../../../bin/press/revisions.ts';

/** Nobody answers there: whoever asks fails otherwise. */
const press = { api: 'http://127.0.0.1:9', token: '' };

describe.each(['show', 'publish', 'download'])('press %s', (name) => {
  it.each(['0', '-1', '1.5', 'newest', '1e3', '9999999'])('knows no revision %s', async (revision) => {
    const asked = commands[name]?.(press, ['rent', revision], {});
    await expect(asked).rejects.toThrow(`“${revision}” is no revision`);
  });
});

it.each([
  ['rent.md', 'rent.md'],
  ['2024/03/rent.md', 'rent.md'],
  ['C:\\texts\\rent.md', 'rent.md'],
  ['../../.bashrc', 'bashrc'],
  ['--to.md', 'to.md'],
  ['إضراب.md', 'إضراب.md'],
  ['a\u0000\u202eb.md', 'ab.md'],
  ['..', 'manuscript.md'],
  ['folder/', 'manuscript.md'],
])('a file handed in as %j is saved in this folder as %s', (name, saved) => {
  expect(fileNameOf(name)).toBe(saved);
});

/** What a command prints where the press answers this, and what it asked. */
async function printed(name: string, words: string[], answer: object, options = {}) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push(`${request.method} ${request.url} ${body}`.trim());
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as AddressInfo;
    const outcome = await commands[name]?.({ api: `http://127.0.0.1:${port}`, token: 't' }, words, options);
    return { text: outcome?.lines.join('\n'), asked };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe.each(['preview', 'diff', 'restore'])('press %s', (name) => {
  it.each(['0', '-1', '1.5', 'newest', 'a/0', 'a/b/1'])('knows no revision %s', async (revision) => {
    await expect(commands[name]?.(press, ['rent', revision], {})).rejects.toThrow(
      `“${revision}” is no revision`,
    );
  });

  it.each([
    ['3', '3'],
    ['r3', '3'],
    ['old-rent/3', 'old-rent/3'],
  ])('asks for %s', async (word, sent) => {
    const line = { id: 'rent/1', revision: 1, status: 'draft', by: 'wim', at: '2024-03-01T09:00:00Z' };
    const answer = {
      ...{ title: 'Rent', slug: 'rent', status: 'published', revision: 4, url: 'https://p.example/' },
      ...{ expires: '2024-03-01T09:00:00Z', from: line, to: line, fields: [], paragraphs: [] },
    };
    const { asked } = await printed(name, ['rent', word], answer);
    const query = new URLSearchParams(name === 'diff' ? { from: sent } : { revision: sent });
    expect(asked).toEqual([
      name === 'restore'
        ? `POST /documents/rent/restore ${JSON.stringify({ revision: sent })}`
        : `GET /documents/rent/${name}?${query}`,
    ]);
  });
});

it.each([
  [{ status: 'withdrawn' }, /stays withdrawn: “press publish rent 4”/],
  [
    { droppedCorrections: [{ date: '2024-03-01', text: 'It was nine.' }] },
    /correction of 2024-03-01 that readers do not see any more: “It was nine\.”/,
  ],
  [{ status: 'draft' }, /stays a draft: “press publish rent”/],
  [{ pending: { revision: 3, status: 'scheduled' } }, /Revision 3 was scheduled, and waits as a draft now/],
  [{ schedule: { withdrawAt: '2024-03-05T09:00:00Z' } }, /withdrawn by itself at 2024-03-05 09:00 UTC/],
])('press restore says what became of a document: %j', async (more, words) => {
  const answer = {
    title: 'Rent',
    slug: 'rent',
    status: 'published',
    revision: 4,
    url: 'https://p.example/',
    ...more,
  };
  const { text } = await printed('restore', ['rent', 'old/1'], answer);
  expect(text).toMatch(words);
  expect(text).toMatch(/at another address then, and stays at this one/);
});

it.each([
  ['published', 'published, revision 2: https://p.example/'],
  ['withdrawn', 'withdrawn, revision 2, and its address says why: https://p.example/'],
  ['draft', 'draft, revision 2: readers do not see it'],
])('press show says which revision of a document stands, %s', async (status, line) => {
  const shown = { title: 'Rent', slug: 'rent', kind: 'article', name: 'rent.md', status, revision: 2 };
  const answer = { ...shown, url: 'https://p.example/', revisions: [] };
  expect((await printed('show', ['rent'], answer)).text?.split('\n')).toContain(`  ${line}`);
});

describe('the addresses that a draft takes once it is published', () => {
  const taken = { aliases: ['part'], replaces: ['rent', 'boilers'] };
  const one = {
    ...{
      slug: 'whole',
      kind: 'article',
      title: 'The whole',
      revision: 1,
      name: 'whole.md',
      url: 'https://p.example/',
    },
    ...{ status: 'published', by: 'wim', at: '2024-03-01T09:00:00Z', text: 'Words.', revisions: [] },
  };
  const pending = { revision: 2, status: 'draft', by: 'wim', at: one.at, ...taken };
  const both = /takes the place of rent, boilers.*old addresses lead to it: part/s;

  it.each<[string, string[], object]>([
    ['show', ['whole', '2'], { ...one, status: 'draft', ...taken }],
    ['show', ['whole'], { ...one, status: 'draft', ...taken }],
    ['show', ['whole'], { ...one, pending }],
    ['list', [], { items: [{ ...one, pending }], next: null }],
    ['list', [], { items: [{ ...one, status: 'draft', ...taken }], next: null }],
  ])('are told by press %s %j', async (name, words, answer) => {
    expect((await printed(name, words, answer)).text).toMatch(both);
  });

  it.each(['show', 'list'])('are not told by press %s where there are none', async (name) => {
    const answer = name === 'list' ? { items: [one], next: null } : one;
    const { text } = await printed(name, name === 'list' ? [] : ['whole'], answer);
    expect(text).toContain('The whole');
    expect(text).not.toMatch(/once|takes the place|old addresses/);
  });

  it('are told by press publish, which names what goes', async () => {
    const answer = { ...one, moved: ['part'], replaced: ['rent'], kept: ['boilers'] };
    const { text, asked } = await printed('publish', ['whole', '2'], answer, { replaces: ['rent'] });
    expect(asked).toEqual(['POST /documents/whole/publish {"revision":2,"replaces":["rent"]}']);
    expect(text).toMatch(
      /Takes the place of rent:.*Old addresses lead here now: part\..*boilers: what stands there changed/s,
    );
  });
});
