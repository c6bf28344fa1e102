import { useEffect, useState } from 'preact/hooks';
import { wordsOf } from '../api/client.ts';
import { Compare } from '../compare.tsx';
import { NoText, textOfRevision } from '../write/texts.ts';

interface BothProps {
  slug: string;
  /** Numbers of revisions. */
  mine: number;
  standing: number;
}

/** What stands and what waits beside it, side by side, so that somebody can take up both. */
export const Both = ({ slug, mine, standing }: BothProps) => {
  const [texts, setTexts] = useState<[string, string]>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const read = (revision: number) => textOfRevision(slug, revision, Date.now());
    Promise.all([read(mine), read(standing)]).then(
      ([one, other]) => setTexts([one.text, other.text]),
      (cause: unknown) => setProblem(cause instanceof NoText ? cause.message : wordsOf(cause)),
    );
  }, [slug, mine, standing]);
  if (problem) return <p class="trouble">{problem}</p>;
  return texts ? (
    <Compare texts={texts} names={[`Version ${mine}, which waits`, `Version ${standing}, which stands`]} />
  ) : (
    <p>One moment</p>
  );
};
