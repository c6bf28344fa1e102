/** A route's own choice of requests, read from its key (`GET /articles/{slug}`, `ANY /{rest+}`, `$default`). */
interface Pattern {
  method: string;
  segments: readonly Segment[];
}

type Segment = { kind: 'text'; text: string } | { kind: 'one' | 'greedy'; name: string };

export interface Match<T> {
  route: T;
  /** Path parameters, decoded as the path is. */
  parameters?: Record<string, string>;
}

/**
 * Routes by how API Gateway ranks them: a full match before a greedy one before `$default`; at the same rank
 * text before a variable from the left, and a named method before ANY.
 */
export class RouteTable<T> {
  readonly #ranked: { pattern: Pattern; route: T }[] = [];
  #fallback: T | undefined;

  add(key: string, route: T): void {
    if (key === '$default') {
      this.#fallback = route;
      return;
    }
    this.#ranked.push({ pattern: patternOf(key), route });
    this.#ranked.sort((a, b) => compare(a.pattern, b.pattern));
  }

  /** `path` is decoded: API Gateway decodes before it routes. */
  find(method: string, path: string): Match<T> | undefined {
    const parts = path.slice(1).split('/');
    for (const { pattern, route } of this.#ranked) {
      if (pattern.method !== method && pattern.method !== 'ANY') continue;
      const parameters = parametersOf(pattern.segments, parts);
      if (parameters) return { route, parameters };
    }
    return this.#fallback === undefined ? undefined : { route: this.#fallback };
  }
}

function patternOf(key: string): Pattern {
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(key) ?? [];
  if (method === undefined || path === undefined)
    throw new Error(`The route key ${key} is not one of an HTTP API.`);
  return { method, segments: path.slice(1).split('/').map(segmentOf) };
}

function segmentOf(text: string): Segment {
  const [, name, plus] = /^\{([\w.:-]+)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) return { kind: 'text', text };
  return { kind: plus === '+' ? 'greedy' : 'one', name };
}

const rank = { text: 0, one: 1, greedy: 2 } as const;

function compare(a: Pattern, b: Pattern): number {
  const greedy = Number(isGreedy(a)) - Number(isGreedy(b));
  if (greedy !== 0) return greedy;
  for (const [index, segment] of a.segments.entries()) {
    const other = b.segments[index];
    if (!other) return -1;
    const difference = rank[segment.kind] - rank[other.kind];
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

const isGreedy = ({ segments }: Pattern): boolean => segments.at(-1)?.kind === 'greedy';

function parametersOf(segments: readonly Segment[], parts: string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === 'greedy') {
      const tail = parts.slice(index).join('/');
      return tail === '' ? undefined : { ...found, [segment.name]: tail };
    }
    if (segment.kind === 'text' ? part !== segment.text : part === '') return undefined;
    if (segment.kind === 'one') found[segment.name] = part;
  }
  return segments.length === parts.length ? found : undefined;
}
