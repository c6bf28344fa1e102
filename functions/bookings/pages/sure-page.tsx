import { Button, Form, Hidden } from '../../look/form.tsx';
import { page } from '../../look/page.tsx';
import type { Booking } from '../booking.ts';
import type { Gathering, Press } from '../gathering.ts';
import { EventTime } from './event-words.tsx';

/** It is never broken over two lines. */
export const Code = ({ code }: { code: string }) => <span class="code">{code}</span>;

/** Asks before something is given up. */
export const surePage = (
  press: Press,
  { gathering, booking, path }: { gathering: Gathering; booking: Booking; path: string },
  sure: Sure,
): string =>
  page({
    config: press.config,
    about: { title: sure.title },
    children: (
      <div class="notice">
        <h1>{sure.title}</h1>
        <p>
          {gathering.text.title}, <EventTime gathering={gathering} short />; booking{' '}
          <Code code={booking.code} />.
        </p>
        <p>{sure.text}</p>
        <Form action={path}>
          {sure.place && <Hidden name="place" value={sure.place} />}
          <Button label={sure.label} name="do" value={sure.what} />
        </Form>
        <p>
          <a href={path}>Back, and change nothing</a>
        </p>
      </div>
    ),
  });

export interface Sure {
  title: string;
  text: string;
  label: string;
  what: string;
  place?: string;
}
