import { useState } from 'preact/hooks';
import { Dialog } from '../dialog.tsx';

interface WithdrawingProps {
  onClose: () => void;
  /** @returns what went wrong, in words. */
  onWithdraw: (reason: string) => Promise<string | undefined>;
}

/** Readers are told the reason. */
export const Withdrawing = ({ onClose, onWithdraw }: WithdrawingProps) => {
  const [reason, setReason] = useState('');
  const { problem, end } = useEnding(onClose);
  return (
    <Dialog title="Withdraw it?" onClose={onClose}>
      <label class="field">
        <span>Why, in the words that readers get</span>
        <textarea
          value={reason}
          maxLength={500}
          rows={3}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <Problem>{problem}</Problem>
      <p class="buttons">
        <button
          type="button"
          class="button"
          disabled={!reason.trim()}
          onClick={() => void end(() => onWithdraw(reason.trim()))}
        >
          Withdraw
        </button>
        <button type="button" class="link" onClick={onClose}>
          Leave it
        </button>
      </p>
    </Dialog>
  );
};

interface DeletingProps {
  slug: string;
  onClose: () => void;
  /** @returns what went wrong, in words. */
  onDelete: () => Promise<string | undefined>;
}

/** For good, so it is not done by one slip of a finger. */
export const Deleting = ({ slug, onClose, onDelete }: DeletingProps) => {
  const [typed, setTyped] = useState('');
  const { problem, end } = useEnding(onClose);
  return (
    <Dialog title="Delete it for good?" onClose={onClose}>
      <p>
        Its text, its pictures and its history are erased everywhere. Nothing brings them back but a backup.
      </p>
      <label class="field">
        <span>
          Type <b>{slug}</b> to delete it
        </span>
        <input
          type="text"
          value={typed}
          autocomplete="off"
          autocapitalize="off"
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
      <Problem>{problem}</Problem>
      <p class="buttons">
        <button
          type="button"
          class="button"
          disabled={typed.trim() !== slug}
          onClick={() => void end(onDelete)}
        >
          Delete for good
        </button>
        <button type="button" class="link" onClick={onClose}>
          Leave it
        </button>
      </p>
    </Dialog>
  );
};

/** The question stays, with what was typed, until it is done. */
function useEnding(onClose: () => void) {
  const [problem, setProblem] = useState<string>();
  const end = async (asked: () => Promise<string | undefined>) => {
    const wrong = await asked();
    if (wrong === undefined) onClose();
    else setProblem(wrong);
  };
  return { problem, end };
}

const Problem = ({ children }: { children: string | undefined }) =>
  children ? (
    <p class="trouble" role="alert">
      {children}
    </p>
  ) : null;
