import type { PressAtWork } from './a-press.ts';
import { withPress } from './archives.ts';
import { countsOf, keepCounts } from './keep-counts.ts';
import { handInOne, newSlug } from './one-article.ts';
import type { Row } from './row.ts';
import type { SeenCall } from './watch-calls.ts';
import { weightsOf } from './weights.ts';

/** Where in an archive of forty years an article falls. */
const positions = { newest: '2025-12-31', middle: '2005-06-15', tail: '1986-06-15' } as const;
/** No other article is of this year. */
const ofItsOwnYear = '1970-03-01';
const times = 5;
const most = { newest: 30, middle: 48, tail: 48 };
const mostCalls = 120;

interface Footprint {
  pages: number;
  calls: SeenCall[];
}

/** What one more article sets going, wherever it stands in an archive of whatever size. */
export async function footprint(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of [100, 1000, 10_000]) rows.push(await withPress(size, (press) => rowOf(size, press)));
  return rows;
}

async function rowOf(size: number, press: PressAtWork): Promise<Row> {
  const largest: [keyof typeof positions, Footprint][] = [];
  for (const position of ['newest', 'middle', 'tail'] as const) {
    const all: Footprint[] = [];
    for (let one = 0; one < times; one++) all.push(await publish(press, positions[position]));
    all.sort((one, other) => other.calls.length - one.calls.length);
    if (all[0]) largest.push([position, all[0]]);
  }
  const [newest] = largest;
  if (size === 10_000 && newest) {
    const [, { pages, calls }] = newest;
    const of = 'one article, the newest among 10,000';
    keepCounts({ of, pages, calls: countsOf(calls), weights: await weightsOf(press.site) });
  }
  const alone = await publish(press, ofItsOwnYear);
  const shown = largest.map(([position, { pages, calls }]) => `${position} ${pages} / ${calls.length}`);
  return {
    what: `pages and feeds rendered / AWS calls for one article among ${size} (most of ${times})`,
    peers: size === 10_000 ? 'Eleventy rewrites 2,580 files*' : '',
    goal: '≤ 30 newest, ≤ 48 anywhere; ≤ 120 calls',
    measured: shown.join('; '),
    notes: [
      `The first article of a year: ${alone.pages} pages, ${alone.calls.length} calls, for the list of years then looks into each year.`,
    ],
    met: largest.every(([at, { pages, calls }]) => pages <= most[at] && calls.length <= mostCalls),
  };
}

/** All calls of functions from the form on; looking at the receipt is the editor's own affair. */
async function publish(press: PressAtWork, date: string): Promise<Footprint> {
  const calls = await press.watching(async () => {
    await handInOne(press, newSlug(), date);
    await press.quiet();
  });
  const ours = calls.filter(({ caller }) => caller !== '');
  // The renderer looks at each page's stamp once.
  return {
    calls: ours,
    pages: ours.filter(({ method, caller }) => method === 'HEAD' && caller.endsWith('RenderPages')).length,
  };
}
