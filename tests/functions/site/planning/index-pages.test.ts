import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TermChanged } from '../../../../functions/content/contract/change.ts';
import { opensIndexPage, type TermKey } from '../../../../functions/content/contract/lists.ts';
import { addressOf } from '../../../../functions/site/find-address.ts';
import { everyPath } from '../../../../functions/site/planning/every-path.ts';
import { indexPages } from '../../../../functions/site/planning/index-pages.ts';
import type { Content } from '../../../../functions/site/ports.ts';
import { pageRenderer } from '../../../../functions/site/rendering/render-page.ts';
import { renderSnapshot } from '../../../../functions/site/rendering/render-snapshot.ts';
import { origin, textOf } from '../a-site.ts';
import { anArticle } from '../an-article.ts';
import { contentInMemory } from '../content-in-memory.ts';
import { pagesInMemory } from '../pages-in-memory.ts';

type Plan = (term: TermKey, content: Content) => Promise<string[]>;

/** Enough for an index of several pages, and among them many that open one. */
const names = Array.from({ length: 3_000 }, (_, number) => number)
  .filter((number) => number < 300 || opensIndexPage({ kind: 'authors', slug: `name-${number}` }))
  .map((number) => `Name ${number}`);

const anyPiece = fc.record({
  slug: fc.constantFrom(...Array.from({ length: 25 }, (_, number) => `piece-${number}`)),
  status: fc.constantFrom('published' as const, 'published' as const, 'withdrawn' as const),
  authors: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 20 }),
  tags: fc.subarray(['Rent']),
});
type Piece = typeof anyPiece extends fc.Arbitrary<infer T> ? T : never;

const anyStep = fc.oneof(
  { weight: 2, arbitrary: anyPiece.map((piece) => ({ piece })) },
  { weight: 1, arbitrary: fc.record({ settle: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ plan: fc.nat(99) }) },
  { weight: 4, arbitrary: fc.record({ render: fc.nat(99) }) },
);

/** Indexes of names, and nothing else of a site: changes of terms are settled, planned and rendered when a step says. */
class Indexes {
  readonly content = contentInMemory();
  readonly pages = pagesInMemory();
  readonly #plan: Plan;
  readonly #unsettled: Parameters<typeof this.content.settle>[0][] = [];
  readonly #changes: TermChanged[] = [];
  /** These are there in a press without an article. */
  readonly #paths = ['/archive/', '/sitemaps/pages.xml'];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  put({ slug, status, ...fields }: Piece): void {
    this.#unsettled.push(this.content.put(anArticle({ title: slug, ...fields }, { slug, status })));
    // Its own change has the archive rendered, which leads to the indexes.
    this.#paths.push('/archive/');
  }

  settle(at: number): void {
    const [change] = this.#unsettled.splice(at % Math.max(1, this.#unsettled.length), 1);
    if (change) this.#changes.push(...this.content.settle(change));
  }

  async plan(at: number): Promise<void> {
    const [term] = this.#changes.splice(at % Math.max(1, this.#changes.length), 1);
    if (term) this.#paths.push(...(await this.#plan(term, this.content)));
  }

  async render(at: number): Promise<void> {
    const [path] = this.#paths.splice(at % Math.max(1, this.#paths.length), 1);
    if (path !== undefined) await this.#renderer()(path);
  }

  async finish(): Promise<void> {
    while (this.#unsettled.length) this.settle(0);
    while (this.#changes.length) await this.plan(0);
    for (const path of new Set(this.#paths.splice(0))) await this.#renderer()(path);
  }

  async fromScratch(): Promise<Record<string, string>> {
    const [content, pages] = [this.content, pagesInMemory()];
    const config = await renderSnapshot({ content, bodies: content, site: origin }).config();
    const render = this.#renderer(pages);
    for await (const path of everyPath({ content, config, pages })) if (isOfIndexes(path)) await render(path);
    return seen(pages);
  }

  #renderer(pages = this.pages) {
    return pageRenderer({ content: this.content, bodies: this.content, pages, site: origin });
  }
}

const isOfIndexes = (path: string) =>
  ['/archive/', '/sitemaps/pages.xml'].includes(path) || addressOf(path)?.page === 'term-index';

/** Without the assets that are written along. */
const seen = ({ pages }: ReturnType<typeof pagesInMemory>) =>
  textOf(new Map([...pages].filter(([path]) => isOfIndexes(path))));

const converging = (plan: Plan) =>
  fc.asyncProperty(
    fc.array(anyPiece, { maxLength: 20 }),
    fc.array(anyStep, { maxLength: 40 }),
    async (first, steps) => {
      const indexes = new Indexes(plan);
      for (const piece of first) indexes.put(piece);
      await indexes.finish();
      for (const step of steps) {
        if ('piece' in step) indexes.put(step.piece);
        else if ('settle' in step) indexes.settle(step.settle);
        else if ('plan' in step) await indexes.plan(step.plan);
        else await indexes.render(step.render);
      }
      await indexes.finish();
      expect(seen(indexes.pages)).toEqual(await indexes.fromScratch());
    },
  );

describe('an index of names', () => {
  it('becomes what a render from scratch makes, whenever terms are settled, planned and rendered', async () => {
    await fc.assert(converging(indexPages), { numRuns: 40 });
  }, 120_000);

  it.each<[string, Plan]>([
    ['the page that holds a name', async (term, content) => [(await indexPages(term, content))[0] ?? '']],
    [
      'the page that a name opens',
      async (term, content) =>
        (await indexPages(term, content)).filter((path) => !path.endsWith(`/from/${term.slug}/`)),
    ],
    [
      'where an index is linked',
      async (term, content) => (await indexPages(term, content)).filter((path) => !/xml$/.test(path)),
    ],
  ])(
    'does not without %s',
    async (_, plan) => {
      expect((await fc.check(converging(plan), { numRuns: 1_000, endOnFailure: true })).failed).toBe(true);
    },
    120_000,
  );

  it('of thousands of names has three pages rendered for one more, and none for one more article', async () => {
    const content = contentInMemory();
    const many = Array.from({ length: 3_000 }, (_, number) => `Tag ${number}`);
    for (let at = 0; at < many.length; at += 20) {
      const slug = `piece-${at}`;
      content.settle(content.put(anArticle({ title: slug, tags: many.slice(at, at + 20) }, { slug })));
    }
    const put = (slug: string, tags: string[]) =>
      content.settle(content.put(anArticle({ title: slug, tags }, { slug })));
    expect(put('one-more', ['Tag 7', 'Tag 2999'])).toEqual([]);
    const [term] = put('new', ['Tag 1500 and a half']);
    const paths = term ? await indexPages(term, content) : [];
    const [head, holder, ...others] = paths;
    expect([head, others]).toEqual(['/tags/', []]);
    const opening = addressOf(holder ?? '');
    expect(opening).toMatchObject({ page: 'term-index', kind: 'tags' });
    const from = opening?.page === 'term-index' ? opening.from : undefined;
    expect(opensIndexPage({ kind: 'tags', slug: from ?? '' })).toBe(true);
  });
});
