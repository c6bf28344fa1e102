import { Shelf } from './shelf.ts';

/** What a piece says, whatever became of it. */
export interface Piece {
  kind: 'article' | 'page';
  title: string;
  section?: string;
  series?: { title: string; part?: number };
  tags: string[];
  authors: string[];
  published?: string;
  /** When it is withdrawn by itself. */
  until?: string;
  written?: string;
  related: string[];
  words: number;
  corrections?: { date: string; text: string }[];
  /** Name of the picture it shows. */
  picture?: string;
  /** Number of the PDF that it brings. */
  bulletin?: number;
}

/** One manuscript of one upload. */
export interface HandIn {
  /** Id of its upload: among hand-ins the highest has the last word, whichever comes first. */
  order: string;
  /** When its upload was opened, as readers would be told (`2024-02-02T08:30:00Z`). */
  opened: string;
  slug: string;
  aliases: string[];
  /** The piece that it is a version of, through all its slugs. */
  owner: string;
  draft: boolean;
  piece: Piece;
}

export type State = {
  order: string;
  owner: string;
  /** When readers first got it. */
  first?: string;
  /** It began there after another one: what was opened before is not of it. */
  since?: string;
  /** The moment at which it was published by hand, where its own date was still to come. */
  date?: string;
  /** It lost the date of its text: it has that of the day when readers first got it. */
  undated?: true;
  /** When it is withdrawn by itself, if readers have it then. */
  until?: string;
  /** Order of the command that said when, where one did: a text that was opened before it and comes after it is taken, and
   *  goes then, or is gone already. */
  timedBy?: string;
  kind: Piece['kind'];
} & (
  | { status: 'published' | 'scheduled' | 'draft'; piece: Piece }
  | { status: 'withdrawn'; piece: Piece; reason: string }
  | { status: 'deleted'; soon?: true }
  | { status: 'moved'; to: string }
);

/** The front page or the press itself, of which there is one: here, too, the upload opened last stands. */
export interface Single {
  order: string;
  title: string;
  mark?: string;
}

/** What readers were not given when it came. */
interface Unseen {
  status: State['status'];
  order: string;
  /** When it is to be live by itself. */
  at?: string;
  /** When it is withdrawn again by itself. */
  until?: string;
  timedBy?: string;
  /** It was, and lost that date. */
  undated?: true;
  /** Old addresses that it is to have, with what stood there when it came. */
  aliases: Map<string, State | undefined>;
}

/** What should come of everything that was handed in and done, by slug: the promises alone, nothing of the press. */
export class Model {
  readonly states = new Map<string, State>();
  readonly singles = new Map<string, Single>();
  /** Books, and numbers of serials. */
  readonly shelf = new Shelf();
  /** Everything that was handed in and might show somewhere. */
  readonly pieces = new Set<Piece>();
  /** By slug, what was handed in there and kept from the readers. */
  readonly #unseen = new Map<string, Map<Piece, Unseen>>();
  #latest = '';
  #commands = 0;

  /** Whether the press has to refuse a hand-in of this state; undefined where it depends on when it comes. */
  refuses(handIn: HandIn): boolean | undefined {
    const { slug, order } = handIn;
    const seen = this.states.get(slug);
    if (seen?.since !== undefined && order < seen.since) return true;
    if (seen?.status === 'deleted') return order < seen.order && (seen.soon ? undefined : true);
    return seen?.status === 'moved' && statusOf(handIn) !== 'published';
  }

