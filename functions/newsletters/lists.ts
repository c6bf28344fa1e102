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

/** Words that stand in place of a list's name in addresses of this room. */
const reservedNames: ReadonlySet<string> = new Set([
  'confirm',
  'leave',
  'preferences',
  'change',
  'latest',
  'feed',
]);

/** What a press has before its document names lists. */
export const defaultList: MailingList = {
  name: 'newsletter',
  title: 'The newsletter',
  about: 'What we publish, by mail.',
  byDefault: true,
  archive: true,
};

/** A list as the press document has it. */
interface ListFields {
  name: string;
  title: string;
  about?: string;
  frequency?: string;
  default?: boolean;
  archive?: boolean;
}

/** The lists of the press, in its order; one default list without any. The first is default where none says so. */
export function listsOf(press: { lists?: readonly ListFields[] } | undefined): MailingList[] {
  const usable = (press?.lists ?? []).filter(({ name }) => !reservedNames.has(name));
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
}: ListFields): MailingList => ({
  ...{ name, title, byDefault: byDefault === true, archive: archive !== false },
  ...(about && { about }),
  ...(frequency && { often: frequency }),
});

export const defaultNames = (lists: readonly MailingList[]): string[] =>
  lists.filter(({ byDefault }) => byDefault).map(({ name }) => name);

/** The title of a list; of one that left the press document its name. */
export const titleOf = (lists: readonly MailingList[], name: string): string =>
  lists.find((list) => list.name === name)?.title ?? name;
