import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { Problem } from '../../../../functions/runtime/problem.ts';
import { type HandIn, Model } from '../../../system/storm/model.ts';
import { markdown, Office, type OpenUpload } from '../an-office.ts';

/** What two documents go through; what is held is opened now and posted later, or at the end. */
const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom('hand in' as const, 'hand in' as const, 'hold' as const),
        slug: fc.constantFrom('a', 'b'),
        draft: fc.integer({ min: 0, max: 3 }).map((luck) => luck === 3),
        published: fc.constantFrom(undefined, undefined, '1949', '2024-03-01T09:06Z', '2031'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('post held' as const) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('publish' as const, 'publish' as const, 'withdraw' as const, 'delete' as const),
        slug: fc.constantFrom('a', 'b'),
      }),
    },
  ),
  { minLength: 3, maxLength: 14 },
);
type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never;

interface Sent {
  handIn: HandIn;
  upload: OpenUpload;
}

/** An editor at the office, who tells the model of the storms what the office took. */
class Editor {
  readonly office = new Office();
  readonly model = new Model();
  readonly #held: Sent[] = [];
  #count = 0;

  async do(step: Step): Promise<void> {
    if (step.do === 'hand in') await this.#post(await this.#open(step));
    else if (step.do === 'hold') this.#held.push(await this.#open(step));
    else if (step.do === 'post held') await this.#postHeld();
    else await this.#command(step.do, step.slug);
  }

  async finish(): Promise<void> {
    while (this.#held.length) await this.#postHeld();
  }

  async #postHeld(): Promise<void> {
    const held = this.#held.shift();
    if (held) await this.#post(held);
  }

  async #open({ slug, draft, published }: Extract<Step, { draft: boolean }>): Promise<Sent> {
    this.#count += 1;
    const title = `Piece ${this.#count}`;
    const fields = { title, slug, ...(published && { published }), ...(draft && { status: 'draft' }) };
    const upload = await this.office.open({ [`${slug}.md`]: markdown(fields, `Words ${this.#count}.`) });
    const piece = {
      kind: 'article' as const,
      title,
      tags: [],
      authors: [],
      related: [],
      words: 0,
      published,
    };
    const handIn = { order: upload.id, opened: this.#moment(), slug, aliases: [], owner: slug, draft, piece };
    this.model.opened(handIn);
    return { handIn, upload };
  }

  async #post({ handIn, upload }: Sent): Promise<void> {
    for (const file of upload.files) await this.office.tell(file);
    const { state } = await this.office.receipt(upload.id);
    expect(state === 'refused').toBe(this.model.refuses(handIn) ?? false);
    if (state === 'done') this.model.taken(handIn);
  }

  async #command(what: 'publish' | 'withdraw' | 'delete', slug: string): Promise<void> {
    this.office.now += 60_000;
    const { office, model } = this;
    const before = model.states.get(slug);
    const deps = { ...office.deps, documents: office.content };
    const work = {
      publish: async () => {
        const { head } = await publishDocument({ slug }, { by: 'edda' }, deps);
        model.publishedByHand(slug, head.fields.title, this.#moment());
      },
      withdraw: async () => {
        await withdrawDocument(slug, { by: 'edda' }, 'Wrong.', deps);
        model.withdrawn(slug, 'Wrong.');
      },
      delete: async () => {
        await deleteDocument(slug, { by: 'edda' }, deps);
        model.deleted(slug);
      },
    };
    const isDone = await work[what]().then(
      () => true,
      (problem: unknown) => {
        if (!(problem instanceof Problem)) throw problem;
        return false;
      },
    );
    if (what === 'publish' && model.isUnseen(slug)) expect(isDone).toBe(true);
    if (what === 'withdraw') expect(isDone).toBe(before?.status === 'published');
  }

  #moment = (): string => new Date(this.office.now).toISOString().replace(/\.\d+Z$/, 'Z');

  /** Status, title and date as the office has them, and as the model does. */
  standing() {
    const heads = this.office.content.everyHead().map(({ slug, status, fields, published }) => ({
      ...{ slug, status, title: fields.title, date: status === 'published' ? published : undefined },
    }));
    const dates = new Map(this.model.published.map(({ slug, date }) => [slug, date]));
    const states = [...this.model.states]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([slug, state]) => ({
        ...{ slug, status: state.status, title: 'piece' in state ? state.piece.title : '' },
        date: dates.get(slug),
      }));
    return { heads, states };
  }
}

it('a document stands as the model of the storms says, whatever is done to it and however late things come', async () => {
  const property = fc.asyncProperty(steps, async (all) => {
    const editor = new Editor();
    for (const step of all) {
      await editor.do(step);
      const { heads, states } = editor.standing();
      expect(heads).toEqual(states);
    }
    await editor.finish();
    const { heads, states } = editor.standing();
    expect(heads).toEqual(states);
  });
  await fc.assert(property, { numRuns: 150 });
});
