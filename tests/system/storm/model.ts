/** What a piece says, whatever became of it. */
export interface Piece {
  kind: 'article' | 'page';
  title: string;
  section?: string;
  series?: { title: string; part?: number };
  tags: string[];
  authors: string[];
  published?: string;
  written?: string;
  related: string[];
  words: number;
  /** Name of the picture it shows. */
  picture?: string;
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

/** What should come of everything that was handed in and done, by slug: the promises alone, nothing of the press. */
export class Model {
  readonly states = new Map<string, State>();
  readonly singles = new Map<string, Single>();
  /** Everything that was handed in and might show somewhere. */
  readonly pieces = new Set<Piece>();
  /** By slug, what was handed in there and kept from the readers. */
  readonly #unseen = new Map<string, Map<Piece, State['status']>>();
  #latest = '';

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
    if (status !== 'published') this.#noteUnseen(slug, piece, status);
    if (seen && stays(seen, { status, order })) this.states.set(slug, { ...seen, first });
    else {
      const since = isNew ? seen?.order : seen?.since;
      this.states.set(slug, { status, order, owner, first, since, piece, kind: piece.kind });
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
    const [piece, was] = unseen.find(([one]) => one.title === title) ?? [];
    if (!seen || !piece) throw new Error(`“${title}” never waited at “${slug}”`);
    const date = was === 'scheduled' || isToCome(piece, moment) ? moment : undefined;
    const first = earliest([seen.first, moment]);
    const { owner, since, kind } = seen;
    const order = this.#now();
    this.states.set(slug, { status: 'published', order, owner, first, since, date, piece, kind });
  }

  #noteUnseen(slug: string, piece: Piece, status: State['status']): void {
    this.#unseen.set(slug, (this.#unseen.get(slug) ?? new Map()).set(piece, status));
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

  /** Later than all uploads opened so far, and earlier than all to come. */
  #now(): string {
    return `${this.#latest}~`;
  }

  #move(old: string, { slug, order, piece, owner }: HandIn): void {
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

export const isToCome = ({ published = '' }: Pick<Piece, 'published'>, moment: string): boolean =>
  new Date(published).getTime() > new Date(moment).getTime();

/** Whether a state outlasts a hand-in: what readers have or had gives way to what they are to have alone, and what they
 *  do not have gives way to that however late it comes. */
function stays(seen: State, { status, order }: { status: string; order: string }): boolean {
  const isReaders = (one: string) => one === 'published' || one === 'withdrawn';
  const isLive = isReaders(seen.status) || seen.status === 'draft' || seen.status === 'scheduled';
  if (isLive && isReaders(seen.status) !== isReaders(status)) return isReaders(seen.status);
  return seen.order > order;
}

/** Nothing stands there any more, or what leads on to another piece. */
const isLeft = (seen: State | undefined, owner: string): boolean =>
  seen?.status === 'deleted' || (seen?.status === 'moved' && seen.owner !== owner);

const earliest = (instants: (string | undefined)[]): string | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];

/** The date that readers are told: the moment of publication by hand, what the piece says, else when they first got it. */
const dateOf = ({ date, piece, first = '' }: Extract<State, { piece: Piece }>): string =>
  date ?? piece.published ?? first;

/** What a standing page says of its version in its standfirst. */
export const markOf = (words: number): string => `Word ${words}`;
