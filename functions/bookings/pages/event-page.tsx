import type { ComponentChildren } from 'preact';
import { inLanguage } from '../../look/languages.ts';
import { RawHtml } from '../../look/markup.tsx';
import { noticePage } from '../../look/notice-page.tsx';
import { page } from '../../look/page.tsx';
import { Figure } from '../../look/picture.tsx';
import { shortened } from '../../look/shortened.ts';
import type { Gathering, Press } from '../gathering.ts';
import type { ShownEvent } from '../gatherings/shown-event.ts';
import { calendarPath, eventPath, eventsPath, linkRequestPath } from '../links.ts';
import { onlineForAll, venueLines } from '../where.ts';
import { eventData } from './event-data.ts';
import { EventTime, placeText, whyClosed } from './event-words.tsx';
import { Programme } from './programme.tsx';
import { TicketChoice } from './ticket-choice.tsx';

/** An event: what, when, where, and the tickets. The same for everybody. @param now For what is said of booking. */
export const eventPage = (press: Press, event: ShownEvent, now: Date): string => {
  const { config } = press;
  const { text, body, slug } = event.gathering;
  return page({
    config,
    about: {
      title: text.title,
      description: text.standfirst ?? shortened(body.text, 200),
      path: eventPath(slug),
      picture: text.picture,
      data: eventData(event, press),
    },
    children: (
      <article class="event" {...inLanguage(text.language, config.language)}>
        <Head event={event} press={press} now={now} />
        <div class="event-text">
          {text.picture && (
            <Figure
              picture={text.picture}
              sizes="(min-width: 64rem) 44rem, 100vw"
              class="lead-picture"
              eager
            />
          )}
          {body.html && <RawHtml class="body" html={body.html} />}
          <Programme sessions={text.sessions} />
        </div>
        <aside class="event-side" {...inLanguage(config.language, text.language ?? config.language)}>
          <Booking event={event} now={now} />
          <Facts gathering={event.gathering} />
        </aside>
      </article>
    ),
  });
};

const Head = ({ event, press, now }: { event: ShownEvent; press: Press; now: Date }) => {
  const { config } = press;
  const { gathering } = event;
  const { text } = gathering;
  const place = placeText(gathering);
  const why = whyClosed(event, now);
  return (
    <header class="event-head">
      <p class="kicker" {...inLanguage(config.language, text.language ?? config.language)}>
        <a href={eventsPath}>Events</a>
      </p>
      <h1>{text.title}</h1>
      {text.standfirst && <p class="standfirst">{text.standfirst}</p>}
      <p class="event-when" {...inLanguage(config.language, text.language ?? config.language)}>
        <EventTime gathering={gathering} />
      </p>
      {place && <p class="event-where">{place}</p>}
      {why ? (
        <p class="event-state">{why}</p>
      ) : (
        <p class="onward to-booking">
          <a href="#book">Book a place</a>
        </p>
      )}
    </header>
  );
};

const Booking = ({ event, now }: { event: ShownEvent; now: Date }) => {
  const why = whyClosed(event, now);
  const isOver = event.sale === 'past' || event.sale === 'cancelled';
  return (
    <section class="event-booking" id="book" aria-labelledby="book-title">
      <h2 id="book-title" class="rubric">
        {isOver ? 'Tickets' : 'Book places'}
      </h2>
      {why && <p>{why}</p>}
      {!isOver && <TicketChoice event={event} />}
      <p class="list-links">
        <a href={linkRequestPath}>I have booked: send me my link</a>
      </p>
    </section>
  );
};

const Facts = ({ gathering }: { gathering: Gathering }) => {
  const { text, slug } = gathering;
  const online = onlineForAll(text);
  return (
    <div class="boxes event-facts">
      {text.venue && (
        <Fact title="Where">
          {venueLines(text).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Fact>
      )}
      {text.venue?.access && <Fact title="Access">{text.venue.access}</Fact>}
      {online && <Fact title="Online">{online.replace(/^Online: those/, 'Those')}</Fact>}
      {text.cancellation && <Fact title="If you cannot come">{text.cancellation}</Fact>}
      {text.contact && <Fact title="Questions">{text.contact}</Fact>}
      <Fact title="Calendar">
        <p>
          <a href={calendarPath(slug)}>Put it into your calendar</a>
        </p>
      </Fact>
    </div>
  );
};

const Fact = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="box">
    <h2>{title}</h2>
    <div>{children}</div>
  </section>
);

/** An event that readers knew of, and that is not there any more; bookings of it still have their pages. */
export const withdrawnEventPage = ({ config }: Press): string =>
  noticePage(config, {
    title: 'No longer on our calendar',
    paragraphs: [
      'This event has been withdrawn. If you have booked, your booking stands until we write to you.',
    ],
    children: (
      <p>
        <a href={eventsPath}>What is on</a> · <a href={linkRequestPath}>Send me my booking’s link</a>
      </p>
    ),
  });
