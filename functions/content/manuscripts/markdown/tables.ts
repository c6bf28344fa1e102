import type { Token } from 'markdown-it';

/** Alignment as a class, since the site's policy allows no styles in the text; headings say what they head. */
export function tidyTables(tokens: Token[]): void {
  for (const token of tokens) {
    if (token.type === 'th_open') token.attrSet('scope', 'col');
    if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token);
    if (token.type === 'table_open')
      wrapped(token, '<div class="table" role="region" aria-label="Table" tabindex="0">', '');
    if (token.type === 'table_close') wrapped(token, '', '</div>\n');
  }
}

function alignByClass(token: Token): void {
  const side = /^text-align:\s*(\w+)$/.exec(String(token.attrGet('style') ?? ''))?.[1];
  token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
  if (side) token.attrSet('class', `align-${side}`);
}

/** A wide table scrolls in a box of its own, also by keyboard. */
function wrapped(token: Token, before: string, after: string): void {
  const html = token.nesting === 1 ? '<table>\n' : '</table>\n';
  token.type = 'html_block';
  token.content = `${before}${html}${after}`;
}
