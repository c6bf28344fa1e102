import type { Gate } from '../../lib/local/gate.ts';
import { now } from './figures.ts';

/** A call as the gate saw it; times in milliseconds since 1970. */
export interface SeenCall {
  caller: string;
  what: string;
  method: string;
  path: string;
  began: number;
  ended: number;
}

/** Looks at the calls that pass the gate, through the place where weather is made; changes none. */
export function watchCalls(gate: Gate) {
  const seen: SeenCall[] = [];
  return {
    begin(): void {
      const begun = new Map<object, number>();
      gate.weather = {
        before: (call) => void begun.set(call.request, now()),
        after: ({ caller, service, action, request }, response) => {
          const began = begun.get(request) ?? now();
          seen.push({
            caller: caller?.name ?? '',
            what: `${service}:${action}`,
            method: request.method,
            path: request.path,
            began,
            ended: now(),
          });
          return response;
        },
      };
    },
    end(): SeenCall[] {
      gate.weather = undefined;
      return seen.splice(0);
    },
  };
}
