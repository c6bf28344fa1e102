import { useEffect, useState } from 'preact/hooks';
import type { Identity } from '../sign-in/identity.ts';
import { useStore } from '../store.ts';
import { type AltWords, type MarkdownText, picturesToAskFor, withAltWords } from './alt-words.ts';
import { type Choice, type ChosenFile, obstacleTo, withMore } from './chosen-files.ts';
import { ChosenList } from './chosen-list.tsx';
import { FileField } from './file-field.tsx';
import { isMarkdown } from './file-types.ts';
import { run, startRun } from './run.ts';
import { FocusedHeading, RunProgress } from './run-progress.tsx';
import { shrunk } from './shrink-picture.ts';

/** The first view: files are chosen, and what becomes of them is told. */
export const HandIn = ({ identity }: { identity: Identity }) => {
  const running = useStore(run);
  return (
    <section class="hand-in">
      {running ? <FocusedHeading>Hand in</FocusedHeading> : <h1>Hand in</h1>}
      {running ? <RunProgress run={running} identity={identity} /> : <Choosing identity={identity} />}
    </section>
  );
};

const Choosing = ({ identity }: { identity: Identity }) => {
  const [files, setFiles] = useState<ChosenFile[]>([]);
  const [leftOut, setLeftOut] = useState<string[]>([]);
  const [words, setWords] = useState<ReadonlyMap<string, AltWords>>(new Map());
  const texts = useTexts(files);
  const obstacle = obstacleTo(files);
  const choose = (choice: Choice) => {
    setFiles((chosen) => withMore(chosen, choice.files));
    setLeftOut(choice.leftOut);
  };
  const asked = picturesToAskFor(
    texts,
    files.filter(({ role }) => role === 'picture').map(({ name }) => name),
  );
  const handIn = async () => {
    const prepared: ChosenFile[] = [];
    // One after the other: each decoded picture takes a hundred megabytes.
    for (const file of files) prepared.push(await preparedFile(file, words));
    await startRun(identity.by, { files: prepared });
  };
  return (
    <>
      <p class="hint">
        {identity.roles.has('editor')
          ? 'Word, OpenDocument, Markdown or web pages, with their pictures and PDFs. What you hand in is published, unless it says that it is a draft.'
          : 'Word, OpenDocument, Markdown or web pages, with their pictures and PDFs. What you hand in is a draft until an editor publishes it.'}
      </p>
      <FileField onChoice={choose} />
      {leftOut.length > 0 && (
        <p class="trouble" role="status">
          Left out, because the press takes no such files: {leftOut.join(', ')}.
        </p>
      )}
      {files.length > 0 && (
        <>
          <ChosenList
            files={files}
            asked={asked}
            words={words}
            onWords={(name, said) => setWords(new Map([...words, [name, said]]))}
            onRemove={(name) => setFiles(files.filter((file) => file.name !== name))}
          />
          {obstacle && (
            <p class="trouble" role="alert">
              {obstacle}
            </p>
          )}
          <p class="buttons">
            <button type="button" class="button" disabled={obstacle !== undefined} onClick={handIn}>
              Hand in {files.length === 1 ? 'this file' : `these ${files.length} files`}
            </button>
            <button type="button" class="link" onClick={() => setFiles([])}>
              Clear
            </button>
          </p>
        </>
      )}
    </>
  );
};

/** What the Markdown files among them say, once they are read. */
function useTexts(files: readonly ChosenFile[]): MarkdownText[] {
  const [texts, setTexts] = useState<MarkdownText[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const markdown = files.filter(({ name }) => isMarkdown(name));
    const reading = markdown.map(async ({ name, content }) => ({ name, text: await content.text() }));
    void Promise.all([...reading]).then((read) => isCurrent && setTexts(read));
    return () => {
      isCurrent = false;
    };
  }, [files]);
  return texts;
}

async function preparedFile(file: ChosenFile, words: ReadonlyMap<string, AltWords>): Promise<ChosenFile> {
  if (file.role === 'picture') return shrunk(file);
  if (!isMarkdown(file.name) || words.size === 0) return file;
  const text = await file.content.text();
  const worded = withAltWords(text, words);
  return worded === text ? file : { ...file, content: new Blob([worded], { type: file.type }) };
}
