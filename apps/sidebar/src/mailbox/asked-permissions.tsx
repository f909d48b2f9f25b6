import { openApprovalLink, type AskedPermission } from "@outrigger/api-contract";
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { callEndpoint, ErrorState, SkeletonBlocks } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { useApprovalLink } from "./use-approval-link.ts";

const groups = ["sign_in", "mail", "calendar", "contacts", "tasks", "directory", "legacy"] as const;

const useStyles = makeStyles({
  permission: { paddingBottom: tokens.spacingVerticalS },
  cannot: { paddingInlineStart: tokens.spacingHorizontalL, margin: 0 },
});

/** The permissions as the administrator will read them: what for, and what is lost without each. */
export function AskedPermissions() {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages, productName } = useMessages();
  const getLink = useApprovalLink();
  const page = useQuery({
    queryKey: ["asked_permissions"],
    queryFn: async () => {
      const { link } = await getLink();
      return callEndpoint(openApprovalLink, { body: { token: new URL(link).hash.slice(1) } });
    },
  });
  if (page.isError) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />;
  if (!page.data) return <SkeletonBlocks heights={[20, 64, 64, 64]} />;
  const { permissions, cannot } = page.data;
  return (
    <div className={pane.column}>
      <p className={pane.text}>{messages.askedLead(productName)}</p>
      {groups.map((group) => {
        const inGroup = permissions.filter((permission) => permission.group === group);
        return inGroup.length === 0 ? null : (
          <PermissionGroup key={group} group={group} permissions={inGroup} />
        );
      })}
      {cannot.length > 0 ? (
        <section>
          <h3 className={pane.heading}>{messages.itCannot}</h3>
          <ul className={mergeClasses(styles.cannot)}>
            {cannot.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function PermissionGroup({
  group,
  permissions,
}: {
  group: AskedPermission["group"];
  permissions: readonly AskedPermission[];
}) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const titles: Record<AskedPermission["group"], string> = {
    sign_in: messages.groupSignIn,
    mail: messages.groupMail,
    calendar: messages.groupCalendar,
    contacts: messages.groupContacts,
    tasks: messages.groupTasks,
    directory: messages.groupDirectory,
    legacy: messages.groupLegacy,
  };
  return (
    <section>
      <h3 className={pane.heading}>{titles[group]}</h3>
      {permissions.map(({ apiName, claimValue, permission, usedFor, withoutIt }) => (
        <div key={`${apiName} ${claimValue}`} className={styles.permission}>
          <div>{permission}</div>
          <div className={pane.quiet}>
            {messages.usedFor}: {usedFor}
          </div>
          <div className={pane.quiet}>
            {messages.withoutIt}: {withoutIt}
          </div>
          <div className={pane.quiet}>{claimValue}</div>
        </div>
      ))}
    </section>
  );
}
