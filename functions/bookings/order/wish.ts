import type { Answers } from './answers.ts';

/** Places with one kind of ticket. */
export interface WishedPlaces {
  ticket: string;
  quantity: number;
  /** What one of them costs, as it was shown, or as somebody can pay; smallest units. */
  price?: number | undefined;
  /** Of the people, in their order. */
  names?: string[] | undefined;
  /** Of the people, in their order. */
  answers?: Answers[] | undefined;
}

/** What somebody asks for. Its shape is the API's; nothing in it has been looked at. */
export interface BookingWish {
  /** Id. */
  gathering: string;
  email: string;
  name: string;
  places: WishedPlaces[];
  /** To what the order as a whole is asked. */
  answers?: Answers | undefined;
  access?: string | undefined;
  /** Opens a ticket or lowers a price. */
  code?: string | undefined;
  payment?: 'transfer' | 'door' | undefined;
  /** BCP 47. */
  language?: string | undefined;
  /** Idempotency-Key. */
  key?: string | undefined;
}

/** Who asks. An editor who books for somebody is not held to the times of sale, the number of an order, or the limit of a
 *  network; a guest pays nothing, and what is `paid` already is not held. */
export type Asker =
  | { network: string; by?: never }
  | { by: string; guest?: boolean | undefined; paid?: boolean | undefined };
