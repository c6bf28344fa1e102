import type { FrontFields } from '../content/document.ts';
import type { Entry } from '../content/list.ts';
import type { Link, Paper } from '../look/paper.ts';
import { slugOf } from '../runtime/slug.ts';
import { publishedEntries } from './compose-document.ts';
import { type FrontView, frontPage } from './pages/front.tsx';
import { sectionLink } from './paper.ts';
import type { Reading } from './reading.ts';

const fewestFeatures = 3;
const newestCount = 6;
const blockLength = 4;
/** Enough newest articles to fill every place that the editors leave open, whatever they took for others. */
const reserve = 24;

/** The front page: what the `front` document says, and the newest where it leaves a place open. */
export async function composeFront(reading: Reading, paper: Paper): Promise<string> {
  const [front, newest] = await Promise.all([reading.published('front'), newestOf('all', reading)]);
  const plan = front?.fields.kind === 'front' ? front.fields : undefined;
  const chosen = await chosenOf(plan, reading);
  const [lead, ...rest] = chosen.lead ? [chosen.lead, ...without([chosen.lead], newest)] : newest;
  const features = filled(without(lead ? [lead] : [], chosen.features), rest, fewestFeatures);
  const next = without(features, rest).slice(0, newestCount);
  const shown = [...(lead ? [lead] : []), ...features, ...next];
  const links = plan?.sections?.map(sectionLink) ?? paper.sections;
  const sections = await Promise.all(links.map((link) => block(link, shown, reading)));
  const view: FrontView = {
    lead,
    features,
    newest: next,
    sections: sections.filter(({ entries }) => entries.length),
  };
  return frontPage(paper, view);
}

async function chosenOf(plan: FrontFields | undefined, reading: Reading) {
  const [lead, features] = await Promise.all([
    publishedEntries(plan?.lead ? [plan.lead] : [], reading),
    publishedEntries(plan?.features ?? [], reading),
  ]);
  return { lead: lead[0], features };
}

async function block(link: Link, shown: Entry[], reading: Reading) {
  const entries = await newestOf(`section#${slugOf(link.name)}`, reading);
  return { link, entries: without(shown, entries).slice(0, blockLength) };
}

const filled = (chosen: Entry[], others: Entry[], least: number): Entry[] => [
  ...chosen,
  ...without(chosen, others).slice(0, Math.max(0, least - chosen.length)),
];

function without(taken: Entry[], entries: Entry[]): Entry[] {
  const slugs = new Set(taken.map(({ slug }) => slug));
  return entries.filter(({ slug }) => !slugs.has(slug));
}

async function newestOf(list: string, reading: Reading): Promise<Entry[]> {
  const placed = await reading.entries(list, { towards: 'older', count: reserve });
  return placed.map(({ entry }) => entry);
}
