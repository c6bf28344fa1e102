import { openFaults } from './open-faults.ts';

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

/** When readers first got a piece, and the date a stranger left at its slug. */
interface Firsts {
  own?: string;
  stranger?: string;
}

export type State = {
  order: string;
  owner: string;
  firsts: Firsts;
  kind: Piece['kind'];
} & (
  | { status: 'published' | 'draft'; piece: Piece }
  | { status: 'withdrawn'; piece: Piece; reason: string }
  /** `again`: the order of a further delete. */
  | { status: 'deleted'; again?: string }
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
  #latest = '';

  /** Whether the press may (`can`) or has to refuse a hand-in of this state. */
  refusal({ slug, order, draft }: Pick<HandIn, 'slug' | 'order' | 'draft'>): 'must' | 'can' | 'must not' {
    const seen = this.states.get(slug);
    if (seen?.status === 'moved' && draft) return 'must';
    if (seen?.status !== 'deleted') return 'must not';
    if (order < seen.order) return 'must';
    if (order > (seen.again ?? '')) return 'must not';
    return openFaults.secondDelete ? 'can' : 'must';
  }

  /** Notes what was opened and may come, though it has not. */
  opened({ order, piece }: Pick<HandIn, 'order' | 'piece'>): void {
    this.pieces.add(piece);
    if (order > this.#latest) this.#latest = order;
  }

  /** The press says that it took this. */
  taken(handIn: HandIn): void {
    const { slug, order, owner, draft, piece } = handIn;
    this.opened(handIn);
    const seen = this.states.get(slug);
    const firsts = this.#firstsOf(handIn, seen);
    if (seen && seen.order > order) this.states.set(slug, { ...seen, firsts });
    else {
      const status = draft ? 'draft' : 'published';
      this.states.set(slug, { status, order, owner, firsts, piece, kind: piece.kind });
    }
    for (const old of draft ? [] : handIn.aliases) this.#move(old, handIn);
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

  deleted(slug: string): void {
    const seen = this.states.get(slug);
    if (!seen) throw new Error(`There is no “${slug}”`);
    const { owner, kind } = seen;
    if (seen.status === 'deleted') this.states.set(slug, { ...seen, again: this.#now() });
    else this.states.set(slug, { status: 'deleted', owner, kind, firsts: {}, order: this.#now() });
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
  get published(): { slug: string; piece: Piece; dates: string[] }[] {
    return [...this.states].flatMap(([slug, state]) =>
      state.status === 'published' ? [{ slug, piece: state.piece, dates: datesOf(state) }] : [],
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
      firsts: seen?.firsts ?? {},
    });
  }

  #firstsOf({ slug, aliases, owner, draft, opened }: HandIn, seen: State | undefined): Firsts {
    const before = aliases.filter((old) => old !== slug).map((old) => this.states.get(old)?.firsts ?? {});
    const isStranger = seen?.status === 'moved' && seen.owner !== owner;
    const there = seen?.firsts ?? {};
    const own = [
      ...before.map((firsts) => firsts.own),
      isStranger ? undefined : there.own,
      draft ? undefined : opened,
    ];
    const strangers = [
      ...before.map(({ stranger }) => stranger),
      there.stranger,
      isStranger ? there.own : undefined,
    ];
    return { own: earliest(own), stranger: earliest(strangers) };
  }
}

const earliest = (instants: (string | undefined)[]): string | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];

/** The date that readers are told: what the piece says, else when they first got it. More than one: a known fault. */
function datesOf({ piece, firsts }: Extract<State, { piece: Piece }>): string[] {
  if (piece.published) return [piece.published];
  const inherited = openFaults.strangersDate ? earliest([firsts.own, firsts.stranger]) : undefined;
  return [...new Set([firsts.own ?? '', inherited ?? firsts.own ?? ''])];
}

/** What a standing page says of its version in its standfirst. */
export const markOf = (words: number): string => `Word ${words}`;
