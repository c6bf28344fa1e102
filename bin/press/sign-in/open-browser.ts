import { spawn } from 'node:child_process';

const programs: Readonly<Record<string, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  // Windows' browser, from its Linux.
  wsl: ['rundll32.exe', 'url.dll,FileProtocolHandler'],
};

/** Opens an address in the person's browser, where there is one. Nothing is said when there is none: the address is
 *  printed, too. No shell reads the address. */
export function openBrowser(address: string): void {
  const platform = process.env.WSL_DISTRO_NAME ? 'wsl' : process.platform;
  const [program, ...first] = programs[platform] ?? ['xdg-open'];
  spawn(program, [...first, address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