  /** Notes what was opened and may come, though it has not. */
  opened({ order, piece }: Pick<HandIn, 'order' | 'piece'>): void {
    this.pieces.add(piece);
    if (order > this.#latest) this.#latest = order;
  }

  /** The press says that it took this. */
  taken(handIn: HandIn): void {
    const { slug, order, owner, piece } = handIn;
    this.opened(handIn);
    const status = statusOf(handIn);
    const seen = this.states.get(slug);
    const isNew = isLeft(seen, owner);
    const first = this.#firstOf(handIn, isNew ? undefined : seen);
    if (status !== 'published') this.#noteUnseen(handIn, status);
    if (seen && stays(seen, { status, order })) this.states.set(slug, { ...seen, first });
    else {
      const since = isNew ? seen?.order : seen?.since;
      const { kind } = piece;
      const { timed, gone } = timesLeft(seen, { status, order, until: piece.until });
      this.states.set(slug, { status, order, owner, first, since, piece, kind, ...timed, ...gone });
      const unseen = this.#unseen.get(slug)?.get(piece);
      if (unseen) Object.assign(unseen, timed);
    }
    for (const old of status === 'published' ? handIn.aliases : []) this.#move(old, handIn);
  }

  /** Whether an editor who publishes what waits at this slug has to get something. */
  isUnseen(slug: string): boolean {
    const status = this.states.get(slug)?.status;
    return status === 'draft' || status === 'scheduled';
  }

  /** By hand, at a moment (`2024-02-02T08:30:00Z`): a draft or what was scheduled, by its title. */
  publishedByHand(slug: string, title: string, moment: string): void {
    const seen = this.states.get(slug);
    const unseen = [...(this.#unseen.get(slug) ?? [])];
    const [piece, { status: was, undated, until: last } = {}] =
      unseen.find(([one]) => one.title === title) ?? [];
    if (!seen || !piece) throw new Error(`“${title}” never waited at “${slug}”`);
    const first = earliest([seen.first, moment]);
    const date = was === 'scheduled' || (!undated && isToCome(piece, moment)) ? moment : undefined;
    const { owner, since, kind } = seen;
    const order = this.#now();
    const until = isAfter(last, moment) ? last : undefined;
    const dates = { first, since, date, undated, until };
    this.states.set(slug, { status: 'published', order, owner, ...dates, piece, kind });
  }

  /** By hand: what waits at this slug, by its title, is to be live at a time. */
  scheduled(slug: string, title: string, at: string): void {
    const seen = this.states.get(slug);
    const [piece, unseen] = [...(this.#unseen.get(slug) ?? [])].find(([one]) => one.title === title) ?? [];
    if (!seen || !piece || !unseen) throw new Error(`“${title}” never waited at “${slug}”`);
    this.#decided(slug, seen, piece, { ...unseen, status: 'scheduled', at, order: this.#now() });
  }

  /** By hand: what readers have then is withdrawn at a time; of what is to take its place before that, that is. */
  withdrawnLater(slug: string, until: string): void {
    const seen = this.states.get(slug);
    if (!seen) throw new Error(`There is no “${slug}”`);
    const [piece, unseen] = this.#toCome(slug) ?? [];
    const isPublic = seen.status === 'published' || seen.status === 'withdrawn';
    const isOfNext = isPublic && isAfter(until, unseen?.at ?? until);
    const timedBy = this.#now();
    const times = { until, timedBy };
    if (piece && unseen && (isOfNext || !isPublic))
      this.#unseen.get(slug)?.set(piece, { ...unseen, ...times, order: isOfNext ? timedBy : unseen.order });
    if (!isOfNext) this.states.set(slug, { ...seen, ...times });
  }

  /** By hand: nothing happens by itself. Returns whether something was to. */
  unscheduled(slug: string): boolean {
    const seen = this.states.get(slug);
    const [piece, unseen] = this.#toCome(slug) ?? [];
    if (!seen || (!piece && !(seen.status === 'published' && seen.until))) return false;
    const isShown = seen.status === 'published';
    const timedBy = isShown && !piece ? this.#now() : seen.timedBy;
    this.states.set(slug, { ...seen, until: undefined, timedBy });
    const left = this.states.get(slug);
    if (left && piece && unseen)
      this.#decided(slug, left, piece, {
        ...unseen,
        status: 'draft',
        at: undefined,
        until: undefined,
        undated: true,
        order: this.#now(),
      });
    return true;
  }

  #decided(slug: string, seen: State, piece: Piece, unseen: Unseen): void {
    this.#unseen.get(slug)?.set(piece, unseen);
    const { status, order, until } = unseen;
    if (status !== 'scheduled' && status !== 'draft') return;
    if (seen.status !== 'draft' && seen.status !== 'scheduled') return;
    const { owner, first, since, kind } = seen;
    this.states.set(slug, { status, order, owner, first, since, piece, kind, until });
  }

  /** What is to be live at this slug by itself: only where nobody has decided otherwise since. */
  #toCome(slug: string): [Piece, Unseen] | undefined {
    const seen = this.states.get(slug);
    const newest = [...(this.#unseen.get(slug) ?? [])].sort(([, a], [, b]) =>
      a.order < b.order ? 1 : -1,
    )[0];
    if (!seen || !newest || newest[1].status !== 'scheduled') return undefined;
    if (seen.status === 'scheduled') return seen.piece === newest[0] ? newest : undefined;
    const isShown = seen.status === 'published' || seen.status === 'withdrawn';
    return isShown && newest[1].order > seen.order ? newest : undefined;
  }

  /** Time has come to this moment (`2024-02-02T08:30:00Z`), and all that was to happen by itself has. */
  passed(moment: string): void {
    const due = [...this.states.keys()].flatMap((slug) => {
      const [piece, unseen] = this.#toCome(slug) ?? [];
      const at = unseen?.at ?? '';
      return piece && unseen && !isAfter(at, moment) ? [{ slug, piece, at, unseen }] : [];
    });
    for (const one of due.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) this.#becomesLive(one, moment);
    for (const [slug, state] of this.states) {
      const isOver = state.status === 'published' && state.until && !isAfter(state.until, moment);
      if (isOver)
        this.states.set(slug, { ...state, status: 'withdrawn', reason: timeIsOver, until: undefined });
    }
  }

  #becomesLive(
    { slug, piece, at, unseen }: { slug: string; piece: Piece; at: string; unseen: Unseen },
    moment: string,
  ): void {
    const seen = this.states.get(slug);
    if (!seen) return;
    const { aliases, until } = unseen;
    const moved = [...aliases.keys()].filter((old) =>
      isUnchanged(aliases.get(old), this.states.get(old), slug),
    );
    const firsts = moved.flatMap((old) => {
      const state = this.states.get(old);
      return state && state.status !== 'deleted' && state.status !== 'moved' ? [state.first] : [];
    });
    const { owner, since, kind } = seen;
    const first = earliest([seen.first, moment, ...firsts]);
    const order = unseen.order > seen.order ? unseen.order : seen.order;
    const times = { until, timedBy: unseen.timedBy ?? seen.timedBy, date: at };
    this.states.set(slug, { status: 'published', order, owner, since, kind, first, piece, ...times });
    for (const old of moved) this.#move(old, { slug, order: this.#now(), piece, owner });
  }

  #noteUnseen({ slug, piece, order, aliases }: HandIn, status: State['status']): void {
    const seen = new Map(aliases.filter((old) => old !== slug).map((old) => [old, this.states.get(old)]));
    const { published, until } = piece;
    const at = status === 'scheduled' ? published : undefined;
    this.#unseen.set(
      slug,
      (this.#unseen.get(slug) ?? new Map()).set(piece, { status, order, at, until, aliases: seen }),
    );
  }

