/**
 * Where a sign-in on the command line comes back to: the first of these ports that is free on the person's machine.
 * Cognito takes a callback only as it was registered, port included, and plain HTTP for `localhost` alone (RFC 8252,
 * 7.3, would allow any port). All three are outside the ranges from which systems hand out ports.
 */
export const callbackPorts = [8611, 18_611, 28_611] as const;

/** Registered with the app client, and sent along by the command line. */
export const callbackAt = (port: number): string => `http://localhost:${port}/`;
