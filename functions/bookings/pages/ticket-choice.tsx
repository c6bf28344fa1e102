import { Button, Field, Form } from '../../look/form.tsx';
import { momentText } from '../../look/local-times.ts';
import type { ShownEvent, ShownTicket } from '../gatherings/shown-event.ts';
import { bookPath } from '../links.ts';
import { leftText, priceText } from './event-words.tsx';

export interface ChoiceProps {
  event: ShownEvent;
  /** How many of each ticket were chosen before. */
  chosen?: ReadonlyMap<string, number>;
  code?: string | undefined;
  /** What is wrong with the code. */
  codeError?: string | undefined;
}

/** Name of the field that says how many of a ticket. */
export const countField = (ticket: string): string => `n.${ticket}`;

/** The tickets and how many of each: it only asks for the page where one books, and so it may stand on a cached page. */
export const TicketChoice = ({ event, chosen, code, codeError }: ChoiceProps) => {
  const { gathering, tickets } = event;
  const canBook = tickets.some(({ most }) => most > 0);
  // Where there is one kind, most want one.
  const usual = tickets.length === 1 ? 1 : 0;
  const hasCodes = (gathering.text.codes ?? []).length > 0;
  return (
    <Form action={bookPath(gathering.slug)} label="Book places" asks>
      <ul class="tickets">
        {tickets.map((one) => (
          <TicketLine
            key={one.ticket.id}
            event={event}
            shown={one}
            chosen={chosen ? chosen.get(one.ticket.id) : usual}
          />
        ))}
      </ul>
      {event.keptForFirst && (
        <p class="hint">
          Some places stand empty: they are kept for the first who wait, for here everybody is served in the
          order in which they came.
        </p>
      )}
      {hasCodes && (event.sale === 'open' || code) && (
        <Field
          {...{ name: 'code', label: 'A code', value: code, error: codeError }}
          {...{ autocomplete: 'off', maxLength: 60 }}
        />
      )}
      {(canBook || hasCodes) && event.sale === 'open' && (
        <Button label={event.left.word === 'none' && event.keepsLine ? 'Join the waiting list' : 'Book'} />
      )}
    </Form>
  );
};

interface LineProps {
  event: ShownEvent;
  shown: ShownTicket;
  chosen: number | undefined;
}

const TicketLine = ({ event, shown, chosen = 0 }: LineProps) => {
  const { ticket, most } = shown;
  const { text } = event.gathering;
  const name = countField(ticket.id);
  return (
    <li class="ticket">
      <div class="ticket-words">
        <h3 class="ticket-name">{ticket.name}</h3>
        <p class="ticket-price">{priceText(ticket, text.currency)}</p>
        {ticket.for && <p class="hint">For {withoutCapital(ticket.for)}</p>}
        {ticket.about && <p class="hint">{ticket.about}</p>}
        {event.sale === 'open' && <p class={`left ${leftClass(shown)}`}>{stateText(event, shown)}</p>}
      </div>
      {most > 0 && (
        <select name={name} aria-label={`How many: ${ticket.name}`}>
          {Array.from({ length: most + 1 }, (_, count) => (
            <option key={count} value={count} selected={count === Math.min(chosen, most)}>
              {count}
            </option>
          ))}
        </select>
      )}
    </li>
  );
};

/** `People with a wage`, within a sentence; `NHS staff` stays. */
const withoutCapital = (text: string): string =>
  text.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());

const leftClass = ({ sale, left }: ShownTicket): string => (sale === 'open' ? left.word : 'none');

function stateText(
  { keepsLine, gathering: { text } }: ShownEvent,
  { ticket, sale, left }: ShownTicket,
): string {
  if (sale === 'over') return 'No longer on sale';
  if (sale === 'not-yet') return `On sale from ${momentText(ticket.from ?? text.starts)}`;
  return leftText(left, keepsLine);
}
