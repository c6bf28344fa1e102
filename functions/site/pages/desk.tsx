import { deskNames } from 'desk:names';
import { iconOf } from '../../look/icon.ts';
import { documentOf } from '../../look/markup.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { stylesheetOf } from '../../look/stylesheet.ts';
import { hrefOf } from '../routes.ts';

/** The page on which the desk's script runs, in the paper's look. Its policy (lib/edge-policies.ts) allows no other. */
export const deskPage = (config: SiteConfig): string =>
  documentOf(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`Desk · ${config.title}`}</title>
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
        />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={`/assets/${stylesheetOf(config.colours).name}`} />
        {deskNames.filter(isStyle).map((name) => (
          <link key={name} rel="stylesheet" href={hrefOf({ page: 'asset', name })} />
        ))}
        <link rel="icon" href={`/assets/${iconOf(config).name}`} type="image/svg+xml" />
        {deskNames.filter(isScript).map((name) => (
          <script key={name} type="module" src={hrefOf({ page: 'asset', name })} />
        ))}
      </head>
      <body class="desk" data-press={config.title} data-language={config.language}>
        <noscript>
          <main>
            <h1>The desk needs scripts</h1>
            <p>Allow scripts for this page, or hand in on the command line.</p>
          </main>
        </noscript>
      </body>
    </html>,
  );

const isStyle = (name: string): boolean => name.endsWith('.css');
const isScript = (name: string): boolean => name.endsWith('.js');
