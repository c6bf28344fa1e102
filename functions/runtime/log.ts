import { Logger } from '@aws-lambda-powertools/logger';

/** What a function may say. Never bodies, names, addresses or tokens: slugs, ids, counts and error names. */
export interface Log {
  info(text: string, facts?: Record<string, unknown>): void;
  warn(text: string, facts?: Record<string, unknown>): void;
  error(text: string, facts?: Record<string, unknown>): void;
}

/** Structured logs (JSON, one line each) of one function. */
export function logOf(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  return {
    info: (text, facts = {}) => logger.info(text, facts),
    warn: (text, facts = {}) => logger.warn(text, facts),
    error: (text, facts = {}) => logger.error(text, facts),
  };
}
