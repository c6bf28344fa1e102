import { expect, it } from 'vitest';
import { listPage } from '../../../functions/newsletters/pages/list-page.tsx';
import { newslettersPage, sentPage } from '../../../functions/newsletters/pages/sign-up-pages.tsx';
import { pressOf } from '../../../functions/newsletters/press.ts';
import { pressWithLists, site } from './a-newsroom.ts';

const press = pressOf(pressWithLists, site);
const forms = (html: string) => html.match(/<form\b/g)?.length ?? 0;

it('have one form where it is what they are for, and the footer’s elsewhere', () => {
  const [list] = press.lists;
  if (!list) throw new Error('There is no list');
  for (const html of [newslettersPage(press), listPage(press, { list, issues: [] })]) {
    expect(forms(html)).toBe(1);
    expect(html).not.toContain('footer-email');
  }
  expect(sentPage(press)).toContain('footer-email');
});
