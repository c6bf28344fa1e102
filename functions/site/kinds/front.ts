import { type Entry, listOf } from '../../content/contract/lists.ts';
import type { Link, SiteConfig } from '../../look/site-config.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { slugOf } from '../../runtime/slug.ts';
import { frontPage } from '../pages/front.tsx';
import { pageAt } from '../planning/references.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import { termLink } from '../site-config.ts';
import { articleEntries } from './article-links.ts';
import { eventBoxes } from './event.ts';
import { blockViews } from './front-blocks.ts';
import type { FieldsOf, SiteKind } from './kind.ts';

type Front = FieldsOf<'front'>;

/** What is where on the front page. It has no page of its own: the front page is there without it too. */
export const front: SiteKind<Front> = { touches: () => [pageAt({ page: 'front' })] };

/** Where the blocks below are not arranged: what is added here would be missing in one of those. */
const fewestFeatures = 3;
const newestCount = 6;
const blockLength = 4;
/** Enough newest articles to fill every place that the editors leave open, whatever they chose for the others. */
const newestRead = 24;

/** The front page: what the `front` document says, and the newest where it leaves a place open. */
export async function composeFront(snapshot: RenderSnapshot, config: SiteConfig): Promise<string> {
  const [document, newest] = await Promise.all([snapshot.published('front'), newestOf('all', snapshot)]);
  const plan = document?.fields.kind === 'front' ? document.fields : undefined;
  const [chosen, events] = await Promise.all([
    chosenOf(plan, snapshot),
    eventBoxes(plan?.events ?? [], snapshot),
  ]);
  const [lead, ...others] = chosen.lead ? [chosen.lead, ...without([chosen.lead], newest)] : newest;
  const named = without(lead ? [lead] : [], chosen.features);
  if (plan?.blocks) {
    const above = [...(lead ? [lead] : []), ...named];
    const blocks = await blockViews(plan.blocks, above, snapshot);
    return frontPage(config, { lead, features: named, blocks });
  }
  const features = filled(named, others, fewestFeatures);
  const next = without(features, others).slice(0, newestCount);
  const shown = [...(lead ? [lead] : []), ...features, ...next];
  const links = plan?.sections?.map((name) => termLink('sections', name)) ?? config.sections;
  const sections = await mapConcurrently(links, { concurrency: 8 }, (link) => block(link, shown, snapshot));
  const usual = { events, newest: next, sections: sections.filter(({ entries }) => entries.length) };
  return frontPage(config, { lead, features, usual });
}

async function chosenOf(plan: Front | undefined, snapshot: RenderSnapshot) {
  const [lead, features] = await Promise.all([
    articleEntries(plan?.lead ? [plan.lead] : [], snapshot),
    articleEntries(plan?.features ?? [], snapshot),
  ]);
  return { lead: lead[0], features };
}

async function block(link: Link, shown: Entry[], snapshot: RenderSnapshot) {
  const entries = await newestOf(listOf({ kind: 'sections', slug: slugOf(link.name) }), snapshot);
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
  const newest = await snapshot.entries(list, { towards: 'older', count: newestRead });
  return newest.map(({ entry }) => entry);
}
