import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isLive } from '../../../../functions/content/contract/document.ts';
import { actOnDue } from '../../../../functions/content/documents/act-on-due.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import {
  scheduleDocument,
  unscheduleDocument,
} from '../../../../functions/content/documents/schedule-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { Problem } from '../../../../functions/runtime/problem.ts';
import { markdown, Office } from '../an-office.ts';

/* Two editions and the documents that they list, whatever people do to them, and however the tick dies. */

const documents = ['a', 'b', 'front'] as const;
const editions = ['e', 'f'] as const;
/** `c` is never there. */
const listable = [...documents, 'c'];

const anyStep = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('hand in' as const),
      slug: fc.constantFrom(...documents),
      status: fc.constantFrom('' as const, '' as const, 'draft' as const, 'soon' as const),
      editor: fc.constantFrom(true, true, true, false),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      slug: fc.constantFrom(...editions),
      documents: fc.subarray(listable, { minLength: 1, maxLength: 3 }),
      soon: fc.constantFrom(undefined, 2, 2, 30),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'publish' as const,
        'withdraw' as const,
        'delete' as const,
        'schedule' as const,
        'unschedule' as const,
      ),
      slug: fc.constantFrom(...documents, ...editions, ...editions),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 5, 40),
      ticks: fc.constantFrom(1, 1, 2, 3),
      dies: fc.constantFrom(undefined, 1, 2, 3, 4),
    }),
  },
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** What somebody handed in that readers do not have. */
interface Draft {
  text: string;
  editor: boolean;
  /** When it is to be live by itself (milliseconds). */
  at?: number | undefined;
  /** Nobody has published or withdrawn since. */
  counts: boolean;
  /** Of an edition. */
  documents?: string[];
}

/** What should come of a document or an edition: the promises alone. */
interface Piece {
  shown?: { text: string; status: 'published' | 'withdrawn' };
  drafts: Draft[];
  isDeleted?: true;
}

class Model {
  readonly pieces = new Map<string, Piece>();

  at(slug: string): Piece {
    const piece = this.pieces.get(slug) ?? { drafts: [] };
    this.pieces.set(slug, piece);
    return piece;
  }

  isThere = (slug: string): boolean => {
    const { shown, drafts } = this.at(slug);
    return shown !== undefined || drafts.length > 0;
  };

  /** An edition that readers do not have keeps what it lists, and so does a new version of one that has gone. */
  isHeld = (slug: string): boolean =>
    editions.some((edition) => this.editors(edition)?.documents?.includes(slug));

  handIn(slug: string, draft: Draft, isPublished: boolean): void {
    const piece = this.at(slug);
    delete piece.isDeleted;
    if (isPublished) this.show(slug, draft.text);
    else piece.drafts.push(draft);
  }

  show(slug: string, text: string): void {
    const piece = this.at(slug);
    piece.shown = { text, status: 'published' };
    const at = piece.drafts.findIndex((one) => one.text === text);
    // Whatever was drafted before a text that is live at once is older than it.
    piece.drafts = at < 0 ? [] : piece.drafts.slice(at + 1);
  }

  /** The newest of the editors', if nobody has decided since. */
  editors(slug: string): Draft | undefined {
    const newest = this.at(slug)
      .drafts.filter(({ editor }) => editor)
      .at(-1);
    return newest?.counts ? newest : undefined;
  }

  readiness(slug: string, at: number | undefined): 'goes' | 'live' | 'not ready' {
    const draft = this.editors(slug);
    if (draft) return draft.at !== undefined && (at === undefined || draft.at > at) ? 'not ready' : 'goes';
    return this.at(slug).shown?.status === 'published' ? 'live' : 'not ready';
  }

  /** Returns whether it went. */
  goes(edition: string, at: number | undefined): boolean {
    const draft = this.editors(edition);
    const listed = draft?.documents ?? [];
    if (!draft || listed.some((slug) => this.readiness(slug, at) === 'not ready')) return false;
    for (const slug of listed) {
      const { text } = this.editors(slug) ?? {};
      if (text !== undefined) this.show(slug, text);
    }
    this.show(edition, draft.text);
    return true;
  }

  passed(now: number): void {
    for (const slug of documents) {
      const draft = this.editors(slug);
      if (draft?.at !== undefined && draft.at <= now) this.show(slug, draft.text);
    }
    for (const slug of editions) {
      const draft = this.editors(slug);
      if (draft?.at !== undefined && draft.at <= now && !this.goes(slug, draft.at)) draft.at = undefined;
    }
  }

  decided(slug: string): void {
    for (const draft of this.at(slug).drafts) draft.counts = false;
  }
}

const who = { by: 'edda' };

class Editors {
  readonly office = new Office();
  readonly model = new Model();
  #count = 0;

  async do(step: Step): Promise<void> {
    this.office.now += 60_000;
    if (step.do === 'hand in') return this.#handIn(step);
    if (step.do === 'edit') return this.#edit(step);
    if (step.do === 'wait') return this.#wait(step);
    return this.#command(step.do, step.slug);
  }

