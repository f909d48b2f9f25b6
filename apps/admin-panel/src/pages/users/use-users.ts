import { listUsers, searchUsers } from "@outrigger/api-contract";
import { callEndpoint } from "@outrigger/ui";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { MailboxState } from "./mailbox-state-chip.tsx";
import { WINDOW_ROWS } from "./plan-page.ts";

export interface UsersQuestion {
  /** Already settled: not every keystroke. */
  text: string;
  state: MailboxState | undefined;
  windowOffset: number;
}

/** A window of the users list, or the best matches of a search; the search is sent in the body, as it may hold an address. */
export function useUsers({ text, state, windowOffset }: UsersQuestion) {
  return useQuery({
    queryKey: ["users", { text, state, windowOffset }],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      if (text === "") {
        return await callEndpoint(listUsers, {
          query: { offset: windowOffset, limit: WINDOW_ROWS, ...(state ? { mailboxState: state } : {}) },
          signal,
        });
      }
      const found = await callEndpoint(searchUsers, { body: { text, limit: WINDOW_ROWS }, signal });
      if (!state) return found;
      const users = found.users.filter((user) => user.mailboxState === state);
      return { users, total: users.length };
    },
  });
}
