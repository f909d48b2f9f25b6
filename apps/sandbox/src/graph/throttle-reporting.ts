import { entraRecords } from "../entra/entra-records.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphRequest } from "./graph-request.ts";

/** Identity and access reports: five requests in ten seconds, per application and tenant (throttling-limits). */
const callsMax = 5;
const windowMilliseconds = 10_000;

interface ReportingCalls {
  readonly id: string;
  /** Times in milliseconds since 1970, oldest first. */
  readonly times: readonly number[];
}

/** Refuses with 429 once the limit is reached, where the setting asks for it. */
export function countReportingCall({ context, caller }: GraphRequest): void {
  if (!entraRecords(context).settings().reportingThrottle) return;
  const calls = context.store.collection<ReportingCalls>("reportingCalls");
  const now = context.clock.now().getTime();
  const id = `${caller.appId}/${caller.tenant.id}`;
  const recent = (calls.get(id)?.times ?? []).filter((time) => time > now - windowMilliseconds);
  const [oldest] = recent;
  if (recent.length >= callsMax && oldest !== undefined) {
    const seconds = Math.max(1, Math.ceil((oldest + windowMilliseconds - now) / 1_000));
    throw new GraphError(
      429,
      "TooManyRequests",
      "Too many requests. Retry after the time that Retry-After names.",
      {
        "retry-after": String(seconds),
      },
    );
  }
  calls.put({ id, times: [...recent, now] });
}
