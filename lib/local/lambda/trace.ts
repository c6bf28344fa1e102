/**
 * The trace id of an invocation, made of its request id. Lambda sets it for each one; every AWS SDK sends it
 * along, by which the gate finds the invocation of a call.
 */
export function traceId(requestId: string): string {
  const digits = requestId.replaceAll('-', '');
  return `Root=1-${digits.slice(0, 8)}-${digits.slice(8)};Parent=${digits.slice(16)};Sampled=0`;
}

/** The trace id a call was sent with. */
export const traceOf = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers['x-amzn-trace-id'];
