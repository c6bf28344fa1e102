import type { Paper } from './paper.ts';

export const Footer = ({ paper }: { paper: Paper }) => (
  <div class="colophon">
    <p class="paper-name">
      <a href="/">{paper.title}</a>
    </p>
    <nav aria-label="About this paper">
      <ul>
        {paper.pages.map(({ name, href }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
        <li>
          <a href="/archive/years/">Every year</a>
        </li>
        <li>
          <a href="/feed.xml">Atom feed</a>
        </li>
      </ul>
    </nav>
    {paper.imprint && <p class="imprint">{paper.imprint}</p>}
    {paper.licence && <p class="licence">Unless an article says otherwise: {paper.licence}.</p>}
  </div>
);
