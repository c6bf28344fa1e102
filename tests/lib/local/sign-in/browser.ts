/** As much of a browser as signing in needs: it keeps cookies by path and follows redirects on its host. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  /** Opens an address, or sends a form to it; stops at a page, or at an address on another host. */
  async follow(url: string, form?: Record<string, string>): Promise<{ url: string; text: string }> {
    const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {};
    const headers = { cookie: this.#cookiesFor(new URL(url).pathname), accept: 'text/html' };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    const location = response.headers.get('location');
    if (location === null) return { url, text };
    const next = new URL(location, url);
    return next.host === new URL(url).host ? this.follow(next.href) : { url: next.href, text };
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const [name = '', value = ''] = pair.split('=');
    const path =
      attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice('path='.length) ?? '/';
    this.#cookies.set(`${name} ${path}`, { value: `${name}=${value}`, path });
  }

  #cookiesFor(path: string): string {
    const fitting = [...this.#cookies.values()].filter(
      (one) => path.startsWith(one.path) && !one.value.endsWith('='),
    );
    return fitting.map(({ value }) => value).join('; ');
  }
}
