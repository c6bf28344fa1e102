import { useState } from 'preact/hooks';
import { startRun } from '../hand-in/run.ts';
import { useStore } from '../store.ts';
import { KeptText } from './kept-text.ts';
import { fileOf, type Text, textsOf } from './texts.ts';

export type Change = Partial<Text> | ((before: Text) => Partial<Text>);

/** A text that is written on, each change of which is kept, and the way to hand it in. */
export function useText(by: string, key: string, opened: Text) {
  const [text, setText] = useState(opened);
  const [kept] = useState(() => new KeptText(textsOf(by), key, opened));
  const keeping = useStore(kept.keeping);
  const change = (more: Change) =>
    setText((before) => {
      const changed = typeof more === 'function' ? more(before) : more;
      const next = { ...before, ...changed, changed: Date.now(), version: undefined };
      void kept.store(next);
      return next;
    });
  /** Hands in what stands here, with what is to be said of it besides. */
  const handIn = async (said: string) => {
    const sent = { ...text, text: said, changed: Date.now(), version: crypto.randomUUID() };
    setText(sent);
    // Kept as it is sent: a tab that dies now has it again.
    await kept.store(sent);
    const of = { key: kept.keeping.value.key, version: sent.version };
    await startRun(by, { files: [fileOf(sent), ...sent.pictures], of });
  };
  return { text, change, handIn, keeping };
}
