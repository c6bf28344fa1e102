import { Button, Choices, Form, Hidden, Warnings } from '../../look/form.tsx';
import { moneyText } from '../../look/money.ts';
import { page } from '../../look/page.tsx';
import { maskedAddress } from '../../runtime/people/address.ts';
import type { Typed } from '../booking/details-form.ts';
import { type Booking, totalOf } from '../booking.ts';
import type { Gathering, Press } from '../gathering.ts';
import { isCalledOff } from '../gathering-moves.ts';
import { eventPath, linkRequestPath } from '../links.ts';
import { instantText, ofPlaces, placesText } from '../mails/booking-facts.ts';
import { hasLapsed, paymentsOf } from '../moves/booking-moves.ts';
import { isWebAddress, onlineFor, venueLines } from '../where.ts';
import { Details } from './booking-details.tsx';
import { BookingPlaces, type SwapOptions } from './booking-places.tsx';
import { EventTime } from './event-words.tsx';
import { Code } from './sure-page.tsx';
import { waysToPay } from './ways-to-pay.ts';

/** A booking as whoever has its link sees it. */
export interface BookingView {
  gathering: Gathering;
  booking: Booking;
  /** Path of this page. */
  path: string;
  now: Date;
  /** Wishes that stand before it in the line; undefined: it does not wait, or there are too many to count. */
  before?: number | undefined;
  /** By the id of a place. */
  swaps: SwapOptions;
  /** What was done last, or could not be. */
  said?: string | undefined;
  warned?: readonly string[];
  typed?: Typed;
  errors?: ReadonlyMap<string, string>;
}

export const bookingPage = (press: Press, view: BookingView): string => {
  const { gathering, said, warned = [] } = view;
  return page({
    config: press.config,
    about: { title: 'Your booking' },
    children: (
      <div class="booking-page">
        <header class="booking-head">
          <p class="kicker">Your booking</p>
          <h1>
            <a href={eventPath(gathering.slug)}>{gathering.text.title}</a>
          </h1>
          <p class="event-when">
            <EventTime gathering={gathering} />
          </p>
          {said && <p role="status">{said}</p>}
          <Warnings texts={warned} />
        </header>
        <State view={view} />
        {canChange(view) && <Changing view={view} />}
        <p class="list-links">
          <a href={linkRequestPath}>Send me my booking’s link again</a>
        </p>
      </div>
    ),
  });
};

const hasPlaces = ({ state }: Booking): boolean => state === 'booked' || state === 'held';

/** Until the event is over. */
const canChange = ({ booking, gathering, now }: BookingView): boolean =>
  gathering.endsAt > now.toISOString() && !isCalledOff(gathering) && hasPlaces(booking);

const State = ({ view }: { view: BookingView }) => {
  const { booking, gathering, now } = view;
  if (hasLapsed(booking, now.toISOString())) return <Ended words={ranOut(booking)} gathering={gathering} />;
  switch (booking.state) {
    case 'booked':
    case 'held':
      return <Standing view={view} />;
    case 'waiting':
      return <Waiting view={view} />;
    case 'offered':
      return <Offer view={view} />;
    case 'cancelled':
      return <Ended words="This booking is cancelled." gathering={gathering} />;
    case 'declined':
      return (
        <Ended
          words={`You did not take the ${ofPlaces(booking, 'place', 'places')} that we offered.`}
          gathering={gathering}
        />
      );
    case 'lapsed':
      return <Ended words={ranOut(booking)} gathering={gathering} />;
    case 'left':
      return <Ended words="You do not wait any more." gathering={gathering} />;
  }
};

const ranOut = (booking: Booking): string =>
  `The time for it has run out, and its ${ofPlaces(booking, 'place', 'places')} went on to others.`;

const Ended = ({ words, gathering }: { words: string; gathering: Gathering }) => (
  <section>
    <p class="event-state">{words}</p>
    {!isCalledOff(gathering) && (
      <p class="onward">
        <a href={eventPath(gathering.slug)}>Back to the event</a>
      </p>
    )}
  </section>
);

const Standing = ({ view }: { view: BookingView }) => {
  const { booking, gathering, path } = view;
  const online = onlineFor(gathering, booking);
  return (
    <section>
      {isCalledOff(gathering) && <p class="event-state">This event is cancelled.</p>}
      <p>
        {booking.state === 'booked'
          ? `You are coming: ${placesText(booking)}.`
          : `We keep ${placesText(booking)} for you.`}{' '}
        Your booking is
      </p>
      <p class="booking-code">{booking.code}</p>
      {booking.state === 'held' && <ToPay booking={booking} gathering={gathering} />}
      <SumChanged booking={booking} gathering={gathering} />
      {venueLines(gathering.text).length > 0 && <p>{venueLines(gathering.text).join(', ')}</p>}
      {online && <p>{isWebAddress(online) ? <a href={online.trim()}>Where it is online</a> : online}</p>}
      {!isCalledOff(gathering) && (
        <p class="list-links">
          <a href={`${path}?calendar`}>Put it into your calendar</a>
        </p>
      )}
    </section>
  );
};

