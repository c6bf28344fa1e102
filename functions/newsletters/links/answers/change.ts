import { type PageReply, seeOther } from '../../../runtime/page-http.ts';
import { changePath } from '../../links.ts';
import { answeredPage, expiredPage, questionPage } from '../../pages/link-pages.tsx';
import { type Deps, showLink, useLink } from '../use-link.ts';

/** What a one-time link of the preferences does, and its one button. */
export async function answerChange(method: string, token: string, deps: Deps): Promise<PageReply> {
  if (method === 'POST') return use(token, deps);
  const press = await deps.press();
  const found = await showLink(token, deps);
  if (found.outcome === 'expired' || found.token.action === 'confirm') return expired(deps);
  const { action } = found.token;
  const isOpen = found.outcome === 'open';
  return {
    status: 200,
    html: isOpen ? questionPage(press, action, changePath(token)) : answeredPage(press, action),
  };
}

async function use(token: string, deps: Deps): Promise<PageReply> {
  const used = await useLink(token, deps);
  switch (used.outcome) {
    case 'expired':
      return expired(deps);
    case 'exported':
      return { status: 200, html: JSON.stringify(used.everything, null, 2), headers: asFile };
    case 'erased':
      return { status: 200, html: answeredPage(await deps.press(), 'erase') };
    default:
      return seeOther(changePath(token));
  }
}

const expired = async ({ press }: Deps): Promise<PageReply> => ({
  status: 410,
  open: true,
  html: expiredPage(await press()),
});

const asFile = {
  'content-type': 'application/json; charset=utf-8',
  'content-disposition': 'attachment; filename="what-we-know.json"',
};
