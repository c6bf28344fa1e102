import type { Body } from '../../../../functions/content/contract/values.ts';
import type {
  FrozenIssue,
  IssueContent,
  Piece,
} from '../../../../functions/newsletters/compose/issue-content.ts';
import type { CallResult, EntryResult } from '../../../../functions/newsletters/issues/batch.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import type {
  BulkMailer,
  ComposedForSending,
  HeardDocument,
  IssueComposer,
  IssueFiles,
  IssueQueue,
  MailAccount,
  NewsItem,
  Published,
  Recipient,
} from '../../../../functions/newsletters/issues/ports.ts';
import type { MemoryNews } from './memory-audience.ts';

/** A mail that SES took, whatever the caller was told of it. */
export interface TakenMail {
  message: string;
  recipient: Recipient;
  frozen: FrozenIssue;
  /** Of the call it came in, from 1. */
  call: number;
}

/** How the next call goes. `taken`: how many of its mails, from the first, SES took all the same. */
export type Weather =
  | { call: 'throttled' | 'quota' }
  | { call: 'refused' | 'stopped'; why: string }
  | { call: 'doubt'; why: string; taken: number }
  /** From an entry on (from 0) each ends so; those before it are sent. */
  | { from: number; entries: 'throttled' | 'quota' }
  | { from: number; entries: 'failed' | 'stopped'; why: string }
  /** Those in doubt are taken where `taken` says so. */
  | { from: number; entries: 'doubt'; why: string; taken: boolean };

/** SES as the client sees it. What it takes, and what it was asked to take, stands here. */
export class MemoryMailer implements BulkMailer {
  readonly taken: TakenMail[] = [];
  /** Recipients of each call, whatever came of it. */
  readonly calls: (readonly Recipient[])[] = [];
  /** Of the next calls, one each; after them all is well. */
  readonly weather: Weather[] = [];
  /** `To` of mails that fail by themselves. */
  readonly rejected = new Set<string>();
  /** `To` that has SES answer 400 to the whole call. */
  readonly poison = new Set<string>();
  /** Told of a mail as it is taken. */
  onTaken: (mail: TakenMail) => void = () => undefined;
  #messages = 0;

  async send({ frozen, recipients }: Parameters<BulkMailer['send']>[0]): Promise<CallResult> {
    if (recipients.length < 1 || recipients.length > 50) throw new Error('From 1 to 50 recipients a call');
    this.calls.push(structuredClone(recipients));
    const weather = this.weather.shift();
    if (weather && 'call' in weather) {
      if (weather.call !== 'doubt') return asCall(weather);
      for (const recipient of recipients.slice(0, weather.taken)) this.#take(recipient, frozen);
      return { outcome: 'doubt', why: weather.why };
    }
    if (recipients.some(({ to }) => this.poison.has(to)))
      return { outcome: 'refused', why: 'BadRequestException' };
    return {
      outcome: 'answered',
      entries: recipients.map((one, at) => this.#entry(one, at, frozen, weather)),
    };
  }

  #entry(recipient: Recipient, at: number, frozen: FrozenIssue, weather: Weather | undefined): EntryResult {
    if (weather && 'entries' in weather && at >= weather.from) {
      if (!('why' in weather)) return { outcome: weather.entries };
      if (weather.entries === 'doubt' && weather.taken) this.#take(recipient, frozen);
      return { outcome: weather.entries, why: weather.why };
    }
    if (this.rejected.has(recipient.to)) return { outcome: 'failed', why: 'MESSAGE_REJECTED' };
    return { outcome: 'sent', message: this.#take(recipient, frozen) };
  }

  #take(recipient: Recipient, frozen: FrozenIssue): string {
    this.#messages += 1;
    const message = `m${this.#messages}`;
    const mail = { message, recipient: structuredClone(recipient), frozen, call: this.calls.length };
    this.taken.push(mail);
    this.onTaken(mail);
    return message;
  }
}

function asCall(weather: Exclude<Weather, { entries: unknown } | { call: 'doubt' }>): CallResult {
  return 'why' in weather ? { outcome: weather.call, why: weather.why } : { outcome: weather.call };
}

export class MemoryAccount implements MailAccount {
  state = { sandbox: false, enabled: true, perSecond: 14, perDay: 50_000, sentInADay: 0 };

  async read() {
    return { ...this.state };
  }
}

/** Messages in the order in which they came; a fake that delivers stands in the test. */
export class MemoryIssueQueue implements IssueQueue {
  readonly messages: { issue: string; wake: string }[] = [];

