import { getSettings } from "@outrigger/api-contract";
import { callEndpoint, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { ListBody } from "../../list-body.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { settingsMessagesOf } from "./settings-messages.ts";

/** The organization's rules. */
export function SettingsPage() {
  const messages = settingsMessagesOf(useLanguage());
  const settings = useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => callEndpoint(getSettings, { signal }),
    // A form in the middle of being filled must not change under the hand.
    refetchOnWindowFocus: false,
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead} />
      <ListBody query={settings} skeleton={[24, 120, 24, 160, 32]}>
        {(answer) => <SettingsForm settings={answer} />}
      </ListBody>
    </>
  );
}
