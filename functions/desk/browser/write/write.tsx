import { useEffect, useState } from 'preact/hooks';
import { wordsOf } from '../api/client.ts';
import { go } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { Editor } from './editor.tsx';
import { fieldIn, manuscriptIn } from './manuscript.ts';
import { isChanged, NoText, newKey, newText, type Text, textOfRevision, textsOf } from './texts.ts';

interface WriteProps {
  identity: Identity;
  textKey?: string;
  line?: number;
}

/** Texts that are written here: one of them, or all that this browser keeps. */
export const Write = ({ identity, textKey, line }: WriteProps) =>
  textKey === undefined ? <KeptTexts by={identity.by} /> : <Opened {...{ identity, textKey, line }} />;

const KeptTexts = ({ by }: { by: string }) => {
  const [kept, setKept] = useState<[string, Text][]>([]);
  const load = () =>
    void textsOf(by)
      .all<Text>()
      .then((all) => setKept(all.filter(([, text]) => isChanged(text))));
  useEffect(load, [by]);
  return (
    <section>
      <h1>Write</h1>
      <p class="hint">
        Write a text here, or correct one: choose it among the documents. What you write is kept in this
        browser until you hand it in.
      </p>
      <p class="buttons">
        <button type="button" class="button" onClick={() => go({ view: 'write', key: newKey() })}>
          Begin a text
        </button>
      </p>
      {kept.length > 0 && (
        <>
          <h2>Not handed in yet</h2>
          <ul class="kept">
            {kept.map(([key, text]) => (
              <li key={key}>
                <a href={`#/write/${encodeURIComponent(key)}`}>{titleOf(text)}</a>{' '}
                <span class="size">changed {new Date(text.changed).toLocaleString()}</span>
                <button
                  type="button"
                  class="link"
                  onClick={() => confirm(`Discard “${titleOf(text)}”?`) && textsOf(by).remove(key).then(load)}
                >
                  Discard<span class="unseen"> {titleOf(text)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

const titleOf = ({ name, text }: Text): string =>
  [fieldIn(manuscriptIn(text).front, 'title')].flat()[0] || name;

type Opening =
  | { state: 'loading' }
  | { state: 'failed'; why: string }
  /** `isFound`: it was kept from before, and not begun in this tab just now. */
  | { state: 'open'; text: Text; isFound: boolean };

/** Keys of the texts that were begun or gone on with since the page was loaded: no question is asked for them again. */
const opened = new Set<string>();

const Opened = ({ identity, textKey, line }: WriteProps & { textKey: string }) => {
  const [opening, setOpening] = useState<Opening>({ state: 'loading' });
  useEffect(() => {
    open(identity.by, textKey).then(setOpening, (cause: unknown) =>
      setOpening({ state: 'failed', why: cause instanceof NoText ? cause.message : wordsOf(cause) }),
    );
  }, [identity.by, textKey]);
  switch (opening.state) {
    case 'loading':
      return <h1>One moment</h1>;
    case 'failed':
      return (
        <>
          <h1>It cannot be corrected here</h1>
          <p class="trouble" role="alert">
            {opening.why}
          </p>
        </>
      );
    case 'open':
      return <Editor {...{ identity, textKey, line }} opened={opening.text} isFound={opening.isFound} />;
  }
};

async function open(by: string, key: string): Promise<Opening> {
  const kept = await textsOf(by).get<Text>(key);
  const isFound = kept !== undefined && isChanged(kept) && !opened.has(key);
  opened.add(key);
  if (kept) return { state: 'open', text: kept, isFound };
  const [, slug, revision] = /^(.+)@(\d+)$/.exec(key) ?? [];
  const text = slug ? await textOfRevision(slug, Number(revision), Date.now()) : newText(Date.now());
  return { state: 'open', text, isFound: false };
}
