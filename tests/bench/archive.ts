/** An invented archive of any size: the same articles on every machine and in every run. */

export interface Manuscript {
  slug: string;
  title: string;
  standfirst: string;
  section: string;
  tags: string[];
  authors: string[];
  /** `yyyy-mm-dd` */
  published: string;
  written: string;
  markdown: string;
}

const words =
  'the a of harbour and ferry to union in meeting rent on library strike town for council wages lamp by bread with night boat crew from coal street paper they women said that vote was tide not their wall which school bus had ten coast hall but no letter museum at sea morning were it stone printing half garden hours as an old new'.split(
    ' ',
  );
const sections = ['News', 'Work', 'Housing', 'Letters', 'Culture', 'Archive', 'Reviews', 'The Sea'];
const topics = (family: string, count: number) => Array.from({ length: count }, (_, at) => `${family} ${at}`);
const tags = [topics('Place', 40), topics('Trade', 25), topics('Cause', 16)] as const;
const people = topics('Author', 60);

/** Article number `age`; 0 is the newest of `size` spread evenly over forty years. */
export function manuscript(age: number, size: number): Manuscript {
  const draw = dice(age + 1);
  const published = dayBefore(Math.floor((age * 14_600) / size));
  return {
    slug: `article-${age}`,
    title: `${sentence(draw, 5)} ${age}`,
    standfirst: `${sentence(draw, 18)}.`,
    section: pick(sections, draw),
    tags: tags.map((family) => pick(family, draw)),
    authors: [...new Set([pick(people, draw), ...(draw() < 0.3 ? [pick(people, draw)] : [])])],
    published,
    written: published.slice(0, 4),
    markdown: body(draw),
  };
}

/** As an editor would hand it in. */
export const uploadedFiles = ({ markdown, tags, authors, ...fields }: Manuscript): string =>
  [
    '---',
    ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
    `tags: [${tags.join(', ')}]`,
    `authors: [${authors.join(', ')}]`,
    '---',
    markdown,
  ].join('\n');

/** About 700 words: eight paragraphs with a heading, a list, a quotation, emphasis and links among them. */
function body(draw: () => number): string {
  const paragraphs = Array.from({ length: 8 }, () => paragraph(draw));
  paragraphs.splice(3, 0, `## ${sentence(draw, 4)}`);
  paragraphs.splice(6, 0, [1, 2, 3].map(() => `- ${sentence(draw, 6)}`).join('\n'));
  paragraphs.splice(8, 0, `> ${sentence(draw, 20)}.`);
  return `${paragraphs.join('\n\n')}\n`;
}

function paragraph(draw: () => number): string {
  const sentences = Array.from({ length: 6 }, () => `${sentence(draw, 13)}.`);
  sentences[1] = `*${sentence(draw, 3)}*, ${sentence(draw, 9).toLowerCase()}.`;
  sentences[4] = `[${sentence(draw, 3)}](https://example.org/${Math.floor(draw() * 1000)}) ${sentence(draw, 8)}.`;
  return sentences.join(' ');
}

function sentence(draw: () => number, length: number): string {
  const text = Array.from({ length }, () => pick(words, draw)).join(' ');
  return text[0]?.toUpperCase() + text.slice(1);
}

const pick = <T>(from: readonly T[], draw: () => number): T => from[Math.floor(draw() * from.length)] as T;

const dayBefore = (days: number): string =>
  new Date(Date.UTC(2025, 11, 31) - days * 86_400_000).toISOString().slice(0, 10);

/** Numbers from 0 to 1 (exclusive) that are always the same for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
