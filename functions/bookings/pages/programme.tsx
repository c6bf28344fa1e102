import { shortDayText, timeText } from '../../look/local-times.ts';
import type { Gathering } from '../gathering.ts';

type Session = NonNullable<Gathering['text']['sessions']>[number];

/** The sessions by day and time, those without a time last. */
export const Programme = ({ sessions = [] }: { sessions?: readonly Session[] | undefined }) => {
  if (!sessions.length) return null;
  return (
    <section class="programme" aria-labelledby="programme">
      <h2 id="programme" class="rubric">
        Programme
      </h2>
      {byDay(sessions).map(([day, ofDay]) => (
        <section key={day}>
          {day && <h3 class="programme-day">{shortDayText(`${day}T00:00`)}</h3>}
          <ol class="sessions">
            {ofDay.map((session) => (
              <SessionLine key={`${session.starts} ${session.title}`} session={session} />
            ))}
          </ol>
        </section>
      ))}
    </section>
  );
};

/** By their dates, in order; the document's order within one time. */
function byDay(sessions: readonly Session[]): [string, Session[]][] {
  const days = new Map<string, Session[]>();
  const order = ({ starts = '~' }: Session) => starts;
  for (const session of [...sessions].sort((a, b) =>
    order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0,
  )) {
    const day = session.starts?.slice(0, 10) ?? '';
    days.set(day, [...(days.get(day) ?? []), session]);
  }
  return [...days];
}

const SessionLine = ({ session }: { session: Session }) => {
  const { title, starts, ends, room, speakers = [], about } = session;
  return (
    <li class="session">
      {starts && (
        <p class="session-time">
          {timeText(starts)}
          {ends && `–${timeText(ends)}`}
        </p>
      )}
      <div class="session-words">
        <h4>{title}</h4>
        {(speakers.length > 0 || room) && (
          <p class="credits">{[speakers.join(', '), room].filter(Boolean).join(' · ')}</p>
        )}
        {about && <p>{about}</p>}
      </div>
    </li>
  );
};
