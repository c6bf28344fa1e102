import type { Entry } from '../../content/contract/lists.ts';
import { markupOf } from '../../look/markup.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { PressLanguage, PressZone } from '../../look/when.tsx';
import { Teaser } from './teaser.tsx';

/** Readers do not have the text yet, they have it, or they have a newer one. */
export type PreviewState = 'waiting' | 'present' | 'older';

interface NoticeProps {
  /** How lists will show it. */
  entry?: Entry | undefined;
  config: SiteConfig;
  state: PreviewState;
}

/** The page with a word above it that it is a preview, and how lists will show it. Search engines leave it out. */
export const previewed = (html: string, notice: NoticeProps): string =>
  html
    .replace('<head>', (head) => `${head}<meta name="robots" content="noindex"/>`)
    .replace('<main id="text">', (main) => main + markupOf(<Notice {...notice} />));

const headings = {
  waiting: 'Preview: readers do not see this yet',
  present: 'Preview: this is what readers see',
  older: 'Preview of an older version: readers see a newer one',
} as const satisfies Record<PreviewState, string>;

const Notice = ({ entry, config: { language, timezone }, state }: NoticeProps) => (
  <PressLanguage.Provider value={language}>
    <PressZone.Provider value={timezone}>
      <aside class="preview-notice" aria-labelledby="preview">
        <h2 id="preview" class="rubric">
          {headings[state]}
        </h2>
        {entry && (
          <div class="columns">
            <Teaser entry={entry} language={language} picture="(min-width: 60rem) 24rem, 100vw" />
          </div>
        )}
      </aside>
    </PressZone.Provider>
  </PressLanguage.Provider>
);
