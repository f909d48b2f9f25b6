import { useSyncExternalStore } from "react";

const query = matchMedia("(max-width: 47.99em)");

/** Whether the window has no room for tables and a side navigation (a phone, or 400 % zoom). */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (follow) => {
      query.addEventListener("change", follow);
      return () => query.removeEventListener("change", follow);
    },
    () => query.matches,
  );
}
