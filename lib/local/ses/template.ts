import { badRequest } from './ses-error.ts';

export type TemplateData = Readonly<Record<string, unknown>>;

/** The template names an attribute that the data does not have. SES takes such a mail and never sends it. */
export class MissingAttribute extends Error {
  override readonly name = 'MissingAttribute';
  constructor(attribute: string) {
    super(`Attribute '${attribute}' is not present in the rendering data.`);
  }
}

/** `{{name}}`, `{{{name}}}`, `{{person.name}}`. SES escapes neither. */
const placeholder = /\{\{(\{?)\s*([\w-]+(?:\.[\w-]+)*)\s*(\}?)\}\}/g;

/** Throws a SesError for what Handlebars has and this does not: blocks, partials, helpers. */
export function checkTemplate(source: string): void {
  const [rest] = /\{\{.{0,40}/s.exec(source.replace(placeholder, '')) ?? [];
  if (rest !== undefined)
    throw badRequest(`The local cloud knows only placeholders such as {{name}} in a template, not ${rest}`);
}

/** Paths of the attributes that a template names, each once. */
export function attributesOf(source: string): string[] {
  const paths = [...source.matchAll(placeholder)].map(([, , path = '']) => path);
  return [...new Set(paths)];
}

/** Throws MissingAttribute. */
export const fillTemplate = (source: string, data: TemplateData): string =>
  source.replace(placeholder, (_, _open, path: string) => String(requireAttribute(path, data)));

/** The value at a path. Throws MissingAttribute. */
export function requireAttribute(path: string, data: TemplateData): unknown {
  const value = path.split('.').reduce<unknown>(memberOf, data);
  if (value === undefined || value === null) throw new MissingAttribute(path);
  return value;
}

const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const isObject = (value: unknown): value is TemplateData =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** SES's limit of template data, in characters. */
const longestData = 262_144;

/** Reads TemplateData or ReplacementTemplateData. Throws a SesError. */
export function readTemplateData(json: string): TemplateData {
  if (json.length > longestData) throw badRequest(`Template data is longer than ${longestData} characters.`);
  const data = parsed(json);
  if (!isObject(data)) throw badRequest('Template data is not a JSON object.');
  return data;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Objects are merged member by member; of anything else the replacement counts. */
export function mergeTemplateData(defaults: TemplateData, replacement: TemplateData): TemplateData {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(replacement)) {
    const before = memberOf(defaults, name);
    merged[name] = isObject(before) && isObject(value) ? mergeTemplateData(before, value) : value;
  }
  return merged;
}
