import { useEffect, useState } from 'preact/hooks';
import type { Notice } from '../../../content/contract/values.ts';
import type { Receipt } from '../../../content/uploads/receipt.ts';
import type { ReceiptDocument } from '../../../content/uploads/upload.ts';
import { StateMark } from '../documents/state-mark.tsx';
import { go, hashOf } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { manuscriptIn, textOf, withField } from '../write/manuscript.ts';
import { Preview } from '../write/preview.tsx';
import { beginText, type Text, textOfFile } from '../write/texts.ts';
import type { ChosenFile } from './chosen-files.ts';
import { isPlainText } from './file-types.ts';
import { Findings } from './findings.tsx';
import { endRun, startRun } from './run.ts';

interface ReceiptViewProps {
  receipt: Receipt;
  files: readonly ChosenFile[];
  identity: Identity;
  /** Nothing more is to be seen of it. */
  onEnd: () => void;
  onDone: () => void;
  /** Of the kept text that was handed in, where it came from the editor. */
  textKey?: string;
  /** Leads back to the text that was handed in and refused. */
  onBack?: () => void;
}

/** What became what, and what is doubtful, each with the way to its place. */
export const ReceiptView = ({
  receipt,
  files,
  identity,
  onEnd,
  onDone,
  textKey,
  onBack,
}: ReceiptViewProps) => {
  const { state, documents, notices } = receipt;
  const textNamed = (name: string) => files.find((file) => file.name === name && isPlainText(name));
  const correct = async (line: number, name: string) => {
    const file = textNamed(name);
    if (!file) return;
    // What was refused is still there as it was written.
    const isThere = textKey !== undefined && state === 'refused';
    const key = isThere ? textKey : await keepForCorrecting(file, { receipt, files, by: identity.by });
    onEnd();
    go({ view: 'write', key, line });
  };
  const choose = async (name: string, slug: string, copy?: string) => {
    const chosen = await Promise.all(
      files.map((file) => (file.name === name ? namedAs(file, slug, copy) : file)),
    );
    await endRun(identity.by);
    await startRun(identity.by, { files: chosen });
  };
  const shown = useOnlyText(files, documents);
  return (
    <div class="receipt">
      <div role="status">
        <h2>{headingFor(receipt)}</h2>
      </div>
      {documents.length > 0 && (
        <ul class="became" aria-label="Documents">
          {documents.map((document) => (
            <li key={document.slug}>
              <Became document={document} onLeave={onEnd} />
            </li>
          ))}
        </ul>
      )}
      {notices.length > 0 && (
        <Findings
          notices={notices}
          onPlace={(line, name) => void correct(line, name)}
          hasPlace={(name) => textNamed(name) !== undefined}
          onChoice={(name, slug, copy) => void choose(name, slug, copy)}
        />
      )}
      <p class="buttons">
        {onBack ? (
          <button type="button" class="button" onClick={onBack}>
            Back to the text
          </button>
        ) : (
          <button type="button" class="button" onClick={onDone}>
            {state === 'done' ? 'Hand in something else' : 'Choose again'}
          </button>
        )}
      </p>
      {shown && <Preview text={shown} />}
    </div>
  );
};

interface BecameProps {
  document: ReceiptDocument;
  onLeave: () => void;
}

const Became = ({ document, onLeave }: BecameProps) => {
  const { slug, title, kind, status, revision, url } = document;
  return (
    <>
      <StateMark status={status} />{' '}
      <a href={hashOf({ view: 'document', slug })} onClick={onLeave}>
        {title}
      </a>{' '}
      <span class="size">
        {kind}, {revision === 1 ? 'first version' : `version ${revision}`}
      </span>
      {status === 'published' && (
        <>
          {' '}
          <a href={url} target="_blank" rel="noopener">
            See it
          </a>
        </>
      )}
      {'overtaken' in document && document.overtaken && (
        <p class="trouble">
          Somebody handed in another version meanwhile. Nothing was replaced: yours is kept beside it as a
          draft.{' '}
          <a href={hashOf({ view: 'document', slug })} onClick={onLeave}>
            Look at both
          </a>
        </p>
      )}
    </>
  );
};

/** The file as one that says which document it is, and takes the place of the copy that was made of it. */
async function namedAs(file: ChosenFile, slug: string, copy: string | undefined): Promise<ChosenFile> {
  const { front, body } = manuscriptIn(await file.content.text());
  const named = withField(front, 'slug', slug);
  const text = textOf({ front: copy === undefined ? named : withField(named, 'replaces', [copy]), body });
  return { ...file, content: new Blob([text], { type: file.type }) };
}

/** The text that was handed in, to be seen as readers will: where there is one, and it is no archive. */
function useOnlyText(files: readonly ChosenFile[], documents: readonly ReceiptDocument[]): Text | undefined {
  const [text, setText] = useState<Text>();
  useEffect(() => {
    const [file, more] = files.filter(({ role }) => role === 'text');
    if (!file || more || !isPlainText(file.name)) return;
    const pictures = files.filter(({ role }) => role !== 'text');
    const [document] = documents;
    const known = document && { slug: document.slug, revision: document.revision };
    void textOfFile(file, pictures, Date.now()).then((read) => setText({ ...read, ...known }));
  }, [files, documents]);
  return text;
}

/** Keeps a file as a text to be written on, beside whatever else is kept of it. @returns its key. */
async function keepForCorrecting(
  file: ChosenFile,
  { receipt, files, by }: { receipt: Receipt; files: readonly ChosenFile[]; by: string },
): Promise<string> {
  const texts = files.filter(({ role }) => role === 'text');
  const [document] = receipt.documents;
  // With one text and one document there is no doubt which became which.
  const isKnown = texts.length === 1 && receipt.documents.length === 1 && document !== undefined;
  const pictures = isKnown ? [] : files.filter(({ role }) => role !== 'text');
  const text = await textOfFile(file, pictures, Date.now());
  const known = isKnown ? { slug: document.slug, revision: document.revision } : {};
  return beginText(by, { ...text, ...known });
}

function headingFor({ state, notices }: Receipt): string {
  const count = (level: Notice['level']) => notices.filter((notice) => notice.level === level).length;
  const doubts = count('warning') + count('note');
  if (state === 'refused') return 'Nothing was taken';
  if (count('error')) return 'Some of it was taken';
  if (!doubts) return 'Taken, and nothing is doubtful';
  return doubts === 1 ? 'Taken, with one remark' : `Taken, with ${doubts} remarks`;
}
