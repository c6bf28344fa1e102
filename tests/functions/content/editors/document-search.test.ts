import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentsQuery } from '../../../../functions/content/api/api-requests.ts';
import {
  type Revision,
  revisionOf,
  type StoredHead,
} from '../../../../functions/content/contract/document.ts';
import type { Viewer } from '../../../../functions/content/contract/own-documents.ts';
import { changedKey } from '../../../../functions/content/contract/table-keys.ts';
import type { DocumentFilter } from '../../../../functions/content/editors/document-filter.ts';
import { listDocuments } from '../../../../functions/content/editors/list-documents.ts';
import type { PageRequest } from '../../../../functions/content/ports.ts';
import { aHead } from '../a-document.ts';

const siteUrl = 'https://press.example';
const editor = { by: 'edda', isEditor: true };

/** Pages of the index as DynamoDB gives them, which may end anywhere; counts what is read. */
class Index {
  rows = 0;
  queries = 0;
  readonly #heads: StoredHead[];
  readonly #longest: number;

  constructor(heads: StoredHead[], longest = 250) {
    this.#heads = [...heads].sort((a, b) => (changedKey(a) < changedKey(b) ? 1 : -1));
    this.#longest = longest;
  }

  async documents({ limit, after }: PageRequest) {
    const behind = this.#heads.filter((head) => after === undefined || changedKey(head) < after);
    const items = behind.slice(0, Math.min(limit, this.#longest));
    this.rows += items.length;
    this.queries++;
    const last = items.at(-1);
    return { items, ...(items.length < behind.length && last && { next: changedKey(last) }) };
  }

  /** What waits has a title of its own. */
  async revisions(slug: string): Promise<Revision[]> {
    const head = this.#heads.find((one) => one.slug === slug);
    if (!head?.pending) return [];
    const { by } = head.pending;
    const waiting = { ...revisionOf(head), revision: 2, by, fields: { ...head.fields, title: proposal } };
    return [waiting, revisionOf(head)];
  }
}

const proposal = 'Proposal zzz';

interface Made {
  title: string;
  name: string;
  author: string;
  by: string;
  kind: 'article' | 'page';
  status: 'draft' | 'published';
  minute: number;
  waits?: string | undefined;
}

const headOf = ({ title, name, author, by, status, minute, kind, waits }: Made, at: number): StoredHead => {
  const order = `01HQ${String(at).padStart(22, '0')}`;
  const head = aHead(
    { slug: `piece-${at}`, name, by, order, draft: status === 'draft' },
    { title, authors: [author] },
  );
  const fields = kind === 'page' ? { kind: 'page' as const, title } : head.fields;
  const instant = new Date(Date.UTC(2024, 2, 1) + minute * 60_000).toISOString();
  const pending = {
    revision: 2,
    status: 'draft' as const,
    order: `${order}~`,
    source: 's',
    body: 'b',
    at: instant,
  };
  return {
    ...{ ...head, fields, at: instant },
    ...(waits !== undefined && {
      pending: { ...pending, by: waits },
      people: [...(head.people ?? []), { by: waits, order: pending.order }],
    }),
  };
};

const words = [
  'Łódź',
  'Ünder',
  'straße',
  'ÅNGSTRÖM',
  'Ελένη',
  'Ёлка',
  '東京の労働',
  'O’Brien',
  'rent',
  'Rent-strike',
  'no.7',
  'مقالة',
  'हिन्दी',
  '한국어',
  '🚩',
  "l'été",
  '1949',
];
const made = fc.record<Made>({
  title: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((some) => some.join(' ')),
  name: fc.constantFrom('rent.md', '2024/Über uns.md', 'x/Straße_1.docx', '労働.md'),
  author: fc.constantFrom('Ada Öz', 'B', 'O’Brien'),
  by: fc.constantFrom('edda', 'wim', 'ines'),
  kind: fc.constantFrom('article', 'page'),
  status: fc.constantFrom('draft', 'published'),
  minute: fc.nat({ max: 30 }),
  waits: fc.option(fc.constantFrom('wim', 'ines'), { nil: undefined, freq: 1 }),
});

/** By the collation of the browsers, which knows nothing of slugs. */
const { compare } = new Intl.Collator('en', { sensitivity: 'base' });
const splitWords = (text: string) =>
  text
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);
const isWithin = (word: string, wanted: string): boolean => {
  const signs = [...word.normalize('NFC')];
  const starts = /\p{sc=Han}|\p{sc=Hiragana}/u.test(wanted) ? signs.map((_, at) => at) : [0];
  return starts.some((start) =>
    signs.some((_, end) => end >= start && compare(signs.slice(start, end + 1).join(''), wanted) === 0),
  );
};

function modelFits(one: Made, { state, kind, author, q }: DocumentFilter): boolean {
  const has = splitWords(`${one.title} ${one.name}`);
  return (
    (!state || one.status === state || (state === 'draft' && one.waits !== undefined)) &&
    (!kind || one.kind === kind) &&
    (!author || (one.kind === 'article' && compare(one.author, author) === 0)) &&
    splitWords(q ?? '').every((wanted) => has.some((word) => isWithin(word, wanted)))
  );
}

/** As somebody sees it: nothing of what is not published and others began, and nothing of what others have waiting. */
function seenBy(one: Made, { by, isEditor }: Viewer): Made[] {
  if (isEditor || one.by === by) return [one];
  if (one.waits !== by) return [];
  return one.status === 'published' ? [one] : [{ ...one, title: proposal }];
}

const queries = fc.constantFrom(
  'rent',
  'REN',
  'stra',
  'Strasse',
  'anGs',
  'ΕΛΕ',
  'елк',
  '労働',
  '東京',
  'rent 1949',
  'uber',
  'under rent',
  'obrien',
  'O’B',
  'zzz',
  'ent',
  'trike',
  '7',
  'ete',
  'lété',
  'мقا',
  'مقا',
  'हि',
  '한국',
);

describe('the documents', () => {
  it('that fit are found, each once, newest first, in however many calls, none of which reads more than its share', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(made, { maxLength: 40 }),
        fc.record({
          state: fc.option(fc.constantFrom('draft' as const, 'published' as const), {
            nil: undefined,
            freq: 1,
          }),
          kind: fc.option(fc.constantFrom('article' as const, 'page' as const), { nil: undefined, freq: 1 }),
          author: fc.option(fc.constantFrom('ada oz', 'B', 'O’BRIEN'), { nil: undefined, freq: 1 }),
          q: fc.option(queries, { nil: undefined, freq: 1 }),
        }),
        fc.constantFrom(editor, { by: 'wim', isEditor: false }, { by: 'nobody', isEditor: false }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        async (all, filter, viewer, longest, limit) => {
          const heads = all.map(headOf);
          const found: string[] = [];
          let cursor: string | undefined;
          let searched = '9';
          for (let calls = 0; calls < 100; calls++) {
            const index = new Index(heads, longest);
            const answer = await listDocuments({ limit, cursor, ...filter }, viewer, {
              documents: index,
              siteUrl,
            });
            expect(index.queries).toBeLessThanOrEqual(8);
            found.push(...answer.items.map(({ slug }) => slug));
            expect(answer.next === null).toBe(answer.searchedTo === null);
            if (answer.next === null || answer.searchedTo === null) break;
            expect(answer.searchedTo <= searched).toBe(true);
            [cursor, searched] = [answer.next, answer.searchedTo];
          }
          const wanted = all.flatMap((one, at) =>
            seenBy(one, viewer).some((shown) => modelFits(shown, filter)) ? [heads[at]] : [],
          );
          const keys = wanted.flatMap((head) => (head ? [changedKey(head)] : []));
          expect(found).toEqual(
            keys
              .sort()
              .reverse()
              .map((key) => key.replace(/^[^#]*#/, '')),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are looked through a thousand at a time', async () => {
    const heads = Array.from({ length: 1500 }, (_, at) =>
      headOf(
        {
          title: at ? 'Rent' : 'Tea',
          name: 'a.md',
          author: 'B',
          by: 'edda',
          kind: 'article',
          status: 'draft',
          minute: at,
        },
        at,
      ),
    );
    const index = new Index(heads);
    const first = await listDocuments({ limit: 50, q: 'tea' }, editor, { documents: index, siteUrl });
    expect([first.items.length, index.rows, index.queries]).toEqual([0, 1000, 4]);
    expect(first.searchedTo).toBe('2024-03-01T08:20:00Z');
    const cursor = first.next ?? '';
    const rest = await listDocuments({ limit: 50, q: 'tea', cursor }, editor, { documents: index, siteUrl });
    expect(rest).toMatchObject({ items: [{ slug: 'piece-0' }], next: null, searchedTo: null });
  });

  it.each([
    ['Łódź', 'lodz'],
    ['Smørrebrød æble', 'SMORREBROD aeb'],
    ['L’été', 'lete'],
    ['العُمَّال', 'العمال'],
    ['ประชาชน', 'ชาชน'],
  ])('called “%s” are found by “%s”', async (title, q) => {
    const one = { title, name: 'a.md', author: 'B', by: 'edda', minute: 0 };
    const index = new Index([headOf({ ...one, kind: 'article', status: 'draft' }, 1)]);
    const { items } = await listDocuments({ limit: 5, q }, editor, { documents: index, siteUrl });
    expect(items).toHaveLength(1);
  });
});

it.each([
  [{ q: '!!' }, 'a letter or a digit'],
  [{ state: 'deleted' }, 'has to be draft'],
  [{ kind: 'poem' }, 'has to be one of'],
  [{ colour: 'red' }, 'state, kind, author, q'],
])('%j is refused with what can be asked', (query, text) => {
  const { success, error } = documentsQuery.safeParse(query);
  expect([success, JSON.stringify(error?.issues)]).toEqual([false, expect.stringContaining(text)]);
});
