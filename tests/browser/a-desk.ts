import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Somebody at the desk, in a browser of their own, and everything that went wrong in it. */
export interface AtDesk {
  page: Page;
  context: BrowserContext;
  /** Errors of the console, scripts that fail, and what the page's policies refuse. */
  wrongs: string[];
}

export interface DeskOptions {
  width?: number;
  colorScheme?: 'light' | 'dark';
  /** One of the sample people, or nobody. */
  who?: 'edda' | 'wim';
}

/** Opens the desk in a new browser profile. */
export async function openDesk(
  browser: Browser,
  site: string,
  { width = 1280, colorScheme = 'light', who }: DeskOptions = {},
): Promise<AtDesk> {
  const viewport = { width, height: width < 500 ? 844 : 900 };
  const context = await browser.newContext({ viewport, colorScheme, baseURL: site });
  const at = await openTab(context);
  if (who) await signIn(at.page, who);
  return at;
}

/** Another tab of the same profile. */
export async function openTab(context: BrowserContext, hash = ''): Promise<AtDesk> {
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrongs.push(message.text()));
  page.on('pageerror', (error) => wrongs.push(error.message));
  await page.goto(`/desk/${hash}`);
  return { page, context, wrongs };
}

/** As a person does: by the button, and on the sign-in's own page, unless that still knows them. */
export async function signIn(page: Page, who: 'edda' | 'wim'): Promise<void> {
  await page.getByRole('button', { name: /^Sign in/ }).click();
  const person = page.locator(`button[value=${who}]`);
  const inside = page.getByRole('button', { name: 'Sign out' });
  await person.or(inside).waitFor();
  if (await person.isVisible()) await person.click();
  await inside.waitFor();
}

/** Drops files on the page, as the system's file manager does: name → text. */
export async function drop(page: Page, files: Record<string, string | Buffer>): Promise<void> {
  const list = Object.entries(files).map(([name, content]) => [
    name,
    Buffer.from(content).toString('base64'),
  ]);
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name = '', content = ''] of all) {
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, list);
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

/** What keeps people out: WCAG's rules as far as axe knows them, and what is wider than the window. */
export async function hindrances({ page, wrongs }: AtDesk): Promise<string[]> {
  // Past the page's policy, which takes no script that is not its own.
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    'axe.run({ iframes: false, rules: { "target-size": { enabled: true } } })',
  );
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
  const width = page.viewportSize()?.width ?? 0;
  return [
    ...found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    ...(wide > width ? [`${wide} pixels wide`] : []),
    ...wrongs,
  ];
}
