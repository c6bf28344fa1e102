import type { Correction } from '../../content/kinds/article.ts';
import { RawHtml } from '../../look/markup.tsx';
import { When } from '../../look/when.tsx';

interface CorrectionsProps {
  corrections: Correction[] | undefined;
  /** Of the piece. */
  language: string | undefined;
}

/** What was corrected, before the text that had it wrong. */
export const Corrections = ({ corrections = [], language }: CorrectionsProps) =>
  corrections.length ? (
    <section class="box corrections" aria-label={titleOf(corrections)}>
      <h2>{titleOf(corrections)}</h2>
      {newestFirst(corrections).map(({ date, text, html }) => (
        <div key={date + text}>
          <p class="when">
            <When date={date} within={language} />
          </p>
          {html ? <RawHtml class="words" html={html} /> : <p class="words">{text}</p>}
        </div>
      ))}
    </section>
  ) : null;

const titleOf = ({ length }: Correction[]): string => (length > 1 ? 'Corrections' : 'Correction');

/** Of one day as they are written. */
export const newestFirst = (corrections: Correction[]): Correction[] =>
  [...corrections].sort((a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1));
