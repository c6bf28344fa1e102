import { leavePath, preferencesPath } from '../links.ts';

/*
 * SES fills an inline template like Handlebars: `{{` begins a placeholder, a third brace after it or after `}}` belongs to
 * it, and a backslash before it takes it for text. Content must arrive as it was written, so no `{{` of content is left in
 * what SES gets.
 */

/** Values that are the same for all people: default data of the template. */
export const fixedData = { brace: '{', backslash: '\\' } as const;

/** Placeholders of the links that are different for each. */
export const leaveAddress = (site: string): string => site + leavePath('{{leave}}');
export const preferencesAddress = (site: string): string => site + preferencesPath('{{preferences}}');

/** Text, of a text part or a subject, that SES hands on as it was. The last brace of a run stays: a brace that closes may
 *  follow it, and must not follow a placeholder. */
export const shieldedText = (text: string): string =>
  text.replace(/[\\{]+(?=\{)/g, (run) =>
    [...run].map((sign) => (sign === '{' ? '{{brace}}' : '{{backslash}}')).join(''),
  );

/** A document that SES hands on as it was. Of its own it may have styles, in one element, in which no two braces open at once. */
export function shieldedHtml(html: string): string {
  const [, before = '', style = '', after = html] = /^(.*?)(<style>[^<]*<\/style>)(.*)$/s.exec(html) ?? [];
  return before.replaceAll('{', '&#123;') + style + after.replaceAll('{', '&#123;');
}

/** What somebody with these links gets. */
export const filled = (template: string, links: { leave: string; preferences: string }): string => {
  const data = new Map(Object.entries({ ...fixedData, ...links }));
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => data.get(name) ?? '');
};
