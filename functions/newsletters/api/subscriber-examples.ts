import type { Example } from '../../content/api/room-api.ts';

export function subscriberExamples(siteUrl: string): Record<string, Example> {
  const id = '01KB5T0M3W8Q2X7Z4C6V9N1R5H';
  const person = {
    ...{ id, email: 'noor@reader.example', name: 'Noor Haldane', state: 'confirmed' },
    created: '2026-11-03T07:30:00Z',
  };
  const shown = { ...person, lists: ['the-lantern'] };
  const importId = '01KB5V2D6F8H0K3M5P7R9T1W4Y';
  const file = (name: string) =>
    `https://exports.example/exports/${importId}/${name}.csv?X-Amz-Signature=6f1d`;
  return {
    subscribe: {
      body: { email: person.email, lists: ['the-lantern'] },
      answer: { detail: 'If there is something to confirm, a letter is on its way to this address.' },
    },
    listSubscribers: {
      query: { search: 'noor', state: 'confirmed', limit: '1' },
      answer: { items: [shown], next: 'MDFLQjVUME0zVzhRMlg3WjRDNlY5TjFSNUg' },
    },
    addSubscriber: {
      body: {
        ...{ email: person.email, name: person.name, lists: ['the-lantern'] },
        evidence: 'Signed the list at the spring assembly, 14 March',
      },
      answer: shown,
    },
    showGrowth: {
      query: { days: '7' },
      answer: {
        lists: [
          {
            ...{ name: 'the-lantern', title: 'The Lantern by mail', total: 412 },
            days: [{ day: '2026-11-03', joined: 5, left: 1 }],
          },
        ],
      },
    },
    showSubscriber: {
      path: { id },
      answer: {
        ...person,
        lists: [
          { name: 'the-lantern', title: 'The Lantern by mail', state: 'on', at: '2026-11-03T07:41:09Z' },
        ],
        confirmed: '2026-11-03T07:41:09Z',
        language: 'en',
        evidence: [
          {
            ...{ id: '01KB5T7R1V3Y5B8D0F2H4K6N9Q', what: 'confirmed', at: '2026-11-03T07:41:09Z' },
            ...{ asked: '2026-11-03T07:30:00Z', lists: ['the-lantern'] },
            consent: {
              wording: 'Send me The Lantern by mail.',
              version: '1',
              page: `${new URL(siteUrl).pathname}`,
            },
          },
        ],
      },
    },
    eraseSubscriber: { path: { id }, answer: { requested: true } },
    eraseAddress: { body: { email: person.email }, answer: { requested: true } },
    sendOwnData: { body: { email: person.email }, answer: { requested: true } },
    openImport: {
      body: {
        file: 'members.csv',
        bytes: 48_210,
        list: 'the-lantern',
        consent: 'Members, by the form of 2026',
      },
      answer: {
        id: importId,
        expires: '2026-11-04T17:05:00Z',
        url: 'https://imports.example/',
        fields: { key: `imports/${importId}`, 'X-Amz-Signature': '6f1d' },
      },
    },
    showImport: {
      path: { id: importId },
      answer: {
        ...{ id: importId, state: 'done', file: 'members.csv', rows: 812, added: 790, there: 19, refused: 3 },
        refusedRows: [`https://exports.example/refused/${importId}/0.csv?X-Amz-Signature=6f1d`],
      },
    },
    exportSubscribers: {
      answer: {
        ...{ url: file('people'), suppressions: file('suppressions'), evidence: file('evidence') },
        ...{ hashKeys: file('hash-keys'), expires: '2026-11-04T17:10:00Z' },
      },
    },
  };
}
