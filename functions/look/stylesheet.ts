import { hash } from 'node:crypto';
import { type Colours, dayPalette, nightPalette, type Palette } from './colours.ts';
import { faceRules } from './faces.ts';
import article from './styles/article.css';
import attachedFile from './styles/attached-file.css';
import authorCard from './styles/author-card.css';
import base from './styles/base.css';
import books from './styles/books.css';
import bulletins from './styles/bulletins.css';
import eventBox from './styles/event-box.css';
import events from './styles/events.css';
import forms from './styles/forms.css';
import front from './styles/front.css';
import lists from './styles/lists.css';
import masthead from './styles/masthead.css';
import print from './styles/print.css';
import seriesBox from './styles/series-box.css';

export interface Asset {
  /** Carries the start of the content's SHA-256, so that it never changes under its name. */
  name: string;
  type: string;
  body: string | Uint8Array;
}

const cache = new Map<string, Asset>();

/** The styles of every page, in the press's colours. */
export function stylesheetOf(colours: Colours): Asset {
  const key = JSON.stringify(colours);
  const asset = cache.get(key) ?? build(colours);
  cache.set(key, asset);
  return asset;
}

function build(colours: Colours): Asset {
  const light = `:root{color-scheme:light dark;${tokens(dayPalette(colours))}}`;
  const dark = `@media screen and (prefers-color-scheme:dark){:root{${tokens(nightPalette(colours))}}}`;
  const body = [
    faceRules(),
    light,
    dark,
    ...[
      base,
      masthead,
      front,
      lists,
      article,
      attachedFile,
      forms,
      eventBox,
      events,
      seriesBox,
      authorCard,
      books,
      bulletins,
      print,
    ].map(minified),
  ].join('\n');
  return { name: hashedName('paper', 'css', body), type: 'text/css; charset=utf-8', body };
}

export const hashedName = (name: string, extension: string, body: string): string =>
  `${name}-${hash('sha256', body).slice(0, 10)}.${extension}`;

const tokens = ({ paper, ink, accent, accentText, onAccent }: Palette): string =>
  `--paper:${paper};--ink:${ink};--accent:${accent};--accent-text:${accentText};--on-accent:${onAccent};`;

/** Without comments and indents: a third smaller. */
const minified = (css: string): string =>
  css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\n\s*/g, '\n')
    .trim();
