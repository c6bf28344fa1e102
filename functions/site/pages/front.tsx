import type { Entry } from '../../content/contract/lists.ts';
import { page } from '../../look/page.tsx';
import type { Link, SiteConfig } from '../../look/site-config.ts';
import { eventsHref } from '../routes.ts';
import { EventBox, type EventBoxView } from './event-box.tsx';
import { FrontBlockPart, type FrontBlockView } from './front-blocks.tsx';
import { Teaser } from './teaser.tsx';

/** The articles of the front page by place, none of them twice, and events. */
export interface FrontView {
  lead?: Entry;
  features: Entry[];
  /** What the editors arranged below; without it what usually stands there. */
  blocks?: FrontBlockView[];
  usual?: UsualBlocks;
}

interface UsualBlocks {
  events: EventBoxView[];
  newest: Entry[];
  sections: { link: Link; entries: Entry[] }[];
}

export const frontPage = (config: SiteConfig, view: FrontView): string =>
  page({
    config,
    front: true,
    ownForm: view.blocks?.some(({ is }) => is === 'newsletter') ?? false,
    about: { description: config.strapline, path: '/', data: dataOf(config) },
    children: view.lead ? (
      <Stories config={config} view={view} lead={view.lead} />
    ) : (
      <NothingYet config={config} view={view} />
    ),
  });

const NothingYet = ({ config, view }: { config: SiteConfig; view: FrontView }) => (
  <div class="front-page">
    <div class="nothing-yet">
      <h2>Nothing published yet</h2>
      <p>This is where the first story will stand.</p>
    </div>
    <Arranged config={config} blocks={view.blocks ?? []} />
    <Events language={config.language} events={view.usual?.events ?? []} />
  </div>
);

const Arranged = ({ config, blocks }: { config: SiteConfig; blocks: FrontBlockView[] }) => (
  <>
    {blocks.map((view, at) => (
      <FrontBlockPart key={`block-${at + 1}`} id={`block-${at + 1}`} view={view} config={config} />
    ))}
  </>
);

const Events = ({ language, events }: { language: string; events: EventBoxView[] }) =>
  events.length > 0 ? (
    <section class="events" aria-labelledby="events">
      <h2 id="events" class="rubric">
        <a href={eventsHref}>Events</a>
      </h2>
      <div class="columns">
        {events.map((event) => (
          <EventBox key={event.slug} event={event} language={language} />
        ))}
      </div>
    </section>
  ) : null;

const Stories = ({ config, view, lead }: { config: SiteConfig; view: FrontView; lead: Entry }) => (
  <div class="front-page">
    <Top language={config.language} lead={lead} features={view.features} />
    <Arranged config={config} blocks={view.blocks ?? []} />
    {view.usual && <Usual language={config.language} usual={view.usual} />}
    <p class="onward">
      <a href="/archive/">Everything we have published</a>
    </p>
  </div>
);

const Usual = ({ language, usual }: { language: string; usual: UsualBlocks }) => (
  <>
    <Events language={language} events={usual.events} />
    {usual.newest.length > 0 && <Newest language={language} entries={usual.newest} />}
    {usual.sections.map(({ link, entries }) => (
      <Block key={link.href} language={language} link={link} entries={entries} />
    ))}
  </>
);

const Top = ({ language, lead, features }: { language: string; lead: Entry; features: Entry[] }) => (
  <div
    class={['top', lead.picture && 'pictured', features.length === 0 && 'alone'].filter(Boolean).join(' ')}
  >
    <Teaser
      entry={lead}
      language={language}
      heading="h2"
      class="lead"
      picture="(min-width: 60rem) 50rem, 100vw"
      eager
    />
    {features.length > 0 && (
      <div class="features">
        {features.map((entry, at) => (
          <Teaser
            key={entry.slug}
            entry={entry}
            language={language}
            heading="h2"
            picture={at === 0 ? '(min-width: 60rem) 24rem, 100vw' : undefined}
          />
        ))}
      </div>
    )}
  </div>
);

const Newest = ({ language, entries }: { language: string; entries: Entry[] }) => (
  <section class="newest" aria-labelledby="newest">
    <h2 id="newest" class="rubric">
      <a href="/archive/">Newest</a>
    </h2>
    <div class="columns">
      {entries.map((entry) => (
        <Teaser key={entry.slug} entry={entry} language={language} />
      ))}
    </div>
  </section>
);

const Block = ({ language, link, entries }: { language: string; link: Link; entries: Entry[] }) => (
  <section class="block" aria-label={link.name}>
    <h2 class="rubric">
      <a href={link.href}>{link.name}</a>
    </h2>
    <div class="columns">
      {entries.map((entry, at) => (
        <Teaser
          key={entry.slug}
          entry={entry}
          language={language}
          section={false}
          class={at === 0 ? 'first' : ''}
          picture={at === 0 ? '(min-width: 60rem) 38rem, 100vw' : undefined}
          standfirst={at === 0}
        />
      ))}
    </div>
  </section>
);

const dataOf = ({ site, title, strapline, language }: SiteConfig) => ({
  '@context': 'https://schema.org',
  '@type': 'WebSite',
  name: title,
  url: `${site}/`,
  description: strapline,
  inLanguage: language,
});
