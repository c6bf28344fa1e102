import type { PostEvent } from '../../../../functions/post/contract/letter.ts';
import { type Feedback, hearFeedback } from '../../../../functions/post/feedback/hear-feedback.ts';
import { actOnDue } from '../../../../functions/post/letters/act-on-due.ts';
import { closeLetter, resendLetter } from '../../../../functions/post/letters/handle-doubts.ts';
import type { OutgoingMail, PressSettings } from '../../../../functions/post/letters/letter-mail.ts';
import { type SendDeps, sendLetters } from '../../../../functions/post/letters/send-letters.ts';
import type { MailAnswer } from '../../../../functions/post/ports.ts';
import { ulids } from '../../../../functions/runtime/ids.ts';
import { aLetter, noon } from '../a-letter.ts';
import { MemoryLog, MemoryPost } from '../memory-post.ts';

/** What happens to one call of SES. `lost`: it took the mail, and its answer did not arrive; `unheard`: it never got it. */
export type MailWeather =
  | ('fine' | 'lost' | 'unheard' | 'refused')
  | ('throttled' | 'over-quota' | 'account' | 'unreachable');

/** A function dies at its n-th call of a port: before it, or after it has done its work. */
export interface Crash {
  at: number;
  after: boolean;
}

export class Killed extends Error {
  override readonly name = 'Killed';
}

/** The room with everything around it: SES, the bus, the room whose letters it sends, a clock. */
export class PostOffice {
  readonly room: MemoryPost;
  /** Mails that SES took, by letter. */
  readonly taken = new Map<string, OutgoingMail[]>();
  /** What SES reports and has not delivered yet. */
  readonly reports: Feedback[] = [];
  readonly events: PostEvent[] = [];
  readonly counted: string[] = [];
  readonly logged: string[] = [];
  weather: MailWeather[] = [];
  /** Called before each call of a port: makes functions that run at once take turns. */
  turn: () => Promise<unknown> = async () => undefined;
  now = new Date(noon);
  readonly ids = ulids({ now: () => this.now });
  readonly log = new MemoryLog(() => this.ids.next());
  #messages = 0;

  constructor(room = new MemoryPost()) {
    this.room = room;
  }

  async press(settings: Partial<PressSettings>): Promise<void> {
    const { room } = this;
    await room.settings.store({ ceiling: 1000, ...settings }, await room.settings.copies());
  }

  deps(crash?: Crash): SendDeps {
    const { room } = this;
    const mortal = this.#mortal(crash);
    return {
      outbox: mortal(room.outbox),
      addresses: mortal(room.addresses),
      ceiling: mortal(room.ceiling),
      position: mortal(room.position),
      settings: mortal(room.settings),
      suppressionLog: mortal({
        append: (entry) => this.log.append(entry),
        entries: (after) => this.log.entries(after),
      } satisfies SendDeps['suppressionLog']),
      mailer: mortal({ send: async (mail: OutgoingMail) => this.#take(mail) }),
      announcer: mortal({ announce: async (event: PostEvent) => void this.events.push(event) }),
      clock: { now: () => this.now },
      site: 'https://lantern.example',
      log: {
        info: (text) => void this.logged.push(text),
        warn: (text, facts) => void this.logged.push(`${text} ${JSON.stringify(facts)}`),
        error: (text, facts) => void this.logged.push(`${text} ${JSON.stringify(facts)} ${facts?.error}`),
      },
      counter: { count: (what) => void this.counted.push(what), send: () => undefined },
      random: () => 0.5,
      pause: async () => undefined,
      hasTime: () => true,
    };
  }

  stream = (ids: string[], crash?: Crash) => ended(sendLetters(ids, this.deps(crash)));
  tick = (crash?: Crash) => ended(actOnDue(this.deps(crash)));
  hear = (report: Feedback, crash?: Crash) => ended(hearFeedback(report, this.deps(crash)));
  resend = (id: string, crash?: Crash) =>
    ended(resendLetter(id, { ...this.deps(crash), ids: this.ids }).then(() => undefined));
  close = (id: string, crash?: Crash) => ended(closeLetter(id, { ...this.deps(crash), ids: this.ids }));

  /** The room composes anew what an editor wants sent again; hearing of it twice changes nothing. */
  answerWishes(): void {
    for (const event of this.events) {
      if (event.type !== 'Letter Wanted') continue;
      this.room.put(aLetter({ id: event.detail.next, at: this.now.toISOString() }));
    }
  }

  advance(milliseconds: number): void {
    this.now = new Date(this.now.getTime() + milliseconds);
  }

  #take(mail: OutgoingMail): MailAnswer {
    const weather = this.weather.shift() ?? 'fine';
    if (weather === 'unheard') return { outcome: 'unknown' };
    if (weather === 'refused') return { outcome: 'refused', why: 'rejected' };
    if (weather !== 'fine' && weather !== 'lost') return { outcome: 'later', why: weather };
    const { letter = '', attempt, hash } = mail.tags;
    this.taken.set(letter, [...(this.taken.get(letter) ?? []), mail]);
    const messageId = `message-${++this.#messages}`;
    const report = { messageId, at: this.now.toISOString(), hash, letter, attempt: Number(attempt) };
    this.reports.push({ type: 'Send', ...report }, { type: 'Delivery', ...report });
    return weather === 'lost' ? { outcome: 'unknown' } : { outcome: 'sent', messageId };
  }

  /** Ports of one call of a function: from its death on none of them does anything. */
  #mortal(crash?: Crash) {
    let calls = 0;
    let isDead = false;
    const die = (): never => {
      isDead = true;
      throw new Killed();
    };
    return <P extends object>(port: P): P =>
      new Proxy(port, {
        get:
          (target, name) =>
          async (...values: unknown[]) => {
            await this.turn();
            if (isDead) die();
            const isLast = ++calls === crash?.at;
            if (isLast && !crash?.after) die();
            const result: unknown = await Reflect.apply(Object(target)[name], target, values);
            if (isLast) die();
            return result;
          },
      });
  }
}

/** A function that was killed has ended; any other failure is a fault. */
async function ended(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Killed) && !isRefusal(error)) throw error;
  }
}

/** What an editor is told when a letter is not in doubt any more. */
const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === 'Problem';
