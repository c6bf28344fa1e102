/** A request to the site, the API or the sign-in server. Header names are lower-case; a header that came
 *  twice is one value, joined by commas. */
export interface WebRequest {
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  /** Still percent-encoded, without the question mark. */
  query: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Who is at the other end of the connection. */
  peer: { address: string; port: number };
}

export interface WebResponse {
  status: number;
  /** Lower-case names; a list is sent as one header line each. */
  headers: Record<string, string | string[]>;
  body?: Buffer | string;
}

export type Answer = (request: WebRequest) => Promise<WebResponse>;

/** The first value, for headers that are only ever one. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
