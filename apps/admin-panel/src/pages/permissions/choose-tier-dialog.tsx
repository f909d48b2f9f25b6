import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from "@fluentui/react-components";
import {
  choosePermissionTier,
  type Feature,
  type PermissionTier,
  type Tier,
  type TierChoice,
} from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { listMessagesOf } from "../../list-messages.ts";
import { tierMessagesOf, type TierMessages } from "./tier-messages.ts";

/** Says in numbers what the choice changes before it is made. */
export function ChooseTierDialog({
  choice,
  tier,
  onClose,
}: {
  choice: TierChoice;
  tier: PermissionTier;
  onClose: () => void;
}) {
  const language = useLanguage();
  const messages = tierMessagesOf(language);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => callEndpoint(choosePermissionTier, { body: { tier } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["permissions"] });
      onClose();
    },
  });
  const sentences = sayChanges(choice, tier, messages);
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{messages.dialogTitle(messages[tier])}</DialogTitle>
          <DialogContent>
            {sentences.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {change.isError ? <ErrorState error={change.error} /> : null}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{listMessagesOf(language).cancel}</Button>
            </DialogTrigger>
            <Button appearance="primary" disabledFocusable={change.isPending} onClick={() => change.mutate()}>
              {messages.dialogSubmit(messages[tier])}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function sayChanges(choice: TierChoice, tier: PermissionTier, messages: TierMessages): string[] {
  const find = (name: PermissionTier): Tier | undefined =>
    choice.tiers.find((candidate) => candidate.tier === name);
  const next = find(tier);
  const now = find(choice.tier);
  if (!next || !now) return [];
  const list = (words: string[]) => new Intl.ListFormat("en-GB", { type: "conjunction" }).format(words);
  const isBuilt = (name: Feature["feature"]) =>
    choice.features.some(({ feature, availability }) => feature === name && availability !== "not_built");
  const featuresOnlyIn = (one: Tier, other: Tier) =>
    one.features.filter((feature) => !other.features.includes(feature) && isBuilt(feature));
  const permissionsOnlyIn = (one: Tier, other: Tier) => {
    const others = new Set(other.permissions.map(({ claimValue }) => claimValue));
    return one.permissions.map(({ claimValue }) => claimValue).filter((value) => !others.has(value));
  };
  const gained = featuresOnlyIn(next, now);
  const lost = featuresOnlyIn(now, next);
  const added = permissionsOnlyIn(next, now);
  const dropped = permissionsOnlyIn(now, next);
  return [
    ...(gained.length > 0 ? [messages.dialogGains(list(gained.map((name) => messages[name])))] : []),
    ...(lost.length > 0 ? [messages.dialogLoses(list(lost.map((name) => messages[name])))] : []),
    ...(added.length > 0 ? [messages.dialogAsks(list(added))] : []),
    ...(dropped.length > 0 ? [messages.dialogDrops(list(dropped))] : []),
    ...sayPeopleChange(next, messages),
    ...(dropped.length > 0 && next.connectedCount > 0 ? [messages.dialogGrants] : []),
    tier === "sidebar_only" ? messages.dialogWithdrawn : messages.dialogPending,
  ];
}

function sayPeopleChange({ tier, connectedCount, toApproveCount }: Tier, messages: TierMessages): string[] {
  if (connectedCount === 0) return [messages.dialogNobody];
  if (tier === "sidebar_only") return [messages.dialogStops(connectedCount)];
  return [
    messages.dialogKeeps(connectedCount),
    ...(toApproveCount > 0 ? [messages.dialogApprove(toApproveCount)] : []),
  ];
}
