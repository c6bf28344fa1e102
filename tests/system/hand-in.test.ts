import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../bin/press/client.ts';
import { handIn } from '../../bin/press/hand-in.ts';
import type { Receipt } from '../../bin/press/receipts.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';

let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress();
});
afterAll(() => press.end());

const page = (path: string, wanted: (answer: { status: number; text: string }) => boolean) =>
  eventually(() => press.get(path), wanted);
const notices = (receipts: Receipt[]) => receipts.flatMap((receipt) => receipt.notices);
const examples = join(import.meta.dirname, '../../examples/press');

describe('handing in', () => {
  it('turns the sample press into pages, lists, feeds and API answers', async () => {
    const receipts = await handIn([examples], press.editor);
    expect(notices(receipts).filter(({ level }) => level !== 'note')).toEqual([]);
    const documents = receipts.flatMap((receipt) => receipt.documents);
    expect(documents).toHaveLength(34);
    for (const { url } of documents)
      expect((await page(url, ({ status }) => status === 200)).status, url).toBe(200);
    const front = await page(
      '/',
      ({ text }) => text.includes('The Quayside Lantern') && text.includes('Ferry crews win'),
    );
    expect(front.text).toContain('Ferry crews win the winter timetable');
    const { items } = await call<{ items: { slug: string }[] }>(
      press.editor,
      'GET',
      '/articles?section=memory&limit=100',
    );
    expect(items.map(({ slug }) => slug)).toContain('to-whoever-picks-this-up');
    const feed = await page('/feed.xml', ({ text }) => text.includes('Ferry crews'));
    expect(feed.headers.get('content-type')).toMatch(/atom\+xml/);
  }, 60_000);

  it('serves every picture a page shows, sized and for ever', async () => {
    const { text } = await page(
      '/articles/ferry-crews-win-the-winter-timetable/',
      ({ status }) => status === 200,
    );
    const pictures = [...new Set(text.match(/\/media\/[a-z0-9./-]+/g))];
    expect(pictures.length).toBeGreaterThan(2);
    for (const path of pictures) {
      const answer = await press.get(path);
      expect(answer.status, path).toBe(200);
      expect(answer.headers.get('cache-control')).toContain('immutable');
    }
  });

  it('says that an unchanged file is unchanged, and makes no copy', async () => {
    const before = await press.api<{ items: unknown[] }>('GET', '/documents?limit=100');
    const receipts = await handIn([join(examples, 'bench.md')], press.editor);
    expect(
      notices(receipts)
        .map(({ text }) => text)
        .join(),
    ).toMatch(/unchanged/i);
    const after = await press.api<{ items: unknown[] }>('GET', '/documents?limit=100');
    expect(after.items.length).toBe(before.items.length);
  });

  it('knows an unchanged file by its pictures too, however often it comes', async () => {
    const picture = await readFile(join(examples, 'pictures/bench.jpg'));
    const files = { 'wall.md': '# Wall\n\n![The wall](wall.jpg)\n', 'wall.jpg': picture };
    for (const _ of [1, 2, 3, 4]) await press.handIn(files);
    const wall = await press.api<{ revision: number }>('GET', '/documents/wall');
    expect(wall.revision).toBe(1);
  });

  it('keeps the address when a corrected file comes in again', async () => {
    await press.handIn({ 'tide.md': '---\ntitle: Tide tables are wrong\nsection: News\n---\nBy an hour.' });
    await press.handIn({ 'tide.md': '---\ntitle: Tide tables were wrong\nsection: News\n---\nBy an hour.' });
    const [receipt] = await press.handIn({
      'tide.md': '---\ntitle: Tide tables were wrong\nsection: News\n---\nBy two hours.',
    });
    expect(receipt?.documents).toMatchObject([{ slug: 'tide-tables-are-wrong', revision: 3 }]);
    const { text } = await page('/articles/tide-tables-are-wrong/', ({ text }) => text.includes('two hours'));
    expect(text).toContain('Tide tables were wrong');
  });

  it('answers 301 for what moved, 410 with the reason for what was withdrawn, 404 for what was deleted', async () => {
    await press.handIn({
      'a.md': '---\ntitle: Old pier\n---\nStands.',
      'b.md': '---\ntitle: Rumour\n---\nUntrue.',
      'c.md': '---\ntitle: Mistake\n---\nOops.',
    });
    await press.handIn({
      'a.md': '---\ntitle: Old pier\nslug: new-pier\naliases: [old-pier]\n---\nStands again.',
    });
    await press.api('POST', '/documents/rumour/withdraw', { reason: 'It was not so.' });
    await press.api('DELETE', '/documents/mistake');
    const moved = await page('/articles/old-pier/', ({ status }) => status === 301);
    expect(new URL(moved.headers.get('location') ?? '', press.site).pathname).toBe('/articles/new-pier/');
    const gone = await page('/articles/rumour/', ({ status }) => status === 410);
    expect(gone).toMatchObject({ status: 410, text: expect.stringContaining('It was not so.') });
    const asked = await press.get('/api/articles/rumour');
    expect(asked).toMatchObject({ status: 410, text: expect.stringContaining('It was not so.') });
    expect((await page('/articles/mistake/', ({ status }) => status === 404)).status).toBe(404);
    expect((await page('/articles/never-was/', ({ status }) => status === 404)).status).toBe(404);
  });
});

