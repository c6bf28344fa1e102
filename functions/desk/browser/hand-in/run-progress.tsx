import { useEffect, useRef } from 'preact/hooks';
import { go } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { ReceiptView } from './receipt-view.tsx';
import { endRun, type Run, tryNow } from './run.ts';
import { sizeOf } from './size.ts';

interface RunProgressProps {
  run: Run;
  identity: Identity;
  /** Leads back to the text that is handed in. */
  onBack?: () => void;
  /** Where one goes when all of it was taken; else one chooses again. */
  onDone?: () => void;
}

/** The view is another one than a moment ago, and what had the focus is gone: it begins here. */
export const FocusedHeading = ({ children }: { children: string }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
};

/** How far what is handed in has come, and at last its receipt. */
export const RunProgress = ({ run, identity, onBack, onDone }: RunProgressProps) => {
  const { progress, files } = run;
  const end = () => void endRun(identity.by);
  switch (progress.step) {
    case 'settled':
      return (
        <ReceiptView
          receipt={progress.receipt}
          files={files}
          identity={identity}
          onEnd={end}
          onDone={onDone ?? end}
          textKey={run.of?.key}
          onBack={onBack}
        />
      );
    case 'failed':
      return (
        <>
          <p class="trouble" role="alert">
            {progress.why}
          </p>
          <p class="buttons">
            <button type="button" class="button" onClick={onBack ?? end}>
              {onBack ? 'Back to the text' : 'Choose again'}
            </button>
          </p>
        </>
      );
    default:
      return <Sending run={run} onEnd={end} />;
  }
};

const Sending = ({ run: { files, progress }, onEnd }: { run: Run; onEnd: () => void }) => {
  const sent = 'sent' in progress ? progress.sent : undefined;
  const leave = () => {
    onEnd();
    go({ view: 'documents' });
  };
  return (
    <>
      <p role="status">{wordsFor(progress)}</p>
      <ul class="sending" aria-label="Files on their way">
        {files.map(({ name, content }) => {
          const bytes = progress.step === 'reading' ? content.size : (sent?.get(name) ?? 0);
          return (
            <li key={name}>
              <span class="file-name">{name}</span>
              <progress max={Math.max(1, content.size)} value={content.size ? bytes : 1} aria-label={name} />
              <span class="size">
                {bytes >= content.size ? 'sent' : `${sizeOf(bytes)} of ${sizeOf(content.size)}`}
              </span>
            </li>
          );
        })}
      </ul>
      <p class="buttons">
        {progress.step === 'waiting' && progress.why && (
          <button type="button" class="button" onClick={tryNow}>
            Try now
          </button>
        )}
        {progress.step === 'reading' ? (
          <button type="button" class="link" onClick={leave}>
            Leave it to the press
          </button>
        ) : (
          <button type="button" class="link" onClick={onEnd}>
            Stop
          </button>
        )}
      </p>
    </>
  );
};

function wordsFor(progress: Run['progress']): string {
  switch (progress.step) {
    case 'sending':
      return 'On their way. You can go to other views of the desk; it goes on.';
    case 'reading':
      return 'All files have arrived, and nothing stops it any more: the press is reading them. What it makes of them is among the documents.';
    case 'waiting':
      return progress.why
        ? `${progress.why} Files that arrived whole are not sent again; it goes on by itself.`
        : 'One moment.';
    default:
      return '';
  }
}
