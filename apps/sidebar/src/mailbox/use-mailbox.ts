import { getMailboxConnection, type MailboxConnection } from "@outrigger/api-contract";
import { callEndpoint } from "@outrigger/ui";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { isMailboxOff, pollIntervalMs } from "./describe-setup.ts";
import { wasLastSeenConnected } from "./last-seen-mailbox.ts";

export const mailboxKey = ["mailbox"] as const;

export interface UseMailboxOptions {
  initial: MailboxConnection;
  /** Tells which person's mailbox was last seen how. */
  userId: string;
  isWindowOpen: boolean;
  /** The mailbox has become connected, now or since the pane was last open. */
  onConnected(): void;
}

/** The mailbox connection, kept true by asking again. */
export function useMailbox({
  initial,
  userId,
  isWindowOpen,
  onConnected,
}: UseMailboxOptions): MailboxConnection {
  const queryClient = useQueryClient();
  const { data: mailbox } = useQuery({
    queryKey: mailboxKey,
    queryFn: ({ signal }) => callEndpoint(getMailboxConnection, { signal }),
    initialData: initial,
    refetchInterval: (query) => pollIntervalMs(query.state.data, isWindowOpen),
  });

  const isOff = isMailboxOff(mailbox);
  useEffect(() => {
    const isNew = !wasLastSeenConnected(userId, mailbox.state) && mailbox.state === "connected";
    if (isNew && !isOff) onConnected();
  }, [mailbox.state, isOff, userId, onConnected]);

  // What the sync has saved meanwhile may be the open mail.
  const savedCount = mailbox.sync?.savedCount ?? 0;
  const lastSavedCount = useRef(savedCount);
  useEffect(() => {
    if (lastSavedCount.current !== savedCount) void queryClient.invalidateQueries({ queryKey: ["item"] });
    lastSavedCount.current = savedCount;
  }, [savedCount, queryClient]);
  return mailbox;
}
