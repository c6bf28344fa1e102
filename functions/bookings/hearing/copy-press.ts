import type { PressDocument, SettingsStore } from '../press.ts';

export interface Deps {
  document: PressDocument;
  settings: SettingsStore;
}

/** Copies that others store meanwhile, one after the other. */
const mostCopies = 10;

/** The document as it stands, also where it is older than the copy. It is read after the copy was seen: a slower call
 *  never puts what it read earlier over it. */
export async function copyPress({ document, settings }: Deps): Promise<void> {
  for (let tries = 0; tries < mostCopies; tries++) {
    const seen = await settings.copies();
    if (await settings.store(await document.read(), seen)) return;
  }
  throw new Error('Others copy the press document all the time: it is tried again.');
}
