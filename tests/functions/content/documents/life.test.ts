import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { asDate } from '../../../../functions/content/documents/schedule.ts';
import {
  scheduleDocument,
  unscheduleDocument,
} from '../../../../functions/content/documents/schedule-document.ts';
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
        soon: fc.constantFrom(undefined, undefined, 2, 30),
        until: fc.constantFrom(undefined, undefined, undefined, 45),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('post held' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        minutes: fc.constantFrom(1, 5, 40),
        ticks: fc.constantFrom(1, 1, 2, 3),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom(
          ...(['publish', 'publish', 'withdraw', 'delete', 'schedule', 'unschedule'] as const),
          ...(['withdraw soon', 'withdraw later'] as const),
        ),
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
    else if (step.do === 'wait') await this.#wait(step.minutes, step.ticks);
    else await this.#command(step.do, step.slug);
  }

  async finish(): Promise<void> {
    while (this.#held.length) await this.#postHeld();
  }

  async #postHeld(): Promise<void> {
    const held = this.#held.shift();
    if (held) await this.#post(held);
  }

  /** Ticks at once are each other's double. */
  async #wait(minutes: number, ticks: number): Promise<void> {
    this.office.now += minutes * 60_000;
    await Promise.all(Array.from({ length: ticks }, () => this.office.tick()));
    this.model.passed(this.#moment());
  }

  #in = (minutes: number | undefined): string | undefined =>
    minutes === undefined ? undefined : asDate(new Date(this.office.now + minutes * 60_000).toISOString());

  async #open({
    slug,
    draft,
    published: date,
    soon,
    until: over,
  }: Extract<Step, { draft: boolean }>): Promise<Sent> {
    this.#count += 1;
    const title = `Piece ${this.#count}`;
    const [publishAt, until] = [this.#in(soon), this.#in(over)];
    const published = publishAt ?? date;
    const times = { ...(publishAt && { publish_at: publishAt }), ...(until && { withdraw_at: until }) };
    const dated: Record<string, string> = publishAt || !date ? {} : { published: date };
    const fields = { title, slug, ...dated, ...times, ...(draft && { status: 'draft' }) };
    const upload = await this.office.open({ [`${slug}.md`]: markdown(fields, `Words ${this.#count}.`) });
    const piece = {
      kind: 'article' as const,
      title,
      tags: [],
      authors: [],
      related: [],
      words: 0,
      published,
      until,
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

  async #command(
    what: Exclude<Step['do'], 'hand in' | 'hold' | 'post held' | 'wait'>,
    slug: string,
  ): Promise<void> {
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
      schedule: async () => {
        const publishAt = this.#in(20) ?? '';
        const head = await scheduleDocument(slug, { publishAt }, { by: 'edda' }, deps);
        const { title } =
          (await office.content.revision(slug, head.revisions, head.since))?.fields ?? head.fields;
        model.scheduled(slug, title, publishAt);
      },
      'withdraw soon': () => this.#withdrawIn(slug, 3),
      'withdraw later': () => this.#withdrawIn(slug, 30),
      unschedule: async () => {
        await unscheduleDocument(slug, { by: 'edda' }, deps);
        expect(model.unscheduled(slug)).toBe(true);
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
    if (what === 'unschedule' && !isDone) expect(model.unscheduled(slug)).toBe(false);
    if (what === 'withdraw') expect(isDone).toBe(before?.status === 'published');
  }

  async #withdrawIn(slug: string, minutes: number): Promise<void> {
    const withdrawAt = this.#in(minutes) ?? '';
    const deps = { ...this.office.deps, documents: this.office.content };
    await scheduleDocument(slug, { withdrawAt }, { by: 'edda' }, deps);
    this.model.withdrawnLater(slug, withdrawAt);
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
  await fc.assert(property, { numRuns: 250 });
});
