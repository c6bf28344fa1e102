/** An item or a map of one, as DynamoDB writes it in JSON. */
type Attributes = Record<string, { M?: Attributes }>;

/** What of an item is asked for: names, each with what of its map. Empty: all of it. */
interface Wanted {
  [name: string]: Wanted;
}

/** What a projection makes of an item; both are JSON. */
type Projection = (item: string) => string;

/**
 * Reads a ProjectionExpression whose steps are all `#names`, such as `#entry.#slug`. Undefined for others, and
 * where paths overlap.
 */
export function projection(
  expression: string,
  names: Readonly<Record<string, string>>,
): Projection | undefined {
  const wanted = wantedIn(expression, names);
  return wanted && ((item) => JSON.stringify(pick(JSON.parse(item), wanted)));
}

function wantedIn(expression: string, names: Readonly<Record<string, string>>): Wanted | undefined {
  const paths = expression.split(',').map((path) => path.trim().split('.'));
  const used = new Set(paths.flat());
  const areNames = [...used].every((step) => step.startsWith('#') && Object.hasOwn(names, step));
  if (!areNames || used.size !== Object.keys(names).length) return undefined;
  const wanted: Wanted = Object.create(null);
  const arePlaced = paths.every((path) =>
    place(
      path.map((step) => names[step] ?? ''),
      wanted,
    ),
  );
  return arePlaced ? wanted : undefined;
}

/** Whether the path neither leads through another nor ends within one. */
function place([name = '', ...rest]: string[], wanted: Wanted): boolean {
  const known = wanted[name];
  if (known && (rest.length === 0 || Object.keys(known).length === 0)) return false;
  const below: Wanted = known ?? Object.create(null);
  wanted[name] = below;
  return rest.length === 0 || place(rest, below);
}

function pick(item: Attributes, wanted: Wanted): Attributes {
  const picked: Attributes = {};
  for (const [name, below] of Object.entries(wanted)) {
    const value = item[name];
    if (!value) continue;
    if (Object.keys(below).length === 0) picked[name] = value;
    else if (value.M) {
      const inside = pick(value.M, below);
      if (Object.keys(inside).length) picked[name] = { M: inside };
    }
  }
  return picked;
}
