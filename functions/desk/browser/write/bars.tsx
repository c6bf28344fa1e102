import { useEffect, useState } from 'preact/hooks';
import type { ShownDocument } from '../api/answers.ts';
import { call } from '../api/client.ts';
import { hashOf } from '../routes.ts';
import type { Keeping } from './kept-text.ts';
import { keyOf, newestOf, type Text } from './texts.ts';

/** What one has to know of a text before one goes on: that it is kept nowhere, apart from another, or not the newest. */
export const Bars = ({ text, keeping }: { text: Text; keeping: Keeping }) => {
  const newer = useNewer(text);
  return (
    <>
      {keeping.state === 'held' && <NotKept text={text.text} />}
      {keeping.isParted && (
        <div class="bar" role="alert">
          <p>
            Another tab writes on this text as well. What you write here is kept apart from it, as a text of
            its own: both are under “Write”.
          </p>
        </div>
      )}
      {newer !== undefined && text.slug !== undefined && (
        <div class="bar" role="status">
          <p>
            This is version {text.revision}, and version {newer} is newer. What you hand in from here replaces
            nothing: it becomes a draft beside it.{' '}
            <a href={hashOf({ view: 'write', key: keyOf(text.slug, newer) })}>Go to version {newer}</a>
          </p>
        </div>
      )}
    </>
  );
};

const NotKept = ({ text }: { text: string }) => {
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied.'),
      () => setSaid('Choose “Show the whole file”, and copy it from there.'),
    );
  return (
    <div class="bar" role="alert">
      <p>
        This browser keeps nothing of it: it has no room left, or does not allow it. Hand it in, or copy it
        out, before you close this tab. {said}
      </p>
      <button type="button" class="button" onClick={() => void copy()}>
        Copy it
      </button>
    </div>
  );
};

/** The newest revision, where the text began from an older one; the press is asked once. */
function useNewer({ slug, revision }: Text): number | undefined {
  const [newest, setNewest] = useState<number>();
  useEffect(() => {
    if (slug === undefined) return;
    // Without an answer nothing is said: handing in finds out.
    call<ShownDocument>(`/api/documents/${encodeURIComponent(slug)}`).then(
      (shown) => setNewest(newestOf(shown)),
      () => undefined,
    );
  }, [slug]);
  return newest !== undefined && revision !== undefined && newest > revision ? newest : undefined;
}
