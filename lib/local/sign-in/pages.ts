import { escapeHtml as safe } from '../web/html.ts';
import type { Person } from './people.ts';

const style = `
  :root { color-scheme: light dark; font: 1.0625rem/1.5 Georgia, 'Times New Roman', serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
  main { width: min(26rem, 100% - 3rem); padding: 3rem 0; }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
  p { margin: 0 0 1.5rem; }
  button { display: block; width: 100%; padding: .9rem 1.1rem; margin: 0 0 .75rem; font: inherit; text-align: left;
    color: inherit; background: transparent; border: 1px solid GrayText; border-radius: 4px; cursor: pointer; }
  button:hover, button:focus-visible { border-color: #b3261e; outline: 1px solid #b3261e; }
  button small { display: block; opacity: .7; }
`;

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${safe(title)}</title>
<style>${style}</style>
<main>
<h1>${safe(title)}</h1>
${content}
</main>
</html>
`;

/** A button for each person who may sign in. */
export function signInPage(people: readonly Person[]): string {
  const buttons = people.map(
    ({ username, name, email, groups }) =>
      `<button name="username" value="${safe(username)}">${safe(name)}<small>${safe(`${groups.join(', ')} · ${email}`)}</small></button>`,
  );
  return page(
    'Who are you today?',
    `<p>This press runs on your own machine, so no password is asked. Pick one of its sample people.</p>
<form method="post">
${buttons.join('\n')}
</form>`,
  );
}

/** For a person who opens the address by hand. `discovery` is the path of the issuer's OpenID configuration. */
export const startPage = (discovery: string): string =>
  page(
    'Signing in begins elsewhere',
    `<p>A program that works for you sends you here, and takes you back when you have said who you are.</p>
<p>A program finds all it needs in the <a href="${safe(discovery)}">OpenID configuration</a>. On the command line
<code>press login</code> does; until then it acts as the editor, by the file <code>editor-token</code> in the press’s
folder.</p>`,
  );

export const errorPage = (text: string): string =>
  page(
    'Signing in did not work',
    `<p>${safe(text)}</p>\n<p>Go back to the page you came from and try once more.</p>`,
  );
