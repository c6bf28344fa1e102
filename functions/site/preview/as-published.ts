import { citations } from '../../content/contract/citations.ts';
import type { Revision, StoredHead } from '../../content/contract/document.ts';
import { listOf, type Membership, placeInSeries } from '../../content/contract/lists.ts';
import { placeAmongBulletins, placeInSerial } from '../../content/contract/serials.ts';
import { isAfter, type PartialDate, sortDate } from '../../content/contract/values.ts';
import type { Fields } from '../../content/kinds/kinds.ts';
import { slugOf } from '../../runtime/slug.ts';

/** The revision as if readers had it, in its places among others, so that its page leads on as it will.
 *  @param when.at When it goes with its edition (ISO instant): it has no later date.
 *  @param when.now The date of what has none. */
export function asPublished(
  head: StoredHead,
  revision: Revision,
  { at, now }: { at?: string | undefined; now: string },
): StoredHead {
  const own = 'published' in revision.fields ? revision.fields.published : undefined;
  const stated = revision.published ?? own ?? sortDate(at ?? now);
  const published = at !== undefined && isAfter(stated, at) ? sortDate(at) : stated;
  const fields = withoutCover(revision.fields, head);
  const lists = placesAmongOthers(fields, published, head.slug);
  return { ...head, ...revision, slug: head.slug, fields, status: 'published', published, lists };
}

/** The cover of a PDF is made of it and is no original: it is shown where readers have it. */
export function withoutCover(fields: Fields, { status, fields: present }: StoredHead): Fields {
  if (!('file' in fields) || !fields.file) return fields;
  const isShown = status === 'published' && 'file' in present && present.file?.path === fields.file.path;
  const { cover, ...file } = fields.file;
  return isShown ? fields : { ...fields, file };
}

/** The lists that pages of others show, and from which its own takes what is next to it. */
export function placesAmongOthers(fields: Fields, published: PartialDate, slug: string): Membership[] {
  const [date, sort] = [sortDate(published), `${sortDate(published)}#${slug}`];
  if (fields.kind === 'bulletin')
    return [
      placeInSerial(fields.serial.slug, fields, sort),
      placeAmongBulletins(date, fields.serial.slug, slug),
    ];
  if (fields.kind !== 'article') return [];
  const { section, series } = fields;
  return [
    { list: 'all', sort },
    ...(section === undefined ? [] : [{ list: listOf({ kind: 'sections', slug: slugOf(section) }), sort }]),
    ...(series === undefined ? [] : placesInSeries(slugOf(series.title), series.part, sort)),
    ...citations(fields, sort),
  ];
}

const placesInSeries = (series: string, part: number | undefined, sort: string): Membership[] => [
  { list: listOf({ kind: 'series', slug: series }), sort },
  placeInSeries(series, part, sort),
];
