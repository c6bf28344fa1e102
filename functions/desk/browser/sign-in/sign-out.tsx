import { useState } from 'preact/hooks';
import { Dialog } from '../dialog.tsx';
import { stopRun } from '../hand-in/run.ts';
import { closeKept, eraseKept, reopenKept } from '../kept/keep.ts';
import { countUnhanded } from '../kept/unhanded.ts';
import type { Identity } from './identity.ts';
import { signOut } from './session.ts';

/** Who works here, and the way out. */
export const SignOut = ({ identity }: { identity: Identity }) => {
  const [unhanded, setUnhanded] = useState<number>();
  const ask = async () => {
    const count = await countUnhanded(identity.by);
    // What is left of what was handed in is of no use to anybody.
    if (count || !(await leaveNothing(identity.by))) setUnhanded(count);
  };
  return (
    <div class="desk-who">
      <span>{identity.name}</span>
      <button type="button" class="link" onClick={ask}>
        Sign out
      </button>
      {unhanded !== undefined && (
        <Leaving identity={identity} unhanded={unhanded} onClose={() => setUnhanded(undefined)} />
      )}
    </div>
  );
};

/** Erases what is kept and leaves; what was on its way stores nothing any more. @returns false where it cannot be erased. */
async function leaveNothing(by: string): Promise<boolean> {
  closeKept(by);
  if (!(await eraseKept(by))) {
    reopenKept(by);
    return false;
  }
  stopRun();
  // Once more at the end: a change that had begun is stored by then.
  await signOut(() => eraseKept(by));
  // Where the sign-in's own page is not reached, somebody may sign in here again.
  reopenKept(by);
  return true;
}

interface LeavingProps {
  identity: Identity;
  unhanded: number;
  onClose: () => void;
}

const Leaving = ({ identity, unhanded, onClose }: LeavingProps) => {
  const [isStuck, setStuck] = useState(unhanded === 0);
  const erase = async () => setStuck(!(await leaveNothing(identity.by)));
  return (
    <Dialog title="Leave nothing behind?" onClose={onClose}>
      {unhanded > 0 && (
        <p>
          {unhanded === 1 ? 'One thing of yours is' : `${unhanded} things of yours are`} kept in this browser
          and not handed in. On a machine that others use, erase it.
        </p>
      )}
      {isStuck && (
        <p class="trouble" role="alert">
          This browser does not let the desk erase anything, or tell what it keeps. On a machine that others
          use, clear the data of this site in the browser’s settings.
        </p>
      )}
      <p class="buttons">
        <button type="button" class="button" onClick={() => void signOut()}>
          {isStuck ? 'Sign out' : 'Sign out and keep it'}
        </button>
        {!isStuck && (
          <button type="button" class="button quiet" onClick={() => void erase()}>
            Sign out and erase it
          </button>
        )}
        <button type="button" class="link" onClick={onClose}>
          Stay
        </button>
      </p>
    </Dialog>
  );
};
