import { SignUpForm } from './sign-up-form.tsx';
import type { SiteConfig } from './site-config.ts';

/** @param withoutForm On pages whose own text is the form. */
export const Footer = ({ config, withoutForm }: { config: SiteConfig; withoutForm?: boolean }) => (
  <div class="colophon">
    <p class="paper-name">
      <a href="/">{config.title}</a>
    </p>
    <nav aria-label="About this paper">
      <ul>
        {config.pages.map(({ name, href }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
        <li>
          <a href="/events/">Events</a>
        </li>
        <li>
          <a href="/archive/years/">Every year</a>
        </li>
        <li>
          <a href="/feed.xml">Atom feed</a>
        </li>
      </ul>
    </nav>
    {!withoutForm && <SignUpForm id="footer-email" page="footer" short label={`${config.title} by mail`} />}
    {config.imprint && <p class="imprint">{config.imprint}</p>}
    {config.licence && <p class="licence">Unless an article says otherwise: {config.licence}.</p>}
  </div>
);
