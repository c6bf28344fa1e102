import fc from 'fast-check';
import { bulletinCount } from './bulletins.ts';
import { typedNames } from './names.ts';
import { type ShelfStep, shelfHandIn, shelfStep } from './shelf.ts';

/** What an article or page says; pieces are named by their number. Its title gets a mark that no other has. */
export interface Version {
  title: string;
  section?: string;
  series?: { title: string; part?: number };
  tags: string[];
  authors: string[];
  /** `ahead`: an hour from when it is written. */
  published?: string;
  /** Withdrawn by itself two hours after it is written. */
  isForATime?: boolean;
  written?: string;
  /** Numbers of the same editor's pieces. */
  related: number[];
  words: number;
  /** Dated, in any order. */
  corrections?: { date: string; text: string }[];
  /** Number of one of the pictures, which many pieces share. */
  picture?: number;
  /** Number of the PDF that it brings, of which there are few, too. */
  bulletin?: number;
  draft: boolean;
}

/** One thing an editor does. What makes no sense at that moment, such as withdrawing nothing, is left out. */
export type Step =
  | { do: 'hand in' | 'move'; piece: number; version: Version }
  /** The same files once more, as a new upload. */
  | { do: 'hand in again'; piece: number }
  /** An older form once more, or its event once more: the same bytes come to the same place. */
  | { do: 'post again'; upload: number }
  /** Opens an upload and posts it only later, or at the end; a twin of it is handed in meanwhile and is newer. */
  | { do: 'hold'; piece: number; version: Version; twin: boolean }
  | { do: 'post held' }
  /** Back to the slug that it left last. */
  | { do: 'move back'; piece: number; version: Version }
  /** Another piece at a slug that one has left. */
  | { do: 'hand in at a vacated slug'; version: Version }
  | {
      do: 'withdraw' | 'delete' | 'delete twice' | 'publish' | 'schedule' | 'unschedule';
      piece: number;
    }
  /** Two files with one name in two folders, without a slug; then one more with the first's title in a third. */
  | { do: 'folders'; versions: [Version, Version]; third: boolean }
  | { do: 'hand in together'; version: Version }
  | { do: 'front'; lead: number; features: number[]; sections?: string[]; blocks?: Block[]; words: number }
  | ShelfStep
  | { do: 'press'; title: string; sections: string[] };

/** A block of the front page. */
export type Block =
  | { books: ['newest']; count: number }
  | { bulletins: ['newest']; count: number }
  | { serial: string; count: number }
  | { section: string; count: number }
  | { newest: true; count: number };

/** Several editors at once, each with steps one after the other. */
export type Sequence = Step[][];

/** Each editor has these for himself; the last is a standing page. */
export const pieceCount = 3;
export const standingPage = 2;
export const pictureCount = 2;

const piece = fc.nat(pieceCount - 1);
const name = fc.constantFrom(...typedNames);

/** Mostly few, for each list is a page to render; now and then as many as there may be. */
const namesList = fc.oneof(
  { weight: 24, arbitrary: fc.uniqueArray(name, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.uniqueArray(name, { minLength: 16, maxLength: 20 }) },
);

const title = fc.constantFrom(
  'Rent strike',
  'Ferry crews win',
  'Who owns the slipway?',
  'Fish & chips <b>not</b> "bold"',
  '港口罢工',
  'إضراب الميناء',
  'Η απεργία 🌊',
  `A damp wall ${'and another '.repeat(20)}`.trim(),
);

const version: fc.Arbitrary<Version> = fc.record(
  {
    title,
    section: fc.constantFrom('Rent', 'rent', 'Union', 'Ελένη Παππά', '🌊 Tide'),
    series: fc.record(
      { title: fc.constantFrom('Damp – Walls', 'damp walls', '李小龙'), part: fc.nat(3) },
      { requiredKeys: ['title'] },
    ),
    tags: namesList,
    authors: namesList,
    published: fc.constantFrom('1949', '1949-05', '1990-01-02', '2019-06-01', '2024-02-02T08:30Z', 'ahead'),
    isForATime: fc.integer({ min: 0, max: 5 }).map((luck) => luck === 5),
    written: fc.constantFrom('1949', '1950-03', '1990-01-02'),
    related: fc.uniqueArray(piece, { maxLength: 2 }),
    words: fc.nat(99),
    corrections: fc.shuffledSubarray(
      ['2021', '2022-05', '2023-07-04'].map((date) => ({ date, text: `Put right in *${date}*.` })),
      { minLength: 1 },
    ),
    picture: fc.constantFrom(undefined, undefined, undefined, undefined, 0, 1),
    bulletin: fc.integer({ min: -8, max: bulletinCount - 1 }).map((at) => (at < 0 ? undefined : at)),
    draft: fc.integer({ min: 0, max: 9 }).map((luck) => luck === 9),
  },
  { requiredKeys: ['title', 'tags', 'authors', 'related', 'words', 'draft'] },
);

const count = fc.integer({ min: 1, max: 3 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ books: fc.constant<['newest']>(['newest']), count }),
  fc.record({ bulletins: fc.constant<['newest']>(['newest']), count }),
  fc.record({ serial: fc.constantFrom('Union', 'sea'), count }),
  fc.record({ section: fc.constantFrom('RENT!', 'Union'), count }),
  fc.record({ newest: fc.constant<true>(true), count }),
);

/** Steps that make sense at any moment. */
const handIn: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('hand in'), piece, version }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hand in together'), version }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('hold'), piece, version, twin: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('folders'),
      versions: fc.tuple(version, version),
      third: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        do: fc.constant('front'),
        lead: piece,
        features: fc.uniqueArray(piece),
        sections: fc.subarray(['RENT!', 'Union', 'sea']),
        blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
        words: fc.nat(9),
      },
      { requiredKeys: ['do', 'lead', 'features', 'words'] },
    ),
  },
  { weight: 2, arbitrary: shelfHandIn },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('press'),
      title: fc.constantFrom('The Lantern', 'The Quay'),
      sections: fc.subarray(['Rent', 'Union', '🌊 Tide']),
    }),
  },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: handIn },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('move', 'move back'), piece, version }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hand in at a vacated slug'), version }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hand in again'), piece }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('post again'), upload: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('post held') }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('withdraw', 'delete', 'delete twice'), piece }),
  },
  { weight: 2, arbitrary: shelfStep },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('publish'), piece }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('schedule', 'unschedule'), piece }),
  },
);

/** Played at once, for a press waits more than it works when so much goes wrong. */
export const concurrentSequences = 4;

/** Whoever has nothing yet has nothing to take down: something is handed in first. */
const steps = fc
  .tuple(handIn, fc.array(step, { maxLength: 4 }))
  .map(([first, others]): Step[] => [first, ...others]);

/** One piece again and again under another slug: the oldest addresses lead through all of them. */
const renames = fc
  .tuple(handIn, version, fc.array(version, { minLength: 4, maxLength: 6 }))
  .map(([first, begun, versions]): Step[] => [
    first,
    { do: 'hand in', piece: 0, version: begun },
    ...versions.map((one): Step => ({ do: 'move', piece: 0, version: one })),
  ]);

const sequence: fc.Arbitrary<Sequence> = fc.array(
  fc.oneof({ weight: 29, arbitrary: steps }, { weight: 1, arbitrary: renames }),
  { minLength: 1, maxLength: 3 },
);

export const sequences = fc.array(sequence, {
  minLength: concurrentSequences,
  maxLength: concurrentSequences,
});
