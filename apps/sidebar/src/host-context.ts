import { createContext, useContext, useEffect, useState } from "react";
import type { ThemeName } from "@outrigger/ui";
import type { OfficeHost, OpenSelection } from "./office-host/index.ts";

/** Outlook around this pane. */
export const HostContext = createContext<OfficeHost | undefined>(undefined);

export function useHost(): OfficeHost {
  const host = useContext(HostContext);
  if (!host) throw new Error("useHost needs a HostContext around it.");
  return host;
}

/** What is open in Outlook; follows the person from mail to mail while the pane is pinned. */
export function useSelection(): OpenSelection {
  const host = useHost();
  const [selection, setSelection] = useState(() => host.readSelection());
  useEffect(() => {
    const follow = () => setSelection(host.readSelection());
    // The selection may have changed between the first drawing and now.
    follow();
    return host.onSelectionChanged(follow);
  }, [host]);
  return selection;
}

/** Outlook's theme; undefined before Outlook is known and where it does not say. */
export function useHostTheme(host: OfficeHost | undefined): ThemeName | undefined {
  const [theme, setTheme] = useState<ThemeName>();
  useEffect(() => {
    setTheme(host?.readTheme());
    return host?.onThemeChanged(() => setTheme(host.readTheme()));
  }, [host]);
  return theme;
}
