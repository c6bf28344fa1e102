import type { ComponentChildren } from 'preact';
import { Footer } from './footer.tsx';
import { iconOf } from './icon.ts';
import { directionOf } from './languages.ts';
import { documentOf, markupOf, RawHtml } from './markup.tsx';
import { Masthead } from './masthead.tsx';
import { type About, PageHead } from './page-head.tsx';
import type { SiteConfig } from './site-config.ts';
import { stylesheetOf } from './stylesheet.ts';
import { PressLanguage, PressZone } from './when.tsx';

interface PageProps {
  config: SiteConfig;
  about: About;
  /** The front page has the press's name as its heading. */
  front?: boolean;
  /** The form by which readers subscribe stands in the page itself: the footer has none. */
  ownForm?: boolean;
  children: ComponentChildren;
}

/** The shell of every page: head, masthead, footer. No script, no inline style. */
export const Page = ({ config, about, front = false, ownForm = false, children }: PageProps) => {
  const frame = frameOf(config);
  return (
    <html lang={config.language} dir={directionOf(config.language)}>
      <PageHead config={config} about={about} assets={frame.assets} />
      <body>
        <a class="skip" href="#text">
          Skip to the text
        </a>
        <RawHtml
          as="header"
          class={front ? 'masthead front' : 'masthead'}
          html={front ? frame.frontTop : frame.top}
        />
        <main id="text">
          <PressLanguage.Provider value={config.language}>
            <PressZone.Provider value={config.timezone}>{children}</PressZone.Provider>
          </PressLanguage.Provider>
        </main>
        <RawHtml as="footer" class="footer" html={ownForm ? frame.formlessBottom : frame.bottom} />
      </body>
    </html>
  );
};

export const page = (props: PageProps): string => documentOf(<Page {...props} />);

interface Frame {
  top: string;
  frontTop: string;
  bottom: string;
  formlessBottom: string;
  assets: { stylesheet: string; icon: string };
}

/** What is the same on all pages of a press is rendered once. */
const frames = new WeakMap<SiteConfig, Frame>();

function frameOf(config: SiteConfig): Frame {
  const frame = frames.get(config) ?? {
    top: markupOf(<Masthead config={config} />),
    frontTop: markupOf(<Masthead config={config} front />),
    bottom: markupOf(<Footer config={config} />),
    formlessBottom: markupOf(<Footer config={config} withoutForm />),
    assets: { stylesheet: stylesheetOf(config.colours).name, icon: iconOf(config).name },
  };
  frames.set(config, frame);
  return frame;
}
