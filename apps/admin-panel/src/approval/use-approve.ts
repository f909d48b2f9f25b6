import { authorizeApprovalLink } from "@outrigger/api-contract";
import { callEndpoint } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { safeLink } from "../safe-link.ts";

/** Asks for the address of Microsoft's page, bound to this approval, and goes there. */
export function useApprove(token: string) {
  const client = useQueryClient();
  const approve = useMutation({
    mutationFn: async () => {
      const { url } = await callEndpoint(authorizeApprovalLink, { body: { token } });
      const address = safeLink(url);
      if (address === undefined) throw new Error("The server named an address that no browser should go to.");
      location.assign(address);
    },
    // Somebody else may have answered in the meantime: then the page shows what they said.
    onError: () => client.invalidateQueries({ queryKey: ["approval-link", token] }),
  });
  const { reset } = approve;
  useEffect(() => {
    // Back from Microsoft by the browser's own button: the page wakes up as it was left, with the button still busy.
    const wake = (event: PageTransitionEvent) => {
      if (event.persisted) reset();
    };
    addEventListener("pageshow", wake);
    return () => removeEventListener("pageshow", wake);
  }, [reset]);
  return approve;
}
