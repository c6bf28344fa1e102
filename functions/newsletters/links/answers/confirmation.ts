import { type PageReply, seeOther } from '../../../runtime/page-http.ts';
import type { Keys } from '../../../runtime/people/keys.ts';
import { confirmPath, leaveLink, leavePath, preferencesLink, preferencesPath } from '../../links.ts';
import { confirmedPage, expiredPage, type OwnLinks, requestPage } from '../../pages/link-pages.tsx';
import type { Person } from '../../person.ts';
import type { Press } from '../../press.ts';
import { type Deps as ConfirmDeps, confirmSubscription, showRequest } from '../confirm-subscription.ts';

export interface Deps extends ConfirmDeps {
  keys: Pick<Keys, 'sign'>;
  press: () => Promise<Press>;
}

/** What a confirmation link stands for, and its one button. */
export async function answerConfirmation(method: string, token: string, deps: Deps): Promise<PageReply> {
  const press = await deps.press();
  const path = confirmPath(token);
  const expired = { status: 410, open: true, html: expiredPage(press) };
  if (method === 'POST') {
    const outcome = await confirmSubscription(token, deps);
    return outcome === 'expired' ? expired : seeOther(path);
  }
  const found = await showRequest(token, deps);
  if (found.outcome === 'expired') return expired;
  if (found.outcome === 'open') return { status: 200, html: requestPage(press, found, path) };
  return { status: 200, html: confirmedPage(press, found.person, await linksOf(found.person, deps)) };
}

async function linksOf(person: Person | undefined, { keys }: Deps): Promise<OwnLinks | undefined> {
  if (!person) return undefined;
  const [preferences, leave] = await Promise.all([
    preferencesLink(keys, { person: person.id, version: person.version }),
    leaveLink(keys, person.id),
  ]);
  return { preferences: preferencesPath(preferences), leave: leavePath(leave) };
}
