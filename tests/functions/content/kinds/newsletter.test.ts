import { describe, expect, it } from 'vitest';
import { isReserved, pathOf } from '../../../../functions/content/kinds/kinds.ts';
import { read, readWell, remarks } from '../a-manuscript.ts';
import { markdown, Office } from '../an-office.ts';

const manuscript = (...lines: string[]) =>
  ['---', 'kind: newsletter', 'title: The letter', ...lines, '---', 'Good evening.'].join('\n');
const readLetter = (...lines: string[]) => read(manuscript(...lines));
const fieldsOf = (...lines: string[]) => readWell(manuscript(...lines)).fields;

it('reads all that a newsletter may say', () => {
  const fields = fieldsOf(
    'subject: "Ferries: what now"',
    'preview: They run.',
    'language: en-gb',
    'lists: [monthly, rent-watch, monthly]',
    'send_at: 2026-12-01 07:00',
    'since: last',
    'articles:',
    '  - slipway',
    '  - {slug: bench, line: Sit down.}',
    '  - slipway',
  );
  expect(fields).toEqual({
    kind: 'newsletter',
    title: 'The letter',
    subject: 'Ferries: what now',
    preview: 'They run.',
    language: 'en-GB',
    lists: ['monthly', 'rent-watch'],
    sendAt: '2026-12-01T07:00',
    since: 'last',
    articles: [{ slug: 'slipway' }, { slug: 'bench', line: 'Sit down.' }],
  });
  expect(fieldsOf('articles: slipway')).toMatchObject({ articles: [{ slug: 'slipway' }] });
  expect(fieldsOf()).toEqual({ kind: 'newsletter', title: 'The letter' });
});

describe('the time at which it goes out', () => {
  it.each([
    ['2026-12-01 07:00', '2026-12-01T07:00'],
    ['"2026-12-01T07:00"', '2026-12-01T07:00'],
    ['2026/12/1 7.05', '2026-12-01T07:05'],
    ['2026-12-01 07:00:30', '2026-12-01T07:00'],
    ['2026-12-01 07:00 Europe/London', '2026-12-01T07:00 Europe/London'],
    ['2026-12-01 07:00 europe/london', '2026-12-01T07:00 Europe/London'],
    ['2026-12-01 07:00 America/Argentina/Buenos_Aires', '2026-12-01T07:00 America/Argentina/Buenos_Aires'],
    ['2026-12-01T07:00Z', '2026-12-01T07:00Z'],
    ['2026-12-01 07:00 UTC', '2026-12-01T07:00Z'],
    ['2026-12-01T00:30+01:00', '2026-11-30T23:30Z'],
    ['2026-12-01 07:00 -0330', '2026-12-01T10:30Z'],
  ])('%s is read', (written, sendAt) => {
    expect(fieldsOf(`send_at: ${written}`)).toMatchObject({ sendAt });
  });

  it.each([
    ['2026-12-01', 'Add the time, as in 2026-12-01 07:00.'],
    ['2026-02-30 07:00', 'must be a day and a time, such as 2026-12-01 07:00'],
    ['2026-12 07:00', 'must be a day and a time'],
    ['2026-12-01 24:00', 'Write the time from 00:00 to 23:59.'],
    ['2026-12-01 7', 'must be a day and a time'],
    ['2026-12-01 07:00 Europe/Lodnon', 'ends with “Europe/Lodnon”'],
    ['2026-12-01 07:00 Europe/Lodnon', 'Write Europe/London.'],
    ['2026-12-01 07:00 CEST', 'must be a time zone by its name'],
    ['2026-12-01 07:00+15:00', 'must be a day and a time'],
    ['tomorrow', 'must be a day and a time'],
    ['[2026-12-01 07:00]', 'must be a day and a time'],
  ])('%s is refused, with the way out', (written, words) => {
    const refused = readLetter(`send_at: ${written}`);
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused)).toEqual([expect.stringMatching(/^error 4: “send_at” /)]);
    expect(remarks(refused)[0]).toContain(words);
  });
});

