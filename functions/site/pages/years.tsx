import { page } from '../../look/page.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { yearLink } from '../site-config.ts';

/** The years that have articles, the newest first. */
export interface YearsView {
  published: string[];
  written: string[];
}

export const yearsPage = (config: SiteConfig, { published, written }: YearsView): string =>
  page({
    config,
    about: { title: 'Every year', description: 'The archive by year.', path: '/archive/years/' },
    children: (
      <div class="list-page years-page">
        <header class="list-head">
          <h1>Every year</h1>
        </header>
        {published.length + written.length === 0 && <p class="nothing-yet">Nothing published yet.</p>}
        <Years title="Published in" years={published} of="years" />
        <Years title="Written in" years={written} of="written" />
      </div>
    ),
  });

const Years = ({ title, years, of }: { title: string; years: string[]; of: 'years' | 'written' }) =>
  years.length === 0 ? null : (
    <section class="years" aria-label={title}>
      <h2 class="rubric">{title}</h2>
      {decadesOf(years).map(([decade, ownYears]) => (
        <div class="decade" key={decade}>
          <h3>{decade}s</h3>
          <ul>
            {ownYears.map((year) => (
              <li key={year}>
                <a href={yearLink(of, year).href}>{year}</a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );

function decadesOf(years: string[]): [string, string[]][] {
  const decades = new Map<string, string[]>();
  for (const year of years) {
    const decade = `${year.slice(0, 3)}0`;
    decades.set(decade, [...(decades.get(decade) ?? []), year]);
  }
  return [...decades];
}
