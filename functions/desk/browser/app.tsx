import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { resumeRun } from './hand-in/run.ts';
import { hashOf, type Route, route } from './routes.ts';
import type { Identity } from './sign-in/identity.ts';
import { session } from './sign-in/session.ts';
import { SignOut } from './sign-in/sign-out.tsx';
import { SignedOut, SignInAgain } from './sign-in/signed-out.tsx';
import { useStore } from './store.ts';
import { View, viewsFor } from './views.tsx';

/** The whole desk: its head, and one view. */
export const App = () => {
  const known = useStore(session);
  useEffect(keepDropsFromLeading, []);
  if (known.state === 'starting') return <Frame>{null}</Frame>;
  if (known.state === 'signed-out')
    return (
      <Frame>
        <SignedOut problem={known.problem} />
      </Frame>
    );
  return (
    <Frame identity={known.identity}>
      {known.state === 'ended' && <SignInAgain />}
      <Views identity={known.identity} />
    </Frame>
  );
};

/** A file that is dropped beside its place would be opened by the browser instead of the desk, and the view be lost. */
function keepDropsFromLeading(): () => void {
  const stay = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  for (const name of ['dragover', 'drop'] as const) document.addEventListener(name, stay);
  return () => {
    for (const name of ['dragover', 'drop'] as const) document.removeEventListener(name, stay);
  };
}

const Views = ({ identity }: { identity: Identity }) => {
  const shown = useStore(route);
  const heading = useRef<HTMLElement>(null);
  const address = hashOf(shown);
  const first = useRef(address);
  useEffect(() => {
    document.title = `${nameOf(shown)} · ${document.body.dataset.press}`;
  }, [shown]);
  useEffect(() => void resumeRun(identity.by), [identity.by]);
  // Who goes to another view with the keyboard or hears it read begins at its head.
  useEffect(() => {
    if (address === first.current) return;
    first.current = '';
    heading.current?.focus();
    scrollTo(0, 0);
  }, [address]);
  return (
    <main id="text" ref={heading} tabIndex={-1}>
      <View key={address} route={shown} identity={identity} />
    </main>
  );
};

const Frame = ({ identity, children }: { identity?: Identity; children: ComponentChildren }) => (
  <>
    <button type="button" class="skip" onClick={() => document.getElementById('text')?.focus()}>
      Skip to the text
    </button>
    <header class="desk-head">
      <p class="paper-name">
        <a href="/" target="_blank" rel="noopener" title="The paper, in another tab">
          {document.body.dataset.press}
        </a>
      </p>
      {identity && <Ways identity={identity} />}
      {identity && <SignOut identity={identity} />}
    </header>
    {children}
  </>
);

const Ways = ({ identity }: { identity: Identity }) => {
  const shown = useStore(route);
  return (
    <nav class="desk-ways" aria-label="Desk">
      <ul>
        {viewsFor(identity).map(({ to, name }) => (
          <li key={name}>
            <a href={hashOf(to)} aria-current={isBelow(shown, to) ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** As the browser's tab and history name it. */
function nameOf(shown: Route): string {
  switch (shown.view) {
    case 'hand-in':
      return 'Hand in';
    case 'write':
      return 'Write';
    case 'documents':
      return 'Documents';
    case 'document':
      return shown.slug;
  }
}

const isBelow = (shown: Route, { view }: Route): boolean =>
  shown.view === view || (shown.view === 'document' && view === 'documents');
