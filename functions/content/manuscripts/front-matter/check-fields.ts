import { distance } from 'fastest-levenshtein';
import type * as z from 'zod/mini';
import { error, type Finding, warning } from '../findings.ts';
import type { FrontMatter, Written } from './front-matter.ts';

/** Checks the front matter by one kind's schema. Unknown fields are warned of and left out; wrong ones refuse it. */
export function checkFields<S extends z.ZodMiniType>(
  schema: S,
  front: FrontMatter,
): { input: z.output<S> | undefined; findings: Finding[] } {
  const values = withOurNames(front.values);
  const first = schema.safeParse(values);
  if (first.success) return { input: first.data, findings: [] };
  const issues = flattened(first.error.issues);
  const unknown = issues.filter(({ code }) => code === 'unrecognized_keys');
  const warnings = unknown.flatMap((issue) => unknownFields(issue, values, front));
  const second = unknown.length > 0 ? schema.safeParse(values) : first;
  if (second.success) return { input: second.data, findings: warnings };
  const errors = flattened(second.error.issues).map((issue) => wrongValue(issue, values, front));
  return { input: undefined, findings: [...errors, ...warnings] };
}

/** Other words for a field, from everyday use and other programs. */
const meant: Record<string, string> = {
  author: 'authors',
  by: 'authors',
  date: 'published',
  license: 'licence',
  lang: 'language',
  tag: 'tags',
  alias: 'aliases',
};

/** Fields of other programs that are told rather than read, because they may mean something else there. */
const suggested: Record<string, string> = {
  description: 'standfirst',
  summary: 'standfirst',
  subtitle: 'standfirst',
  excerpt: 'standfirst',
  lede: 'standfirst',
  category: 'section',
  categories: 'section',
  keywords: 'tags',
  byline: 'authors',
  image: 'picture',
  cover: 'picture',
  permalink: 'slug',
  url: 'slug',
  type: 'kind',
  copyright: 'licence',
  source: 'provenance',
  correction: 'corrections',
  colors: 'colours',
};

/** A copy in which `author` is `authors` and so on, where the right name is not there too. */
function withOurNames(values: Record<string, Written>): Record<string, Written> {
  const entries = Object.entries(structuredClone(values));
  return Object.fromEntries(
    entries.map(([field, value]) => {
      const ours = Object.hasOwn(meant, field) ? meant[field] : undefined;
      return [ours && !Object.hasOwn(values, ours) ? ours : field, value];
    }),
  );
}

interface Issue {
  code: string | undefined;
  path: PropertyKey[];
  message: string;
  keys: string[];
}

/** Unions report every branch: the one that fits the shape of what was written says what is wrong with it. */
function flattened(issues: readonly z.core.$ZodIssue[], at: PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = [...at, ...issue.path];
    if (issue.code !== 'invalid_union') {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
      return [{ code: issue.code, path, message: issue.message, keys }];
    }
    const fitting = issue.errors.find((branch) => !branch.some(isWrongShape));
    return fitting
      ? flattened(fitting, path)
      : [{ code: issue.code, path, message: issue.message, keys: [] }];
  });
}

const isWrongShape = ({ path, code }: z.core.$ZodIssue) =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

/** Takes the unknown fields out of `values`, and tells of each. */
function unknownFields(
  { path, message, keys }: Issue,
  values: Record<string, Written>,
  front: FrontMatter,
): Finding[] {
  const holder = valueAt(values, path);
  return keys.map((key) => {
    if (holder && typeof holder === 'object' && !Array.isArray(holder)) delete holder[key];
    const nearest = nearestOf(key, message.split(' '));
    const way = nearest ? ` Did you mean “${nearest}”?` : '';
    return warning(
      `There is no field “${described([...path, key])}”; it was left out.${way}`,
      lineOf([...path, key], front),
    );
  });
}

/** The field that was probably meant, if one of those it could be is near. */
function nearestOf(key: string, known: string[]): string | undefined {
  const other = meant[key] ?? suggested[key];
  if (other && known.includes(other)) return other;
  const [best] = known
    .map((field) => ({ field, steps: distance(key.toLowerCase(), field) }))
    .sort((a, b) => a.steps - b.steps);
  return best && best.steps <= Math.max(1, Math.floor(best.field.length / 3)) ? best.field : undefined;
}

function wrongValue({ path, message }: Issue, values: Record<string, Written>, front: FrontMatter): Finding {
  const missing = valueAt(values, path) === undefined;
  return error(`“${described(path)}” ${missing ? 'is missing' : message}.`, lineOf(path, front));
}

/** `picture.alt`; the third of a list is `authors, entry 3`. */
const described = (path: PropertyKey[]) =>
  path
    .map((step, index) =>
      /^\d+$/.test(String(step)) ? `, entry ${Number(step) + 1}` : `${index ? '.' : ''}${String(step)}`,
    )
    .join('')
    .replace(/(entry \d+)\./g, '$1: ');

function valueAt(values: Written, path: PropertyKey[]): Written | undefined {
  return path.reduce<Written | undefined>((value, step) => {
    if (typeof value !== 'object') return undefined;
    return Array.isArray(value)
      ? value[Number(step)]
      : Object.hasOwn(value, step)
        ? value[String(step)]
        : undefined;
  }, values);
}

/** The line of the field or of the nearest thing around it. */
function lineOf(path: PropertyKey[], front: FrontMatter): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const steps = path.slice(0, length).map(String);
    const known = front.lines.get(steps.join('/')) ?? front.lines.get(asWritten(steps, front).join('/'));
    if (known !== undefined) return known;
  }
  return front.lines.size > 0 ? Math.min(...front.lines.values()) : undefined;
}

/** The path under the name that stands in the file. */
function asWritten([field = '', ...others]: string[], front: FrontMatter): string[] {
  const other = Object.keys(front.values).find((name) => meant[name] === field);
  return [other ?? field, ...others];
}
