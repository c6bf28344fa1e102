/** The part of Trusted Types (W3C) that is used; what the policy makes is an object that markup sinks take. */
declare global {
  interface Window {
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createHTML(html: string): string },
      ): { createHTML(html: string): string };
    };
  }
}

/**
 * The one policy of the desk. What passes is never run: it is read into a document without scripts, or shown in a frame
 * whose sandbox allows none.
 */
const policy = window.trustedTypes?.createPolicy('desk', { createHTML: (html) => html });

const trusted = (html: string): string => policy?.createHTML(html) ?? html;

/** A document of its own, in which nothing is loaded and nothing runs. */
export const documentFrom = (html: string): Document =>
  new DOMParser().parseFromString(trusted(html), 'text/html');

export function showIn(frame: HTMLIFrameElement, html: string): void {
  frame.srcdoc = trusted(html);
}
