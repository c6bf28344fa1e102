import { commandIssue } from '../../../../functions/newsletters/issues/command-issue.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import type { IssueCommand, NewsItem } from '../../../../functions/newsletters/issues/ports.ts';
import { reportOf } from '../../../../functions/newsletters/issues/report.ts';
import {
  type ClosedPerson,
  joined,
  newPerson,
  type Person,
} from '../../../../functions/newsletters/person.ts';
import { pressOf } from '../../../../functions/newsletters/press.ts';
import { ulids } from '../../../../functions/runtime/ids.ts';
import { pressWithLists, site } from '../a-newsroom.ts';
import { aRoomOfIssues, behindGate } from './fakes.ts';
import { LifeModel } from './life-model.ts';
import type { TakenMail } from './memory-mail.ts';
import { Process } from './processes.ts';

/** How far a function comes now: to its end, to a stop, or to its death at a stop. */
export type Mode = { run: 'whole' } | { run: 'part' | 'die'; stops: number };

/** What is taken out of the code, so that the property has something to find. */
export type Control = 'claim' | 'second-read' | 'cursor';

interface Message {
  issue: string;
  wake: string;
}

/** A function lives at most so long, and a message that it did not delete comes again after a minute. */
const [lifetime, visibility] = [40_000, 60_000];
/** A function hands on its work after so many milliseconds. */
const workFor = 20_000;
/** After so many attempts a message is a dead letter. */
const mostReceives = 3;

