import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Difference } from '../api/answers.ts';
import { call, wordsOf } from '../api/client.ts';

interface DifferencesProps {
  path: string;
  /** Numbers of revisions, the older first. */
  from: number;
  to: number;
  /** What can be done about it, where there is a difference. */
  children: ComponentChildren;
}

/** How two revisions differ, word by word: what went is struck out, what came is underlined. */
export const Differences = ({ path, from, to, children }: DifferencesProps) => {
  const [found, setFound] = useState<Difference>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    call<Difference>(`${path}/diff?${new URLSearchParams({ from: String(from), to: String(to) })}`).then(
      setFound,
      (cause: unknown) => setProblem(wordsOf(cause)),
    );
  }, [path, from, to]);
  if (problem) return <p class="trouble">{problem}</p>;
  if (!found) return <p>One moment</p>;
  const { fields, paragraphs, markup, cut } = found;
  // Publishing and withdrawing make versions as well, of the same text.
  if (isSame(found)) return <p class="size">The text is the same.</p>;
  return (
    <section class="differences" aria-label={`From version ${from} to version ${to}`}>
      {fields.map(({ name, segments }) => (
        <p key={name}>
          <b>{name}: </b>
          <Segments segments={segments} />
        </p>
      ))}
      {paragraphs.map((paragraph, at) => (
        <p key={at} class={'alike' in paragraph ? 'size' : undefined}>
          {'alike' in paragraph ? alike(paragraph.alike) : <Segments segments={paragraph.segments} />}
        </p>
      ))}
      {markup && <p class="size">The words are the same; links, emphasis, headings or pictures are not.</p>}
      {cut && <p class="size">More differs than is shown here.</p>}
      <p class="buttons">{children}</p>
    </section>
  );
};

const isSame = ({ fields, paragraphs, markup, cut }: Difference): boolean =>
  !fields.length && !markup && !cut && paragraphs.every((paragraph) => 'alike' in paragraph);

const alike = (count: number): string => (count === 1 ? 'One paragraph alike' : `${count} paragraphs alike`);

type Segment = Difference['fields'][number]['segments'][number];

const Segments = ({ segments }: { segments: readonly Segment[] }) => (
  <>
    {segments.map(({ text, change }, at) => {
      if (change === 'added') return <ins key={`${at} ${text}`}>{text}</ins>;
      return change === 'removed' ? <del key={`${at} ${text}`}>{text}</del> : text;
    })}
  </>
);
