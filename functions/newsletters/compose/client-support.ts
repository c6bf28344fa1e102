/*
 * What the text of a newsletter can hold and some mail programs drop, by the data of caniemail.com; a test compares the two.
 * What becomes something else on its way into a mail (`mail-body.ts`) is none of it.
 */

export interface Unsupported {
  /** Name of the feature at caniemail.com. */
  feature: string;
  /** Finds it in a stored body. */
  pattern: RegExp;
  clients: readonly string[];
  /** What becomes of it there, and the way out: follows the names of the clients. */
  text: string;
}

export const unsupported: readonly Unsupported[] = [
  {
    feature: 'html-ruby',
    pattern: /<ruby[\s>]/,
    clients: ['Gmail', 'Outlook'],
    text: 'show the reading of characters (ruby) behind them, not above. Put it in brackets (rp) in between.',
  },
  {
    feature: 'html-bdi',
    pattern: /<bdi[\s>]/,
    clients: ['Gmail', 'Outlook', 'Yahoo Mail'],
    text: 'do not know bdi: names of the other direction can stand in the wrong place. Use a span with dir.',
  },
  {
    feature: 'html-abbr',
    pattern: /<abbr [^>]*title=/,
    clients: ['Outlook', 'Yahoo Mail'],
    text: 'do not say what an abbreviation stands for. Write it out where it comes first.',
  },
  {
    feature: 'html-dfn',
    pattern: /<dfn [^>]*title=/,
    clients: ['Outlook'],
    text: 'does not show the title of a defined word (dfn). Write it out.',
  },
  {
    feature: 'html-wbr',
    pattern: /<wbr/,
    clients: ['Gmail', 'Outlook'],
    text: 'do not know where a long word may be broken (wbr), and break it anywhere.',
  },
  {
    feature: 'html-lists',
    pattern: /<ol [^>]*reversed/,
    clients: ['Gmail', 'Outlook', 'Yahoo Mail'],
    text: 'count a reversed list upwards. Write its numbers as words.',
  },
  {
    feature: 'html-anchor-links',
    pattern: /<a (?![^>]*role="doc-)[^>]*href="#/,
    clients: ['Gmail', 'Outlook', 'Yahoo Mail', 'Samsung Email'],
    text: 'do not follow links within a mail: they lead to the page in the web archive instead, and without one they are words.',
  },
  {
    feature: 'image-gif',
    pattern: /<img [^>]*src="[^"]*\.gif"/,
    clients: ['Outlook'],
    text: 'shows the first frame of a moving picture alone. It should say all that matters.',
  },
];
