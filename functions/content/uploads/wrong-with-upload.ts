import { type DeclaredFile, limits, roleOf } from './upload.ts';

/** What is wrong with the files as a whole, in words; undefined when they may come. */
export function wrongWith(files: DeclaredFile[]): string | undefined {
  const manuscripts = files.filter(({ type }) => roleOf(type) === 'manuscripts');
  const strange = files.find(({ type }) => !roleOf(type));
  if (strange) return `“${strange.name}” is neither Markdown (text/markdown) nor a picture (image/…).`;
  const heavy = files.find(({ type, bytes }) => bytes > mostBytes(type));
  if (heavy) return `“${heavy.name}” is too big: at most ${mostBytes(heavy.type) / 1e6} MB.`;
  const names = files.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice) return `“${twice}” is named twice.`;
  if (!manuscripts.length)
    return 'There is no manuscript among the files: pictures come with the text that shows them.';
  const all = manuscripts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (all > limits.manuscripts)
    return `The manuscripts are more than ${limits.manuscripts / 1e6} MB together: hand in fewer at a time.`;
  return undefined;
}

const mostBytes = (type: string): number =>
  roleOf(type) === 'manuscripts' ? limits.manuscript : limits.picture;
