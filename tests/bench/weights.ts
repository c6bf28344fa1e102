import { get } from 'node:http';

/** What goes over the wire, compressed as readers get it. */
export interface Weights {
  page: { bytes: number };
  /** What a reader's first page brings along: styles, icon, typefaces. */
  assets: { requests: number; bytes: number };
}

const pages = [
  '/',
  '/archive/',
  '/sections/work/',
  ...[1, 2, 3, 4, 5, 6].map((age) => `/articles/article-${age}/`),
];

export async function weightsOf(site: string): Promise<Weights> {
  const bodies = await Promise.all(pages.map((page) => weigh(`${site}${page}`)));
  const html = await (await fetch(`${site}/`)).text();
  const [styles = '', icon = ''] =
    /\/assets\/[^"]+\.css/.exec(html)?.concat(/\/assets\/[^"]+\.(?:svg|png|ico)/.exec(html) ?? []) ?? [];
  const css = await (await fetch(`${site}${styles}`)).text();
  // An upright and a headline face; the others are for italics and bold and come when they are met.
  const faces = [...new Set(css.match(/[\w/.-]+\.woff2/g))]
    .slice(0, 3)
    .map((face) => new URL(face, `${site}${styles}`).href);
  const assets = await Promise.all([`${site}${styles}`, `${site}${icon}`, ...faces].map(weigh));
  return {
    page: { bytes: Math.round(sum(bodies) / bodies.length) },
    assets: { requests: assets.length, bytes: sum(assets) },
  };
}

const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);

const weigh = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'br' } }, (answer) => {
      let bytes = 0;
      answer
        .on('data', (part) => {
          bytes += part.length;
        })
        .on('end', () => resolve(bytes));
    }).on('error', reject);
  });
