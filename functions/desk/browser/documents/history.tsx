import { useState } from 'preact/hooks';
import type { ShownDocument } from '../api/answers.ts';
import { call } from '../api/client.ts';
import { hashOf } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { keyOf } from '../write/texts.ts';
import { momentOf } from './days.ts';
import { Differences } from './differences.tsx';
import { StateMark } from './state-mark.tsx';

interface HistoryProps {
  shown: ShownDocument;
  identity: Identity;
  path: string;
  command: (asked: () => Promise<unknown>) => Promise<string | undefined>;
}

/** Who did what to a document when, the newest first; each state can be read, and an old one had back. */
export const History = ({ shown, identity, path, command }: HistoryProps) => (
  <>
    <h2>What was done</h2>
    <ol class="history" reversed>
      {shown.revisions.map((line) => (
        <li key={line.id}>
          <Past {...{ shown, line, identity, path, command }} />
        </li>
      ))}
    </ol>
  </>
);

type Line = ShownDocument['revisions'][number];

const Past = ({ shown, line, identity, path, command }: HistoryProps & { line: Line }) => {
  const { revision, status, title, by, byName, at, reason } = line;
  const [isCompared, setCompared] = useState(false);
  const isEditor = identity.roles.has('editor');
  const isOld = revision < shown.revision && status !== 'moved';
  const restore = () => call(`${path}/restore`, { method: 'POST', body: { revision } });
  const which = <span class="unseen"> version {revision}</span>;
  return (
    <>
      <span>
        Version {revision} <StateMark status={status} />
      </span>
      <span class="size">
        {byName ?? (by === identity.by ? identity.name : by)}, {momentOf(at)}
        {reason && `: ${reason}`}
      </span>
      <span class="past-ways">
        {(isEditor || by === identity.by) && status !== 'moved' && (
          <a href={hashOf({ view: 'write', key: keyOf(shown.slug, revision) })} title={title}>
            Read{which}
          </a>
        )}
        {isEditor && isOld && (
          <button
            type="button"
            class="link"
            aria-expanded={isCompared}
            onClick={() => setCompared(!isCompared)}
          >
            What differs{which}
          </button>
        )}
      </span>
      {isCompared && (
        <Differences path={path} from={revision} to={shown.revision}>
          <button type="button" class="button quiet" onClick={() => void command(restore)}>
            Restore{which}
          </button>
        </Differences>
      )}
    </>
  );
};
