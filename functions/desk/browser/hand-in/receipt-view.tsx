import type { Notice } from '../../../content/contract/values.ts';
import type { Receipt } from '../../../content/uploads/receipt.ts';
import type { ReceiptDocument } from '../../../content/uploads/upload.ts';
import { StateMark } from '../documents/state-mark.tsx';
import { go, hashOf } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { keyOf, textOfFile, textsOf } from '../write/texts.ts';
import type { ChosenFile } from './chosen-files.ts';
import { isPlainText } from './file-types.ts';
import { Findings } from './findings.tsx';

interface ReceiptViewProps {
  receipt: Receipt;
  files: readonly ChosenFile[];
  identity: Identity;
  /** Nothing more is to be seen of it. */
  onEnd: () => void;
  /** Leads back to the text that was handed in and refused. */
  onBack?: () => void;
}

/** What became what, and what is doubtful, each with the way to its place. */
export const ReceiptView = ({ receipt, files, identity, onEnd, onBack }: ReceiptViewProps) => {
  const { state, documents, notices } = receipt;
  const textNamed = (name: string) => files.find((file) => file.name === name && isPlainText(name));
  const correct = async (line: number, name: string) => {
    const file = textNamed(name);
    if (!file) return;
    const key = await keepForCorrecting(file, { receipt, files, by: identity.by });
    onEnd();
    go({ view: 'write', key, line });
  };
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
        />
      )}
      <p class="buttons">
        {onBack ? (
          <button type="button" class="button" onClick={onBack}>
            Back to the text
          </button>
        ) : (
          <button type="button" class="button" onClick={onEnd}>
            {state === 'done' ? 'Hand in something else' : 'Choose again'}
          </button>
        )}
      </p>
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

/** Keeps a file as a text to be written on. @returns its key. */
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
  const key = isKnown ? keyOf(document.slug, document.revision) : `file-${file.name}`;
  const known = isKnown ? { slug: document.slug, revision: document.revision } : {};
  await textsOf(by).set(key, { ...text, ...known });
  return key;
}

function headingFor({ state, notices }: Receipt): string {
  const count = (level: Notice['level']) => notices.filter((notice) => notice.level === level).length;
  const doubts = count('warning') + count('note');
  if (state === 'refused') return 'Nothing was taken';
  if (count('error')) return 'Some of it was taken';
  if (!doubts) return 'Taken, and nothing is doubtful';
  return doubts === 1 ? 'Taken, with one remark' : `Taken, with ${doubts} remarks`;
}
