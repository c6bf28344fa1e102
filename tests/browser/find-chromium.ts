import { existsSync } from 'node:fs';

/** Where browsers of Chromium's family are installed, the plainest first. */
const installed: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
};

/**
 * The program of the browser that is installed on this machine; undefined where the one that comes as a package has to
 * do, which is built for Linux on x64 alone.
 * @throws Error where there is neither.
 */
export function findChromium(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const found = installed[platform]?.find(exists);
  if (found || hasPackagedChromium(platform, arch)) return found;
  throw new Error('The tests in a browser need one on this machine: install Chromium or Google Chrome.');
}

export const hasPackagedChromium = (platform: string, arch: string): boolean =>
  platform === 'linux' && arch === 'x64';
