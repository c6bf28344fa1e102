import { Button, Form, Hidden, Select } from '../../look/form.tsx';
import { moneyText } from '../../look/money.ts';
import type { Booking, Place } from '../booking.ts';
import type { Gathering } from '../gathering.ts';

/** Tickets that a place can have instead, by its id. */
export type SwapOptions = ReadonlyMap<string, readonly { id: string; name: string }[]>;

interface PlacesView {
  booking: Booking;
  gathering: Gathering;
  path: string;
  swaps?: SwapOptions;
}

/** A ticket's name, of one that is no longer sold, too. */
export const ticketName = ({ text, closedTickets }: Gathering, ticket: string): string =>
  [...text.tickets, ...closedTickets].find(({ id }) => id === ticket)?.name ?? ticket;

/** The places of a booking, and what can be done with each. */
export const BookingPlaces = ({ view, canChange = false }: { view: PlacesView; canChange?: boolean }) => (
  <ul class="places">
    {view.booking.places.map((place) => (
      <li key={place.id} class="place">
        <p>
          <span class="place-name">{ticketName(view.gathering, place.ticket)}</span>
          {', '}
          {moneyText(place.price, view.gathering.text.currency)}
          {place.name && `, for ${place.name}`}
        </p>
        {canChange && <PlaceForms place={place} view={view} />}
      </li>
    ))}
  </ul>
);

/** Names the place for screen readers. */
const spoken = (place: Place, { booking, gathering }: PlacesView): string => {
  const who = place.name ? `, for ${place.name}` : '';
  return `place ${booking.places.indexOf(place) + 1}, ${ticketName(gathering, place.ticket)}${who}`;
};

const PlaceForms = ({ place, view }: { place: Place; view: PlacesView }) => {
  const { booking, path, swaps } = view;
  const options = swaps?.get(place.id) ?? [];
  const which = spoken(place, view);
  return (
    <>
      {options.length > 0 && (
        <details>
          <summary aria-label={`Another ticket of the same price: ${which}`}>
            Another ticket of the same price
          </summary>
          <Form action={path} label={`Another ticket: ${which}`}>
            <Hidden name="place" value={place.id} />
            <Select
              name="ticket"
              id={`ticket-${place.id}`}
              label="In its place"
              options={options.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <Button label="Swap" name="do" value="swap" quiet />
          </Form>
        </details>
      )}
      {booking.places.length > 1 && (
        <p>
          <a
            href={`${path}?back=${encodeURIComponent(place.id)}`}
            aria-label={`Give this place back: ${which}`}
          >
            Give this place back
          </a>
        </p>
      )}
    </>
  );
};
