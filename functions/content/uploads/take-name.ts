import { isLive } from '../contract/document.ts';
import type { Known } from '../documents/identity.ts';
import type { Decision } from '../documents/next-state.ts';
import type { ManuscriptDraft } from './manuscript-in-hand.ts';

/**
 * The file's name, if it stands for this document from now on. A writer does not take the name of an editor's
 * document: the editor's next version of that file would be taken for the writer's.
 */
export function filenameTaken(
  { upload, file: { name } }: ManuscriptDraft,
  { outcome }: Decision,
  { heads, names }: Known,
): string | undefined {
  if (outcome === 'beside') return undefined;
  const holder = heads.get(names.get(name) ?? '');
  const isEditors = holder?.status === 'moved' || (isLive(holder) && !holder.byWriter);
  return isEditors && !upload.editor ? undefined : name;
}
