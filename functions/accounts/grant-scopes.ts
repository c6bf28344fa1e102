const allScopes = ['press/editor', 'press/writer'];

/** What the members of a group may do. */
const scopesOf: ReadonlyMap<string, string[]> = new Map([
  ['editors', allScopes],
  ['writers', ['press/writer']],
]);

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
