import type { Host } from '../resource.ts';
import { tableHost } from './table-host.ts';

export const tableHosts: readonly Host[] = [tableHost];
