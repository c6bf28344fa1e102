import type { EventFields } from '../../content/kinds/event.ts';
import { inLanguage } from '../../look/languages.ts';
import { shortSpanText, spanText } from '../../look/local-times.ts';
import { eventHref } from '../routes.ts';

/** What other pages show of an event. */
export interface EventBoxView {
  slug: string;
  title: string;
  standfirst?: string;
  language?: string;
  starts: string;
  ends: string;
  /** In words. An address on the web is for those alone who have a place. */
  where?: string;
}

export function eventBoxOf(slug: string, fields: EventFields): EventBoxView {
  const { title, standfirst, language, starts, ends, venue, online } = fields;
  const where = [venue?.name, online && (venue ? 'and online' : 'Online')].filter(Boolean).join(', ');
  return { slug, title, standfirst, language, starts, ends, ...(where && { where }) };
}

/** Of several days the days alone: its own page has the hours. */
const whenOf = ({ starts, ends }: EventBoxView): string =>
  starts.slice(0, 10) === ends.slice(0, 10) ? spanText(starts, ends) : shortSpanText(starts, ends);

interface EventBoxProps {
  event: EventBoxView;
  /** Language of the page. */
  language: string;
  heading?: 'h2' | 'h3';
}

/** An event with the button that leads to it. What is left of it, its own page says. */
export const EventBox = ({ event, language, heading: Heading = 'h3' }: EventBoxProps) => (
  <aside class="event-box" aria-label={event.title} {...inLanguage(event.language, language)}>
    <Heading>{event.title}</Heading>
    <p class="event-box-when">
      <time dateTime={event.starts}>{whenOf(event)}</time>
    </p>
    {event.where && <p class="event-box-where">{event.where}</p>}
    {event.standfirst && <p>{event.standfirst}</p>}
    <p>
      <a class="button" href={eventHref(event.slug)} aria-label={`Book a place: ${event.title}`}>
        Book a place
      </a>
    </p>
  </aside>
);
