import { describe, expect, it } from 'vitest';
import type { EventText, Gathering } from '../../../../functions/bookings/gathering.ts';
import { giveEvent, listEvents, showEvents } from '../../../../functions/bookings/gatherings/show-events.ts';
import { aGathering, aText } from '../a-gathering.ts';
import { aReadersDesk, putOnSale, take } from '../readers-desk.ts';

const text = (changes: Partial<EventText>): EventText => ({ ...aText, ...changes });

/** A press with these events. */
async function aPressWith(...gatherings: Gathering[]) {
  const desk = aReadersDesk();
  for (const gathering of gatherings) await putOnSale(desk.bookings, gathering);
  return {
    ...desk,
    page: (below?: string, more: { year?: string; after?: string } = {}) =>
      showEvents({ below, ...more }, desk),
    list: (after?: string) => listEvents({ after }, desk),
    give: (slug: string) => giveEvent(slug, desk),
  };
}

/** Of a day in 2027 (or another year), with a title of its own. */
function anEvening(slug: string, day: string, changes: Partial<Gathering> = {}): Gathering {
  const [starts, ends] = [`${day}T19:00`, `${day}T21:00`];
  return aGathering({
    ...{ id: `id-${slug}`, slug, slugs: [slug], startsAt: `${starts}:00.000Z`, endsAt: `${ends}:00.000Z` },
    text: text({ title: `Evening ${slug}`, starts, ends }),
    ...changes,
  });
}

const fresh = { 'cache-control': 'public, max-age=0, s-maxage=4' };
const missing = { status: 404 };

