import { Problem } from '../runtime/problem.ts';
import type { HttpEvent } from '../runtime/request.ts';

const forms = ['GET', 'HEAD', 'POST'];

/** A page can be read; one with a form can be sent as well. Routes take any method: a template has room for 500 resources.
 *  @throws Problem 405. */
export function demandMethod(event: HttpEvent, what: 'page' | 'form'): void {
  const allowed = what === 'form' ? forms : forms.slice(0, 2);
  if (allowed.includes(event.requestContext.http.method)) return;
  const detail =
    what === 'form' ? 'This page can be read, and its form sent.' : 'This page can only be read.';
  throw new Problem(405, detail, { headers: { allow: allowed.join(', ') } });
}
