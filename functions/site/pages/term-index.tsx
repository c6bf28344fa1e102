import type { TermKind } from '../../content/contract/lists.ts';
import { page } from '../../look/page.tsx';
import type { Link, SiteConfig } from '../../look/site-config.ts';
import { hrefOf } from '../routes.ts';

/** One page of the index of the names of a kind. */
export interface TermIndexView {
  kind: TermKind;
  /** In the order of their slugs. */
  links: (Link & { slug: string })[];
  /** On a later page, the slug that opens it. */
  from?: string;
  /** The slug that opens the next page. */
  next?: string;
}

export function termIndexPage(config: SiteConfig, { kind, links, from, next }: TermIndexView): string {
  const title = termIndexTitle(kind);
  const isShort = from === undefined && next === undefined && links.length < fewestUnderLetters;
  const since = from === undefined ? undefined : `from “${links[0]?.name}” on`;
  return page({
    config,
    about: {
      title: since ? `${title}, ${since}` : title,
      description: intros[kind],
      path: hrefOf({ page: 'term-index', kind, from }),
    },
    children: (
      <div class="list-page index-page">
        <header class="list-head">
          <h1>{title}</h1>
          <p class="list-intro">{since ? capital(since) : intros[kind]}</p>
          <p class="list-links">
            <a href={hrefOf({ page: 'list', list: 'all' })}>Everything we have published</a>
          </p>
        </header>
        {isShort ? (
          <Names links={links} class="index-names" />
        ) : (
          byInitial(links).map(([initial, own]) => (
            <section class="index-group" key={initial} aria-label={initial}>
              <h2>{initial}</h2>
              <Names links={own} />
            </section>
          ))
        )}
        {(from !== undefined || next !== undefined) && (
          <nav class="onward" aria-label="Pages of this index">
            {from !== undefined && <a href={hrefOf({ page: 'term-index', kind })}>From the first</a>}
            {next !== undefined && (
              <a href={hrefOf({ page: 'term-index', kind, from: next })} rel="next">
                Further on
              </a>
            )}
          </nav>
        )}
      </div>
    ),
  });
}

const Names = ({ links, class: name }: { links: Link[]; class?: string }) => (
  <ul class={name}>
    {links.map((link) => (
      <li key={link.href}>
        <a href={link.href}>
          <bdi>{link.name}</bdi>
        </a>
      </li>
    ))}
  </ul>
);

/** Fewer names are seen at a glance. */
const fewestUnderLetters = 12;

export const termIndexTitle = (kind: TermKind): string => (kind === 'serials' ? 'Bulletins' : capital(kind));

const intros: Partial<Record<TermKind, string>> = {
  sections: 'The sections of this paper.',
  tags: 'What our articles are about.',
  authors: 'Everyone who has written here.',
  series: 'Articles that belong together.',
  serials: 'What comes out in numbers.',
};

/** The groups follow the order of the names; figures stand together. */
function byInitial(links: TermIndexView['links']): [string, TermIndexView['links']][] {
  const groups = new Map<string, TermIndexView['links']>();
  for (const link of links) {
    const [first = ''] = link.slug;
    const initial = /\d/.test(first) ? '0–9' : first.toUpperCase();
    groups.set(initial, [...(groups.get(initial) ?? []), link]);
  }
  return [...groups];
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
