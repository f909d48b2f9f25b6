import {
  authorizeAdministrator,
  deleteAdministratorSession,
  getAdministratorSession,
  readTenantPosture,
  readWatchedPosture,
  type AdministratorPurpose,
} from "@outrigger/api-contract";
import { ApiError, callEndpoint } from "@outrigger/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/** Says that the way back from Microsoft is to be followed by a reading; it holds nothing of the sign-in. */
const READ_ON_RETURN = "outrigger.posture.read-on-return";

const READING_PURPOSES: readonly AdministratorPurpose[] = ["read_tenant", "watch_tenant"];

/** The administrator who is signed in at Microsoft in this browser; null where nobody is. */
async function findSession(signal: AbortSignal) {
  try {
    return await callEndpoint(getAdministratorSession, { signal });
  } catch (error) {
    if (error instanceof ApiError && error.code === "administrator_session_required") return null;
    throw error;
  }
}

/** How a tenant is read: at once while an administrator's sign-in lasts, else after a way to Microsoft and back. */
export function useTenantReading() {
  const queries = useQueryClient();
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ["posture"] });
    await queries.invalidateQueries({ queryKey: ["notices"] });
    await queries.invalidateQueries({ queryKey: ["administrator-session"] });
  };
  const session = useQuery({
    queryKey: ["administrator-session"],
    queryFn: ({ signal }) => findSession(signal),
  });
  const signIn = useMutation({
    mutationFn: (request: { purpose: "read_tenant" | "watch_tenant"; tenantId?: string | undefined }) =>
      callEndpoint(authorizeAdministrator, { body: { ...request, returnTo: "posture" } }),
    onSuccess: ({ url }) => {
      sessionStorage.setItem(READ_ON_RETURN, "1");
      location.assign(url);
    },
  });
  const read = useMutation({ mutationFn: () => callEndpoint(readTenantPosture), onSettled: refresh });
  const readWatched = useMutation({
    mutationFn: (tenantId: string) => callEndpoint(readWatchedPosture, { body: { tenantId } }),
    onSettled: refresh,
  });
  const signOut = useMutation({
    mutationFn: () => callEndpoint(deleteAdministratorSession),
    onSettled: refresh,
  });
  const current = session.data ?? undefined;
  const reader = current && READING_PURPOSES.includes(current.purpose) ? current : undefined;
  const { mutate } = read;
  useEffect(() => {
    if (session.data === undefined || sessionStorage.getItem(READ_ON_RETURN) === null) return;
    sessionStorage.removeItem(READ_ON_RETURN);
    if (session.data !== null && READING_PURPOSES.includes(session.data.purpose)) mutate();
  }, [session.data, mutate]);
  return { reader, signIn, read, readWatched, signOut, refresh };
}

export type TenantReadingActions = ReturnType<typeof useTenantReading>;
