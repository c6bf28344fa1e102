import type { Paper } from './paper.ts';

export const Masthead = ({ paper, front = false }: { paper: Paper; front?: boolean }) => (
  <>
    <div class="nameplate">
      {front ? (
        <h1 class="paper-name">{paper.title}</h1>
      ) : (
        <p class="paper-name">
          <a href="/" rel="home">
            {paper.title}
          </a>
        </p>
      )}
      {paper.strapline && <p class="strapline">{paper.strapline}</p>}
    </div>
    <nav class="sections" aria-label="Sections">
      <ul>
        {paper.sections.map(({ name, href }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
        <li class="archive">
          <a href="/archive/">Archive</a>
        </li>
      </ul>
    </nav>
  </>
);
