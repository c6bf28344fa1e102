import type { Entry } from '../../content/contract/lists.ts';
import { inWords } from '../../look/in-words.ts';
import { inLanguage } from '../../look/languages.ts';
import { When } from '../../look/when.tsx';
import { articleAddress, hrefOf } from '../routes.ts';

/** Pieces of a debate: what one answers, or what answers it. */
export const Debate = ({ entries, language }: { entries: Entry[]; language: string }) => (
  <ul class="debate">
    {entries.map((entry) => (
      <li key={entry.slug}>
        <a href={hrefOf(articleAddress(entry.slug))} {...inLanguage(entry.language, language)}>
          {entry.title}
        </a>
        {entry.authors.length > 0 && `, ${inWords(entry.authors)}`}, <When date={entry.published} />
      </li>
    ))}
  </ul>
);
