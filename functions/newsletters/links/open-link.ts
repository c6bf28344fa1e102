import type { PageReply } from '../../runtime/page-http.ts';
import { Problem } from '../../runtime/problem.ts';
import { type HttpEvent, pathPart } from '../../runtime/request.ts';
import { answerChange } from './answers/change.ts';
import { answerConfirmation, type Deps as ConfirmDeps } from './answers/confirmation.ts';
import { answerLeaving, type Deps as LeaveDeps } from './answers/leaving.ts';
import { answerPreferences } from './answers/preferences.ts';
import type { Deps as PreferencesDeps } from './set-preferences.ts';
import type { Deps as ChangeDeps } from './use-link.ts';

export type Deps = ConfirmDeps & LeaveDeps & PreferencesDeps & ChangeDeps;

/** Answers at `/newsletters/{what}/{link}`. @throws Problem 404 for another `what`, 405 for another method. */
export async function openLink(event: HttpEvent, deps: Deps): Promise<PageReply> {
  const { method } = event.requestContext.http;
  const [, , what] = event.rawPath.split('/');
  const link = pathPart(event, 'link');
  if (!['GET', 'HEAD', 'POST'].includes(method))
    throw new Problem(405, 'This page can be read, and its form sent.', {
      headers: { allow: 'GET, HEAD, POST' },
    });
  switch (what) {
    case 'confirm':
      return answerConfirmation(method, link, deps);
    case 'leave':
      return answerLeaving(event, link, deps);
    case 'preferences':
      return answerPreferences(event, link, deps);
    case 'change':
      return answerChange(method, link, deps);
    default:
      throw new Problem(404, 'There is nothing at this address.');
  }
}