describe('the page of an event', () => {
  it('says what, when and where, and offers its tickets to a form that only asks', async () => {
    const { page } = await aPressWith(aGathering());
    const { status, open, headers, html = '' } = await page('summer-school');
    expect({ status, open, headers }).toEqual({ status: 200, open: true, headers: fresh });
    expect(html).toContain('<h1>Summer School of the Harbour</h1>');
    expect(html).toContain('Thursday 1 July 2027, 10:00, to Friday 2 July 2027, 17:00 (BST)');
    expect(html).toContain('<form class="form" method="get" action="/events/summer-school/book/"');
    expect(html).toContain('aria-label="How many: Waged"');
    expect(html).toContain('£10.50');
    expect(html).toContain('Step-free from the yard.');
    expect(html).toContain('href="/events/summer-school.ics"');
    expect(html).not.toMatch(/<script(?! type="application\/ld\+json")|<style|\sstyle=|\son\w+=/);
  });

  it('says how many places are left in words, and in numbers where the event wants it', async () => {
    const few = await aPressWith(aGathering());
    await take(few.bookings, 'summer-school-1', { all: 85 });
    expect((await few.page('summer-school')).html).toContain('A few places left');
    const numbers = await aPressWith(aGathering({ text: text({ showsLeft: true }) }));
    await take(numbers.bookings, 'summer-school-1', { all: 99 });
    expect((await numbers.page('summer-school')).html).toContain('1 place left');
    expect(await numbers.give('summer-school')).toMatchObject({
      body: {
        left: 1,
        tickets: [
          { id: 'waged', left: 1 },
          { id: 'unwaged', left: 1 },
        ],
      },
    });
  });

  it('lets people wait where it is full, or says that nothing can be had', async () => {
    const line = await aPressWith(aGathering());
    await take(line.bookings, 'summer-school-1', { all: 100 });
    const { html: waiting } = await line.page('summer-school');
    expect(waiting).toContain('Full: you can wait for a place');
    expect(waiting).toContain('Join the waiting list</button>');
    const none = await aPressWith(aGathering({ text: text({ waitingList: false }) }));
    await take(none.bookings, 'summer-school-1', { all: 100 });
    const { html: full } = await none.page('summer-school');
    expect(full).toContain('>Full</p>');
    expect(full).not.toContain('<select');
    expect(full).not.toContain('<button type="submit" class="button">Book');
  });

  it('offers one place where there is one kind of ticket, and never more than there are', async () => {
    const tickets = [{ id: 'place', name: 'Place', price: 0, for: 'People of the quay' }];
    const { page } = await aPressWith(aGathering({ text: text({ tickets, capacity: 4 }) }));
    const { html = '' } = await page('summer-school');
    expect(html).toContain('<option value="1" selected>1</option>');
    expect(html.match(/<option/g)).toHaveLength(5);
    expect(html).toContain('For people of the quay');
  });

  it('says why places stand empty in strict order', async () => {
    const { page, bookings, give } = await aPressWith(
      aGathering({ text: text({ passingOver: false, capacity: 10 }) }),
    );
    await take(bookings, 'summer-school-1', { all: 8 });
    await bookings.make({
      gathering: 'summer-school-1',
      at: '2027-01-03T00:00:00.000Z',
      line: {
        joins: { number: 1, code: 'K7QM-3FXD', wants: { all: 4 } },
        demands: { last: 0 },
        isRaised: true,
      },
    });
    const { html } = await page('summer-school');
    expect(html).toContain('kept for the first who wait');
    expect(html).toContain('Full: you can wait for a place');
    expect(await give('summer-school')).toMatchObject({ body: { left: 'none', keptForFirst: true } });
  });

  it.each([
    [
      'not-yet',
      { text: text({ bookingOpens: '2027-04-01T09:00' }) },
      'Booking opens on Thursday 1 April 2027, 09:00.',
    ],
    ['over', { text: text({ bookingCloses: '2027-02-01T09:00' }) }, 'Booking is over.'],
    ['closed', { state: 'closed', why: 'editor' }, 'Booking is closed at present.'],
    ['cancelled', { state: 'cancelled', why: 'cancelled' }, 'This event is cancelled.'],
    ['cancelled', { state: 'cancelling', why: 'cancelled' }, 'This event is cancelled.'],
    [
      'past',
      { startsAt: '2027-02-01T09:00:00.000Z', endsAt: '2027-02-01T10:00:00.000Z' },
      'This event is over.',
    ],
    ['over', { startsAt: '2027-03-01T11:00:00.000Z' }, 'It has begun: no more bookings.'],
  ] as const)('says why it cannot be booked: %s', async (booking, changes, words) => {
    const { page, give } = await aPressWith(aGathering(changes));
    const { html = '' } = await page('summer-school');
    expect(html).toContain(words);
    expect(html).not.toContain('<select');
    expect(await give('summer-school')).toMatchObject({ body: { booking } });
  });

  it('shows a ticket before and after it is on sale, and none that only a code opens', async () => {
    const tickets = [
      { id: 'early', name: 'Early', price: 500, until: '2027-02-01T00:00' },
      { id: 'late', name: 'Late', price: 900, from: '2027-05-01T10:00' },
      { id: 'crew', name: 'Crew', price: 0, hidden: true as const },
      { id: 'pay', name: 'What you can', price: 500, least: 200 },
    ];
    const { page, give } = await aPressWith(
      aGathering({ text: text({ tickets, codes: [{ code: 'CREW', opens: ['crew'] }] }) }),
    );
    const { html = '' } = await page('summer-school');
    expect(html).toContain('No longer on sale');
    expect(html).toContain('On sale from Saturday 1 May 2027, 10:00');
    expect(html).toContain('from £2; £5 suggested');
    expect(html).not.toContain('Crew');
    expect(html).toMatch(/A code<span class="optional"> \(optional\)<\/span>/);
    expect(html.match(/<select/g)).toHaveLength(1);
    expect(JSON.stringify(await give('summer-school'))).not.toContain('rew');
  });

  it('tells search engines what it is, and nothing that ends its script', async () => {
    const { page } = await aPressWith(aGathering({ text: text({ title: '</script><b>' }) }));
    const { html = '' } = await page('summer-school');
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
    expect(JSON.parse(json)).toMatchObject({
      '@type': 'Event',
      name: '</script><b>',
      startDate: '2027-07-01T10:00:00+01:00',
      endDate: '2027-07-02T17:00:00+01:00',
      eventStatus: 'https://schema.org/EventScheduled',
      location: [{ '@type': 'Place', name: 'Net Loft', address: '3 Rope Walk, Port Ellery' }],
      offers: [
        { name: 'Waged', price: '10.50', priceCurrency: 'GBP', availability: 'https://schema.org/InStock' },
        { name: 'Unwaged', price: '0.00' },
      ],
    });
  });

  it('keeps an online address for those who have a place', async () => {
    const online = 'https://meet.example/secret';
    const { page, give } = await aPressWith(aGathering({ text: text({ online }) }));
    for (const shown of [
      await page('summer-school'),
      await page('summer-school.ics'),
      await give('summer-school'),
    ])
      expect(JSON.stringify(shown)).not.toContain('meet.example');
  });

  it('moves with its slug, is gone once withdrawn, and was never there as a draft', async () => {
    const { page, give, bookings } = await aPressWith(
      aGathering({ slug: 'old', slugs: ['old'] }),
      anEvening('gone', '2027-05-01', { state: 'closed', why: 'withdrawn' }),
      anEvening('draft', '2027-05-01', { state: 'closed', why: 'draft' }),
    );
    const before = await bookings.gathering('summer-school-1');
    if (!before) throw new Error('The event is not there');
    const after = { ...before, slug: 'new', slugs: ['old', 'new'] };
    await bookings.make({ gathering: before.id, at: before.startsAt, row: { before, after } });
    expect(await page('old')).toMatchObject({ status: 301, headers: { location: '/events/new/' } });
    expect(await page('old.ics')).toMatchObject({ status: 301, headers: { location: '/events/new.ics' } });
    expect(await give('old')).toMatchObject({ status: 301, headers: { location: '/api/events/new' } });
    const gone = await page('gone');
    expect(gone).toMatchObject({ status: 410, headers: fresh });
    expect(gone.html).not.toContain('Evening gone');
    await expect(give('gone')).rejects.toMatchObject({ status: 410 });
    for (const slug of ['draft', 'never', 'never.ics'])
      await expect(page(slug)).rejects.toMatchObject(missing);
    await expect(give('draft')).rejects.toMatchObject(missing);
  });
});

