import { useState } from 'preact/hooks';
import { startRun } from '../hand-in/run.ts';
import { fileOf, Keeper, type Text, textsOf } from './texts.ts';

const keeper = new Keeper();

/** A text that is written on, each change of which is kept, and the way to hand it in. */
export function useText(by: string, key: string, opened: Text) {
  const [text, setText] = useState(opened);
  const change = (more: Partial<Text>) =>
    setText((before) => {
      const next = { ...before, ...more, changed: Date.now() };
      keeper.keep(() => textsOf(by).set(key, next));
      return next;
    });
  /** Hands in what stands here, with what is to be said of it besides. */
  const handIn = async (said: string) => {
    const sent = { ...text, text: said, changed: Date.now() };
    setText(sent);
    // Kept as it is sent: a tab that dies now has it again.
    await textsOf(by).set(key, sent);
    await startRun(by, { files: [fileOf(sent), ...sent.pictures], of: key });
  };
  return { text, change, handIn };
}
