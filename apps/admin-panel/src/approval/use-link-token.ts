import { useEffect, useState } from "react";
import { readLinkToken, type LinkToken } from "./read-link-token.ts";

/**
 * Takes the token out of the address bar, so that it lands neither in the history nor on a screenshot, and keeps it in
 * memory alone. A second link opened in the same tab changes only the fragment: the page does not load again.
 */
export function useLinkToken(): LinkToken | undefined {
  const [token, setToken] = useState<LinkToken | undefined>(() => readLinkToken(location.hash));
  useEffect(() => {
    function take() {
      const found = readLinkToken(location.hash);
      if (found) setToken(found);
      if (location.hash !== "") history.replaceState(null, "", location.pathname);
    }
    take();
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  return token;
}
