import { useState } from 'preact/hooks';
import { beginSignIn } from './session.ts';

/** Where the desk begins for who is not signed in. */
export const SignedOut = ({ problem }: { problem?: string }) => (
  <main id="text" class="notice" tabIndex={-1}>
    <h1>The desk</h1>
    <p>Hand in what you wrote, correct it, and see it as readers will.</p>
    {problem && (
      <p class="trouble" role="alert">
        {problem}
      </p>
    )}
    <SignInButton>Sign in</SignInButton>
  </main>
);

/** The view below stays as it is. */
export const SignInAgain = () => (
  <div class="bar" role="alert">
    <p>Your sign-in has ended. What you wrote is kept in this browser; sign in again and go on.</p>
    <SignInButton>Sign in again</SignInButton>
  </div>
);

const SignInButton = ({ children }: { children: string }) => {
  const [problem, setProblem] = useState('');
  const begin = () => beginSignIn().catch(() => setProblem('The press cannot be reached. Are you online?'));
  return (
    <>
      <p>
        <button type="button" class="button" onClick={begin}>
          {children}
        </button>
      </p>
      {problem && (
        <p class="trouble" role="alert">
          {problem}
        </p>
      )}
    </>
  );
};
