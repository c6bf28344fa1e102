import type { Complaint } from '../../runtime/problem.ts';
import type { Booking, Place } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import type { Answers } from '../order/answers.ts';
import type { Typed } from './booking-form.ts';
import type { Details } from './change-details.ts';

export type { Typed } from './booking-form.ts';

/** Fields of the form on a booking's page: `name`, `access`, `forget-access`, and by place or question. */
export const detailFields = {
  person: (place: string) => `name.${place}`,
  personAnswer: (place: string, question: string) => `answer.${place}.${question}`,
  answer: (question: string) => `answer.${question}`,

  /** What stands in them at first. */
  typedOf: ({ name, answers = {}, places }: Booking): Typed => ({
    name,
    ...renamed(answers, detailFields.answer),
    ...Object.assign(
      {},
      ...places.map((place) => ({
        [detailFields.person(place.id)]: place.name ?? '',
        ...renamed(place.answers ?? {}, (question) => detailFields.personAnswer(place.id, question)),
      })),
    ),
  }),
} as const;

/** Whether somebody's name can be given for a place: of one alone it is that of who booked, unless another was given. */
export const namesPerson = ({ places }: Booking, { name }: Place): boolean =>
  places.length > 1 || name !== undefined;

const renamed = (answers: Answers, nameOf: (question: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(answers).map(([id, answer]) => [nameOf(id), answer]));

/** What a form changes. An empty field of access needs leaves what is known. */
export function detailsIn(typed: Typed, booking: Booking, { text: { questions = [] } }: Gathering): Details {
  const answered = (per: 'order' | 'person', nameOf: (question: string) => string): Answers =>
    Object.fromEntries(
      questions
        .filter((question) => question.per === per)
        .map(({ id }): [string, string] => [id, typed[nameOf(id)] ?? ''])
        .filter(([, answer]) => answer !== ''),
    );
  return {
    name: typed.name ?? '',
    answers: answered('order', detailFields.answer),
    places: booking.places.map((place) => ({
      id: place.id,
      ...(namesPerson(booking, place) && { name: typed[detailFields.person(place.id)] ?? '' }),
      answers: answered('person', (question) => detailFields.personAnswer(place.id, question)),
    })),
    ...(typed['forget-access'] === 'yes' ? { access: '' } : typed.access?.trim() && { access: typed.access }),
  };
}

/** What is wrong, by the name of its field. */
export function atDetailFields(complaints: readonly Complaint[], { places }: Booking): Map<string, string> {
  return new Map(complaints.map(({ where, text }) => [fieldAt(where, places), text]));
}

function fieldAt(where: string, places: Booking['places']): string {
  const [first, second = '', third, fourth = ''] = where.split('.');
  if (first === 'answers') return detailFields.answer(second);
  const place = first === 'places' ? places[Number(second)]?.id : undefined;
  if (place === undefined) return where;
  return third === 'name' ? detailFields.person(place) : detailFields.personAnswer(place, fourth);
}