/** A booking does not keep what was paid: of one whose places changed, the page names the sum and who settles the rest. */
const SumChanged = ({ booking, gathering }: { booking: Booking; gathering: Gathering }) => {
  const { state, payment, sequence } = booking;
  const total = totalOf(booking);
  if (state !== 'booked' || sequence === 0 || (!total && payment === undefined)) return null;
  return (
    <p>
      {total
        ? `The sum of your booking is now ${moneyText(total, gathering.text.currency)}.`
        : 'It costs nothing now.'}{' '}
      If you have paid another sum, please settle the difference with us: answer our letter of the change,
      which names both.
    </p>
  );
};

const ToPay = ({ booking, gathering }: { booking: Booking; gathering: Gathering }) => {
  const { text } = gathering;
  const sum = moneyText(totalOf(booking), text.currency);
  if (booking.payment === 'door') return <p class="event-state">Please bring {sum} to the door.</p>;
  return (
    <div class="event-state">
      <p>
        Please transfer {sum}
        {booking.lapsesAt && ` by ${instantText(booking.lapsesAt, gathering)}`}, with{' '}
        <Code code={booking.code} /> as its reference.
      </p>
      {text.payment?.to && <p class="payment-how">{text.payment.to}</p>}
    </div>
  );
};

const OneButton = ({
  path,
  what,
  label,
  quiet,
}: {
  path: string;
  what: string;
  label: string;
  quiet?: boolean;
}) => (
  <Form action={path} label={label}>
    <Button label={label} name="do" value={what} quiet={quiet ?? false} />
  </Form>
);

const Waiting = ({ view: { booking, gathering, path, before } }: { view: BookingView }) => (
  <section>
    <p class="event-state">
      You are waiting for {placesText(booking)}.{' '}
      {before === undefined
        ? 'Many stand before you.'
        : before === 0
          ? 'You are the first in the line.'
          : `${before} ${before === 1 ? 'stands' : 'stand'} before you.`}
    </p>
    <p>
      When there {ofPlaces(booking, 'is a place for you', 'are places for all of you')}, we write to{' '}
      {maskedAddress(booking.email)} and keep {ofPlaces(booking, 'it', 'them')} for you for a while. Your
      number is
    </p>
    <p class="booking-code">{booking.code}</p>
    <BookingPlaces view={{ booking, gathering, path }} />
    <p class="onward">
      <a href={`${path}?leave`}>Stop waiting</a>
    </p>
  </section>
);

/** An offer states today's price. */
const Offer = ({ view: { booking, gathering, path } }: { view: BookingView }) => {
  const total = totalOf(booking);
  const ways = paymentsOf(gathering);
  const take = ofPlaces(booking, 'Take it', 'Take them');
  return (
    <section>
      <p class="event-state">
        {ofPlaces(booking, 'There is a place', 'There are places')} for you: we keep {placesText(booking)}{' '}
        until {booking.lapsesAt && instantText(booking.lapsesAt, gathering)}.
      </p>
      <BookingPlaces view={{ booking, gathering, path }} />
      <Form action={path} label={ofPlaces(booking, 'Take the place', 'Take the places')}>
        <Hidden name="total" value={`${total}`} />
        {total > 0 && ways.length > 1 && (
          <Choices
            {...{ name: 'payment', label: 'How you pay', type: 'radio' }}
            options={ways.map((way) => ({
              value: way,
              label: waysToPay[way].label,
              hint: waysToPay[way].hint,
              checked: way === (booking.payment ?? ways[0]),
            }))}
          />
        )}
        <Button
          label={total > 0 ? `${take} for ${moneyText(total, gathering.text.currency)}` : take}
          name="do"
          value="accept"
        />
      </Form>
      <OneButton path={path} what="decline" label="No, thank you" quiet />
    </section>
  );
};

const Changing = ({ view }: { view: BookingView }) => (
  <>
    <section aria-labelledby="places">
      <h2 id="places" class="rubric">
        Your places
      </h2>
      <BookingPlaces view={view} canChange />
    </section>
    <section aria-labelledby="who">
      <h2 id="who" class="rubric">
        Who comes
      </h2>
      <Details view={view} />
    </section>
    <section aria-labelledby="cancel">
      <h2 id="cancel" class="rubric">
        If you cannot come
      </h2>
      {view.gathering.text.cancellation && <p>{view.gathering.text.cancellation}</p>}
      <p class="onward">
        <a href={`${view.path}?cancel`}>Cancel the whole booking</a>
      </p>
    </section>
  </>
);
