import { bookingsApi } from '../../bookings/api/operations.ts';
import { newslettersApi } from '../../newsletters/api/operations.ts';
import { postApi } from '../../post/api/operations.ts';
import { siteApi } from '../../site/api/operations.ts';
import type { RoomApi } from './room-api.ts';

/** The other rooms, whose operations the one description of the API tells, too. */
export const rooms: readonly RoomApi[] = [siteApi, newslettersApi, bookingsApi, postApi];
