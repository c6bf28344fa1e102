import { describe, expect, it } from 'vitest';
import { kindNames, pathOf as pathInContent } from '../../../../functions/content/kinds/kinds.ts';
import { addressOf } from '../../../../functions/site/find-address.ts';
import {
  documentAddress,
  documentHref,
  documentPages,
  kinds,
} from '../../../../functions/site/kinds/kinds.ts';
import { hrefOf, pathOf } from '../../../../functions/site/routes.ts';
import { aBook, aBulletin, anArticle, anEvent, aStandingPage } from '../an-article.ts';
import { storedHead } from '../content-in-memory.ts';

describe('the kinds of the site', () => {
  it('are kinds of the content room', () => {
    expect(kindNames).toEqual(expect.arrayContaining([...kinds.keys()]));
  });

  it.each([
    anArticle({}, { slug: 'ελένη' }),
    aStandingPage('About us'),
    aBook({}, { slug: 'ελένη' }),
    aBulletin({ serial: { slug: 'το-φύλλο', title: 'Το φύλλο' } }, { slug: 'ελένη' }),
  ])('have their pages where the content room says: $fields.kind', (head) => {
    const address = documentAddress(storedHead(head));
    expect(address && hrefOf(address)).toBe(pathInContent(head.fields, head.slug));
    expect(address && addressOf(pathOf(address))).toEqual(address);
  });

  it('lead where another room has their pages: event', () => {
    const head = storedHead(anEvent({}, { slug: 'ελένη' }));
    expect(documentAddress(head)).toBeUndefined();
    expect(documentHref(head)).toBe(pathInContent(head.fields, 'ελένη'));
    expect(head.lists.map(({ list }) => list)).toContain(kinds.get('event')?.elsewhere?.list);
  });

  it.each([anArticle(), aStandingPage(), aBook(), aBulletin()])(
    'are complete in the list they name: $fields.kind',
    (head) => {
      const pages = documentPages.find(({ kind }) => kind === head.fields.kind);
      expect(storedHead(head).lists.map(({ list }) => list)).toContain(pages?.list);
    },
  );
});
