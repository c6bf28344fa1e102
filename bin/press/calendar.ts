import { call, type Press } from './client.ts';
import { type Outcome, refuseMore } from './command.ts';
import { inUtc } from './schedule.ts';

/** What goes out, as `GET /api/calendar` tells it. */
interface Calendar {
  timezone: string;
  from: string;
  to: string;
  items: {
    at: string;
    ends?: string;
    what: 'publish' | 'withdraw' | 'send' | 'event';
    slug: string;
    title: string;
  }[];
  complete: boolean;
}

const words = {
  publish: 'becomes live',
  withdraw: 'is withdrawn',
  send: 'goes out by mail',
  event: 'begins',
} as const;

/** What goes out from one day to another, in the coming month if no days are named. */
export async function calendar(press: Press, days: string[]): Promise<Outcome> {
  const [from, to, ...more] = days;
  refuseMore(more);
  const query = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
  const data = await call<Calendar>(press, 'GET', `/calendar?${query}`);
  const lines = data.items.map(
    ({ at, what, slug, title }) => `${inUtc(at)}  ${title} (${slug}) ${words[what]}`,
  );
  const nothing = `Nothing goes out by itself from ${data.from} to ${data.to} (${data.timezone}).`;
  const others = 'There is more than this tells: name fewer days.';
  return {
    lines: [...(lines.length ? lines : [nothing]), ...(data.complete ? [] : [others])],
    data,
    ok: true,
  };
}
