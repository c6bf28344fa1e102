import type { PressDocument, SettingsStore } from '../ports.ts';

/** Copies what letters need of the press document as it stands, whatever the event said of it. */
export async function copyPress(deps: { press: PressDocument; settings: SettingsStore }): Promise<void> {
  const { settings, version } = await deps.press.read();
  await deps.settings.store(settings, version);
}
