import type { Entry } from '../../content/contract/lists.ts';
import { markupOf } from '../../look/markup.tsx';
import { Teaser } from './teaser.tsx';

/** The page with a word above it that it is a preview, and how lists will show it. Search engines leave it out. */
export const previewed = (
  html: string,
  { entry, language }: { entry?: Entry | undefined; language: string },
): string =>
  html
    .replace('<head>', (head) => `${head}<meta name="robots" content="noindex"/>`)
    .replace('<main id="text">', (main) => main + markupOf(<Notice entry={entry} language={language} />));

const Notice = ({ entry, language }: { entry?: Entry | undefined; language: string }) => (
  <aside class="preview-notice" aria-labelledby="preview">
    <h2 id="preview" class="rubric">
      Preview: readers do not see this yet
    </h2>
    {entry && (
      <div class="columns">
        <Teaser entry={entry} language={language} picture="(min-width: 60rem) 24rem, 100vw" />
      </div>
    )}
  </aside>
);
