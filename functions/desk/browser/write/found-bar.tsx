import { useState } from 'preact/hooks';
import { Compare } from '../compare.tsx';
import type { Text } from './texts.ts';

interface FoundBarProps {
  text: Text;
  onKeep: () => void;
  onDiscard: () => void;
}

/** What was written before and not handed in is there again; one decides what becomes of it. */
export const FoundBar = ({ text, onKeep, onDiscard }: FoundBarProps) => {
  const [isCompared, setCompared] = useState(false);
  return (
    <section class="bar found" aria-label="Found again">
      <p>
        You wrote this on {new Date(text.changed).toLocaleString()} and did not hand it in. It is here again.
      </p>
      <p class="buttons">
        <button type="button" class="button" onClick={onKeep}>
          Go on with it
        </button>
        <button
          type="button"
          class="button quiet"
          aria-expanded={isCompared}
          onClick={() => setCompared(!isCompared)}
        >
          Compare
        </button>
        <button type="button" class="link" onClick={onDiscard}>
          Discard it
        </button>
      </p>
      {isCompared && (
        <Compare texts={[text.text, text.base]} names={['What you wrote', 'What it was before']} />
      )}
    </section>
  );
};
