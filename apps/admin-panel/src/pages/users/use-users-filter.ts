import { useState } from "react";
import { useSearchParams } from "wouter";
import { parseMailboxState } from "./mailbox-state-chip.tsx";
import { useSettled } from "./use-settled.ts";

export type UsersFilter = ReturnType<typeof useUsersFilter>;

/** The state lies in the address, so that other pages can link to it; the search does not, as it may be a mail address. */
export function useUsersFilter() {
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState("");
  const [page, setPage] = useState(0);
  const settledText = useSettled(text.trim());
  return {
    text,
    settledText,
    state: parseMailboxState(params.get("state")),
    isStuckFirst: params.get("first") === "stuck",
    page,
    onPage: setPage,
    onText: (next: string) => {
      setText(next);
      setPage(0);
    },
    onState: (next: string | undefined) => {
      setParams(next === undefined ? {} : { state: next }, { replace: true });
      setPage(0);
    },
  };
}
