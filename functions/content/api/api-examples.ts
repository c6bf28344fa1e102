import type { Example } from './room-api.ts';
import { rooms } from './rooms.ts';

const slug = 'lamps-out-on-ropewalk-steps';
const upload = '01KB3S6YB2V9W4T0Q8N5M7J1ZC';
const manuscript = 'b6a1e0f7c2d94835a07e1f6b3c58d2948ef0176a5b3c9d24e8170f6a5b3c9d24';

/** By the id of the operation. @param siteUrl Origin of the site. */
export function examples(siteUrl: string): Readonly<Record<string, Example>> {
  const url = `${siteUrl}/articles/${slug}/`;
  const line = {
    slug,
    id: '01K9ZQ4R7T5C3M8H2X6B0W1E9D-0',
    title: 'Lamps out on Ropewalk Steps',
    standfirst: 'Eleven dark landings, and a council that counts nine.',
    published: '2026-11-03T07:30:00Z',
    written: '2026-10',
    changed: '2026-11-04T16:05:12Z',
    url,
  };
  const aBook = {
    slug: 'a-history-of-lamps',
    id: '01KB0C5V7Y2N4Q6S8T0W1X3Z5B-0',
    title: 'A history of lamps',
    published: '2026-10-20T09:00:00Z',
    changed: '2026-10-20T09:00:00Z',
    url: `${siteUrl}/books/a-history-of-lamps/`,
  };
  const aBulletin = {
    slug: 'quay-letter-no-12',
    id: '01KB1D6W8Z3P5R7T9V1X2Y4A6C-0',
    title: 'Quay Letter, no. 12',
    serial: { slug: 'quay-letter', name: 'Quay Letter' },
    number: '12',
    published: '2026-11',
    changed: '2026-11-02T08:00:00Z',
    url: `${siteUrl}/bulletins/quay-letter/quay-letter-no-12/`,
  };
  const edda = { by: 'b2a54474-60d1-70d8-2f5e-5b0c2d3e4f51', byName: 'Edda Moss' };
  const written = {
    slug,
    id: line.id,
    kind: 'article',
    title: line.title,
    revision: 2,
    status: 'published',
    url,
    name: 'lamps.md',
    published: line.published,
    ...edda,
    at: line.changed,
  };
  const revisionLine = {
    id: `${slug}/2`,
    revision: 2,
    status: 'published',
    title: line.title,
    name: 'lamps.md',
    published: line.published,
    ...edda,
    at: line.changed,
  };
  const fields = { title: line.title, section: 'Housing', tags: ['tenants'], authors: ['Noor Haldane'] };
  const draft = {
    basedOn: `${slug}/2`,
    revision: 3,
    status: 'draft',
    by: '52b5d404-a0e1-70a3-4c1d-0f8e7d6c5b42',
    byName: 'Wim Okoro',
    at: '2026-11-05T09:12:40Z',
  };
  const names = (...all: string[]): Example => ({
    query: { limit: String(all.length) },
    answer: {
      items: all.map((name) => ({ slug: name.toLowerCase().replaceAll(' ', '-'), name })),
      next: 'dGVuYW50cw',
    },
  });
  const past = [
    {
      revision: 1,
      status: 'published',
      kind: 'article',
      name: 'lamps.md',
      order: '01KAHK9E2M4N6P8R0S2T4V6W8X',
      ...edda,
      at: '2026-11-03T07:30:00.412Z',
      published: line.published,
      manuscript,
      pictures: {},
    },
  ];
  return {
    listArticles: {
      query: { section: 'housing', limit: '1' },
      answer: { items: [{ ...line, section: 'Housing', authors: ['Noor Haldane'] }], next: 'MjAyNi0xMS0wMw' },
    },
    showArticle: {
      path: { slug },
      answer: {
        ...line,
        section: { slug: 'housing', name: 'Housing' },
        tags: [{ slug: 'tenants', name: 'tenants' }],
        authors: [{ slug: 'noor-haldane', name: 'Noor Haldane' }],
        corrections: [{ date: '2026-11-04', text: 'We first wrote nine landings. There are eleven.' }],
        updated: '2026-11-04',
        pictures: [],
        html: `<p>Count them yourself, <a href="${siteUrl}/articles/light/">as we did in March</a>.</p>`,
        text: 'Count them yourself, as we did in March.',
        revision: 2,
      },
    },
    listBooks: {
      query: { limit: '1' },
      answer: {
        items: [
          {
            ...aBook,
            authors: ['Noor Haldane'],
            edition: { published: '2026-10', price: 600, currency: 'GBP' },
          },
        ],
        next: 'MjAyNi0xMCNsYW1wcw',
      },
    },
    showBook: {
      path: { slug: aBook.slug },
      answer: {
        ...aBook,
        authors: ['Noor Haldane'],
        currency: 'GBP',
        editions: [
          {
            id: 'second',
            name: 'Second edition, with an index',
            published: '2026-10',
            publisher: 'The Lantern Press',
            formats: [
              {
                format: 'paperback',
                price: 1200,
                isbn: '978-0-306-40615-7',
                pages: 214,
                buy: [{ name: 'The Lantern', url: 'https://shop.example/lamps' }],
              },
              { format: 'EPUB', price: 600 },
            ],
            errata: [{ page: '31', text: 'For “1962” read “1926”.' }],
            url: aBook.url,
          },
          { id: 'first', published: '1984', formats: [], url: `${aBook.url}first/` },
        ],
        pictures: [],
        html: '<p>Eleven landings, one by one.</p>',
        text: 'Eleven landings, one by one.',
        revision: 1,
      },
    },
    listBulletins: {
      query: { serial: 'quay-letter', limit: '1' },
      answer: { items: [aBulletin], next: 'LDIxMiwyMDI2LTExI3F1YXk' },
    },
    showBulletin: {
      path: { slug: aBulletin.slug },
      answer: {
        ...aBulletin,
        contents: [{ title: 'The ferry at night', by: 'Wim Okoro', page: '3' }],
        pictures: [],
        html: '<p>The winter number.</p>',
        text: 'The winter number.',
        revision: 1,
      },
    },
    listSections: names('Housing', 'News'),
    listTags: names('rent', 'tenants'),
    listAuthors: names('Ines Varga', 'Noor Haldane'),
    listSeries: names('The laundry strike'),
    listSerials: names('Quay Letter'),
    showSignIn: {
      answer: {
        issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1Cd2Ef3',
        authorizationEndpoint: 'https://lantern.auth.eu-west-1.amazoncognito.com/oauth2/authorize',
        tokenEndpoint: 'https://lantern.auth.eu-west-1.amazoncognito.com/oauth2/token',
        logoutEndpoint: 'https://lantern.auth.eu-west-1.amazoncognito.com/logout',
        clientId: '6k1q8m3v9s2t7r4n5p0d',
        scopes: ['openid', 'email'],
      },
    },
    openUpload: {
      body: { files: [{ name: 'lamps.md', type: 'text/markdown', bytes: 2140, based_on: `${slug}/1` }] },
      answer: {
        id: upload,
        expires: '2026-11-04T17:05:00Z',
        files: [
          {
            name: 'lamps.md',
            url: 'https://uploads.example/',
            fields: {
              key: `manuscripts/${upload}/0`,
              'Content-Type': 'text/markdown',
              'X-Amz-Signature': '6f1d',
            },
          },
        ],
      },
    },
    renewForms: {
      path: { id: upload },
      answer: {
        id: upload,
        expires: '2026-11-04T17:20:00Z',
        files: [
          {
            name: 'landing.jpg',
            url: 'https://uploads.example/',
            fields: { key: `pictures/${upload}/1`, 'Content-Type': 'image/jpeg', 'X-Amz-Signature': '8b02' },
          },
        ],
      },
    },
    showReceipt: {
      path: { id: upload },
      answer: {
        id: upload,
        state: 'done',
        documents: [
          {
            slug,
            id: line.id,
            kind: 'article',
            title: line.title,
            revision: 2,
            status: 'published',
            url,
          },
        ],
        notices: [
          {
            level: 'warning',
            file: 'lamps.md',
            line: 14,
            text: 'The picture “landing.jpg” was not handed in.',
          },
        ],
      },
    },
    listDocuments: {
      query: { state: 'draft', q: 'lamps rope', limit: '1' },
      answer: {
        items: [{ ...written, pending: draft }],
        next: 'MjAyNi0xMS0wNA',
        searchedTo: written.at,
      },
    },
    showCalendar: {
      query: { from: '2026-11-06', to: '2026-11-12' },
      answer: {
        timezone: 'Europe/Dublin',
        from: '2026-11-06',
        to: '2026-11-12',
        items: [
          {
            at: '2026-11-06T07:00:00Z',
            what: 'publish',
            ...{ slug, kind: 'article', title: line.title, revision: 3, url },
          },
          {
            at: '2026-11-07T18:00:00Z',
            ends: '2026-11-07T20:30:00Z',
            what: 'event',
            slug: 'tenants-meeting',
            kind: 'event',
            title: 'Tenants’ meeting',
            url: `${siteUrl}/events/tenants-meeting/`,
          },
        ],
        complete: true,
      },
    },
    showDocument: {
      path: { slug },
      answer: {
        ...written,
        pending: draft,
        fields,
        revisions: [revisionLine],
      },
    },
    showRevision: {
      path: { slug, revision: '3' },
      answer: {
        ...revisionLine,
        ...draft,
        id: `${slug}/3`,
        slug,
        kind: 'article',
        fields,
        pictures: [],
        html: '<p>Twelve, since Sunday.</p>',
        text: 'Twelve, since Sunday.',
      },
    },
    linkManuscript: {
      path: { slug, revision: '3' },
      answer: {
        name: 'lamps.md',
        url: `https://archive.example/manuscripts/${manuscript}?X-Amz-Signature=6f1d`,
        expires: '2026-11-05T09:20:00Z',
        text: '---\ntitle: Lamps out on Ropewalk Steps\n---\nCount them yourself.\n',
      },
    },
    compareRevisions: {
      path: { slug },
      query: { from: '2', to: '3' },
      answer: {
        slug,
        from: revisionLine,
        to: { ...revisionLine, ...draft, id: `${slug}/3` },
        fields: [{ name: 'tags', segments: [{ text: 'tenants' }, { text: ', light', change: 'added' }] }],
        paragraphs: [
          { alike: 2 },
          {
            segments: [
              { text: 'Eleven', change: 'removed' },
              { text: 'Twelve', change: 'added' },
              { text: ' landings are dark.' },
            ],
          },
        ],
        markup: false,
        coarse: false,
        cut: false,
      },
    },
    restoreRevision: {
      path: { slug },
      body: { revision: 1 },
      answer: {
        ...written,
        revision: 4,
        droppedCorrections: [{ date: '2026-11-03', text: 'It was the east stair.' }],
      },
    },
    previewDocument: {
      path: { slug },
      answer: { url: `${siteUrl}/api/previews/WyJsYW1wcyJd.1.kXo2pQ`, expires: '2026-11-11T17:05:00Z' },
    },
    publishDocument: {
      path: { slug },
      body: { revision: 3 },
      answer: { ...written, revision: 4, at: '2026-11-05T10:01:33Z', moved: [], replaced: [], kept: [] },
    },
    announceDocument: { path: { slug }, answer: { requested: true } },
    announceDocuments: { answer: { requested: true } },
    withdrawDocument: {
      path: { slug },
      body: { reason: 'The council has counted again, and so must we.' },
      answer: {
        ...written,
        revision: 3,
        status: 'withdrawn',
        reason: 'The council has counted again, and so must we.',
      },
    },
    scheduleDocument: {
      path: { slug },
      body: { publish_at: '2026-11-06 07:00' },
      answer: {
        ...written,
        pending: { ...draft, status: 'scheduled', published: '2026-11-06T07:00:00Z' },
        schedule: { revision: 3, publishAt: '2026-11-06T07:00:00Z' },
      },
    },
    unscheduleDocument: { path: { slug }, answer: { ...written, pending: draft } },
    deleteDocument: { path: { slug }, answer: { ...written, title: '', revision: 4, status: 'deleted' } },
    listHistories: {
      query: { limit: '1' },
      answer: {
        items: [{ slug, status: 'published', order: past[0]?.order, revisions: 1 }],
        next: 'MjAyNi0xMS0wNA',
      },
    },
    showHistory: {
      path: { slug },
      answer: {
        slug,
        id: line.id,
        status: 'published',
        order: past[0]?.order,
        revision: 1,
        revisions: 1,
        first: '2026-11-03T07:30:00.412Z',
        people: [{ by: edda.by, order: '01KAHK9E2M4N6P8R0S2T4V6W8X' }],
        names: ['lamps.md'],
        spelled: [{ kind: 'sections', name: 'Housing' }],
        past,
        links: { [manuscript]: `https://archive.example/manuscripts/${manuscript}?X-Amz-Signature=6f1d` },
        next: null,
      },
    },
    renderSite: { answer: { requested: true } },
    ...Object.assign({}, ...rooms.map((room) => room.examples(siteUrl))),
  };
}
