import type * as z from 'zod/mini';
import { nearestOf } from '../../../runtime/nearest.ts';
import { error, type Finding, warning } from '../findings.ts';
import { inOurWords, meantBy, type OurFields } from './foreign-fields.ts';
import type { FrontMatter, Written } from './front-matter.ts';

/** Checks the front matter by one kind's schema. Unknown fields are warned of and left out; wrong ones refuse it. */
export function checkFields<S extends z.ZodMiniType>(
  schema: S,
  front: FrontMatter,
): { input: z.output<S> | undefined; findings: Finding[] } {
  const ours = inOurWords(front, fieldsOf(schema));
  const first = schema.safeParse(ours.values);
  if (first.success) return { input: first.data, findings: ours.findings };
  const issues = flattened(first.error.issues);
  const unknown = issues.filter(({ code }) => code === 'unrecognized_keys');
  const told = [...ours.findings, ...unknown.flatMap((issue) => unknownFields(issue, ours, front))];
  const second = unknown.length > 0 ? schema.safeParse(ours.values) : first;
  if (second.success) return { input: second.data, findings: told };
  const errors = flattened(second.error.issues).map((issue) => wrongValue(issue, ours, front));
  return { input: undefined, findings: [...errors, ...told] };
}

/** The fields of a schema made by `record`. */
export const fieldsOf = (schema: z.ZodMiniType): string[] =>
  'shape' in schema && typeof schema.shape === 'object' ? Object.keys(schema.shape ?? {}) : [];

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
function unknownFields({ path, message, keys }: Issue, ours: OurFields, front: FrontMatter): Finding[] {
  const holder = valueAt(ours.values, path);
  const free = message.split(' ').filter((field) => valueAt(ours.values, [...path, field]) === undefined);
  return keys.map((key) => {
    if (holder && typeof holder === 'object' && !Array.isArray(holder)) delete holder[key];
    const nearest = fieldMeant(key, free);
    const way = nearest ? ` Did you mean “${nearest}”?` : '';
    return warning(
      `There is no field “${described([...path, key])}”; it was left out.${way}`,
      lineOf([...path, key], ours, front),
    );
  });
}

/** The field that was meant, by another program's word for it or by being near. */
function fieldMeant(key: string, known: string[]): string | undefined {
  const other = meantBy(key);
  return other && known.includes(other) ? other : nearestOf(key, known);
}

/** What our own schemas find missing they do not say of a field that is not there, but of its entry. */
function wrongValue({ code, path, message }: Issue, ours: OurFields, front: FrontMatter): Finding {
  const missing = code !== 'custom' && valueAt(ours.values, path) === undefined;
  return error(`“${described(path)}” ${missing ? howMissing(message) : message}.`, lineOf(path, ours, front));
}

/** With an example, where the message has one. */
const howMissing = (message: string) =>
  /^must .* such as /.test(message) ? `is missing. It ${message}` : 'is missing';

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

/** The line of the field or of the nearest thing around it, under our name or the one that stands in the file. */
function lineOf(path: PropertyKey[], { names }: OurFields, front: FrontMatter): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const [field = '', ...others] = path.slice(0, length).map(String);
    const asWritten = [names.get(field) ?? field, ...others];
    const known = front.lines.get([field, ...others].join('/')) ?? front.lines.get(asWritten.join('/'));
    if (known !== undefined) return known;
  }
  return front.lines.size > 0 ? Math.min(...front.lines.values()) : undefined;
}
