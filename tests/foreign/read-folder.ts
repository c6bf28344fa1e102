/** `node tests/foreign/read-folder.ts FOLDER`: reads every post of a folder that another program wrote, as the press
 *  would, without one. Each must end as a page or as a refusal that says why; it prints what was refused and which words
 *  were told, and ends with 1 where a file did neither. */
import { readFile } from 'node:fs/promises';
import { gather } from '../../bin/press/gather.ts';
import type { Notice, Picture } from '../../functions/content/contract/values.ts';
import { createManuscriptReader } from '../../functions/content/manuscripts/manuscript-reader.ts';

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder: node tests/foreign/read-folder.ts FOLDER');

/** A picture as good as any: its pixels are not what is tried here. */
const aPicture = (name: string): Picture => ({
  name,
  width: 1,
  height: 1,
  src: `/media/${name}`,
  variants: [],
});

const { bundles } = await gather([folder]);
const reader = createManuscriptReader();
const [faults, refusals, remarks]: [string[], Notice[], Notice[]] = [[], [], []];
let pages = 0;
for (const { manuscript, pictures } of bundles) {
  const shelf = { pictures: new Map(pictures.map(({ name }) => [name, aPicture(name)])) };
  const bytes = await readFile(manuscript.path);
  const turn = { upload: 'folder', hasTime: () => true };
  const read = await reader.read({ name: manuscript.name, bytes }, shelf, turn).catch((error: unknown) => {
    faults.push(`${manuscript.name}: the reader failed: ${String(error)}`);
  });
  if (!read || read.outcome === 'postponed') continue;
  const errors = read.notices.filter(({ level }) => level === 'error');
  remarks.push(...read.notices.filter(({ level }) => level !== 'error'));
  if (read.outcome === 'refused') {
    refusals.push(...errors);
    if (!errors.length) faults.push(`${manuscript.name}: refused, and nothing says why`);
    continue;
  }
  pages += 1;
  if (!read.fields.title) faults.push(`${manuscript.name}: a page without a title`);
  if (!read.body.text && !read.body.pictures.length && !read.notices.length)
    faults.push(`${manuscript.name}: an empty page, and nothing says so`);
}
await reader.close();

const refused = new Set(refusals.map(({ file }) => file)).size;
const lost = remarks.filter(({ text }) => /not shown|left out|taken out|nothing of it/i.test(text));
process.stdout.write(
  `${bundles.length} files: ${pages} pages, ${refused} refused, ${faults.length} neither.\n`,
);
process.stdout.write(`${lost.length} times words or fields that do not reach the page were told.\n`);
printCounts(refusals, 'Refusals');
printCounts(remarks, 'Remarks');
for (const fault of faults) process.stdout.write(`✗ ${fault}\n`);
process.exitCode = faults.length ? 1 : 0;

/** How often each thing was said, whatever it quotes. */
function printCounts(notices: Notice[], heading: string): void {
  const alike = Map.groupBy(notices, ({ text }) => text.replace(/“[^”]*”/g, '“…”').replace(/\d+/g, 'N'));
  process.stdout.write(`\n${heading}\n`);
  for (const [text, { length }] of [...alike].sort((one, other) => other[1].length - one[1].length))
    process.stdout.write(`${String(length).padStart(6)}  ${text}\n`);
}
