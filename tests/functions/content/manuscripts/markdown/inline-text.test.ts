import { expect, it } from 'vitest';
import { inlineText } from '../../../../../functions/content/manuscripts/markdown/inline-text.ts';

it.each([
  ['It was *1996*.', 'It was <em>1996</em>.', 'It was 1996.'],
  ['See [there](/articles/a/).', 'See <a href="/articles/a/">there</a>.', 'See there.'],
  ['See [there](https://a.example/).', 'See <a href="https://a.example/">there</a>.', 'See there.'],
  ['a < b & c', 'a &lt; b &amp; c', 'a < b & c'],
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
  ['<b onclick="a()">b</b>', undefined, '<b onclick="a()">b</b>'],
  ['[x](javascript:alert(1))', '[x](javascript:alert(1))', '[x](javascript:alert(1))'],
  ['[x](//evil.example)', '[x](//evil.example)', '[x](//evil.example)'],
  // A path of this press, where browsers would take a bare backslash for a slash.
  ['[x](/\\evil.example)', '<a href="/%5Cevil.example">x</a>', 'x'],
  ['[part one](part-one.md)', '[part one](part-one.md)', '[part one](part-one.md)'],
  ['# no heading', '# no heading', '# no heading'],
])('%j is safe to show', (source, html, text) => {
  const found = inlineText(source);
  if (html !== undefined) expect(found.html).toBe(html);
  expect(found.html).not.toMatch(/<(?!\/?(?:em|a|strong|code)\b)|javascript:[^a]/);
  expect(found.text).toBe(text);
});

it('has no pictures: their words lead to where they are', () => {
  expect(inlineText('![Steps](/media/a.png)').html).not.toContain('<img');
});
