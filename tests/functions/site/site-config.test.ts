import { expect, it } from 'vitest';
import { siteConfigFrom } from '../../../functions/look/site-config.ts';
import { siteConfigOf } from '../../../functions/site/site-config.ts';
import { aHead } from '../content/a-document.ts';

it('names the addresses that the other rooms link to', () => {
  const fields = {
    title: 'The Lantern',
    sections: ['Housing', 'Ελένη', '100 %?'],
    pages: [{ slug: 'a-b', title: 'A' }],
  };
  const head = aHead({ slug: 'press', fields: { kind: 'press', ...fields } });
  expect(siteConfigOf(head, 'https://x.example')).toEqual(siteConfigFrom(fields, 'https://x.example'));
});
