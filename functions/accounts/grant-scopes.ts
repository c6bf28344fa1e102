const every = ['press/editor', 'press/writer'];

/** What the members of a group may do. */
const scopesOf: ReadonlyMap<string, string[]> = new Map([
  ['editors', every],
  ['writers', ['press/writer']],
]);

/**
 * The press's scopes follow from a person's groups alone: those of the groups are added whether they were
 * asked for or not, and the others are taken out even if they were.
 */
export function grantScopes(groups: string[], asked: string[]) {
  const scopesToAdd = [...new Set(groups.flatMap((group) => scopesOf.get(group) ?? []))];
  const foreign = asked.filter((scope) => scope.startsWith('press/') && !scopesToAdd.includes(scope));
  const scopesToSuppress = [
    ...new Set([...every.filter((scope) => !scopesToAdd.includes(scope)), ...foreign]),
  ];
  return { scopesToAdd, scopesToSuppress };
}