  takenSingle(slug: string, single: Single): void {
    const seen = this.singles.get(slug);
    if (!seen || seen.order < single.order) this.singles.set(slug, single);
  }

  withdrawn(slug: string, reason: string): void {
    const seen = this.states.get(slug);
    if (seen?.status !== 'published') throw new Error(`“${slug}” is not published`);
    this.states.set(slug, { ...seen, status: 'withdrawn', reason, order: this.#now() });
  }

  /** Its old addresses go with it, a moment later. */
  deleted(slug: string): void {
    const seen = this.states.get(slug);
    if (!seen) throw new Error(`There is no “${slug}”`);
    const order = this.#now();
    const isOld = (state: State, at: string) => state.status === 'moved' && this.follow(at).slug === slug;
    const old = [...this.states].filter(([at, state]) => isOld(state, at));
    for (const [at, { owner, kind }] of old)
      this.states.set(at, { status: 'deleted', soon: true, owner, kind, order });
    const { owner, kind } = seen;
    this.states.set(slug, { status: 'deleted', owner, kind, order });
  }

  /** Where a slug leads, and in how many steps. */
  follow(slug: string): { slug: string; state: State | undefined; steps: number } {
    let [end, steps] = [slug, 0];
    for (let state = this.states.get(end); state?.status === 'moved'; state = this.states.get(end)) {
      end = state.to;
      steps += 1;
      if (steps > this.states.size) throw new Error(`“${slug}” leads round in a ring`);
    }
    return { slug: end, state: this.states.get(end), steps };
  }

  /** By slug, what readers can have. */
  get published(): { slug: string; piece: Piece; date: string }[] {
    return [...this.states].flatMap(([slug, state]) =>
      state.status === 'published' ? [{ slug, piece: state.piece, date: dateOf(state) }] : [],
    );
  }

  /** Later than all uploads opened and all that was done so far, and earlier than all uploads to come. */
  #now(): string {
    this.#commands += 1;
    return `${this.#latest}~${String(this.#commands).padStart(6, '0')}`;
  }

  #move(
    old: string,
    { slug, order, piece, owner }: Pick<HandIn, 'slug' | 'order' | 'piece' | 'owner'>,
  ): void {
    const seen = this.states.get(old);
    if (old === slug || (seen && seen.order > order)) return;
    this.states.set(old, {
      status: 'moved',
      to: slug,
      order,
      owner,
      kind: piece.kind,
      first: seen?.first,
      since: seen?.since,
    });
  }

