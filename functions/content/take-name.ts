import type { Known } from './identity.ts';
import type { ManuscriptInHand } from './manuscript-in-hand.ts';
import type { Verdict } from './next-state.ts';
import { isLive } from './stored-head.ts';

/**
 * The file's name, if it stands for this document from now on. A writer does not take the name of an editor's
 * document: the editor's next version of that file would be taken for the writer's.
 */
export function nameTaken(
  { upload, file: { name } }: ManuscriptInHand,
  { outcome }: Verdict,
  { heads, names }: Known,
): string | undefined {
  if (outcome === 'beside') return undefined;
  const holder = heads.get(names.get(name) ?? '');
  const isEditors = holder?.status === 'moved' || (isLive(holder) && !holder.byWriter);
  return isEditors && !upload.editor ? undefined : name;
}
