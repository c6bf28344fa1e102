import type { Batch, CallResult, Entry } from '../../../../functions/newsletters/issues/batch.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import type { Recipient } from '../../../../functions/newsletters/issues/ports.ts';
import type { ClosedPerson, Person } from '../../../../functions/newsletters/person.ts';
import type { Call, Process } from './processes.ts';

/** Moves of an issue's state, and no others. */
const moves: Readonly<Record<Issue['state'], readonly Issue['state'][]>> = {
  draft: ['preparing', 'cancelled', 'scheduled', 'missed'],
  scheduled: ['preparing', 'missed', 'cancelled', 'draft'],
  missed: ['preparing', 'cancelled', 'draft', 'scheduled'],
  preparing: ['sending', 'paused', 'cancelled', 'failed'],
  sending: ['sent', 'paused', 'cancelled'],
  paused: ['preparing', 'sending', 'cancelled'],
  sent: ['sending'],
  cancelled: [],
  failed: [],
};

/** Moves of a line of the ledger. What failed or is in doubt is claimed in a later round alone. */
const entryMoves: Readonly<Record<Entry['state'], readonly Entry['state'][]>> = {
  waiting: ['claimed', 'sent', 'failed'],
  claimed: ['waiting', 'sent', 'suppressed', 'failed', 'doubt'],
  sent: ['failed'],
  suppressed: [],
  failed: ['claimed', 'sent'],
  doubt: ['claimed', 'sent', 'failed'],
};

const isOpenRow = (row: Person | ClosedPerson | undefined): row is Person =>
  row !== undefined && !('into' in row);

/** Whether an issue to these lists is for them. */
export const isFor = (
  row: Person | ClosedPerson | undefined,
  lists: readonly string[],
  now: string,
): boolean =>
  isOpenRow(row) &&
  !row.suppressed &&
  (row.pausedUntil ?? '') <= now &&
  lists.some((list) => row.lists[list]?.state === 'on');

interface Taken {
  round: number;
  message: string;
}

/** What is known of one issue, from outside. */
interface Story {
  row: Issue;
  ledger: Map<string, Batch>;
  members: Map<string, string>;
  /** Whom it is for, of those who have been so since it was begun. */
  entitled: Set<string>;
  taken: Map<string, Taken[]>;
  /** Whom a round is for, as the ledger was when an editor demanded it. */
  rounds: Map<number, ReadonlySet<string>>;
  /** While it is paused or cancelled: what each function that was under way has still handed over. */
  stopped: { answered: boolean; under: Map<Process, Set<string>> } | undefined;
}

/**
 * What may happen to issues of the mail, told from what takes effect at the ports: it knows nothing of how the code
 * decides. What must not be is kept in `violations`.
 */
