import { readName } from '../../runtime/people/name.ts';
import type { Complaint } from '../../runtime/problem.ts';
import type { Booking, Place } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import { isOpen } from '../moves/booking-moves.ts';
import { type Answers, readAccess, readAnswers, whyTooMuch } from '../order/answers.ts';
import type { BookingRef, LifeDeps, TypedResult } from './life.ts';
import { isOver, makeMove } from './make-move.ts';

/** What is not named stays. */
export interface Details {
  name?: string | undefined;
  answers?: Answers | undefined;
  places?: { id: string; name?: string | undefined; answers?: Answers | undefined }[] | undefined;
  /** Empty: nothing is needed any more. */
  access?: string | undefined;
}

/** Changes who comes and what they answered. No letter: the page shows it. */
export const changeDetails = (ref: BookingRef, details: Details, deps: LifeDeps): Promise<TypedResult> =>
  makeMove<TypedResult>(
    ref,
    {
      decide: ({ booking, gathering, at }) => {
        if (!isOpen(booking) || isOver(gathering, at)) return undefined;
        const { answers: _, ...others } = booking;
        const { complaints, access, ...members } = read(details, booking, gathering);
        if (complaints.length) return { end: { outcome: 'refused', complaints } };
        return { change: { after: { ...others, ...members, movedAt: at }, access } };
      },
    },
    deps,
  );

function read(details: Details, booking: Booking, gathering: Gathering) {
  const { questions = [] } = gathering.text;
  const tickets = booking.places.map(({ ticket }) => ticket);
  const name = readName(details.name ?? booking.name);
  const asked = { per: 'order' as const, tickets };
  const ofOrder = readAnswers(questions, asked, details.answers ?? known(booking.answers, questions));
  const needs = readAccess(details.access);
  const places = booking.places.map((place, index) =>
    readPlace(place, index, { details, questions, ofOrder: ofOrder.answers }),
  );
  const isNamed = name.ok && name.name;
  const unnamed = isNamed ? [] : [{ where: 'name', text: name.ok ? 'Please give a name.' : name.why }];
  const said = { name, places: places.map(({ place }) => place), answers: ofOrder.answers, needs };
  const complaints = [
    ...[unnamed, ofOrder.complaints, needs.complaints, whyTooMuch(said)],
    ...places.map((one) => one.complaints),
  ];
  return {
    complaints: complaints.flat(),
    name: isNamed || booking.name,
    places: places.map(({ place }) => place),
    ...(Object.keys(ofOrder.answers).length > 0 && { answers: ofOrder.answers }),
    access: details.access === undefined ? undefined : needs.access,
  };
}

type Questions = NonNullable<Gathering['text']['questions']>;

function readPlace(
  place: Place,
  index: number,
  { details, questions, ofOrder }: { details: Details; questions: Questions; ofOrder: Answers },
): { place: Place; complaints: Complaint[] } {
  const given = details.places?.find(({ id }) => id === place.id);
  const name = readName(given?.name ?? place.name);
  const asked = { per: 'person' as const, tickets: [place.ticket], ofOrder };
  const typed = given?.answers ?? known(place.answers, questions);
  const read = readAnswers(questions, asked, typed, `places.${index}.answers`);
  const unnamed = name.ok ? [] : [{ where: `places.${index}.name`, text: name.why }];
  const { name: _, answers: _a, ...others } = place;
  return {
    place: {
      ...others,
      ...(name.ok && name.name && { name: name.name }),
      ...(Object.keys(read.answers).length > 0 && { answers: read.answers }),
    },
    complaints: [...read.complaints, ...unnamed],
  };
}

/** Answers to questions that there still are: others were answered once, and nobody can change them. */
const known = (answers: Answers = {}, questions: Questions): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([id]) => questions.some((one) => one.id === id)));
