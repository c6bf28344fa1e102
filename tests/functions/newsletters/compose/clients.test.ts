import { type CanIEmailOptions, caniemail, rawData } from 'caniemail';
import { describe, expect, it } from 'vitest';
import { stylesOf } from '../../../../functions/look/mail/frame.tsx';
import { unsupported } from '../../../../functions/newsletters/compose/client-support.ts';
import { composedOf, sampleLinks } from '../../../../functions/newsletters/compose/compose-issue.ts';
import { mailBody } from '../../../../functions/newsletters/compose/mail-body.ts';
import { filled } from '../../../../functions/newsletters/compose/placeholders.ts';
import { anIssue, aPress, site } from './an-issue.ts';

const clients: CanIEmailOptions['clients'] = [
  'apple-mail.*',
  'gmail.*',
  'outlook.*',
  'yahoo.*',
  'samsung-email.*',
];

/** What our own markup uses although a mail program drops it, and why the mail holds without it. */
const mayBeDropped: Record<string, string> = {
  '@media': 'the dark scheme: without it the mail is as by day',
  '<style> element': 'the dark scheme again: all else is inline',
  'display:none': 'the preview is then seen above the mail',
  transform: 'the package takes text-transform for it; capitals are an ornament',
  overflow: 'of the unseen preview, which `display` and `mso-hide` hide as well',
  'overflow-wrap': '`word-break` says the same to those that know it',
  'word-break': '`overflow-wrap` says the same; a word wider than a phone makes one scroll at worst',
  'role attribute': 'a screen reader then tells of tables',
  '<body> element': 'the sheet within it has colour, language and direction as well',
  'height property': '`height:auto` is what there is without it',
};

const familyNames: Record<string, string> = {
  'apple-mail': 'Apple Mail',
  gmail: 'Gmail',
  outlook: 'Outlook',
  yahoo: 'Yahoo Mail',
  'samsung-email': 'Samsung Email',
};

/** Families of which some program does not know a feature, or not all of it, in its newest version. */
function lacking(feature: string): string[] {
  const found = rawData.data.find(({ slug }) => slug === feature);
  if (!found) throw new Error(`caniemail.com has no ${feature}`);
  const families = Object.entries(found.stats).filter(([, programs]) =>
    Object.values(programs ?? {}).some(
      (versions) => !`${Object.values(versions ?? {}).at(-1)}`.startsWith('y'),
    ),
  );
  return families.flatMap(([family]) => familyNames[family] ?? []).sort();
}

describe('our own markup', () => {
  const { html } = composedOf(anIssue({ more: { count: 2, path: '/archive/' } }), aPress);
  const dropped = (markup: string) => {
    const { issues } = caniemail({ clients, html: markup });
    return [...issues.errors.values()].flat().map(({ title }) => title);
  };

  it('uses nothing that a mail program drops, but for what it can do without', () =>
    expect(new Set(dropped(filled(html, sampleLinks)))).toEqual(new Set(Object.keys(mayBeDropped))));

  it('would be told of more', () =>
    expect(dropped('<div style="display:flex;object-fit:cover"><svg></svg></div>')).not.toHaveLength(0));

  it('is small: 40 pieces and a text stay below what Gmail cuts', () => {
    const pieces = Array.from({ length: 40 }, (_, at) => ({ ...anIssue().pieces[at % 5], id: `${at}` }));
    const whole = pieces.flatMap((piece) =>
      piece.slug && piece.title && piece.authors
        ? [{ ...piece, slug: piece.slug, title: piece.title, authors: piece.authors }]
        : [],
    );
    expect(composedOf(anIssue({ pieces: whole }), aPress).bytes).toBeLessThan(80_000);
  });
});

describe('what an editor’s text can hold', () => {
  it.each(unsupported)('$feature is dropped by those that its finding names', ({ feature, clients: named }) =>
    expect(lacking(feature)).toEqual([...named].sort()),
  );

  /** Known to few programs, and not worth a word to an editor. */
  const harmless: Record<string, string> = {
    'html-rp': 'of ruby, for which there is a finding',
    'html-rt': 'of ruby',
  };

  const ofTag = (feature: string) => /^html-(\w+)$/.exec(feature)?.[1] ?? '';
  const circumstances = { site, style: stylesOf(aPress.config), direction: 'ltr' as const, width: 560 };
  const isKept = (tag: string) => mailBody(`<${tag}>x</${tag}>`, circumstances).startsWith(`<${tag}`);

  it('is in a finding, if a mail program drops it and it gets into a mail', () => {
    const tags = rawData.data.map(({ slug }) => slug).filter((slug) => ofTag(slug) && isKept(ofTag(slug)));
    expect(tags).toEqual(expect.arrayContaining(['html-abbr', 'html-p', 'html-ruby', 'html-table']));
    const known = new Set([...unsupported.map(({ feature }) => feature), ...Object.keys(harmless)]);
    expect(tags.filter((feature) => lacking(feature).length && !known.has(feature))).toEqual([]);
  });
});
