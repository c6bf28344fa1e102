import { page } from '../../look/page.tsx';
import type { SiteConfig } from '../../look/site-config.ts';

/** What a reader is told where no page stands. */
export interface MissingView {
  title: string;
  text: string;
  /** The editors' own words. */
  reason?: string;
}

export const missingPage = (config: SiteConfig, { title, text, reason }: MissingView): string =>
  page({
    config,
    about: { title },
    children: (
      <div class="missing">
        <h1>{title}</h1>
        <p>{text}</p>
        {reason && <blockquote>{reason}</blockquote>}
        <p class="onward">
          <a href="/">The front page</a>
          <a href="/archive/">Everything we have published</a>
        </p>
      </div>
    ),
  });