describe('what is on', () => {
  it('has the next first, what is going on too, and nothing that is over or hidden', async () => {
    const { page, list } = await aPressWith(
      anEvening('later', '2027-06-01'),
      anEvening('sooner', '2027-04-01'),
      anEvening('now', '2027-03-01', {
        startsAt: '2027-02-28T10:00:00.000Z',
        endsAt: '2027-03-02T10:00:00.000Z',
      }),
      anEvening('over', '2027-02-20'),
      anEvening('gone', '2027-05-01', { state: 'closed', why: 'withdrawn' }),
      anEvening('called-off', '2027-05-02', { state: 'cancelled', why: 'cancelled' }),
    );
    const { html = '', headers } = await page();
    expect(headers).toEqual(fresh);
    const order = [...html.matchAll(/<h2><a href="\/events\/([\w-]+)\//g)].map(([, slug]) => slug);
    expect(order).toEqual(['now', 'sooner', 'called-off', 'later']);
    expect(html).toContain('This event is cancelled.');
    const { body } = await list();
    expect(body).toMatchObject({ items: order.map((slug) => ({ slug })), next: null });
  });

  it('goes on from page to page', async () => {
    const evenings = Array.from({ length: 35 }, (_, index) =>
      anEvening(`e${index}`, new Date(Date.UTC(2027, 3, 1 + index)).toISOString().slice(0, 10)),
    );
    const { page } = await aPressWith(...evenings);
    const slugs = (html = '') =>
      [...html.matchAll(/<h2><a href="\/events\/(e\d+)\//g)].map(([, slug]) => slug);
    const { html: first = '' } = await page();
    const [, next = ''] = /href="\/events\/\?after=([^"]+)" rel="next"/.exec(first) ?? [];
    const { html: second = '' } = await page(undefined, { after: decodeURIComponent(next) });
    expect([...slugs(first), ...slugs(second)]).toEqual(evenings.map(({ slug }) => slug));
    expect(second).toContain('noindex');
    expect((await page(undefined, { after: '<script>' })).html).toContain('/events/e0/');
  });

  it('says nothing of a place where there is none', async () => {
    const { venue: _, ...nowhere } = aText;
    const { page } = await aPressWith({ ...aGathering(), text: nowhere });
    expect((await page()).html).not.toContain('credits');
  });

  it('says so while nothing is', async () => {
    const { page } = await aPressWith();
    expect((await page()).html).toContain('Nothing is planned at present.');
    expect((await page('past')).html).toContain('There is none that is over.');
  });
});

describe('past events', () => {
  const past = [
    anEvening('a', '2024-05-01'),
    anEvening('b', '2026-05-01'),
    anEvening('c', '2026-12-31'),
    anEvening('d', '2027-02-01'),
    anEvening('ahead', '2027-04-01'),
  ];

  it('stand by year, the newest first, and lead to the years beside', async () => {
    const { page } = await aPressWith(...past);
    expect(await page('past')).toMatchObject({ status: 302, headers: { location: '/events/past/2027/' } });
    const { html = '' } = await page('past', { year: '2026' });
    expect([...html.matchAll(/<h2><a href="\/events\/(\w)\//g)].map(([, slug]) => slug)).toEqual(['c', 'b']);
    expect(html).toContain('<a href="/events/past/2024/">2024</a>');
    expect(html).toContain('<a href="/events/past/2027/">2027</a>');
    const { html: present = '' } = await page('past', { year: '2027' });
    expect(present).not.toContain('/events/ahead/');
  });

  it('have no page of a year without any', async () => {
    const { page } = await aPressWith(...past);
    for (const year of ['2025', '1066', 'x'])
      await expect(page('past', { year })).rejects.toMatchObject(missing);
  });
});

it('calendars have what is on and what is called off, and are the same for an hour', async () => {
  const { page, clock } = await aPressWith(
    aGathering(),
    anEvening('called-off', '2027-05-02', { state: 'cancelled', why: 'cancelled' }),
    anEvening('draft', '2027-05-01', { state: 'closed', why: 'draft' }),
  );
  const all = await page('all.ics');
  expect(all.headers).toMatchObject({ ...fresh, 'content-type': 'text/calendar; charset=utf-8' });
  expect(all.html?.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  expect(all.html).toContain('STATUS:CANCELLED');
  clock.at = '2027-03-01T12:59:00.000Z';
  expect(await page('all.ics')).toEqual(all);
  const one = await page('summer-school.ics');
  expect(one.headers).toMatchObject({ 'content-disposition': 'inline; filename="summer-school.ics"' });
  expect(one.html).toContain('DTSTART:20270701T090000Z');
});
