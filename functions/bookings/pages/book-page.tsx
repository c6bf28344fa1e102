import { Warnings } from '../../look/form.tsx';
import { moneyText } from '../../look/money.ts';
import { page } from '../../look/page.tsx';
import type { Gathering, Press } from '../gathering.ts';
import type { ShownEvent } from '../gatherings/shown-event.ts';
import { eventPath } from '../links.ts';
import { BookForm, type BookView, type OrderLine } from './book-form.tsx';
import { EventTime } from './event-words.tsx';
import { TicketChoice } from './ticket-choice.tsx';

const sumOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { ticket, count }) => sum + ticket.price * count, 0);

/** Who comes, and what they answer. It is one person's: nothing of it is stored on the way. */
export const bookPage = (press: Press, view: BookView): string => {
  const { gathering, lines, errors, notes } = view;
  const problems = [...notes, ...(errors.size ? ['Please look again at what is marked below.'] : [])];
  return page({
    config: press.config,
    about: { title: `Book: ${gathering.text.title}` },
    ownForm: true,
    children: (
      <div class="booking-page">
        <BookHead gathering={gathering} />
        <Warnings texts={problems} />
        <section>
          <h2 class="rubric">Your places</h2>
          <OrderTable lines={lines} currency={gathering.text.currency} />
          <p class="list-links">
            <a href={`${eventPath(gathering.slug)}#book`}>Choose other tickets</a>
          </p>
        </section>
        {view.isShort && (
          <p class="event-state">
            There are not enough places for all of this just now. You can wait: what is given back goes to
            those who wait, and a group is offered its places together.
          </p>
        )}
        <section>
          <h2 class="rubric">{view.isShort ? 'Join the waiting list' : 'Book'}</h2>
          <BookForm view={view} />
        </section>
      </div>
    ),
  });
};

const BookHead = ({ gathering }: { gathering: Gathering }) => (
  <header class="booking-head">
    <h1>
      <a href={eventPath(gathering.slug)}>{gathering.text.title}</a>
    </h1>
    <p class="event-when">
      <EventTime gathering={gathering} />
    </p>
  </header>
);

const OrderTable = ({ lines, currency }: { lines: readonly OrderLine[]; currency: string | undefined }) => (
  <table class="order">
    <tbody>
      {lines.map(({ ticket, count }) => (
        <tr key={ticket.id}>
          <th scope="row">
            {count} × {ticket.name}
          </th>
          <td>
            {ticket.least === undefined ? moneyText(ticket.price * count, currency) : 'what you can pay'}
          </td>
        </tr>
      ))}
    </tbody>
    {sumOf(lines) > 0 && lines.every(({ ticket }) => ticket.least === undefined) && (
      <tfoot>
        <tr>
          <th scope="row">In all</th>
          <td>{moneyText(sumOf(lines), currency)}</td>
        </tr>
      </tfoot>
    )}
  </table>
);

/** Nothing was chosen, or a code opens something: the tickets again. */
export const chooseAgainPage = (
  press: Press,
  event: ShownEvent,
  again: {
    chosen?: ReadonlyMap<string, number>;
    code?: string | undefined;
    codeError?: string | undefined;
    notes: readonly string[];
  },
): string => {
  const { notes, ...choice } = again;
  return page({
    config: press.config,
    about: { title: `Book: ${event.gathering.text.title}` },
    ownForm: true,
    children: (
      <div class="booking-page">
        <BookHead gathering={event.gathering} />
        <Warnings texts={notes} />
        <section>
          <h2 class="rubric">Book places</h2>
          <TicketChoice event={event} {...choice} />
        </section>
      </div>
    ),
  });
};
