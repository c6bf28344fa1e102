/** What the members of a group may do. Editors see no subscribers: that is a group of its own. */
const scopesOf: ReadonlyMap<string, string[]> = new Map([
  ['editors', ['press/editor', 'press/writer']],
  ['writers', ['press/writer']],
  ['subscribers', ['press/subscribers']],
  ['access', ['press/access']],
]);

const allScopes = [...new Set([...scopesOf.values()].flat())];

/**
 * The press's scopes follow from a person's groups alone: those of the groups are added whether they were
 * requested or not, and the others are suppressed even if they were.
 */
export function grantScopes(groups: string[], requested: string[]) {
  const scopesToAdd = [...new Set(groups.flatMap((group) => scopesOf.get(group) ?? []))];
  const foreign = requested.filter((scope) => scope.startsWith('press/') && !scopesToAdd.includes(scope));
  const scopesToSuppress = [
    ...new Set([...allScopes.filter((scope) => !scopesToAdd.includes(scope)), ...foreign]),
  ];
  return { scopesToAdd, scopesToSuppress };
}

/** Characters. It is stored beside everything that a person does. */
const longestName = 200;

/**
 * The claim that gives a person's name to the API, which otherwise knows them by an id alone. Who has no name in the
 * user pool is called by their email address, as whoever invited them knows it.
 */
export function nameClaim({ name = '', email = '' }: Record<string, string>): { name?: string } {
  const visible = printable(name) || printable(email);
  return visible ? { name: visible } : {};
}

const printable = (text: string): string =>
  [...text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()]
    .slice(0, longestName)
    .join('');