  async #handIn({ slug, status, editor }: Extract<Step, { do: 'hand in' }>): Promise<void> {
    const text = `Text ${++this.#count}`;
    const at = status === 'soon' ? this.office.now + 10 * 60_000 : undefined;
    const fields = {
      ...(slug === 'front' ? { kind: 'front' } : { slug }),
      title: text,
      ...(status === 'draft' && { status }),
      ...(at !== undefined && { publish_at: new Date(at).toISOString() }),
    };
    const { state } = await this.office.handIn({ [`${slug}.md`]: markdown(fields) }, { editor });
    expect(state).toBe('done');
    const isPublished = editor && status === '' && !this.model.isHeld(slug);
    this.model.handIn(slug, { text, editor, at: editor ? at : undefined, counts: true }, isPublished);
  }

  async #edit({ slug, documents, soon }: Extract<Step, { do: 'edit' }>): Promise<void> {
    const text = `Edition ${++this.#count}`;
    const at = soon === undefined ? undefined : this.office.now + soon * 60_000;
    const times: Record<string, string> = at === undefined ? {} : { publish_at: new Date(at).toISOString() };
    const fields = { kind: 'edition', slug, title: text, documents: `[${documents}]`, ...times };
    expect((await this.office.handIn({ [`${slug}.md`]: markdown(fields) })).state).toBe('done');
    this.model.handIn(slug, { text, editor: true, at, counts: true, documents }, false);
  }

  /** One of the ticks dies at some write; another comes a minute later. */
  async #wait({ minutes, ticks, dies }: Extract<Step, { do: 'wait' }>): Promise<void> {
    const { office, model } = this;
    office.now += minutes * 60_000;
    if (dies !== undefined) await this.#dyingTick(dies);
    await Promise.all(Array.from({ length: ticks }, () => office.tick()));
    model.passed(office.now);
  }

  async #dyingTick(dies: number): Promise<void> {
    const { office } = this;
    let writes = 0;
    const content = Object.create(office.content, {
      write: {
        value: (one: Parameters<typeof office.content.write>[0]) => {
          writes += 1;
          if (writes >= dies) throw new Error('Died');
          return office.content.write(one);
        },
      },
    });
    const bound = new Proxy(content, {
      get: (target, name) => {
        const value = name === 'write' ? target.write : Reflect.get(office.content, name);
        return typeof value === 'function' && name !== 'write' ? value.bind(office.content) : value;
      },
    });
    await actOnDue({
      ...office.deps,
      content: bound,
      documents: office.content,
      dueDocuments: office.content,
      failed: () => {},
      hasTime: () => true,
      pause: async () => {},
    }).catch((error: unknown) => expect(error).toMatchObject({ message: 'Died' }));
  }

  async #command(
    what: 'publish' | 'withdraw' | 'delete' | 'schedule' | 'unschedule',
    slug: string,
  ): Promise<void> {
    const { office, model } = this;
    const deps = { ...office.deps, documents: office.content };
    const piece = model.at(slug);
    const isEdition = editions.some((edition) => edition === slug);
    const publishAt = new Date(office.now + 20 * 60_000).toISOString();
    const work = {
      publish: () => publishDocument({ slug }, who, deps),
      withdraw: () => withdrawDocument(slug, who, 'Wrong.', deps),
      delete: () => deleteDocument(slug, who, deps),
      schedule: () => scheduleDocument(slug, { publishAt }, who, deps),
      unschedule: () => unscheduleDocument(slug, who, deps),
    };
    const isDone = await work[what]().then(
      () => true,
      (problem: unknown) => {
        if (!(problem instanceof Problem)) throw problem;
        return false;
      },
    );
    const newest = piece.drafts.at(-1);
    if (what === 'publish' && isEdition) {
      const editors = newest && { ...newest };
      if (editors) piece.drafts = [...piece.drafts.slice(0, -1), { ...editors, counts: true }];
      const goes = newest !== undefined && model.goes(slug, newest.counts ? newest.at : undefined);
      if (!goes && newest) piece.drafts = [...piece.drafts.slice(0, -1), newest];
      expect([slug, isDone]).toEqual([slug, goes]);
      await office.tick();
      model.passed(office.now);
      return;
    }
    if (what === 'unschedule') expect(isDone).toBe(model.editors(slug)?.at !== undefined);
    if (!isDone) return;
    if (what === 'publish' && newest) model.show(slug, newest.text);
    if (what === 'withdraw' && piece.shown) piece.shown.status = 'withdrawn';
    if (what === 'withdraw' || what === 'publish') model.decided(slug);
    if (what === 'delete') model.pieces.set(slug, { drafts: [], isDeleted: true });
    if (what === 'schedule' && newest) {
      newest.editor = true;
      newest.at = Date.parse(publishAt);
      newest.counts = true;
    }
    if (what === 'unschedule') {
      const editors = model.editors(slug);
      if (editors) editors.at = undefined;
    }
  }

  /** What nobody can download, compare or back up. */
  withoutRevision = () => this.office.content.withoutRevision(this.office.content.everyHead().filter(isLive));

  standing() {
    const heads = this.office.content.everyHead().map(({ slug, status, fields, going }) => ({
      slug,
      shown: status === 'published' || status === 'withdrawn' ? [status, fields.title] : [],
      isDeleted: status === 'deleted',
      going,
    }));
    const states = [...this.model.pieces]
      .filter(([slug, { isDeleted }]) => isDeleted || this.model.isThere(slug))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([slug, { shown, isDeleted = false }]) => ({
        slug,
        shown: shown ? [shown.status, shown.text] : [],
        isDeleted,
        going: undefined,
      }));
    return { heads, states };
  }
}

it('an edition goes whole or not at all, once, and what people do counts, whatever dies', async () => {
  const property = fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 16 }), async (steps) => {
    const editors = new Editors();
    for (const step of steps) {
      await editors.do(step);
      const { heads, states } = editors.standing();
      expect(heads).toEqual(states);
      expect(await editors.withoutRevision()).toEqual(new Set());
    }
  });
  await fc.assert(property, { numRuns: 120 });
}, 60_000);