export class LifeModel {
  readonly violations: string[] = [];
  readonly stories = new Map<string, Story>();
  /** Which people left, and when: counts events. */
  readonly #gone = new Map<string, number>();
  readonly #reads = new Map<Process, Map<string, number>>();
  readonly #stale = new Set<Process>();
  #events = 0;
  readonly #world: {
    people: ReadonlyMap<string, Person | ClosedPerson>;
    indexed: () => Iterable<string>;
    now: () => string;
    senders: () => Iterable<Process>;
    /** Messages that SES took and did not send after all. */
    rejected: ReadonlySet<string>;
  };

  constructor(world: LifeModel['world']) {
    this.#world = world;
  }

  get world() {
    return this.#world;
  }

  story(id: string): Story {
    const story = this.stories.get(id);
    if (!story) throw new Error(`Nothing is known of ${id}`);
    return story;
  }

  /** A function begins that a message started; whether the message is the one that may go on. */
  began(process: Process, message: { issue: string; wake: string }): void {
    if (this.stories.get(message.issue)?.row.wake !== message.wake) this.#stale.add(process);
  }

  /** Somebody's row is another; `isGone`: they were answered that they have left, or were erased. */
  touched(id: string, isGone: boolean): void {
    this.#events += 1;
    if (isGone) this.#gone.set(id, this.#events);
    else this.#gone.delete(id);
    for (const { entitled } of this.stories.values()) entitled.delete(id);
  }

  /** An editor was answered that it stands still. */
  answered(id: string): void {
    const story = this.story(id);
    if (story.row.state === 'paused' || story.row.state === 'cancelled')
      story.stopped = {
        answered: true,
        under: new Map([...this.#world.senders()].map((process) => [process, new Set<string>()])),
      };
  }

  watch = (process: Process, { name, args, result }: Call): void => {
    this.#events += 1;
    const [first, second] = args;
    if (name === 'issues.write' && result === true) this.#wrote(process, second as Issue);
    if (name === 'issues.moveCursor' && result === true) this.#work(process, name);
    if (name === 'batches.writeNew' && result === true) this.#prepared(process, first as Batch);
    if (name === 'batches.replace' && result === true) this.#changed(process, first as Batch);
    if (name === 'audience.now') this.#read(process, first as readonly string[]);
    if (name === 'mailer.send')
      this.#handed(process, (first as { recipients: readonly Recipient[] }).recipients, result as CallResult);
    if (name === 'queue.goOn') this.#work(process, name);
  };

  /** SES took a mail. */
  took({ tags, to }: Recipient, message: string): void {
    const { person = '' } = tags;
    const story = this.#storyOf(tags);
    const { round } = story.row;
    const before = story.taken.get(person) ?? [];
    if (before.some((one) => one.round === round)) this.#say(`${person} got ${story.row.id} twice`);
    // Whom SES rejected after all did not get it, also where that was heard after an editor had counted.
    const got = before.filter((one) => !this.#world.rejected.has(one.message));
    if (got.length && !story.rounds.get(round)?.has(person))
      this.#say(`${person} got ${story.row.id} once more, and nobody said so`);
    if (!story.members.has(person)) this.#say(`${person} (${to}) is not in the ledger of ${story.row.id}`);
    story.taken.set(person, [...before, { round, message }]);
  }

  #say(violation: string): void {
    this.violations.push(violation);
  }

  #storyOf({ issue }: Recipient['tags']): Story {
    const id = [...this.stories.keys()].find((one) => one.replaceAll('.', '_') === issue);
    return this.story(id ?? `${issue}`);
  }

  #work(process: Process, what: string): void {
    if (this.#stale.has(process)) this.#say(`a stale message went on: ${what}`);
  }

  #wrote(process: Process, after: Issue): void {
    this.#work(process, 'issues.write');
    const known = this.stories.get(after.id);
    const row = structuredClone(after);
    if (!known) {
      this.stories.set(after.id, {
        ...{ row, ledger: new Map(), members: new Map(), entitled: new Set(), taken: new Map() },
        ...{ rounds: new Map(), stopped: undefined },
      });
      return;
    }
    const [from, to] = [known.row.state, row.state];
    known.row = row;
    if (from !== to) this.#moved(known, from, process);
  }

  #moved(story: Story, from: Issue['state'], process: Process): void {
    const { row } = story;
    if (!moves[from].includes(row.state)) this.#say(`${row.id} went from ${from} to ${row.state}`);
    if (from === 'paused') story.stopped = undefined;
    if (row.state === 'preparing' && from !== 'paused') {
      const indexed = new Set(this.#world.indexed());
      const lists = row.text.lists;
      const now = this.#world.now();
      story.entitled = new Set(
        [...this.#world.people.values()]
          .filter((person) => indexed.has(person.id) && isFor(person, lists, now))
          .map(({ id }) => id),
      );
    }
    if (from === 'preparing' && (row.state === 'sending' || row.state === 'failed'))
      for (const id of story.entitled)
        if (!story.members.has(id)) this.#say(`${id} was passed by when ${row.id} was prepared`);
    if (from === 'sent') {
      if (process.name !== 'again') this.#say(`${row.id} is sent again, and nobody said so`);
      const entries = [...story.ledger.values()].flatMap((batch) => batch.entries);
      const whom = entries.filter(({ state }) => state === row.again).map(({ person }) => person);
      story.rounds.set(row.round, new Set(whom));
    }
  }

  #prepared(process: Process, batch: Batch): void {
    this.#work(process, 'batches.writeNew');
    const story = this.story(batch.issue);
    if (story.row.startedAt) this.#say(`${batch.issue} got a batch after its audience was known`);
    for (const { person } of batch.entries) {
      if (story.members.has(person)) this.#say(`${person} stands twice in the ledger of ${batch.issue}`);
      story.members.set(person, batch.position);
    }
    story.ledger.set(batch.position, structuredClone(batch));
  }

  #changed(process: Process, batch: Batch): void {
    const story = this.story(batch.issue);
    const before = story.ledger.get(batch.position)?.entries ?? [];
    const ids = ({ person }: Entry) => person;
    if (before.map(ids).join() !== batch.entries.map(ids).join())
      this.#say(`the people of ${batch.position} are others`);
    batch.entries.forEach((entry, at) => {
      const from = before[at]?.state ?? 'waiting';
      if (from === entry.state) return;
      const isBack = from === 'claimed' && entry.state === story.row.again;
      if (!isBack && !entryMoves[from].includes(entry.state))
        this.#say(`${entry.person} went from ${from} to ${entry.state}`);
      if (entry.state === 'claimed') {
        this.#work(process, 'claim');
        if (from !== 'waiting' && from !== story.row.again) this.#say(`${from} was claimed again`);
      }
    });
    story.ledger.set(batch.position, structuredClone(batch));
  }

  #read(process: Process, ids: readonly string[]): void {
    const reads = this.#reads.get(process) ?? new Map<string, number>();
    for (const id of ids) reads.set(id, this.#events);
    this.#reads.set(process, reads);
  }

  #handed(process: Process, recipients: readonly Recipient[], result: CallResult): void {
    this.#work(process, 'mailer.send');
    for (const { tags } of recipients) {
      const read = this.#reads.get(process)?.get(`${tags.person}`) ?? this.#events;
      if ((this.#gone.get(`${tags.person}`) ?? Number.POSITIVE_INFINITY) < read)
        this.#say(`${tags.person} was written to after leaving`);
    }
    const { stopped, row } = this.#storyOf(recipients[0]?.tags ?? {});
    if (!stopped) return;
    const batches = stopped.under.get(process) ?? new Set(['one that began later', 'another']);
    batches.add(`${recipients[0]?.tags.batch}`);
    if (batches.size > 1) this.#say(`${row.id} went on after it was stopped (${result.outcome})`);
  }
}
