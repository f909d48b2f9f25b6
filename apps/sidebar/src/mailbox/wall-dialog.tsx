import type { Diagnosis } from "@outrigger/api-contract";
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from "@fluentui/react-components";
import { OpenRegular } from "@fluentui/react-icons/svg/open";
import { ErrorState, SkeletonBlocks } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { AskAdministrator } from "./ask-administrator.tsx";
import { AskedPermissions } from "./asked-permissions.tsx";
import { SawChoices, useAllChoices } from "./saw-choices.tsx";
import { useApprovalLink } from "./use-approval-link.ts";
import type { WallDialogName } from "./wall-panel.tsx";

const useStyles = makeStyles({
  surface: {
    padding: "16px",
    maxHeight: "calc(100vh - 16px)",
    width: "calc(100vw - 16px)",
    maxWidth: "560px",
  },
});

export interface WallDialogProps {
  /** What it shows; kept while it closes. */
  name: WallDialogName;
  isOpen: boolean;
  /** The server's own question about what was seen, where it has one. */
  question: Diagnosis["question"];
  onClose: () => void;
  onSent: (address: string) => void;
  onSetUpSync: () => void;
}

/** What the wall's links open, over the pane; Escape and the buttons close it, and the focus goes back. */
export function WallDialog({ name, isOpen, question, onClose, onSent, onSetUpSync }: WallDialogProps) {
  const styles = useStyles();
  const { messages } = useMessages();
  const titles: Record<WallDialogName, string> = {
    ask: messages.askTitle,
    administrator: messages.adminTitle,
    asked: messages.askedTitle,
    saw: messages.iSawSomethingElse,
  };
  return (
    <Dialog open={isOpen} onOpenChange={(_event, { open }) => (open ? undefined : onClose())}>
      <DialogSurface className={styles.surface}>
        {name === "ask" ? (
          <AskAdministrator title={titles.ask} onClose={onClose} onSent={onSent} />
        ) : (
          <DialogBody>
            <DialogTitle>{titles[name]}</DialogTitle>
            <DialogContent tabIndex={name === "asked" ? 0 : undefined}>
              {name === "administrator" ? <Administrator /> : null}
              {name === "asked" ? <AskedPermissions /> : null}
              {name === "saw" ? <Saw question={question} onClose={onClose} /> : null}
            </DialogContent>
            <DialogActions>
              {name === "administrator" ? (
                <SetUpButton
                  onClick={() => {
                    onClose();
                    onSetUpSync();
                  }}
                />
              ) : null}
              <CloseButton onClick={onClose} />
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  );
}

function CloseButton({ onClick }: { onClick: () => void }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <Button className={pane.target} onClick={onClick}>
      {messages.close}
    </Button>
  );
}

function SetUpButton({ onClick }: { onClick: () => void }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <Button className={pane.target} onClick={onClick}>
      {messages.setUpSync}
    </Button>
  );
}

/** For somebody who can approve: our page, or Microsoft's own tick while signing in. */
function Administrator() {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const getLink = useApprovalLink();
  const link = useQuery({ queryKey: ["administrator_link"], queryFn: getLink, gcTime: 0 });
  return (
    <div className={pane.column}>
      <p className={pane.text}>{messages.adminText}</p>
      {link.isPending ? <SkeletonBlocks heights={[44]} /> : null}
      {link.isError ? <ErrorState error={link.error} onRetry={() => void link.refetch()} /> : null}
      {link.data ? (
        <Button
          as="a"
          appearance="primary"
          className={pane.target}
          icon={<OpenRegular />}
          href={link.data.link}
          target="_blank"
          rel="noopener noreferrer"
        >
          {messages.openApprovalPage}
        </Button>
      ) : null}
      <p className={pane.text}>{messages.adminOther}</p>
    </div>
  );
}

function Saw({ question, onClose }: Pick<WallDialogProps, "question" | "onClose">) {
  const { messages } = useMessages();
  const allChoices = useAllChoices();
  return (
    <SawChoices
      title={question?.text ?? messages.sawTitle}
      choices={question?.choices ?? allChoices}
      onAnswered={onClose}
    />
  );
}