describe('refusing', () => {
  const refused = async (files: Record<string, string | Uint8Array>) => {
    const [receipt] = await press.handIn(files);
    expect(receipt?.state).toBe('refused');
    return receipt?.notices.filter(({ level }) => level === 'error') ?? [];
  };

  it.each([
    ['no title', '---\nsection: News\n---\nText', undefined],
    ['a bad date', '---\ntitle: X\nwritten: 1949-13\n---\nText', 3],
    ['a broken YAML line', '---\ntitle: X\ntags: [a, b\nsection: News\n---\nText', undefined],
  ])('names the file and the line of %s', async (_, text, line) => {
    const [error] = await refused({ 'broken.md': text });
    expect(error).toMatchObject({ file: 'broken.md', ...(line ? { line } : {}) });
    expect(error?.text.length).toBeGreaterThan(10);
  });

  it('refuses a picture that calls itself a manuscript', async () => {
    const [error] = await refused({ 'really.md': await readFile(join(examples, 'pictures/bench.jpg')) });
    expect(error?.text).toMatch(/JPEG/i);
  });

  it('reads an article whose picture is broken, and says so', async () => {
    const [receipt] = await press.handIn({
      'p.md': '---\ntitle: With a picture\n---\n![x](p.jpg)',
      'p.jpg': 'not a picture',
    });
    expect(receipt?.notices).toContainEqual(expect.objectContaining({ level: 'error', file: 'p.jpg' }));
  });

  describe.each(['in one parcel', 'in two commands', 'in two parcels of one command'])('%s', (how) => {
    /** Enough other manuscripts, in between, for the second to come in a parcel of its own. */
    const filler = Array.from({ length: how.includes('two parcels') ? 22 : 0 }, (_, n) => {
      const number = String(n).padStart(2, '0');
      return [`b/filler-${number}.md`, `# ${how} ${number}\n\nFiller ${number}.`] as const;
    });
    const handInBoth = async (first: readonly [string, string], second: readonly [string, string]) => {
      if (how === 'in two commands')
        return [
          ...(await press.handIn({ [first[0]]: first[1] })),
          ...(await press.handIn({ [second[0]]: second[1] })),
        ];
      return press.handIn(Object.fromEntries([first, ...filler, second]));
    };
    const unlike = (title: string, text: string) =>
      `---\ntitle: ${title} ${how}\n---\n${text} It came ${how}.`;
    const documentsOf = () =>
      Promise.all(['may', 'june'].map((month) => press.api('GET', `/documents/letters-${month}-${slug}`)));
    const slug = how.replaceAll(' ', '-');

    it('makes two articles of two unlike letters in files of one name, and nothing more of them later', async () => {
      const may = ['a/letters.md', unlike('Letters, May', 'The pier and the tram.')] as const;
      const june = ['c/letters.md', unlike('Letters, June', 'On rents and the school.')] as const;
      for (const _ of [1, 2]) {
        await handInBoth(may, june);
        expect(await documentsOf()).toMatchObject([
          { slug: `letters-may-${slug}`, revision: 1, revisions: [{}] },
          { slug: `letters-june-${slug}`, revision: 1, revisions: [{}] },
        ]);
      }
      await page(`/articles/letters-may-${slug}/`, ({ text }) => text.includes('The pier and the tram.'));
      await page(`/articles/letters-june-${slug}/`, ({ text }) => text.includes('On rents and the school.'));
    });

    it('refuses the second of two unlike texts of one title, with both ways out', async () => {
      const spring = ['a/spring.md', unlike('Minutes', 'The spring meeting.')] as const;
      const summer = ['c/summer.md', unlike('Minutes', 'The summer meeting.')] as const;
      for (const _ of [1, 2]) {
        const receipts = await handInBoth(spring, summer);
        const errors = receipts.flatMap(({ notices }) => notices).filter(({ level }) => level === 'error');
        expect(errors).toMatchObject([{ file: expect.stringMatching(/summer.md$/) }]);
        expect(errors[0]?.text).toMatch(/“slug: minutes-[^”]+”.*“slug: minutes-[^”]+-2”/);
        const stored = await press.api<{ name: string; revisions: object[] }>(
          'GET',
          `/documents/minutes-${slug}`,
        );
        expect(stored).toMatchObject({ name: expect.stringMatching(/spring.md$/), revisions: [{}] });
      }
    });
  });
});

describe('the doors', () => {
  it('are closed without a token, and say what to do', async () => {
    for (const [method, path] of [
      ['POST', '/api/uploads'],
      ['GET', '/api/documents'],
      ['DELETE', '/api/documents/x'],
    ] as const) {
      expect((await fetch(new URL(path, press.site), { method })).status, path).toBe(401);
    }
  });

  it('are closed at the bare API address', async () => {
    expect((await fetch(`${press.cloud.place.origins.api}/api/articles`)).status).toBe(403);
  });

  it('carry the security headers', async () => {
    const { headers } = await press.get('/');
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
