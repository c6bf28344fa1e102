import type { PressDocument, SettingsStore } from '../ports.ts';

/** Copies that others store meanwhile, one after the other. */
const mostTries = 10;

/**
 * Copies what letters need of the press document as it stands, whatever the event said of it, and also where it is
 * older than the copy. It is read after the copy was seen: a slower call never puts what it read earlier over it.
 */
export async function copyPress(deps: { press: PressDocument; settings: SettingsStore }): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const seen = await deps.settings.copies();
    if (await deps.settings.store(await deps.press.read(), seen)) return;
  }
  throw new Error('Others copy the press document all the time: it is tried again.');
}
