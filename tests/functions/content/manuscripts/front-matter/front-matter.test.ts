import { describe, expect, it } from 'vitest';
import { readManuscript } from '../../../../../functions/content/manuscripts/read-manuscript.ts';
import { bytesOf, read, readWell, remarks } from '../../a-manuscript.ts';

describe('front matter', () => {
  it('keeps every field as it is written', () => {
    const { fields } = readWell(
      `---
title: 1984
standfirst: >
  Two lines
  of it.
section: No
tags: [rent, "1957", rent]
authors:
  - Ama Lindqvist
  - Ines Varga
written: 1949
published: 1949-05
picture: {file: a.jpg, alt: "A: b", credit: C, caption: D}
series: {title: The Strike, part: 2}
reviews: {title: Low Water, author: Marit Solander, year: 2026, url: "https://example.org/x"}
corrections: [{date: 2024-01-02, text: It was 1996.}]
licence: CC BY 4.0
language: EN-gb
translations: [{language: el, slug: fos}]
provenance: {publication: The Lantern, issue: No. 9, date: 1949-05, treatment: abridged, note: Cut.}
related: [one, two]
---
Text.`,
      ['a.jpg'],
    );
    expect(fields).toMatchObject({
      kind: 'article',
      title: '1984',
      standfirst: 'Two lines of it.',
      section: 'No',
      tags: ['rent', '1957'],
      authors: ['Ama Lindqvist', 'Ines Varga'],
      written: '1949',
      published: '1949-05',
      picture: { name: 'a.jpg', alt: 'A: b', credit: 'C', caption: 'D' },
      series: { title: 'The Strike', part: 2 },
      reviews: [
        { title: 'Low Water', authors: ['Marit Solander'], year: 2026, url: 'https://example.org/x' },
      ],
      corrections: [{ date: '2024-01-02', text: 'It was 1996.' }],
      licence: 'CC BY 4.0',
      language: 'en-GB',
      translations: [{ language: 'el', slug: 'fos' }],
      provenance: {
        publication: 'The Lantern',
        issue: 'No. 9',
        dates: ['1949-05'],
        treatment: 'abridged',
        note: 'Cut.',
      },
      related: ['one', 'two'],
    });
  });

  it.each([
    ['author: Ama', { authors: ['Ama'] }],
    ['date: 2024-05-01', { published: '2024-05-01' }],
    ['license: CC0', { licence: 'CC0' }],
    ['tags: rent, housing', { tags: ['rent', 'housing'] }],
    ['series: The Strike', { series: { title: 'The Strike' } }],
    ['section: ~', {}],
    ['section:', {}],
  ])('understands %s', (line, fields) => {
    const ingestQueue = readWell(`---\ntitle: T\n${line}\n---\nText.`);
    expect(ingestQueue.fields).toMatchObject(fields);
    expect(ingestQueue.notices).toEqual([]);
  });

  it.each([
    ['status: draft', true],
    ['draft: true', true],
    ['draft: True', true],
    ['draft: "YES"', true],
    ['draft: False', false],
    ['draft: off', false],
    ['published: false', true],
    ['published: False\ndate: 2024-05-01', true],
    ['date: 2024-05-01\npublished: no', true],
    ['published: true', false],
    ['published: false\nstatus: published', false],
    ['kind: page\npublished: false', true],
    ['status: publish', false],
    ['status: published', false],
    ['draft: false', false],
  ])('%s makes a draft: %s', (line, draft) =>
    expect(readWell(`---\ntitle: T\n${line}\n---\nx`).draft).toBe(draft),
  );

  it.each([
    ['title: Rent: the facts', 2, 'colon'],
    ['title: T\ntags: [a, b', 3, 'bracket'],
    ['title: T\nsection "x"\nwritten: 1949', 3, 'colon'],
    ['title: "T', 2, 'quote'],
    ['title: @T', 2, 'quotes'],
    ['title: *T*', 2, 'quotes'],
    ['title: T\n\twritten: 1949', 3, 'tab'],
    ['title: T\ntitle: U', 3, 'twice'],
    ['just words', 2, 'lines such as'],
    ['title: T\nkind: articel', 3, 'one of: article, page, book, bulletin, front, press'],
    ['title: T\nwritten: 1949-02-30', 3, '“written” must be a date that exists'],
    ['title: T\nwritten: May 1949', 3, '“written” must be a date'],
    ['title: T\nstatus: live', 3, '“status” must be one of: published, draft'],
    ['title: T\nslug: Rent Strike', 3, '“slug” may have only'],
    ['title: T\nlanguage: english!', 3, '“language” must be a language code'],
    ['title: T\nrelated: [a, b, c, d]', 3, '“related” may have at most 3'],
    ['title: T\nauthors:\n  - A\n  - {nom: B}', 5, '“authors, entry 2” must be text'],
    ['title: "T\nsection: "News"', 2, 'A quote opens on this line'],
    ['title: T\nsection: "News\ndate: 2024-01-01', 3, 'A quote opens on this line'],
    ['title: T\nstandfirst: "One,\ntwo" and three', 3, 'A quote opens on this line'],
    ['title: &T x', 2, 'takes it for an anchor'],
    ['title: !T x', 2, 'takes it for a tag'],
    ['title: "T\\x08"', 2, 'a character in it that no text has'],
    ['title: T\nstandfirst: "a\\uFFFE b"', 3, 'a character in it that no text has'],
    ['title: "\\u2800\\u200b"', 2, 'nothing in it that readers see'],
    ['title: T\nwritten: c. 1912', 3, '09:30Z. Write 1912.'],
    ['title: T\nwritten: 03/01/1912', 3, 'Write 1912-03-01 or 1912-01-03.'],
    ['title: T\ndraft: maybe', 3, '“draft” must be true or false'],
    ['title: T\npicture: {alt: x}', 3, '“picture.file” is missing'],
    ['title: T\nseries: {title: S, part: two}', 3, '“series.part” must be a whole number'],
    ['title: T\nprovenance: {treatment: shortened}', 3, '“provenance.treatment” must be one of'],
    ['title: T\nprovenance: {date: 2005 to 2004}', 3, '“provenance.date” must be a date, or a range of two'],
    ['title: T\nprovenance: {date: 1 May 1949}', 3, 'Write 1949-05-01'],
    [
      'title: T\nreviews: [{title: R, url: "javascript:alert(1)"}]',
      3,
      '“reviews, entry 1: url” must be an address',
    ],
    ['title: T\ntags: ["!!!"]', 3, 'must have a letter or a digit'],
  ])('refuses %j, at line %i', (yaml, line, words) => {
    const ingestQueue = read(`---\n${yaml}\n---\nText.`);
    expect(ingestQueue.outcome).toBe('refused');
    expect(remarks(ingestQueue)[0]).toMatch(new RegExp(`^error ${line}: `));
    expect(remarks(ingestQueue)[0]).toContain(words);
    expect(remarks(ingestQueue).join()).not.toMatch(/invalid|expected|zod|undefined|\[object/i);
  });

  it('tells all wrong fields at once', () => {
    const ingestQueue = read('---\nwritten: x\ntitle: T\npublished: y\n---\n');
    expect(ingestQueue.notices.map(({ line }) => line)).toEqual([2, 4]);
  });

  it.each([
    ['stanfirst: x', 'standfirst'],
    ['Tags: x', 'tags'],
    ['permalink: "/:title/"', 'slug'],
    ['provenance: {publicaton: x}', 'publication'],
    ['picture: {file: a.jpg, alt: x, captoin: y}', 'caption'],
  ])('warns of %s and means %s', (line, nearest) => {
    const ingestQueue = readWell(`---\ntitle: T\n${line}\n---\nText.`, ['a.jpg']);
    expect(remarks(ingestQueue)).toEqual([
      expect.stringMatching(new RegExp(`^warning 3: There is no field .* Did you mean “${nearest}”\\?$`)),
    ]);
  });

  it('suggests nothing for what is like nothing', () =>
    expect(remarks(readWell('---\ntitle: T\nlayout: x\n---\nText.'))).toEqual([
      'warning 3: There is no field “layout”; it was left out.',
    ]));

  it('notes what YAML takes for a remark', () =>
    expect(remarks(readWell('---\ntitle: Ward # 5\n---\nText.'))).toEqual([
      'warning 2: What follows # was left out as a remark: “5”. If it belongs to the title, put that in quotes.',
    ]));

  it('tells of a title that is a remark', () =>
    expect(remarks(read('---\ntitle: #1 in town\n---\nText.')).join()).toContain('“1 in town”'));

  it.each([
    ['+++\ntitle = "x"\n+++\n', 1, 'TOML'],
    ['---js\nmodule.exports = {}\n---\n# T', 1, 'is js'],
    ['---\ntitle: T\nText', 1, 'no end'],
    ['\n\n---\nwritten: x\n---\n# T\n', 4, 'written'],
    ['– – –\ntitle: T\n– – –\nText', 1, 'begins with “– – –”, which is not three hyphens'],
    ['——\ntitle: T\n——\nText', 1, 'begins with “——”'],
    ['----\ntitle: T\n----\nText', 1, 'begins with “----”'],
    [' ---\ntitle: T\n---\nText', 1, 'begins with “---”, which is not .* at the beginning of a line'],
    ['---\ntitle: T\n— —\nText', 3, 'ends with “— —”'],
    ['---\ntitle: T\n----\nText', 3, 'ends with “----”'],
    ['title: T\n---\nText', 1, 'has no beginning'],
    ['{\n  "title": "T"\n}\nText', 1, 'is JSON'],
  ])('points to the line in %j', (text, line, words) =>
    expect(remarks(read(text))[0]).toMatch(new RegExp(`^error ${line}: .*${words}`)),
  );

  it('takes a rule at the top for what it is', () => {
    expect(remarks(read('---\n\nText.'))[0]).toContain('There is no title');
    expect(readWell('---\n---\n# T\n\n---\n\nText.').body.html).toContain('<hr />');
  });

  it('is not taken in by names that JavaScript knows', () => {
    const ingestQueue = readWell('---\ntitle: T\n__proto__: {x: 1}\nconstructor: y\ntoString: z\n---\nText.');
    expect(ingestQueue.notices).toHaveLength(3);
  });
});

describe('kinds', () => {
  it('reads a page, the front page and the press', () => {
    expect(readWell('---\nkind: page\ntitle: About\n---\nText.')).toMatchObject({
      fields: { kind: 'page', title: 'About' },
      titleSlug: 'about',
    });
    expect(readWell('---\nkind: front\nlead: a\nsections: [News]\n---\n')).toMatchObject({
      fields: { kind: 'front', lead: 'a', sections: ['News'] },
      slug: 'front',
      notices: [],
    });
    expect(
      readWell('---\nkind: press\ntitle: P\ncolours: {accent: "#b31"}\nsender: A B <a@b.example>\n---\n'),
    ).toMatchObject({
      fields: { kind: 'press', title: 'P', colours: { accent: '#b31' } },
      slug: 'press',
    });
  });

  it.each([
    ['kind: page\ntitle: T\nslug: tags', 4],
    ['title: T\nslug: press', 3],
  ])('keeps the site’s own addresses from %j', (yaml, line) =>
    expect(remarks(read(`---\n${yaml}\n---\nText.`))[0]).toMatch(new RegExp(`^error ${line}: The address`)),
  );

  const readPress = (...lines: string[]) =>
    read(['---', 'kind: press', 'title: P', ...lines, '---', ''].join('\n'));
  const reachable = ['sender: The Lantern <post@lantern.example>', 'imprint: 4 Ropewalk Steps, Harrow Quay'];

  it('reads the mailing lists, limits and time zone of a press', () => {
    const lists = [
      'lists:',
      '  - name: monthly',
      '    title: The monthly letter',
      '    about: What we printed.',
      '    frequency: once a month',
      '    default: yes',
      '  - {name: members, title: For members, archive: no}',
      '  - {name: plain, title: Plain}',
    ];
    const more = ['limits: {confirmations: 2, signups: 200, hourly: "5000"}', 'timezone: europe/dublin'];
    const pressRead = readPress(...reachable, ...lists, ...more);
    expect(pressRead).toMatchObject({ outcome: 'read', notices: [] });
    expect(pressRead.outcome === 'read' && pressRead.fields).toMatchObject({
      lists: [
        {
          name: 'monthly',
          title: 'The monthly letter',
          about: 'What we printed.',
          frequency: 'once a month',
          default: true,
        },
        { name: 'members', title: 'For members', archive: false },
        { name: 'plain', title: 'Plain' },
      ],
      limits: { confirmations: 2, signups: 200, hourly: 5000 },
      timezone: 'Europe/Dublin',
    });
  });

  it.each([
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['utc', 'UTC'],
  ])('knows the time zone %s', (written, timezone) => {
    expect(readPress(`timezone: ${written}`)).toMatchObject({ fields: { timezone } });
  });

  it.each([
    ['Europe/Dubin', 'Write Europe/Dublin.'],
    ['Berlin', 'Write Europe/Berlin.'],
    ['New York', 'Write America/New_York.'],
    ['+01:00', 'by its name'],
    ['CEST', 'by its name'],
    ['nowhere/at-all', 'by its name'],
    ['[Europe/Dublin]', 'by its name'],
  ])('refuses the time zone %s and says what is near', (written, words) => {
    const refused = readPress(`timezone: ${written}`);
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused)[0]).toMatch(/^error 4: “timezone” must be a time zone/);
    expect(remarks(refused)[0]).toContain(words);
  });

  it.each([
    ['confirmations: 0', 'from 1 to 20'],
    ['confirmations: 1000', 'from 1 to 20'],
    ['signups: many', 'from 1 to 10000'],
    ['hourly: 1', 'from 10 to 1000000'],
    ['hourly: 1.5', 'from 10 to 1000000'],
  ])('refuses the limit %s', (limit, words) => {
    expect(remarks(readPress(`limits: {${limit}}`))[0]).toContain(words);
  });

  it.each(['confirm', 'leave', 'preferences', 'change', 'latest', 'feed', 'issues'])(
    'keeps the address /newsletters/%s from lists',
    (word) => {
      const refused = readPress(
        ...reachable,
        'lists:',
        '  - {name: a, title: A}',
        `  - {name: ${word}, title: B}`,
      );
      expect(refused.outcome).toBe('refused');
      expect(remarks(refused)).toEqual([
        expect.stringMatching(new RegExp(`^error 8: No list can be called “${word}”`)),
      ]);
      expect(readPress(...reachable, `lists: {name: ${word}s, title: A}`).outcome).toBe('read');
    },
  );

  it('refuses two default lists, and two of one name', () => {
    const two = readPress(
      ...reachable,
      'lists:',
      '  - {name: a, title: A, default: yes}',
      '  - {name: b, title: B, default: no}',
      '  - {name: c, title: C, default: true}',
    );
    expect(remarks(two)).toEqual([expect.stringMatching(/^error 9: Two lists are default.*“a”, “c”/)]);
    const same = readPress(...reachable, 'lists: [{name: a, title: A}, {name: a, title: B}]');
    expect([same.outcome, remarks(same).length]).toEqual(['refused', 1]);
    expect(remarks(same)[0]).toContain('Two lists are called “a”');
  });

  it('warns of lists whose letters cannot leave, and of none without lists', () => {
    const lists = 'lists: [{name: a, title: A}]';
    const both = readPress(lists);
    expect(both.outcome).toBe('read');
    expect(remarks(both)).toEqual([
      expect.stringMatching(/^warning 4: .*sender:/),
      expect.stringMatching(/^warning 4: .*imprint:/),
    ]);
    expect(remarks(readPress(lists, ...reachable))).toEqual([]);
    expect(remarks(readPress())).toEqual([]);
  });

  it('reads what was stored before it was refused, and says so', () => {
    const text = '---\nkind: press\ntitle: P\nlists: [{name: feed, title: A}, {name: feed, title: B}]\n---\n';
    const manuscript = { name: 'press.md', bytes: bytesOf(text), isStored: true };
    expect(readManuscript(manuscript, { pictures: new Map() })).toMatchObject({
      outcome: 'read',
      fields: {
        lists: [
          { name: 'feed', title: 'A' },
          { name: 'feed', title: 'B' },
        ],
      },
    });
  });

  it.each(['colours: {accent: red}', 'colours: {accent: "#b31;} body{}"}', 'sender: nobody'])(
    'refuses %s',
    (line) => expect(read(`---\nkind: press\ntitle: P\n${line}\n---\n`).outcome).toBe('refused'),
  );
});
