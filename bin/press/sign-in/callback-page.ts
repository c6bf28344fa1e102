const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const safe = (text: string): string => text.replace(/[&<>"']/g, (one) => escapes[one] ?? one);

/** The paper's own colours (`look/colours.ts`), by day and by night. */
const style = `
  :root { color-scheme: light dark; font: 1.125rem/1.5 Georgia, 'Times New Roman', serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center;
    background: light-dark(#fbf9f4, #171512); color: light-dark(#1d1a16, #ece7dc); }
  main { box-sizing: border-box; width: min(32rem, 100% - 3rem); padding: 1.5rem 0 3rem;
    border-top: 6px solid light-dark(#b3261e, #d9574f); overflow-wrap: anywhere; }
  h1 { font-size: 2rem; line-height: 1.15; margin: 0 0 .75rem; }
  p { margin: 0 0 .75rem; }
`;

/** What the browser shows at the end of a sign-in. */
export const callbackPage = ({
  title,
  text,
  failed,
}: {
  title: string;
  text: string;
  failed?: boolean;
}): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title>
<style>${style}</style>
<main>
<h1>${safe(title)}</h1>
<p>${safe(text)}</p>
<p>${failed ? 'The terminal says how to go on.' : 'You may close this page and go back to the terminal.'}</p>
</main>
</html>
`;
