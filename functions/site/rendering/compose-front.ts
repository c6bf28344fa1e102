import type { Entry } from '../../content/contract/lists.ts';
import type { FrontFields } from '../../content/kinds/front.ts';
import type { Link, SiteConfig } from '../../look/site-config.ts';
import { slugOf } from '../../runtime/slug.ts';
import { type FrontView, frontPage } from '../pages/front.tsx';
import { sectionLink } from '../site-config.ts';
import { publishedEntries } from './compose-document.ts';
import type { RenderSnapshot } from './render-snapshot.ts';

const fewestFeatures = 3;
const newestCount = 6;
const blockLength = 4;
/** Enough newest articles to fill every place that the editors leave open, whatever they took for others. */
const reserve = 24;

/** The front page: what the `front` document says, and the newest where it leaves a place open. */
export async function composeFront(snapshot: RenderSnapshot, config: SiteConfig): Promise<string> {
  const [front, newest] = await Promise.all([snapshot.published('front'), newestOf('all', snapshot)]);
  const plan = front?.fields.kind === 'front' ? front.fields : undefined;
  const chosen = await chosenOf(plan, snapshot);
  const [lead, ...rest] = chosen.lead ? [chosen.lead, ...without([chosen.lead], newest)] : newest;
  const features = filled(without(lead ? [lead] : [], chosen.features), rest, fewestFeatures);
  const next = without(features, rest).slice(0, newestCount);
  const shown = [...(lead ? [lead] : []), ...features, ...next];
  const links = plan?.sections?.map(sectionLink) ?? config.sections;
  const sections = await Promise.all(links.map((link) => block(link, shown, snapshot)));
  const view: FrontView = {
    lead,
    features,
    newest: next,
    sections: sections.filter(({ entries }) => entries.length),
  };
  return frontPage(config, view);
}

async function chosenOf(plan: FrontFields | undefined, snapshot: RenderSnapshot) {
  const [lead, features] = await Promise.all([
    publishedEntries(plan?.lead ? [plan.lead] : [], snapshot),
    publishedEntries(plan?.features ?? [], snapshot),
  ]);
  return { lead: lead[0], features };
}

async function block(link: Link, shown: Entry[], snapshot: RenderSnapshot) {
  const entries = await newestOf(`section#${slugOf(link.name)}`, snapshot);
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

async function newestOf(list: string, snapshot: RenderSnapshot): Promise<Entry[]> {
  const listEntry = await snapshot.entries(list, { towards: 'older', count: reserve });
  return listEntry.map(({ entry }) => entry);
}
