import { escapeHtml as safe } from '../web/html.ts';
import { fateOf, messageHeaders } from './feedback.ts';
import type { Mail, Pair } from './mail-store.ts';
import { bareAddress } from './message-limits.ts';

const style = `
  :root { color-scheme: light dark; --accent: light-dark(#b3261e, #e5716a); --rule: light-dark(#d8d3c7, #45403a);
    font: 1.0625rem/1.5 Georgia, 'Times New Roman', serif;
    background: light-dark(#fbf9f4, #171512); color: light-dark(#1d1a16, #ece7dc); }
  body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; overflow-wrap: anywhere; }
  header { border-top: 4px solid var(--accent); padding-top: .75rem; }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
  h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
  a { color: var(--accent); }
  form { margin-bottom: 1rem; }
  ol { list-style: none; margin: 0; padding: 0; }
  li { border-top: 1px solid var(--rule); padding: .6rem 0; }
  li a { display: block; font-weight: bold; }
  small, dt { opacity: .8; font-size: .9375rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
  dd { margin: 0; }
  pre { white-space: pre-wrap; font: inherit; border-left: 4px solid var(--rule); padding-left: 1rem; margin: 0; }
  iframe { width: 100%; height: min(36rem, 70vh); resize: vertical; border: 1px solid var(--rule); background: #fff; }
  input, button { font: inherit; padding: .4rem .6rem; max-width: 100%; box-sizing: border-box; }
  @media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
`;

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${safe(title)}</title>
<style>${style}</style>
<header><h1>${safe(title)}</h1></header>
<main>
${content}
</main>
</html>
`;

/** The path of a mail's page. */
const pathOf = ({ messageId }: Mail): string => `/mails/${encodeURIComponent(messageId)}`;

const moment = (at: number): string => {
  const iso = new Date(at).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
};

/** A page of the list, newest first; `older` is the address of the next one. */
export function listPage(mails: readonly Mail[], to: string | undefined, older: string | undefined): string {
  const items = mails.map(
    (mail) => `<li><a href="${pathOf(mail)}">${safe(mail.subject)}</a>
<small>${moment(mail.at)} · to ${safe(recipients(mail).join(', '))}${safe(remark(mail))}</small></li>`,
  );
  const none = to === undefined ? 'No mail has been sent yet.' : `No mail to ${to}.`;
  return page(
    to === undefined ? 'Mail' : `Mail to ${to}`,
    `<form><label>To <input type="search" name="to" size="32" value="${safe(to ?? '')}"></label> <button>Show</button></form>
${items.length ? `<ol>\n${items.join('\n')}\n</ol>` : `<p>${safe(none)}</p>`}
${older === undefined ? '' : `<p><a href="${safe(older)}">Older mail</a></p>`}
<p><small>Mail of this press stays on this machine: nothing here was sent to anybody.</small></p>`,
  );
}

/** One mail with everything that travels with it. */
export function mailPage(mail: Mail): string {
  const at = pathOf(mail);
  const files = mail.attachments.map(
    ({ filename, contentType, size }, number) =>
      `<li><a href="${at}/attachments/${number}">${safe(filename)}</a> <small>${safe(contentType)}, ${size} bytes</small></li>`,
  );
  return page(
    mail.subject,
    `<p><a href="/">All mail</a></p>
<dl>
<dt>Sent</dt><dd>${moment(mail.at)}${safe(remark(mail))}</dd>
${definitions([...messageHeaders(mail, mail.subject), ...blindCopies(mail)])}
</dl>
${mail.html === undefined ? '' : `<h2>HTML</h2>\n<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="${at}/html"></iframe>`}
${mail.text === undefined ? '' : `<h2>Text</h2>\n<pre>${withLinks(mail.text)}</pre>`}
${files.length ? `<h2>Attachments</h2>\n<ol>\n${files.join('\n')}\n</ol>` : ''}
${list('Headers', mail.headers)}
${list('Tags', [...setOf(mail), ...mail.tags])}
<p><small>${safe(mail.messageId)}</small></p>`,
  );
}

/** The HTML part as a document of its own: its links open beside the inbox. */
export const htmlPart = (html: string): string =>
  /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;

const base = '<base target="_blank">';

export const missingPage = (): string =>
  page('No such mail', '<p>It may have been cleared. <a href="/">All mail</a></p>');

const recipients = ({ to, cc, bcc }: Mail): string[] => [...to, ...cc, ...bcc];

const fateWords = {
  bounced: 'bounced',
  complained: 'complained of',
  answered: 'answered by a machine',
  'on-list': 'bounced',
};

/** What became of a mail at the addresses of the mailbox simulator. */
function remark(mail: Mail): string {
  const fates = new Set(recipients(mail).map((address) => fateOf(bareAddress(address))));
  const words = [...fates].flatMap((fate) => (fate === 'delivered' ? [] : fateWords[fate]));
  return words.length ? ` · ${words.join(', ')}` : '';
}

const blindCopies = ({ bcc }: Mail): Pair[] => (bcc.length ? [{ name: 'Bcc', value: bcc.join(', ') }] : []);

const setOf = ({ configurationSet }: Mail): Pair[] =>
  configurationSet === undefined ? [] : [{ name: 'ses:configuration-set', value: configurationSet }];

const definitions = (pairs: readonly Pair[]): string =>
  pairs.map(({ name, value }) => `<dt>${safe(name)}</dt><dd>${safe(value)}</dd>`).join('\n');

const list = (title: string, pairs: readonly Pair[]): string =>
  pairs.length ? `<h2>${title}</h2>\n<dl>\n${definitions(pairs)}\n</dl>` : '';

const withLinks = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((part, at) => (at % 2 ? `<a href="${safe(part)}">${safe(part)}</a>` : safe(part)))
    .join('');
