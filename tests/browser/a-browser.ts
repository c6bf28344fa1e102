import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** A real Chromium: the one on this machine, or else the one that comes as a package with its own libraries. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium() ?? (await packaged());
  // Root in a container may not sandbox, and a closed network must not be asked for updates.
  const args = [
    '--no-sandbox',
    '--no-zygote',
    '--disable-gpu',
    '--disable-background-networking',
    '--headless=shell',
  ];
  return chromium.launch({ executablePath, args });
}

async function packaged(): Promise<string> {
  // Read when the package is imported: it then unpacks the system libraries that a bare machine lacks.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: package_ } = await import('@sparticuz/chromium');
  return package_.executablePath();
}

/** Opens a page at a size and remembers everything that went wrong in it. */
export async function visit(
  browser: Browser,
  url: string,
  width: number,
): Promise<{ page: Page; wrongs: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const wrongs: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrongs.push(message.text()));
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('requestfailed', (request) => wrongs.push(`${request.url()} did not load`));
  await page.goto(url);
  return { page, wrongs };
}