describe('the time of a digest', () => {
  it.each([
    ['friday 07:00 Europe/London', 'friday 07:00 Europe/London'],
    ['Fridays 7:00', 'friday 07:00'],
    ['thu, 18.30', 'thursday 18:30'],
    ['sunday 00:00 utc', 'sunday 00:00 UTC'],
  ])('%s is read', (written, every) => {
    expect(fieldsOf(`every: "${written}"`, 'since: last')).toMatchObject({ every, since: 'last' });
  });

  it.each([
    ['fryday 07:00', 'Write friday 07:00.'],
    ['wensday 18:00', 'Write wednesday 18:00.'],
    ['friday', 'Write the time behind the day, as in friday 07:00.'],
    ['friday 7am', 'Write the time behind the day, as in friday 07:00.'],
    ['friday 25:00', 'as in friday 07:00.'],
    ['friday 07:00 London', 'Write Europe/London.'],
    ['friday 07:00 New York', 'such as friday 07:00'],
    ['day 07:00', 'must be a day of the week and a time'],
    ['t 07:00', 'must be a day of the week and a time'],
    ['2026-12-01 07:00', 'must be a day of the week and a time'],
  ])('%s is refused, with the way out', (written, words) => {
    const refused = readLetter(`every: ${written}`, 'since: last');
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused)).toEqual([expect.stringMatching(/^error 4: “every” /)]);
    expect(remarks(refused)[0]).toContain(words);
  });

  it('is not beside a time that comes once', () => {
    const refused = readLetter('every: friday 07:00', 'since: last', 'send_at: 2026-12-01 07:00');
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused)).toEqual([expect.stringMatching(/^error 6: It has `send_at` and `every`/)]);
  });

  it('is not without `since: last`', () => {
    const refused = readLetter('every: friday 07:00');
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused)).toEqual([expect.stringMatching(/^error 4: .*Add a line `since: last`/)]);
  });
});

describe('what it names', () => {
  it.each([
    ['lists: [Rent Watch]', '“lists, entry 1” may have only the letters'],
    ['articles: [slipway, The Slipway]', '“articles, entry 2” may have only the letters'],
    ['articles: [{slug: a}, {line: b}]', '“articles, entry 2: slug” is missing'],
    ['since: 2026-01-01', '“since” must be one of: last'],
    [`articles: [${[...Array(41).keys()].map((at) => `a${at}`).join(', ')}]`, 'at most 40 entries'],
  ])('%s is refused', (line, words) => {
    const refused = readLetter(line);
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused)[0]).toContain(words);
  });

  const press = markdown({
    kind: 'press',
    title: 'The Lantern',
    sender: 'post@lantern.example',
    imprint: '4 Ropewalk Steps',
    lists: '[{name: monthly, title: Monthly}]',
  });
  const letter = (more: object) => ({
    'l.md': markdown({ kind: 'newsletter', title: 'The letter', ...more }),
  });

  it('is told where it is not there, with the near miss', async () => {
    const office = new Office();
    await office.handIn({ 'press.md': press, 'rent.md': markdown({ title: 'Rent strike' }) });
    const { notices } = await office.handIn(
      letter({ lists: '[monthly, montly]', articles: '[rent-strike, rent-strik]' }),
    );
    expect(notices.map(({ text }) => text)).toEqual([
      expect.stringMatching(/“rent-strik”.*Did you mean “rent-strike”/),
      expect.stringMatching(/mailing list “montly”.*Did you mean “monthly”/),
    ]);
  });

  it('may be the one list of a press that names none', async () => {
    const { notices } = await new Office().handIn(letter({ lists: 'newsletter' }));
    expect(notices).toEqual([]);
  });
});

it('stands in no list, and its address leads to the archive', async () => {
  const office = new Office();
  const { documents } = await office.handIn({
    'l.md': markdown({ kind: 'newsletter', title: 'The letter', lists: '[newsletter]' }),
  });
  expect(documents).toMatchObject([{ slug: 'the-letter', status: 'published' }]);
  const head = await office.content.head('the-letter');
  expect(head && pathOf(head.fields, 'the-letter')).toBe('/newsletters/issues/the-letter/');
  expect(head).toMatchObject({ lists: [] });
});

it.each(['latest', 'feed', 'from'])('cannot be called %s', (slug) => {
  expect(isReserved(slug, 'newsletter')).toBe(true);
  expect(remarks(readLetter(`slug: ${slug}`))[0]).toMatch(/^error 4: The address/);
  expect(readLetter(`slug: ${slug}-news`).outcome).toBe('read');
});
