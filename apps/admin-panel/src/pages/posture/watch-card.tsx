import {
  Button,
  Card,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { stopPostureWatch, type TenantPosture } from "@outrigger/api-contract";
import {
  callEndpoint,
  ErrorState,
  RelativeTime,
  TechnicalDetails,
  useLanguage,
  useProduct,
} from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { postureMessagesOf } from "./posture-messages.ts";
import type { TenantReadingActions } from "./use-tenant-reading.ts";

const useStyles = makeStyles({
  title: { ...typographyStyles.subtitle2, margin: 0 },
  words: { margin: 0, maxWidth: "80ch" },
  actions: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

/** An administrator's leave to look every day: who gave it, for what, and how to end it. */
export function WatchCard({ tenant, actions }: { tenant: TenantPosture; actions: TenantReadingActions }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  const { productName } = useProduct();
  const [isStopping, setIsStopping] = useState(false);
  const { watch, tenantId } = tenant;
  const { readWatched, signIn } = actions;
  const startWatching = () => signIn.mutate({ purpose: "watch_tenant", tenantId });
  return (
    <Card>
      <h3 className={styles.title}>{messages.watchTitle}</h3>
      {watch === null ? (
        <p className={styles.words}>{messages.watchOff(productName)}</p>
      ) : (
        <>
          <p className={styles.words}>
            {watch.state === "watching"
              ? messages.watchOn(watch.readerName)
              : messages.watchEnded(watch.readerName)}{" "}
            {messages.lastRead}:{" "}
            {watch.readAt === null ? messages.neverRead : <RelativeTime at={watch.readAt} />}.
          </p>
          <TechnicalDetails parts={[`${messages.watchAsked}: ${watch.scopes.join(" ")}`]} />
        </>
      )}
      <div className={styles.actions}>
        {watch?.state === "watching" ? (
          <Button disabledFocusable={readWatched.isPending} onClick={() => readWatched.mutate(tenantId)}>
            {readWatched.isPending ? messages.reading : messages.readNow}
          </Button>
        ) : (
          <Button disabledFocusable={signIn.isPending} onClick={startWatching}>
            {watch === null ? messages.startWatching : messages.signInAgain}
          </Button>
        )}
        {watch === null ? null : (
          <Button appearance="subtle" onClick={() => setIsStopping(true)}>
            {messages.stopWatching}
          </Button>
        )}
      </div>
      {readWatched.isError ? <ErrorState error={readWatched.error} /> : null}
      {isStopping ? (
        <StopDialog tenantId={tenantId} onClose={() => setIsStopping(false)} onStopped={actions.refresh} />
      ) : null}
    </Card>
  );
}

interface StopDialogProps {
  tenantId: string;
  onClose: () => void;
  onStopped: () => Promise<void>;
}

function StopDialog({ tenantId, onClose, onStopped }: StopDialogProps) {
  const messages = postureMessagesOf(useLanguage());
  const stop = useMutation({
    mutationFn: () => callEndpoint(stopPostureWatch, { params: { tenantId } }),
    onSuccess: async () => {
      await onStopped();
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{messages.stopTitle}</DialogTitle>
          <DialogContent>
            {messages.stopBody}
            {stop.isError ? <ErrorState error={stop.error} /> : null}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{messages.cancel}</Button>
            <Button appearance="primary" disabledFocusable={stop.isPending} onClick={() => stop.mutate()}>
              {messages.stopWatching}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
