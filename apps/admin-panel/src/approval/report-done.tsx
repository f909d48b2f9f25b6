import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { reportApprovalDone } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { StillBlockedAnswer } from "../remedies/still-blocked.tsx";
import { stillBlockedMessagesOf } from "../remedies/still-blocked-messages.ts";
import type { LinkToken } from "./read-link-token.ts";
import { useAdministratorSignIn } from "./use-administrator-sign-in.ts";
import { usePageStyles } from "./use-page-styles.ts";

const useStyles = makeStyles({
  part: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS, alignItems: "stretch" },
  text: { margin: 0, maxWidth: "72ch" },
});

/** "I approved it, and they are still blocked": tried at once, explained by name, looked at more closely on request. */
export function ReportDone({ link }: { link: LinkToken }) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = stillBlockedMessagesOf(useLanguage());
  const client = useQueryClient();
  const report = useMutation({
    mutationFn: () => callEndpoint(reportApprovalDone, { body: { token: link.token } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["approval-link", link.token] }),
  });
  return (
    <section className={styles.part}>
      <h2 className={pageStyles.sectionTitle}>{messages.ask}</h2>
      <p className={styles.text}>{messages.askText}</p>
      {report.isError ? <ErrorState error={report.error} /> : null}
      {report.data ? <StillBlockedAnswer reading={report.data} /> : null}
      {report.data?.needsReading === true ? <LookCloser link={link} /> : null}
      <div>
        <Button
          disabledFocusable={report.isPending}
          onClick={() => (report.isPending ? undefined : report.mutate())}
        >
          {report.isPending ? messages.checking : messages.isDone}
        </Button>
      </div>
    </section>
  );
}

function LookCloser({ link }: { link: LinkToken }) {
  const styles = useStyles();
  const messages = stillBlockedMessagesOf(useLanguage());
  const signIn = useAdministratorSignIn(link.token);
  return (
    <>
      <p className={styles.text}>{link.mayDecide ? messages.noCause : messages.openOwnLink}</p>
      {signIn.isError ? <ErrorState error={signIn.error} /> : null}
      {link.mayDecide ? (
        <div>
          <Button
            disabledFocusable={signIn.isPending}
            onClick={() => (signIn.isPending ? undefined : signIn.mutate("read_tenant"))}
          >
            {messages.signInToRead}
          </Button>
        </div>
      ) : null}
    </>
  );
}