  #firstOf(handIn: HandIn, seen: State | undefined): string | undefined {
    if (statusOf(handIn) !== 'published') return seen?.first;
    const { slug, aliases, opened } = handIn;
    const before = aliases.filter((old) => old !== slug).map((old) => this.states.get(old)?.first);
    return earliest([...before, seen?.first, opened]);
  }
}

/** What readers are to have of it: a date that begins after its upload was opened is to come. */
function statusOf({ draft, piece, opened }: Pick<HandIn, 'draft' | 'piece' | 'opened'>) {
  if (draft) return 'draft';
  return piece.kind === 'article' && isToCome(piece, opened) ? 'scheduled' : 'published';
}

export const isToCome = ({ published }: Pick<Piece, 'published'>, moment: string): boolean =>
  isAfter(published, moment);

const isAfter = (time: string | undefined, moment: string): boolean =>
  time !== undefined && new Date(time).getTime() > new Date(moment).getTime();

/** What readers are told of what had its time. */
const timeIsOver = 'It was to be here for a time, which is over.';

/** Whether an old address is as it was when something was to have it: free, or of the same document. */
function isUnchanged(then: State | undefined, now: State | undefined, slug: string): boolean {
  if (!now || now.status === 'deleted' || (now.status === 'moved' && now.to === slug)) return true;
  return (
    then !== undefined && then.since === now.since && (then.status === 'moved') === (now.status === 'moved')
  );
}

/** Whether a state outlasts a hand-in: what readers have or had gives way to what they are to have alone, and what they
 *  do not have gives way to that however late it comes. */
function stays(seen: State, { status, order }: { status: string; order: string }): boolean {
  const isReaders = (one: string) => one === 'published' || one === 'withdrawn';
  const isLive = isReaders(seen.status) || seen.status === 'draft' || seen.status === 'scheduled';
  if (isLive && isReaders(seen.status) !== isReaders(status)) return isReaders(seen.status);
  return seen.order > order;
}

/** When what takes its place is withdrawn: as a command said that is newer, and where that time has come it is gone. */
function timesLeft(
  seen: State | undefined,
  { status, order, until }: { status: State['status']; order: string; until: string | undefined },
) {
  const isReaders = (one: string) => one === 'published' || one === 'withdrawn';
  const { timedBy } = seen ?? {};
  if (!seen || timedBy === undefined || timedBy < order || isReaders(seen.status) !== isReaders(status))
    return { timed: { until } };
  const gone = seen.status === 'withdrawn' ? { status: seen.status, reason: seen.reason } : {};
  return { timed: { until: seen.until, timedBy }, gone };
}

/** Nothing stands there any more, or what leads on to another piece. */
const isLeft = (seen: State | undefined, owner: string): boolean =>
  seen?.status === 'deleted' || (seen?.status === 'moved' && seen.owner !== owner);

const earliest = (instants: (string | undefined)[]): string | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];

/** The date that readers are told: the moment of publication by hand, what the piece says, else when they first got it. */
const dateOf = ({ date, undated, piece, first = '' }: Extract<State, { piece: Piece }>): string =>
  date ?? (undated ? undefined : piece.published) ?? first;

/** What a standing page says of its version in its standfirst. */
export const markOf = (words: number): string => `Word ${words}`;
