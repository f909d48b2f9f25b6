import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { forceDeleteUser, previewForceDelete, type User } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, SkeletonBlocks, useLanguage } from "@outrigger/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import type { z } from "zod";
import { listMessagesOf } from "../../list-messages.ts";
import { usersMessagesOf } from "./users-messages.ts";

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  text: { margin: 0 },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ":hover": {
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
      color: tokens.colorNeutralForegroundOnBrand,
    },
    ":hover:active": {
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
});

export type ForceDeleted = z.output<typeof forceDeleteUser.output>;

export interface ForceDeleteDialogProps {
  user: User;
  onClose: () => void;
  onDeleted: (user: User, result: ForceDeleted) => void;
}

/** Says in numbers what goes and what stays, before anything goes. */
export function ForceDeleteDialog({ user, onClose, onDeleted }: ForceDeleteDialogProps) {
  const styles = useStyles();
  const language = useLanguage();
  const messages = usersMessagesOf(language);
  const preview = useForceDeletePreview(user.id);
  const client = useQueryClient();
  const deletion = useMutation({
    mutationFn: () => callEndpoint(forceDeleteUser, { params: { userId: user.id } }),
    onSuccess: async (result) => {
      await client.invalidateQueries({ queryKey: ["users"] });
      void client.invalidateQueries({ queryKey: ["overview"] });
      onDeleted(user, result);
    },
  });
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{messages.deleteTitle(user.displayName)}</DialogTitle>
          <DialogContent className={styles.content}>
            <p className={styles.text}>{messages.deleteLead(user.displayName)}</p>
            {preview.data ? <Consequences preview={preview.data} /> : null}
            {preview.isPending ? <SkeletonBlocks heights={[20, 84, 20, 84]} /> : null}
            {preview.isError ? (
              <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
            ) : null}
            {deletion.isError ? <ErrorState error={deletion.error} /> : null}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{listMessagesOf(language).cancel}</Button>
            </DialogTrigger>
            <Button
              className={styles.danger}
              disabledFocusable={!preview.data || deletion.isPending}
              onClick={() => deletion.mutate()}
            >
              {deletion.isPending ? messages.deleting : messages.deleteSubmit}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** Never from the cache: the numbers have to be true at this moment. */
function useForceDeletePreview(userId: string) {
  return useQuery({
    queryKey: ["force-delete-preview", userId],
    queryFn: ({ signal }) => callEndpoint(previewForceDelete, { params: { userId }, signal }),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
}

function Consequences({ preview }: { preview: z.output<typeof previewForceDelete.output> }) {
  const styles = useStyles();
  const messages = usersMessagesOf(useLanguage());
  const goesId = useId();
  const staysId = useId();
  const goes = [
    messages.goesTokens(preview.tokenCount),
    messages.goesLinks(preview.linkCount),
    messages.goesIssues(preview.issueCount),
    messages.goesRuns(preview.runCount),
  ];
  return (
    <>
      <h3 id={goesId} className={styles.heading}>
        {messages.goes}
      </h3>
      <ul aria-labelledby={goesId} className={styles.list}>
        {goes.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <h3 id={staysId} className={styles.heading}>
        {messages.stays}
      </h3>
      <ul aria-labelledby={staysId} className={styles.list}>
        {[...preview.stays, messages.othersGoOn].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
