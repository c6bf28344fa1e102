import { useState } from 'preact/hooks';
import { Dialog } from '../dialog.tsx';

interface WithdrawingProps {
  onClose: () => void;
  onWithdraw: (reason: string) => Promise<void>;
}

/** Readers are told the reason. */
export const Withdrawing = ({ onClose, onWithdraw }: WithdrawingProps) => {
  const [reason, setReason] = useState('');
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
      <p class="buttons">
        <button
          type="button"
          class="button"
          disabled={!reason.trim()}
          onClick={() => void onWithdraw(reason.trim()).then(onClose)}
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
  onDelete: () => Promise<void>;
}

/** For good, so it is not done by one slip of a finger. */
export const Deleting = ({ slug, onClose, onDelete }: DeletingProps) => {
  const [typed, setTyped] = useState('');
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
      <p class="buttons">
        <button
          type="button"
          class="button"
          disabled={typed.trim() !== slug}
          onClick={() => void onDelete().then(onClose)}
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
