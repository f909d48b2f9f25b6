import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { Bar } from "./views/bar.tsx";
import { useMessages } from "./use-messages.ts";

export interface Notice {
  intent: "success" | "info";
  title: string;
  text?: string | undefined;
}

interface Notices {
  notice: Notice | undefined;
  /** Shows a notice in place of the one before; undefined takes it away. */
  show(notice: Notice | undefined): void;
}

const NoticesContext = createContext<Notices>({ notice: undefined, show: () => {} });

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notice, show] = useState<Notice>();
  const notices = useMemo(() => ({ notice, show }), [notice]);
  return <NoticesContext value={notices}>{children}</NoticesContext>;
}

export const useNotices = (): Notices => useContext(NoticesContext);

/** The newest notice, until it is dismissed. `progress` is added below while there is something to tell. */
export function NoticeBar({ progress }: { progress?: string | undefined }) {
  const { notice, show } = useNotices();
  const { messages } = useMessages();
  return (
    <div role="status">
      {notice ? (
        <Bar
          intent={notice.intent}
          title={notice.title}
          corner={{ label: messages.dismiss, icon: "dismiss", onClick: () => show(undefined) }}
        >
          {notice.text}
          {progress ? <div>{progress}</div> : null}
        </Bar>
      ) : null}
    </div>
  );
}
