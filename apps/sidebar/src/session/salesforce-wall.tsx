import type { SalesforceAccess, SalesforceExplanation } from "@outrigger/api-contract";
import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ErrorState, TechnicalDetails, useLanguage } from "@outrigger/ui";
import { useEffect, useState } from "react";
import { useMessages } from "../use-messages.ts";
import { Bar } from "../views/bar.tsx";
import { usePaneStyles } from "../views/pane-styles.ts";
import { AskSalesforceAdministrator } from "./ask-salesforce-administrator.tsx";
import { PasteErrorPage } from "./paste-error-page.tsx";
import { useExplainSalesforceError, useSalesforceAccess } from "./use-salesforce-access.ts";

const useStyles = makeStyles({
  primary: { width: "100%" },
  roles: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  steps: { margin: 0, paddingInlineStart: "20px" },
  links: { display: "flex", flexDirection: "column", alignItems: "stretch" },
  link: { justifyContent: "start", textAlign: "start" },
});

export interface SalesforceWallProps {
  /** Signing in just ended without a session; else only a request that waits is shown. */
  isMet: boolean;
  /** What Salesforce refused, where it came back. */
  reason: string | null;
  onSignIn: () => void;
}

/** Salesforce's own wall as the rep sees it: what happened, who can fix it, and how to ask; nothing where nobody met it. */
export function SalesforceWall({ isMet, reason, onSignIn }: SalesforceWallProps) {
  const { messages, productName } = useMessages();
  const known = useSalesforceAccess();
  const access = known ?? null;
  const isNewlyDone = useNewDecision(known, isMet) && access?.state === "administrator_done";
  const explain = useExplainSalesforceError();
  const { mutate } = explain;
  useEffect(() => {
    if (reason !== null) mutate(reason);
  }, [reason, mutate]);
  const isWaiting = access !== null && ["open", "administrator_done", "declined"].includes(access.state);
  if (!isMet && !isWaiting) return null;
  if (isNewlyDone) return <Done />;
  const found = explain.data;
  const isOwnTurn =
    found?.certainty === "no_error" ||
    (found !== undefined && found.code !== null && !found.isAdministratorNeeded);
  const title = isOwnTurn
    ? messages.salesforceOwnTurn
    : !isMet && access?.state === "declined"
      ? messages.salesforceDeclined(productName)
      : messages.salesforceWallTitle(productName);
  return (
    <div aria-live="polite">
      <Bar intent="warning" title={title} isPanel>
        <WallBody
          access={access}
          explanation={found}
          isOwnTurn={isOwnTurn}
          onExplain={mutate}
          onSignIn={onSignIn}
        />
        {explain.isError ? <ErrorState error={explain.error} /> : null}
      </Bar>
    </div>
  );
}

/** Whether the administrator has answered since the wall was met: an answer from before did not help. */
function useNewDecision(access: SalesforceAccess | null | undefined, isMet: boolean): boolean {
  const [atFirst, setAtFirst] = useState<{ decidedAt: string | null }>();
  const decidedAt = access?.decidedAt ?? null;
  useEffect(() => {
    if (access !== undefined && atFirst === undefined) setAtFirst({ decidedAt });
  }, [access, atFirst, decidedAt]);
  return !isMet || (atFirst !== undefined && decidedAt !== atFirst.decidedAt);
}

/** The button to sign in stands right above; only a sign-in shows whether it works. */
function Done() {
  const { messages } = useMessages();
  return (
    <div aria-live="polite">
      <Bar intent="success" title={messages.salesforceDone}>
        {messages.salesforceDoneText}
      </Bar>
    </div>
  );
}

interface WallBodyProps {
  access: SalesforceAccess | null;
  explanation: SalesforceExplanation | undefined;
  isOwnTurn: boolean;
  onExplain: (text: string) => void;
  onSignIn: () => void;
}

function WallBody({ access, explanation, isOwnTurn, onExplain, onSignIn }: WallBodyProps) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages, productName } = useMessages();
  const [isPasting, setPasting] = useState(false);
  const linkClass = mergeClasses(styles.link, pane.target);
  return (
    <div className={pane.column}>
      {access?.state === "declined" && access.declineReason !== null ? (
        <p className={pane.text}>{messages.declineReason(access.declineReason)}</p>
      ) : null}
      {explanation ? (
        <Explained explanation={explanation} onExplain={onExplain} />
      ) : (
        <p className={pane.text}>
          {access?.state === "open" ? messages.salesforceAsked : messages.salesforceLeft(productName)}
        </p>
      )}
      {isOwnTurn ? null : (
        <AskSalesforceAdministrator access={access} cause={explanation?.code ?? undefined} />
      )}
      {isPasting ? (
        <PasteErrorPage
          onExplain={(text) => {
            onExplain(text);
            setPasting(false);
          }}
        />
      ) : null}
      <div className={styles.links}>
        {isPasting ? null : (
          <Button appearance="subtle" className={linkClass} onClick={() => setPasting(true)}>
            {messages.iSawErrorPage}
          </Button>
        )}
        {isOwnTurn ? (
          <Button
            appearance="primary"
            className={mergeClasses(styles.primary, pane.target)}
            onClick={onSignIn}
          >
            {messages.signInAgainLink}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Explained({
  explanation,
  onExplain,
}: {
  explanation: SalesforceExplanation;
  onExplain: (text: string) => void;
}) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const roles = new Intl.ListFormat(useLanguage(), { type: "disjunction" });
  const { title, meaning, whoMustAct, steps, question, help, code } = explanation;
  return (
    <div className={pane.column}>
      <p className={mergeClasses(pane.text, pane.heading)}>{title}</p>
      <p className={pane.text}>{meaning}</p>
      {whoMustAct.length > 0 ? (
        <p className={mergeClasses(pane.text, styles.roles)}>
          {messages.salesforceWhoCanFix(roles.format(whoMustAct))}
        </p>
      ) : null}
      {steps.length > 0 ? (
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : null}
      {question ? (
        <div role="group" aria-label={question.text} className={pane.column}>
          <p className={mergeClasses(pane.text, pane.heading)}>{question.text}</p>
          {question.choices.map(({ label, answer }) => (
            <Button key={answer} className={pane.target} onClick={() => onExplain(answer)}>
              {label}
            </Button>
          ))}
        </div>
      ) : null}
      {code === null ? (
        <Link href={help} target="_blank" rel="noreferrer">
          {messages.moreInHelp}
        </Link>
      ) : (
        <TechnicalDetails parts={[code]} code={code} />
      )}
    </div>
  );
}
