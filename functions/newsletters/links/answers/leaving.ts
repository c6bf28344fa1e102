import * as z from 'zod/mini';
import { formBody } from '../../../runtime/forms.ts';
import type { PageReply } from '../../../runtime/page-http.ts';
import type { HttpEvent } from '../../../runtime/request.ts';
import { leavePath } from '../../links.ts';
import { gonePage, leavePage, leftPage, thanksPage, unknownLeavePage } from '../../pages/leave-pages.tsx';
import {
  hasSomething,
  keepReason,
  type Deps as LeaveDeps,
  leaveNewsletters,
  ownerOf,
} from '../leave-newsletters.ts';

export interface Deps extends LeaveDeps {
  /** Counts it for the issue in which the link stood; never rejects. */
  countLeave: (link: string) => Promise<void>;
}

/**
 * The page of a leave link and its button. Mail programs press it for the reader (RFC 8058): whatever they post, from
 * wherever and however often, it is answered with 200 and never leads on.
 */
export async function answerLeaving(event: HttpEvent, link: string, deps: Deps): Promise<PageReply> {
  const press = await deps.press();
  if (event.requestContext.http.method === 'POST') return take(event, link, deps);
  const owner = await ownerOf(link, deps);
  if (owner.outcome === 'unknown') return { status: 404, html: unknownLeavePage(press) };
  if (owner.outcome !== 'known') return { status: 200, html: gonePage(press) };
  const { person } = owner;
  return {
    status: 200,
    html: hasSomething(person) ? leavePage(press, person, leavePath(link)) : leftPage(press),
  };
}

async function take(event: HttpEvent, link: string, deps: Deps): Promise<PageReply> {
  const outcome = await leaveNewsletters(link, deps);
  const press = await deps.press();
  if (outcome === 'unknown') return { status: 404, html: unknownLeavePage(press) };
  if (outcome === 'gone') return { status: 200, html: gonePage(press) };
  await deps.countLeave(link);
  const reason = await reasonIn(event);
  if (reason === undefined) return { status: 200, html: leftPage(press, leavePath(link)) };
  await keepReason(link, reason, deps);
  return { status: 200, html: thanksPage(press) };
}

const form = z.object({ reason: z.optional(z.string()) });

/** Whatever a mail program sends is no reason to refuse it. */
const reasonIn = async (event: HttpEvent): Promise<string | undefined> =>
  formBody(event, form).then(
    ({ reason }) => reason,
    () => undefined,
  );
