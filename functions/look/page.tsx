import type { ComponentChildren } from 'preact';
import { Footer } from './footer.tsx';
import { iconOf } from './icon.ts';
import { directionOf } from './languages.ts';
import { documentOf, Made, markupOf } from './markup.tsx';
import { Masthead } from './masthead.tsx';
import { type About, PageHead } from './page-head.tsx';
import type { Paper } from './paper.ts';
import { stylesheetOf } from './stylesheet.ts';

interface PageProps {
  paper: Paper;
  about: About;
  /** The front page carries the paper's name as its heading. */
  front?: boolean;
  children: ComponentChildren;
}

/** The shell of every page: what stands in the head, the masthead, the footer. No script, no inline style. */
export const Page = ({ paper, about, front = false, children }: PageProps) => {
  const frame = frameOf(paper);
  return (
    <html lang={paper.language} dir={directionOf(paper.language)}>
      <PageHead paper={paper} about={about} assets={frame.assets} />
      <body>
        <a class="skip" href="#text">
          Skip to the text
        </a>
        <Made
          as="header"
          class={front ? 'masthead front' : 'masthead'}
          html={front ? frame.frontTop : frame.top}
        />
        <main id="text">{children}</main>
        <Made as="footer" class="footer" html={frame.bottom} />
      </body>
    </html>
  );
};

export const page = (props: PageProps): string => documentOf(<Page {...props} />);

interface Frame {
  top: string;
  frontTop: string;
  bottom: string;
  assets: { stylesheet: string; icon: string };
}

/** What is the same on all pages of a paper is made once. */
const frames = new WeakMap<Paper, Frame>();

function frameOf(paper: Paper): Frame {
  const frame = frames.get(paper) ?? {
    top: markupOf(<Masthead paper={paper} />),
    frontTop: markupOf(<Masthead paper={paper} front />),
    bottom: markupOf(<Footer paper={paper} />),
    assets: { stylesheet: stylesheetOf(paper.colours).name, icon: iconOf(paper).name },
  };
  frames.set(paper, frame);
  return frame;
}
