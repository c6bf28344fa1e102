import fc from 'fast-check';

/** What an article or page says; pieces are named by their number. */
export interface Version {
  title: string;
  section?: string;
  tags: string[];
  authors: string[];
  published: string;
  written?: string;
  /** Numbers of the same editor's pieces. */
  related: number[];
  words: number;
  picture: boolean;
}

/** One thing an editor does. What makes no sense at that moment, such as withdrawing nothing, is left out. */
export type Step =
  | { do: 'hand in' | 'move'; piece: number; version: Version }
  | { do: 'withdraw' | 'delete'; piece: number }
  | { do: 'hand in together'; version: Version }
  | { do: 'front'; lead: number; features: number[]; words: number }
  | { do: 'press'; title: string; sections: string[] };

/** Several editors at once, each with steps one after the other. */
export type Sequence = Step[][];

export const sectionNames = ['News', 'Work', 'Housing'];
/** Each editor has these for himself; the last is a standing page. */
export const pieceCount = 3;
export const standingPage = 2;

const sections = fc.constantFrom(...sectionNames);
const piece = fc.nat(pieceCount - 1);

const version: fc.Arbitrary<Version> = fc.record(
  {
    title: fc.constantFrom('Rent strike', 'Ferry crews win', 'A damp wall', 'Who owns the slipway?'),
    section: sections,
    tags: fc.subarray(['rent', 'sea', 'union']),
    authors: fc.subarray(['Ana Ruiz', 'Ben Okafor']),
    published: fc.constantFrom('1949', '1949-05', '1990-01-02', '2019-06-01', '2024-02-02', '2031'),
    written: fc.constantFrom('1949', '1950-03'),
    related: fc.uniqueArray(piece, { maxLength: 2 }),
    words: fc.nat(99),
    picture: fc.integer({ min: 0, max: 5 }).map((luck) => luck === 5),
  },
  { requiredKeys: ['title', 'tags', 'authors', 'published', 'related', 'words', 'picture'] },
);

/** Steps that make sense at any moment. */
const handIn: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('hand in'), piece, version }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hand in together'), version }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('front'),
      lead: piece,
      features: fc.uniqueArray(piece),
      words: fc.nat(9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('press'),
      title: fc.constantFrom('The Lantern', 'The Quay'),
      sections: fc.subarray(sectionNames),
    }),
  },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: handIn },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move'), piece, version }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('withdraw', 'delete'), piece }) },
);

/** Played at once, for a press waits more than it works when so much goes wrong. */
export const atOnce = 4;

/** Whoever has nothing yet has nothing to take down: something is handed in first. */
const steps = fc
  .tuple(handIn, fc.array(step, { maxLength: 4 }))
  .map(([first, others]): Step[] => [first, ...others]);

const sequence: fc.Arbitrary<Sequence> = fc.array(steps, { minLength: 1, maxLength: 3 });

export const sequences = fc.array(sequence, { minLength: atOnce, maxLength: atOnce });
