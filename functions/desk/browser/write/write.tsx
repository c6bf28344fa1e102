import { useEffect, useState } from 'preact/hooks';
import { wordsOf } from '../api/client.ts';
import { go, hashOf } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { Editor } from './editor.tsx';
import { fieldIn, manuscriptIn } from './manuscript.ts';
import { begun, isChanged, NoText, newKey, newText, type Text, textOfRevision, textsOf } from './texts.ts';

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
      .all()
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
  | { state: 'failed'; why: string; file?: { name: string; url: string } }
  /** `isFound`: it was kept from before, and not begun in this tab just now. */
  | { state: 'open'; text: Text; isFound: boolean };

const Opened = ({ identity, textKey, line }: WriteProps & { textKey: string }) => {
  const [opening, setOpening] = useState<Opening>({ state: 'loading' });
  useEffect(() => {
    open(identity.by, textKey).then(setOpening, (cause: unknown) => setOpening(failureOf(cause)));
  }, [identity.by, textKey]);
  switch (opening.state) {
    case 'loading':
      return <h1>One moment</h1>;
    case 'failed':
      return <NotHere {...opening} />;
    case 'open':
      return <Editor {...{ identity, textKey, line }} opened={opening.text} isFound={opening.isFound} />;
  }
};

function failureOf(cause: unknown): Opening & { state: 'failed' } {
  if (!(cause instanceof NoText)) return { state: 'failed', why: wordsOf(cause) };
  return { state: 'failed', why: cause.message, file: { name: cause.file, url: cause.url } };
}

const NotHere = ({ why, file }: { why: string; file?: { name: string; url: string } }) => (
  <section>
    <h1>It cannot be corrected here</h1>
    <p class="trouble" role="alert">
      {why}
    </p>
    {file && (
      <p class="buttons">
        <a class="button" href={file.url} download={file.name} target="_blank" rel="noopener">
          Download {file.name}
        </a>
        <a class="button quiet" href={hashOf({ view: 'hand-in' })}>
          Hand in a new file
        </a>
      </p>
    )}
  </section>
);

async function open(by: string, key: string): Promise<Opening> {
  const kept = await textsOf(by).get(key);
  const isFound = kept !== undefined && isChanged(kept) && !begun.has(key);
  begun.add(key);
  if (kept) return { state: 'open', text: kept, isFound };
  const [, slug, revision] = /^(.+)@(\d+)$/.exec(key) ?? [];
  const text = slug ? await textOfRevision(slug, Number(revision), Date.now()) : newText(Date.now());
  return { state: 'open', text, isFound: false };
}
