import { useState } from 'preact/hooks';
import { Dialog } from '../dialog.tsx';
import { countKept, eraseKept } from '../kept/keep.ts';
import type { Identity } from './identity.ts';
import { signOut } from './session.ts';

/** Who works here, and the way out. */
export const SignOut = ({ identity }: { identity: Identity }) => {
  const [kept, setKept] = useState<number>();
  const ask = async () => {
    const count = await countKept(identity.by);
    if (count) setKept(count);
    else await signOut();
  };
  return (
    <div class="desk-who">
      <span>{identity.name}</span>
      <button type="button" class="link" onClick={ask}>
        Sign out
      </button>
      {kept !== undefined && <Leaving identity={identity} kept={kept} onClose={() => setKept(undefined)} />}
    </div>
  );
};

interface LeavingProps {
  identity: Identity;
  kept: number;
  onClose: () => void;
}

const Leaving = ({ identity, kept, onClose }: LeavingProps) => (
  <Dialog title="Leave nothing behind?" onClose={onClose}>
    <p>
      {kept === 1 ? 'One thing of yours is' : `${kept} things of yours are`} kept in this browser and not
      handed in. On a machine that others use, erase it.
    </p>
    <p class="buttons">
      <button type="button" class="button" onClick={signOut}>
        Sign out and keep it
      </button>
      <button type="button" class="button quiet" onClick={() => eraseKept(identity.by).then(signOut)}>
        Sign out and erase it
      </button>
      <button type="button" class="link" onClick={onClose}>
        Stay
      </button>
    </p>
  </Dialog>
);
