import { Logger } from '@aws-lambda-powertools/logger';

/** What a function may log: slugs, ids, counts and error names; never bodies, people's names, addresses or tokens. */
export interface Log {
  info(text: string, facts?: Record<string, unknown>): void;
  warn(text: string, facts?: Record<string, unknown>): void;
  error(text: string, facts?: Record<string, unknown>): void;
}

/** Structured logs of one function: one JSON object a line. */
export function logOf(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  return {
    info: (text, facts = {}) => logger.info(text, facts),
    warn: (text, facts = {}) => logger.warn(text, facts),
    error: (text, facts = {}) => logger.error(text, facts),
  };
}
