import type { Picture } from '../contract/values.ts';
import type { EveryInput } from '../kinds/every-document.ts';
import { type Fields, isKind, type Kind, kindNames, kindRules } from '../kinds/kinds.ts';
import { error, type Finding } from './findings.ts';
import { checkFields } from './front-matter/check-fields.ts';
import type { FrontMatter } from './front-matter/front-matter.ts';

/** What the front matter says, once it is checked; fields that hang on title and lead picture come later. */
export interface Heading extends Omit<EveryInput, 'kind'> {
  kind: Kind;
  complete(title: string, lead: Picture | undefined): Fields;
}

/** The kind decides which fields there are. Undefined if one of them is wrong; the findings say so. */
export function readHeading(front: FrontMatter, findings: Finding[]): Heading | undefined {
  const kind = front.values.kind ?? 'article';
  if (!isKind(kind)) {
    findings.push(error(`“kind” must be one of: ${kindNames.join(', ')}.`, front.lines.get('kind')));
    return undefined;
  }
  const rules = kindRules(kind);
  const checked = checkFields(rules.input, front);
  findings.push(...checked.findings);
  const { input } = checked;
  const complete: Heading['complete'] = (title, lead) => rules.fields(input ?? {}, title, lead);
  return input && { ...(rules.title && { title: rules.title }), ...input, kind, complete };
}
