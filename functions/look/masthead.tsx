import type { SiteConfig } from './site-config.ts';

export const Masthead = ({ config, front = false }: { config: SiteConfig; front?: boolean }) => (
  <>
    <div class="nameplate">
      {front ? (
        <h1 class="paper-name">{config.title}</h1>
      ) : (
        <p class="paper-name">
          <a href="/" rel="home">
            {config.title}
          </a>
        </p>
      )}
      {config.strapline && <p class="strapline">{config.strapline}</p>}
    </div>
    <nav class="sections" aria-label="Sections">
      <ul>
        {config.sections.map(({ name, href }) => (
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