/** The room, its clock, what runs in it, and what may not be. */
export class World {
  #elapsed = 0;
  /** How much the clock on the wall is off. */
  skew = 0;
  readonly clock = {
    now: () => new Date(Date.parse('2026-05-01T12:00:00.000Z') + this.#elapsed + this.skew),
  };
  readonly room = aRoomOfIssues(this.clock);
  readonly ids = ulids(this.clock);
  readonly processes: Process[] = [];
  readonly #senders = new Map<Process, Message>();
  readonly #received = new Map<Message, { process: Process; times: number }>();
  /** Every message that was ever sent. */
  readonly messages: Message[] = [];
  /** Rows of people as they were read first: for the control. */
  readonly #firstRead = new Map<string, Person | ClosedPerson>();
  readonly #control: Control | undefined;
  readonly errors: unknown[] = [];
  /** Messages that SES took and did not send after all. */
  readonly rejected = new Set<string>();
  readonly model: LifeModel;

  constructor(control?: Control) {
    this.#control = control;
    const { audience, mailer } = this.room;
    this.model = new LifeModel({
      people: audience.people,
      indexed: () => audience.indexed(),
      rejected: this.rejected,
      now: () => this.now,
      senders: () => [...this.#senders.keys()].filter(({ state }) => state === 'running'),
    });
    mailer.onTaken = (mail) => {
      this.room.account.state.sentInADay += 1;
      this.model.took(mail.recipient, mail.message);
    };
  }

  get now(): string {
    return this.clock.now().toISOString();
  }

  get taken(): readonly TakenMail[] {
    return this.room.mailer.taken;
  }

  pass(milliseconds: number): void {
    this.#elapsed += milliseconds;
    if (milliseconds >= 86_400_000) this.room.account.state.sentInADay = 0;
    for (const process of this.processes) if (this.#elapsed - process.startedAt > lifetime) process.kill();
  }

  /** Begins a function, and has it come as far as it may. */
  async run(name: string, mode: Mode, work: (deps: Deps) => Promise<unknown>, message?: Message) {
    const process = new Process(name, this.#elapsed, this.#watch);
    this.processes.push(process);
    if (message) {
      this.#senders.set(process, message);
      this.model.began(process, message);
    }
    process.start(async () => void (await work(this.depsOf(process, message))));
    await this.goOn(process, mode);
    return process;
  }

  async goOn(process: Process, mode: Mode): Promise<void> {
    if (mode.run === 'whole') await process.finish();
    else for (let stop = 0; stop < mode.stops; stop++) await process.step();
    if (mode.run === 'die') process.kill();
    if (process.error !== undefined && !this.errors.includes(process.error)) this.errors.push(process.error);
  }

  get running(): Process[] {
    return this.processes.filter(({ state }) => state === 'running');
  }

  /** The queue gives out its first message, unless one is with a function. */
  async deliver(mode: Mode, send: (message: Message, deps: Deps) => Promise<unknown>): Promise<boolean> {
    const [message] = this.room.queue.messages;
    if (!message) return false;
    const known = this.#received.get(message);
    if (known && known.process.state !== 'ended' && this.#elapsed - known.process.startedAt < visibility)
      return false;
    if (known && (this.#isDone(known.process) || known.times >= mostReceives)) {
      this.room.queue.messages.shift();
      return this.deliver(mode, send);
    }
    const process = await this.run('send', mode, (deps) => send(message, deps), message);
    this.#received.set(message, { process, times: (known?.times ?? 0) + 1 });
    if (this.#isDone(process)) this.room.queue.messages.splice(this.room.queue.messages.indexOf(message), 1);
    return true;
  }

  #isDone = ({ state, error }: Process): boolean => state === 'ended' && error === undefined;

  command(id: string, command: IssueCommand, mode: Mode) {
    return this.run(command.what, mode, async (deps) => {
      const answer = await commandIssue(id, command, deps);
      if (answer.outcome === 'done') this.model.answered(id);
    });
  }

  /** Somebody's row is another. */
  put(row: Person | ClosedPerson, isGone = false): void {
    this.room.audience.put(row);
    this.model.touched(row.id, isGone);
  }

  remove(id: string): void {
    this.room.audience.remove(id);
    this.model.touched(id, true);
  }

  addPerson(id: string, lists: string[]): void {
    const given = { id, email: `${id.toLowerCase()}@example.org`, addressHash: id, createdAt: this.now };
    this.put(joined(newPerson(given), lists, this.now));
  }

  /** Whether all is well; asked after each step. */
  async check(): Promise<string[]> {
    const found = [...this.model.violations];
    for (const { row, members } of this.model.stories.values()) {
      const issue = await this.room.issues.read(row.id);
      if (!issue) continue;
      const { audience, ...figures } = await reportOf(issue, this.room);
      const { waiting, claimed, sent, suppressed, failed, inDoubt, notSent } = figures;
      if (waiting + claimed + sent + suppressed + failed + inDoubt + notSent !== audience)
        found.push(`the figures of ${row.id} do not add up: ${JSON.stringify(figures)} of ${audience}`);
      if (audience !== members.size) found.push(`${audience} of ${members.size} are in the report`);
      if (issue.startedAt && issue.audience !== audience)
        found.push(`the audience of ${row.id} is ${issue.audience}, its batches have ${audience}`);
      if (figures.delivered > sent || figures.bounced > sent || figures.complained > sent)
        found.push('more was heard of than sent');
    }
    return found;
  }

  /** What has to hold once nothing is under way any more. */
  async checkAtRest(): Promise<string[]> {
    const found: string[] = [];
    for (const [id, { taken }] of this.model.stories) {
      const issue = await this.room.issues.read(id);
      if (!issue?.frozen && issue?.state !== 'preparing') continue;
      if (!['sent', 'cancelled', 'failed'].includes(issue.state))
        found.push(`${id} comes to no end: ${issue.state} ${issue.cursor} ${issue.stop?.said}`);
      const entries = this.room.batches.stored(id).flatMap(({ batch }) => batch.entries);
      for (const { person, state, why } of entries) {
        if (state === 'claimed' || (state === 'waiting' && issue.state === 'sent'))
          found.push(`${person} is forgotten: ${state}`);
        const all = taken.get(person) ?? [];
        const got = all.filter(({ message }) => !this.rejected.has(message));
        const mayBe = ['sent', 'doubt', 'failed'];
        if (got.length && !mayBe.includes(state))
          found.push(`${person} got ${id}, and the ledger says ${state}`);
        if (got.length && issue.round === 1 && state === 'failed' && why !== 'rejected')
          found.push(`${person} got ${id}, and the ledger says failed: ${why}`);
        if (!all.length && state === 'sent')
          found.push(`${person} did not get ${id}, and the ledger says sent`);
      }
      found.push(...(await this.#marksOf(issue, [...taken.values()].flat(), entries)));
    }
    return [...found, ...(await this.#newsAtRest())];
  }

  /** Marks stand where mail left, and are taken back where none did. */
  async #marksOf(
    issue: Issue,
    taken: readonly { message: string }[],
    entries: readonly { state: string }[],
  ): Promise<string[]> {
    if (!issue.frozen?.marks) return [];
    const marks: Readonly<Record<string, NewsItem[]>> = await this.room.files.marks(issue.frozen.marks);
    const anyTaken = taken.some(({ message }) => !this.rejected.has(message));
    const mayHaveLeft =
      taken.length > 0 || entries.some(({ state }) => state === 'sent' || state === 'doubt');
    return Object.entries(marks).flatMap(([list, pieces]) =>
      pieces.flatMap(({ id }) => {
        const by = this.room.news.lists.get(list)?.marks.get(id);
        if (anyTaken && by !== issue.id) return [`${id} left in ${issue.id}, and is marked by ${by}`];
        return !mayHaveLeft && by === issue.id ? [`${id} is marked by ${issue.id}, which never left`] : [];
      }),
    );
  }

  /** A piece waits or was carried, and nothing else. */
  async #newsAtRest(): Promise<string[]> {
    return [...this.room.news.lists].flatMap(([list, { queue, marks }]) =>
      [...(this.pieces.get(list) ?? [])].flatMap((piece) =>
        queue.has(piece) === marks.has(piece) ? [`${piece} is lost to ${list}, or there twice`] : [],
      ),
    );
  }

  /** What was published, by list. */
  readonly pieces = new Map<string, Set<string>>();

  async publish(list: string, piece: string): Promise<void> {
    this.pieces.set(list, (this.pieces.get(list) ?? new Set()).add(piece));
    await this.room.news.add(list, { id: piece, slug: piece, first: this.now });
  }

  #watch = (process: Process, call: Parameters<LifeModel['watch']>[1]): void => {
    if (call.name === 'queue.goOn') {
      const [issue, wake] = call.args;
      this.messages.push({ issue: `${issue}`, wake: `${wake}` });
    }
    this.model.watch(process, call);
  };

  depsOf(process: Process, message: Message | undefined) {
    const room = behindGate(this.room, process.gate);
    const pause = async (milliseconds: number) => {
      this.pass(milliseconds);
      if (process.state === 'killed') await new Promise(() => undefined);
    };
    return {
      ...room,
      ...this.#broken(room, process, message),
      ids: this.ids,
      press: async () => pressOf(pressWithLists, site),
      backoff: async () => undefined,
      pause,
      hasTime: () => this.#elapsed - process.startedAt < workFor,
      log: { error: () => undefined, info: () => undefined, warn: () => undefined },
    };
  }

  /** The ports of a control. */
  #broken(room: ReturnType<typeof behindGate>, process: Process, message: Message | undefined) {
    const { issues, audience, batches } = this.room;
    switch (this.#control) {
      case 'claim': {
        const replace: typeof batches.replace = async (batch) => {
          const stored = (await batches.firstFrom(batch.issue, batch.position))?.writes ?? 0;
          return process.gate('batches.replace', () => batches.replace({ ...batch, writes: stored }), [
            batch,
          ]);
        };
        return { batches: over(room.batches, { replace }) };
      }
      case 'second-read': {
        const now: typeof audience.now = async (ids) => {
          const unknown = ids.filter((id) => !this.#firstRead.has(id));
          if (unknown.length)
            for (const [id, row] of await room.audience.now(unknown)) this.#firstRead.set(id, row);
          return new Map(
            ids.flatMap((id) => {
              const row = this.#firstRead.get(id);
              return row ? [[id, row] as const] : [];
            }),
          );
        };
        return { audience: over(room.audience, { now }) };
      }
      case 'cursor': {
        const read: typeof issues.read = async (id) => {
          const row = await room.issues.read(id);
          return row && message ? { ...row, wake: message.wake } : row;
        };
        return { issues: over(room.issues, { read, moveCursor: async () => true }) };
      }
      default:
        return {};
    }
  }
}

export type Deps = ReturnType<World['depsOf']>;

/** A port with other members. */
const over = <T extends object>(port: T, members: Partial<T>): T =>
  new Proxy(port, { get: (target, key) => Reflect.get(members, key) ?? Reflect.get(target, key) });
