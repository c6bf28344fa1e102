import { expect, it } from 'vitest';
import { shownArticle, shownRevision, shownWithPast } from '../../../../functions/content/api/shown.ts';
import { revisionOf } from '../../../../functions/content/contract/document.ts';
import { aHead } from '../a-document.ts';
import { aPicture } from '../a-manuscript.ts';

const site = 'https://press.example';

it('gives the fields of documents and revisions the dates and addresses that articles have', () => {
  const head = aHead(
    {},
    {
      written: '1949-05',
      published: '2024-02-01T10:00:00.250+01:00',
      picture: aPicture('a.png'),
      provenance: { publication: 'The Lantern', dates: ['1949', '1949-05-01T12:00:00+02:00'] },
      corrections: [{ date: '2024-03-01T12:00:00.5Z', text: 'Nine, not eight.' }],
    },
  );
  const fields = {
    written: '1949-05',
    published: '2024-02-01T09:00:00Z',
    picture: {
      src: `${site}/media/apng-960.jpg`,
      variants: [{ url: `${site}/media/apng-480.webp` }, { url: `${site}/media/apng-960.webp` }],
    },
    provenance: { publication: 'The Lantern', dates: ['1949', '1949-05-01T10:00:00Z'] },
    corrections: [{ date: '2024-03-01T12:00:00Z', text: 'Nine, not eight.' }],
  };
  const body = { html: '', text: '', pictures: [] };
  const document = shownWithPast(head, [], site);
  const revision = shownRevision(revisionOf(head), body, site);
  for (const shown of [document, revision]) {
    expect(shown).toMatchObject({ kind: 'article', fields });
    expect(shown.fields).not.toHaveProperty('kind');
  }
});

it('gives the links in a text and in its corrections as whole addresses', () => {
  const html = 'See <a href="/articles/quay/">this</a>.';
  const corrections = [{ date: '2024-03-01', text: 'See this.', html }];
  const head = aHead({}, { corrections });
  if (head.fields.kind !== 'article') throw new Error('It is another kind');
  const body = { html: `<p>${html}</p>`, text: 'See this.', pictures: [] };
  const whole = `See <a href="${site}/articles/quay/">this</a>.`;
  const said = [{ date: '2024-03-01', text: 'See this.', html: whole }];
  expect(shownArticle(head, head.fields, body, { siteUrl: site, present: new Map() })).toMatchObject({
    html: `<p>${whole}</p>`,
    corrections: said,
  });
  expect(shownRevision(revisionOf(head), body, site).fields).toMatchObject({ corrections: said });
});
