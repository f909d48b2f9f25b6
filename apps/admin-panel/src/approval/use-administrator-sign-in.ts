import { authorizeAdministratorByLink, type linkPurposes } from "@outrigger/api-contract";
import { callEndpoint } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { safeLink } from "../safe-link.ts";

/** Asks for Microsoft's sign-in for one purpose, bound to this browser, and goes there. */
export function useAdministratorSignIn(token: string) {
  return useMutation({
    mutationFn: async (purpose: (typeof linkPurposes)[number]) => {
      const { url } = await callEndpoint(authorizeAdministratorByLink, { body: { token, purpose } });
      const address = safeLink(url);
      if (address === undefined) throw new Error("The server named an address that no browser should go to.");
      location.assign(address);
    },
  });
}
