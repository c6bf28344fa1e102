import { capacitiesOf, type Gathering, wholeQuota } from '../gathering.ts';
import type { Quota } from '../ports.ts';

/** What editors should know of an event, in words, with a way out. @param quotas All of the gathering's. */
export function findingsOf(gathering: Gathering, quotas: readonly Quota[]): string[] {
  const named = capacitiesOf(gathering.text);
  const present = quotas.filter(({ name }) => named.has(name));
  return [
    ...gathering.findings,
    ...standingOf(gathering),
    ...gathering.closedTickets.map(
      ({ name, id }) =>
        `The ticket “${name}” (${id}) stands in the document no longer, and people hold it or wait for it: it is closed. Who holds it comes; who waits stays in the line, and gets places once you put it back.`,
    ),
    ...present.flatMap((quota) => (quota.over > 0 ? overOf(quota, gathering) : [])),
    ...Object.entries(gathering.uncounted ?? {}).map(([name, places]) =>
      uncountedOf(name, places, gathering),
    ),
  ];
}

function standingOf({ why }: Gathering): string[] {
  if (why !== 'restored') return [];
  return [
    'It came with a restore, and what was booked elsewhere since is not known here: open booking by hand once you are sure.',
  ];
}

const overOf = ({ name, capacity, booked, held, offered, over }: Quota, gathering: Gathering): string =>
  `${titleOf(name, gathering)} has ${capacity} places and ${booked + held + offered} are taken: nobody books until ${over + 1} are given back, and nobody loses a place.`;

const uncountedOf = (name: string, places: number, gathering: Gathering): string =>
  `${places} places of ${titleOf(name, gathering)} were booked before it counted them: that many fewer can be booked.`;

/** A quota as editors know it. */
export function titleOf(name: string, { text }: Pick<Gathering, 'text'>): string {
  if (name === wholeQuota) return 'The event';
  const [kind, ...rest] = name.split(':');
  const id = rest.join(':');
  if (kind === 'ticket') return `The ticket “${text.tickets.find((one) => one.id === id)?.name ?? id}”`;
  if (kind === 'code') return `The code “${id}”`;
  return `The quota “${text.quotas?.find((one) => one.name === id)?.title ?? id}”`;
}
