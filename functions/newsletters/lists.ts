import type { MailingListFields } from '../content/kinds/press.ts';
import { reservedListNames } from '../runtime/reserved-paths.ts';

/** A mailing list as readers see it. */
export interface MailingList {
  /** Part of its address, `/newsletters/{name}/`. */
  name: string;
  title: string;
  /** What it is. */
  about?: string;
  /** How often it comes, in the press's own words. */
  often?: string;
  /** Who names no list gets this one. */
  byDefault: boolean;
  /** Its issues are shown to everybody. */
  archive: boolean;
}

/** What a press has before its document names lists. */
export const defaultList: MailingList = {
  name: 'newsletter',
  title: 'The newsletter',
  about: 'What we publish, by mail.',
  byDefault: true,
  archive: true,
};

/** The lists of the press, in its order; one default list without any. The first is default where none says so. */
export function listsOf(press: { lists?: readonly MailingListFields[] } | undefined): MailingList[] {
  const usable = (press?.lists ?? []).filter(({ name }) => !reservedListNames.has(name));
  const lists = usable.map(listFrom);
  const [first] = lists;
  if (!first) return [defaultList];
  if (!lists.some(({ byDefault }) => byDefault)) first.byDefault = true;
  return lists;
}

const listFrom = ({
  name,
  title,
  about,
  frequency,
  default: byDefault,
  archive,
}: MailingListFields): MailingList => ({
  ...{ name, title, byDefault: byDefault === true, archive: archive !== false },
  ...(about && { about }),
  ...(frequency && { often: frequency }),
});

export const defaultNames = (lists: readonly MailingList[]): string[] =>
  lists.filter(({ byDefault }) => byDefault).map(({ name }) => name);

/** The title of a list; of one that left the press document its name. */
export const titleOf = (lists: readonly MailingList[], name: string): string =>
  lists.find((list) => list.name === name)?.title ?? name;
