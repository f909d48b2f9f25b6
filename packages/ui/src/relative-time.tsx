import { useEffect, useState } from "react";
import { formatExactTime, formatRelativeTime } from "./format-relative-time.ts";
import { useLanguage } from "./product-provider.tsx";

const REFRESH_MS = 30_000;

/** "2 minutes ago", kept true while it is shown; the exact time on hover. `at` is an ISO 8601 instant. */
export function RelativeTime({ at }: { at: string }) {
  const language = useLanguage();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const instant = new Date(at);
  return (
    <time dateTime={at} title={formatExactTime(instant, language)}>
      {formatRelativeTime(instant, now, language)}
    </time>
  );
}
