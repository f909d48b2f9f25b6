import { Button } from "@fluentui/react-components";
import { ShieldCheckmarkRegular } from "@fluentui/react-icons";
import { getPosture } from "@outrigger/api-contract";
import { callEndpoint, EmptyState, ErrorState, useLanguage, useProduct } from "@outrigger/ui";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ListBody } from "../../list-body.tsx";
import { noticesQuery } from "../../notices/notice-bars.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { postureMessagesOf } from "./posture-messages.ts";
import { TenantSection } from "./tenant-section.tsx";
import { useTenantReading } from "./use-tenant-reading.ts";

/** What the settings of each Microsoft tenant mean for the product. */
export function PosturePage() {
  const messages = postureMessagesOf(useLanguage());
  const { productName } = useProduct();
  const actions = useTenantReading();
  const queries = useQueryClient();
  const posture = useQuery({
    queryKey: ["posture"],
    queryFn: async ({ signal }) => {
      const notices = queries.prefetchQuery(noticesQuery);
      const answer = await callEndpoint(getPosture, { signal });
      await notices;
      return answer;
    },
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead(productName)} />
      <ListBody query={posture} skeleton={[32, 120, 280, 240]}>
        {({ tenants }) =>
          tenants.length === 0 ? (
            <EmptyState
              title={messages.emptyTitle}
              icon={<ShieldCheckmarkRegular />}
              action={
                <Button
                  appearance="primary"
                  disabledFocusable={actions.signIn.isPending}
                  onClick={() => actions.signIn.mutate({ purpose: "read_tenant" })}
                >
                  {messages.readFirst}
                </Button>
              }
            >
              {messages.empty}
              {actions.signIn.isError ? <ErrorState error={actions.signIn.error} /> : null}
            </EmptyState>
          ) : (
            tenants.map((tenant) => <TenantSection key={tenant.tenantId} tenant={tenant} actions={actions} />)
          )
        }
      </ListBody>
    </>
  );
}
