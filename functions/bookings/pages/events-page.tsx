import { inLanguage } from '../../look/languages.ts';
import { page } from '../../look/page.tsx';
import { Image } from '../../look/picture.tsx';
import type { Gathering, Press } from '../gathering.ts';
import { isCalledOff } from '../gathering-moves.ts';
import type { ShownEvent } from '../gatherings/shown-event.ts';
import { allCalendarPath, eventPath, eventsPath, linkRequestPath, pastPath } from '../links.ts';
import { EventTime, leftText, placeText, whyClosed } from './event-words.tsx';

/** A page of what is on. */
export interface EventsView {
  events: readonly ShownEvent[];
  now: Date;
  /** Path of the next page. */
  next?: string | undefined;
  /** A page after the first. */
  isFurther?: boolean;
}

/** What is on, the next first. */
export const eventsPage = (press: Press, view: EventsView): string => {
  const { config } = press;
  const about = `Meetings, schools and evenings of ${config.title}.`;
  return page({
    config,
    about: { title: 'Events', description: about, ...(!view.isFurther && { path: eventsPath }) },
    children: (
      <div class="list-page">
        <div class="list-head">
          <h1>Events</h1>
          <p class="list-intro">What is on, and how to come.</p>
        </div>
        {view.events.length === 0 && <p class="nothing-on">Nothing is planned at present.</p>}
        <div class="entries">
          {view.events.map((event) => (
            <EventEntry key={event.gathering.id} event={event} press={press} now={view.now} />
          ))}
        </div>
        {view.next && (
          <nav class="onward" aria-label="More events">
            <a href={view.next} rel="next">
              Later
            </a>
          </nav>
        )}
        <p class="list-links">
          <a href={allCalendarPath}>All events as a calendar</a>
          <a href={pastPath()}>Past events</a>
          <a href={linkRequestPath}>Send me my booking’s link</a>
        </p>
      </div>
    ),
  });
};

interface EntryProps {
  event: ShownEvent;
  press: Press;
  now: Date;
}

const EventEntry = ({ event, press, now }: EntryProps) => {
  const { gathering, left, keepsLine } = event;
  const state = whyClosed(event, now) ?? leftText(left, keepsLine);
  return (
    <Entry
      gathering={gathering}
      press={press}
      state={state}
      word={event.sale === 'open' ? left.word : 'none'}
    />
  );
};

interface LineProps {
  gathering: Gathering;
  press: Press;
  /** Whether there are places. */
  state?: string;
  word?: string;
}

const Entry = ({ gathering, press: { config }, state, word }: LineProps) => {
  const { text, slug } = gathering;
  const own = inLanguage(config.language, text.language ?? config.language);
  return (
    <article class="teaser" {...inLanguage(text.language, config.language)}>
      {text.picture && (
        <div class="teaser-picture">
          <Image picture={text.picture} sizes="(min-width: 45rem) 14rem, 7rem" decorative />
        </div>
      )}
      <div class="teaser-text">
        <p class="kicker" {...own}>
          <EventTime gathering={gathering} short />
        </p>
        <h2>
          <a href={eventPath(slug)}>{text.title}</a>
        </h2>
        {text.standfirst && <p class="teaser-standfirst">{text.standfirst}</p>}
        {placeText(gathering) && <p class="credits">{placeText(gathering)}</p>}
        {state && (
          <p class={`left ${word}`} {...own}>
            {state}
          </p>
        )}
      </div>
    </article>
  );
};

/** Events of a year that are over. */
export interface PastView {
  /** Undefined: there are none at all. */
  year?: number | undefined;
  gatherings: readonly Gathering[];
  /** Years with events before and after this one. */
  before?: number | undefined;
  after?: number | undefined;
  /** Path of the next page. */
  next?: string | undefined;
}

export const pastPage = (press: Press, view: PastView): string => {
  const { year, gatherings, before, after, next } = view;
  const title = year === undefined ? 'Past events' : `Events of ${year}`;
  return page({
    config: press.config,
    about: { title, path: pastPath(year) },
    children: (
      <div class="list-page">
        <div class="list-head">
          <h1>{title}</h1>
        </div>
        {gatherings.length === 0 && <p class="nothing-on">There is none that is over.</p>}
        <div class="entries">
          {gatherings.map((gathering) => (
            <Entry
              key={gathering.id}
              gathering={gathering}
              press={press}
              {...(isCalledOff(gathering) && { state: 'It was cancelled.', word: 'none' })}
            />
          ))}
        </div>
        <nav class="onward" aria-label="Other years">
          {next && <a href={next}>More of {year}</a>}
          {before !== undefined && <a href={pastPath(before)}>{before}</a>}
          {after !== undefined && <a href={pastPath(after)}>{after}</a>}
          <a href={eventsPath}>What is on</a>
        </nav>
      </div>
    ),
  });
};
