/** What readers should be able to have of a piece. */
export interface Piece {
  slug: string;
  title: string;
  section?: string;
  tags: string[];
  authors: string[];
  published: string;
  written?: string;
  related: string[];
  words: number;
  isPage: boolean;
}

/** A document as it stands for editors; `mark` is a field of its own that tells its versions apart. */
export interface Standing {
  slug: string;
  title: string;
  mark?: string;
}

/** Why readers must not have it. Of a standing page the API says nothing. */
export type Why = 'withdrawn' | 'deleted' | 'moved' | 'withdrawn page';

type State = { status: 'published'; order: string; piece: Piece } | { status: Why };

/** What should come of everything that was handed in and done, by slug. */
export class Model {
  readonly #states = new Map<string, State>();
  readonly #singles = new Map<string, { order: string; standing: Standing }>();

  isPublished(slug: string): boolean {
    return this.#states.get(slug)?.status === 'published';
  }

  /** The upload opened last has the last word. */
  store(order: string, piece: Piece): void {
    const before = this.#states.get(piece.slug);
    if (before?.status === 'published' && before.order > order) return;
    this.#states.set(piece.slug, { status: 'published', order, piece });
  }

  /** The front page or the press itself, of which there is one: here, too, the upload opened last. */
  storeSingle(order: string, standing: Standing): void {
    const before = this.#singles.get(standing.slug);
    if (!before || before.order < order) this.#singles.set(standing.slug, { order, standing });
  }

  move(slug: string): void {
    this.#states.set(slug, { status: 'moved' });
  }

  takeDown(slug: string, status: 'withdrawn' | 'deleted'): void {
    const before = this.#states.get(slug);
    const isPage = before?.status === 'published' && before.piece.isPage;
    this.#states.set(slug, { status: isPage && status === 'withdrawn' ? 'withdrawn page' : status });
  }

  get published(): Piece[] {
    return [...this.#states.values()].flatMap((state) => (state.status === 'published' ? [state.piece] : []));
  }

  /** What the API tells editors alone: standing pages, the front page and the press. */
  get standing(): Standing[] {
    const pages = this.published.filter(({ isPage }) => isPage);
    const singles = [...this.#singles.values()].map(({ standing }) => standing);
    return [...pages.map(({ slug, title, words }) => ({ slug, title, mark: markOf(words) })), ...singles];
  }

  /** Newest first, as readers get them. */
  get articles(): Piece[] {
    const place = ({ published, slug }: Piece) => `${published}#${slug}`;
    const articles = this.published.filter(({ isPage }) => !isPage);
    return articles.sort((one, other) => (place(one) < place(other) ? 1 : -1));
  }

  /** Slugs that readers must not have, and why. */
  get gone(): { slug: string; why: Why }[] {
    return [...this.#states].flatMap(([slug, { status }]) =>
      status === 'published' ? [] : [{ slug, why: status }],
    );
  }
}

/** What a standing page says of its version in its standfirst. */
export const markOf = (words: number): string => `Word ${words}`;
