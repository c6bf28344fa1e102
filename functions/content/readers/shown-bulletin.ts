import type * as z from 'zod/mini';
import { absoluteHtml } from '../../look/absolute-html.ts';
import type * as answers from '../api/bulletin-answers.ts';
import { shownDate, shownFile, shownPicture, wholeText } from '../api/shown-values.ts';
import { type Head, idOf } from '../contract/document.ts';
import type { ListItem } from '../contract/lists.ts';
import type { Body, Serial } from '../contract/values.ts';
import type { BulletinFields } from '../kinds/bulletin.ts';
import { bulletinPath } from '../kinds/bulletin.ts';

type Answer<Schema extends z.ZodMiniType> = z.output<Schema>;

/** A bulletin as a list of the API shows it. Nothing but bulletins stands in their lists. */
export const shownBulletinLine =
  (siteUrl: string) =>
  ({ entry }: Pick<ListItem, 'entry'>): Answer<typeof answers.bulletinLine> => {
    const { slug, id, title, standfirst, language, published, changed, picture, file } = entry;
    const { serial = { slug: '', title: '' }, volume, number = '' } = entry.bulletin ?? {};
    return {
      ...{ slug, id: id ?? slug, title, serial: namedSerial(serial), volume, number, standfirst, language },
      published: shownDate(published),
      changed: shownDate(changed),
      picture: picture && shownPicture(picture, siteUrl),
      file: file && shownFile(file, siteUrl),
      url: siteUrl + bulletinPath(slug, { serial }),
    };
  };

/** A bulletin with all that readers may have of it. */
export function shownBulletin(
  head: Head,
  { kind, serial, picture, file, ...fields }: BulletinFields & { kind: 'bulletin' },
  body: Body,
  siteUrl: string,
): Answer<typeof answers.bulletin> {
  const cover = picture ?? file?.cover;
  return {
    ...fields,
    slug: head.slug,
    id: idOf(head),
    serial: namedSerial(serial),
    picture: cover && shownPicture(cover, siteUrl),
    file: file && shownFile(file, siteUrl),
    published: shownDate(head.published ?? head.at),
    changed: shownDate(head.at),
    revision: head.revision,
    url: siteUrl + bulletinPath(head.slug, { serial }),
    pictures: body.pictures.map((one) => shownPicture(one, siteUrl)),
    html: absoluteHtml(body.html, siteUrl),
    text: wholeText(body),
  };
}

const namedSerial = ({ slug, title }: Serial) => ({ slug, name: title });