  async goOn(issue: string, wake: string): Promise<void> {
    this.messages.push({ issue, wake });
  }
}

export class MemoryIssueFiles implements IssueFiles {
  readonly #frozen = new Map<string, FrozenIssue>();
  readonly #marks = new Map<string, Readonly<Record<string, readonly NewsItem[]>>>();
  readonly #pages = new Map<string, IssueContent>();

  async putFrozen(key: string, frozen: FrozenIssue): Promise<void> {
    this.#frozen.set(key, structuredClone(frozen));
  }

  async frozen(key: string): Promise<FrozenIssue> {
    return found(this.#frozen.get(key), key);
  }

  async putMarks(key: string, marks: Readonly<Record<string, readonly NewsItem[]>>): Promise<void> {
    this.#marks.set(key, structuredClone(marks));
  }

  async marks(key: string): Promise<Readonly<Record<string, NewsItem[]>>> {
    const marks = Object.entries(found(this.#marks.get(key), key));
    return Object.fromEntries(marks.map(([list, items]) => [list, [...items]]));
  }

  async putPage(issue: string, content: IssueContent): Promise<void> {
    this.#pages.set(issue, structuredClone(content));
  }

  async page(issue: string): Promise<IssueContent | undefined> {
    return structuredClone(this.#pages.get(issue));
  }

  async remove(issue: string): Promise<void> {
    this.#pages.delete(issue);
    for (const key of this.#frozen.keys()) if (key.startsWith(`frozen/${issue}/`)) this.#frozen.delete(key);
  }
}

function found<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new Error(`There is nothing at ${key}`);
  return structuredClone(value);
}

export class MemoryPublished implements Published {
  /** By slug; an older slug of one is another key. */
  readonly articles = new Map<string, Piece>();
  readonly documents = new Map<string, HeardDocument>();
  readonly bodies = new Map<string, Body>();

  async pieces(slugs: readonly string[]): Promise<ReadonlyMap<string, Piece>> {
    return new Map(
      slugs.flatMap((slug) => {
        const piece = this.articles.get(slug);
        return piece ? [[slug, structuredClone(piece)] as const] : [];
      }),
    );
  }

  async document(slug: string): Promise<HeardDocument | undefined> {
    return structuredClone(this.documents.get(slug));
  }

  async standing(id: string): Promise<HeardDocument | undefined> {
    const isIt = (one: HeardDocument) => one.id === id && one.status !== 'deleted' && one.status !== 'moved';
    return structuredClone([...this.documents.values()].find(isIt));
  }

  async newest(day: string): Promise<string[]> {
    return [...this.documents.values()].flatMap(({ slug, kind, status, published = '' }) =>
      kind === 'article' && status === 'published' && published >= day ? [slug] : [],
    );
  }

  async body(key: string): Promise<Body> {
    return found(this.bodies.get(key), key);
  }
}

const mostPieces = 40;

/** Composes from the row alone: its pieces, and what its lists have not had. */
export class MemoryComposer implements IssueComposer {
  readonly #news: MemoryNews;
  /** What it says instead of composing. */
  refusal: string | undefined;

  constructor(news: MemoryNews) {
    this.#news = news;
  }

  async compose({ text }: Issue): Promise<ComposedForSending> {
    if (this.refusal !== undefined) return { outcome: 'refused', said: this.refusal };
    const marks: Record<string, NewsItem[]> = {};
    for (const list of text.sinceLast ? text.lists : []) marks[list] = await this.#news.waiting(list);
    const news = Object.values(marks).flatMap((items) => items.map(({ id }) => id));
    const carries = [...new Set([...text.pieces.map(({ slug }) => slug), ...news])].slice(0, mostPieces);
    return {
      ...{ outcome: 'composed', frozen: frozenOf(text), carries },
      ...(text.sinceLast && { marks }),
    };
  }
}

function frozenOf({ slug, title, subject, lists }: Issue['text']): FrozenIssue {
  const intro = { html: `<p>${title}</p>`, text: title, pictures: [] };
  return {
    content: { slug, title, subject, lists, intro, pieces: [] },
    composed: {
      subject,
      html: `<p>${title}</p><a href="{{leave}}">`,
      text: `${title} {{leave}}`,
      bytes: 100,
    },
    from: 'The Lantern <news@press.example>',
    replyTo: 'news@press.example',
  };
}
