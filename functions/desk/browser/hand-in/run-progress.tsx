import type { Identity } from '../sign-in/identity.ts';
import { ReceiptView } from './receipt-view.tsx';
import { endRun, type Run, tryNow } from './run.ts';
import { sizeOf } from './size.ts';

interface RunProgressProps {
  run: Run;
  identity: Identity;
  /** Leads back to the text that is handed in. */
  onBack?: () => void;
}

/** How far what is handed in has come, and at last its receipt. */
export const RunProgress = ({ run, identity, onBack }: RunProgressProps) => {
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
        <button type="button" class="link" onClick={onEnd}>
          Stop
        </button>
      </p>
    </>
  );
};

function wordsFor(progress: Run['progress']): string {
  switch (progress.step) {
    case 'sending':
      return 'On their way. You can go to other views of the desk; it goes on.';
    case 'reading':
      return 'All files have arrived. The press is reading them.';
    case 'waiting':
      return progress.why
        ? `${progress.why} Files that arrived whole are not sent again; it goes on by itself.`
        : 'One moment.';
    default:
      return '';
  }
}
