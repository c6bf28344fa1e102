import type * as z from 'zod/mini';

/** One operation of the API. */
export interface Operation {
  /** Its name in the description, and the key of its example. */
  id: string;
  /** Name of one of the groups. */
  group: string;
  method: 'get' | 'post' | 'delete';
  path: string;
  summary: string;
  /** The roles whose tokens it accepts; without, it is public. */
  roles?: ('editor' | 'writer' | 'subscribers' | 'access')[];
  query?: z.ZodMiniType;
  body?: z.ZodMiniType;
  headers?: HeaderParameter[];
  status: number;
  answer: z.ZodMiniType;
  /** What 202 means where the answer itself comes later, when the same is asked again. */
  unfinished?: string;
  /** What else it may mean that it was done, by status, with the same answer. */
  also?: Record<number, string>;
  /** Refusals that are particular to it, by status. */
  refusals?: Record<number, string>;
  /** Of those that say more than every problem document, the whole of it, by status. */
  refusalAnswers?: Record<number, z.ZodMiniType>;
}

/** A header by which an operation does something, beside those of HTTP itself. */
export interface HeaderParameter {
  name: string;
  about: string;
  required: boolean;
  example: string;
}

/** An example of one operation: what is asked, and what is answered. Tests hold both to their schemas. */
export interface Example {
  /** What stands in the path's braces, by name. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  answer: unknown;
}

/** What another room adds to the description of the API (`<room>/api/operations.ts`). */
export interface RoomApi {
  /** The groups in which its operations stand, with what each is about. */
  groups: Readonly<Record<string, string>>;
  operations: Operation[];
  /** Schemas of answers and of requests, by their names in the description. */
  answers: Readonly<Record<string, z.ZodMiniType>>;
  requests: Readonly<Record<string, z.ZodMiniType>>;
  /** By the id of the operation. @param siteUrl Origin of the site. */
  examples(siteUrl: string): Readonly<Record<string, Example>>;
}
