import { type FileKind, kindOf } from './file-types.ts';

/** A file that is to be handed in. */
export interface ChosenFile extends FileKind {
  /** As the press will call it: its path within the folder that was chosen. */
  name: string;
  content: Blob;
  /** Of a text: the id of the revision that it began from. */
  basedOn?: string;
}

export interface Choice {
  files: ChosenFile[];
  /** Names of what the press does not take. */
  leftOut: string[];
}

/** What an upload may hold (functions/content/uploads/upload.ts); a test compares them. Sizes in bytes. */
export const limits = { files: 50, text: 20_000_000, picture: 25_000_000, texts: 60_000_000 } as const;

interface NamedFile {
  name: string;
  file: File;
}

/** Files of a field; of a folder each has its path within it. */
export const choiceOf = (files: Iterable<File>): Choice =>
  sorted([...files].map((file) => ({ name: file.webkitRelativePath || file.name, file })));

/** What was dropped or pasted, folders with all that is in them. */
export async function droppedChoice(data: DataTransfer): Promise<Choice> {
  // Both have to be asked for before the first await: the list is empty afterwards.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry != null);
  const files = [...data.files];
  if (!entries.some((entry) => entry.isDirectory)) return choiceOf(files);
  const found: NamedFile[] = [];
  for (const entry of entries) found.push(...(await filesBelow(entry)));
  return sorted(found);
}

async function filesBelow(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ''), file }];
  }
  const found: NamedFile[] = [];
  for (const below of isFolder(entry) ? await entriesOf(entry.createReader()) : [])
    found.push(...(await filesBelow(below)));
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A reader gives some at a time, and none at the end. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (!some.length) return all;
    all.push(...some);
  }
}

function sorted(found: NamedFile[]): Choice {
  const choice: Choice = { files: [], leftOut: [] };
  for (const { name, file } of found.filter(isVisible)) {
    const kind = kindOf(name);
    if (kind) choice.files.push({ name, content: file, ...kind });
    else choice.leftOut.push(name);
  }
  return choice;
}

/** Systems put files of their own into folders. */
const isVisible = ({ name }: NamedFile): boolean => !/(^|\/)(\.|~\$|Thumbs\.db$|__MACOSX\/)/.test(name);

/** Both together; a file that came anew takes the place of the one of its name. */
export const withMore = (files: readonly ChosenFile[], more: readonly ChosenFile[]): ChosenFile[] => [
  ...files.filter(({ name }) => !more.some((one) => one.name === name)),
  ...more,
];

/** Why they cannot be handed in as they are, in words; nothing where they can. */
export function obstacleTo(files: readonly ChosenFile[]): string | undefined {
  if (files.length > limits.files)
    return `These are ${files.length} files, and at most ${limits.files} go together. Take some away and hand them in afterwards.`;
  const heavy = files.find(
    ({ role, content }) => content.size > (role === 'text' ? limits.text : limits.picture),
  );
  if (heavy) {
    const most = (heavy.role === 'text' ? limits.text : limits.picture) / 1e6;
    return `“${heavy.name}” is too big: at most ${most} MB.`;
  }
  const texts = files.filter(({ role }) => role === 'text');
  if (texts.reduce((sum, { content }) => sum + content.size, 0) > limits.texts)
    return `The texts are more than ${limits.texts / 1e6} MB together: hand in fewer at a time.`;
  if (!texts.length && files.length)
    return 'There is no text among them. Pictures and PDFs come with the text that shows them: add it, or write it here.';
  return undefined;
}
