import type { Entry } from '../../content/contract/lists.ts';
import { SignUpForm } from '../../look/sign-up-form.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { eventsHref, hrefOf } from '../routes.ts';
import { BookTeaser } from './book-teaser.tsx';
import { BulletinTeaser } from './bulletin-teaser.tsx';
import { EventBox, type EventBoxView } from './event-box.tsx';
import { Teaser } from './teaser.tsx';

type Size = 'small' | 'medium' | 'large';

/** A block of the front page as the editors arrange it. */
export type FrontBlockView =
  | { is: 'pieces'; title?: string; href?: string; size: Size; entries: Entry[] }
  | { is: 'books'; title?: string; size: Size; entries: Entry[] }
  | { is: 'bulletins'; title?: string; href: string; size: Size; entries: Entry[] }
  | { is: 'events'; title?: string; events: EventBoxView[] }
  | { is: 'newsletter'; title?: string }
  | { is: 'text'; title?: string; text: string };

interface BlockProps<View = FrontBlockView> {
  view: View;
  config: SiteConfig;
  /** Of its heading: one a page. */
  id: string;
}

export const FrontBlockPart = ({ view, config, id }: BlockProps) => {
  switch (view.is) {
    case 'pieces':
      return <Pieces view={view} config={config} id={id} />;
    case 'books':
      return <Books view={view} config={config} id={id} />;
    case 'bulletins':
      return <Bulletins view={view} config={config} id={id} />;
    case 'events':
      return (
        <section class="events" aria-labelledby={id}>
          <Rubric id={id} title={view.title ?? 'Events'} href={eventsHref} />
          <div class="columns">
            {view.events.map((event) => (
              <EventBox key={event.slug} event={event} language={config.language} />
            ))}
          </div>
        </section>
      );
    case 'newsletter':
      return (
        <section class="subscribing" aria-labelledby={id}>
          <Rubric id={id} title={view.title ?? `${config.title} by mail`} />
          <SignUpForm id={`${id}-email`} page="/" short label="Subscribe" />
        </section>
      );
    case 'text':
      return (
        <section class="text-block" aria-labelledby={view.title ? id : undefined}>
          {view.title && <Rubric id={id} title={view.title} />}
          {view.text.split(/\n{2,}/).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      );
  }
};

const Rubric = ({ id, title, href }: { id: string; title: string; href?: string }) => (
  <h2 id={id} class="rubric">
    {href ? <a href={href}>{title}</a> : title}
  </h2>
);

/** Large: the first stands out. Small: headlines alone. */
const Pieces = ({ view, config, id }: BlockProps<Extract<FrontBlockView, { is: 'pieces' }>>) => {
  const { title, href, size, entries } = view;
  return (
    <section class={size === 'large' ? 'block' : `newest ${size}`} aria-labelledby={title ? id : undefined}>
      {title && <Rubric id={id} title={title} href={href} />}
      <div class="columns">
        {entries.map((entry, at) => (
          <Teaser
            key={entry.slug}
            entry={entry}
            language={config.language}
            class={size === 'large' && at === 0 ? 'first' : ''}
            section={!href?.startsWith('/sections/')}
            picture={pictureOf(size, at)}
            standfirst={size === 'medium' || (size === 'large' && at === 0)}
          />
        ))}
      </div>
    </section>
  );
};

function pictureOf(size: Size, at: number): string | undefined {
  if (size === 'large') return at === 0 ? '(min-width: 60rem) 38rem, 100vw' : undefined;
  return size === 'medium' ? '(min-width: 60rem) 20rem, 100vw' : undefined;
}

const Books = ({ view, config, id }: BlockProps<Extract<FrontBlockView, { is: 'books' }>>) => (
  <section class={`books ${view.size}`} aria-labelledby={id}>
    <Rubric id={id} title={view.title ?? 'Books'} href={hrefOf({ page: 'list', list: 'books' })} />
    <div class="columns">
      {view.entries.map((entry) => (
        <BookTeaser key={entry.slug} entry={entry} language={config.language} />
      ))}
    </div>
  </section>
);

const Bulletins = ({ view, config, id }: BlockProps<Extract<FrontBlockView, { is: 'bulletins' }>>) => (
  <section class={`books ${view.size}`} aria-labelledby={id}>
    <Rubric id={id} title={view.title ?? 'Bulletins'} href={view.href} />
    <div class="columns">
      {view.entries.map((entry) => (
        <BulletinTeaser key={entry.slug} entry={entry} language={config.language} />
      ))}
    </div>
  </section>
);
