import type { Fields, Kind, Picture } from '../contract/document.ts';
import { articleFields, articleInput, type PictureWords } from '../kinds/article.ts';
import { frontFields, frontInput } from '../kinds/front.ts';
import { pageFields, pageInput } from '../kinds/page.ts';
import { pressFields, pressInput } from '../kinds/press.ts';
import { error, type Finding } from './findings.ts';
import { checkFields } from './front-matter/check-fields.ts';
import type { FrontMatter } from './front-matter/front-matter.ts';

/** What the front matter says, once it is checked; fields that hang on title and lead picture come later. */
export interface Heading {
  kind: Kind;
  title?: string;
  slug?: string;
  aliases?: string[];
  status?: 'published' | 'draft';
  draft?: boolean;
  language?: string;
  picture?: PictureWords;
  pictures?: PictureWords[];
  complete(title: string, lead: Picture | undefined): Fields;
}

/** The kind decides which fields there are. Undefined if one of them is wrong; the findings say so. */
export function readHeading(front: FrontMatter, findings: Finding[]): Heading | undefined {
  const kind = front.values.kind ?? 'article';
  switch (kind) {
    case 'article': {
      const input = checked(checkFields(articleInput, front), findings);
      return input && { ...input, kind, complete: (title, lead) => articleFields(input, title, lead) };
    }
    case 'page': {
      const input = checked(checkFields(pageInput, front), findings);
      return input && { ...input, kind, complete: (title) => pageFields(input, title) };
    }
    case 'front': {
      const input = checked(checkFields(frontInput, front), findings);
      return input && { title: 'Front page', ...input, kind, complete: (title) => frontFields(input, title) };
    }
    case 'press': {
      const input = checked(checkFields(pressInput, front), findings);
      return input && { ...input, kind, complete: (title) => pressFields(input, title) };
    }
    default:
      findings.push(error('“kind” must be one of: article, page, front, press.', front.lines.get('kind')));
      return undefined;
  }
}

function checked<T>(
  result: { input: T | undefined; findings: Finding[] },
  findings: Finding[],
): T | undefined {
  findings.push(...result.findings);
  return result.input;
}
