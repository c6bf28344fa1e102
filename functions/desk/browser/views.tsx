import { Document } from './documents/document.tsx';
import { Documents } from './documents/documents.tsx';
import { HandIn } from './hand-in/hand-in.tsx';
import type { Route } from './routes.ts';
import type { Identity } from './sign-in/identity.ts';
import { Write } from './write/write.tsx';

/** The views that somebody has something to do in, in the order of the head. */
export function viewsFor({ roles }: Identity): { to: Route; name: string }[] {
  const mayHandIn = roles.has('editor') || roles.has('writer');
  if (!mayHandIn) return [];
  return [
    { to: { view: 'hand-in' }, name: 'Hand in' },
    { to: { view: 'write' }, name: 'Write' },
    { to: { view: 'documents' }, name: 'Documents' },
  ];
}

export const View = ({ route, identity }: { route: Route; identity: Identity }) => {
  if (!viewsFor(identity).length) return <NothingHere identity={identity} />;
  switch (route.view) {
    case 'hand-in':
      return <HandIn identity={identity} />;
    case 'write':
      return <Write identity={identity} textKey={route.key} line={route.line} />;
    case 'documents':
      return <Documents identity={identity} />;
    case 'document':
      return <Document slug={route.slug} identity={identity} />;
  }
};

const NothingHere = ({ identity: { name, roles } }: { identity: Identity }) => (
  <section class="notice">
    <h1>Nothing for you here yet</h1>
    <p>
      {roles.size
        ? `${name}, what you may do has no place on the desk yet: the command line has it.`
        : `${name}, you are signed in and belong to no group of this press. Whoever looks after it adds you to its editors or writers.`}
    </p>
  </section>
);
