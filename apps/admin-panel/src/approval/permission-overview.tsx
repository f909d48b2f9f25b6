import { makeStyles, tokens } from "@fluentui/react-components";
import {
  CalendarRegular,
  ContactCardRegular,
  DismissCircleRegular,
  MailRegular,
  PeopleRegular,
  PersonKeyRegular,
  ServerRegular,
  TaskListSquareLtrRegular,
} from "@fluentui/react-icons";
import type { AskedPermission } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import type { ReactNode } from "react";
import { approvalMessagesOf } from "./approval-messages.ts";
import { groupPermissions, type PermissionGroup, type PermissionGroupName } from "./group-permissions.ts";
import { usePageStyles } from "./use-page-styles.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  groups: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  group: {
    display: "grid",
    gridTemplateColumns: "24px minmax(0, 4fr) minmax(0, 7fr)",
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    ":first-child": { borderTopStyle: "none" },
    "@media (max-width: 40em)": { gridTemplateColumns: "24px minmax(0, 1fr)" },
  },
  icon: { fontSize: "20px", lineHeight: 1, color: tokens.colorBrandForeground1 },
  name: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  values: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase100,
    lineHeight: tokens.lineHeightBase100,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  words: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    "@media (max-width: 40em)": { gridColumnStart: 2 },
  },
  label: { fontWeight: tokens.fontWeightSemibold },
  cannot: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 260px), 1fr))",
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  cannotItem: { display: "flex", gap: tokens.spacingHorizontalXS },
  cannotIcon: { flexShrink: 0, fontSize: "16px", color: tokens.colorNeutralForeground2 },
});

export interface PermissionOverviewProps {
  permissions: readonly AskedPermission[];
  /** Claim values that are not new. */
  grantedBefore: readonly string[];
  cannot: readonly string[];
}

/** What the app could do, in an administrator's terms: by what it reaches, with the purpose and the price of a no. */
export function PermissionOverview({ permissions, grantedBefore, cannot }: PermissionOverviewProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = approvalMessagesOf(useLanguage());
  const isAddition = grantedBefore.length > 0;
  const added = permissions.filter(({ claimValue }) => !grantedBefore.includes(claimValue));
  return (
    <div className={styles.root}>
      <h2 className={pageStyles.sectionTitle}>{isAddition ? messages.newTitle : messages.canTitle}</h2>
      <p className={styles.quiet}>{messages.canScope}</p>
      <ul className={styles.groups}>
        {groupPermissions(added).map((group) => (
          <GroupRow key={group.name} group={group} />
        ))}
      </ul>
      {isAddition ? <p className={styles.quiet}>{messages.grantedBefore(grantedBefore.join(", "))}</p> : null}
      <h2 className={pageStyles.sectionTitle}>{messages.cannotTitle}</h2>
      <ul className={styles.cannot}>
        {cannot.map((sentence) => (
          <li key={sentence} className={styles.cannotItem}>
            <DismissCircleRegular className={styles.cannotIcon} aria-hidden />
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}

function GroupRow({ group }: { group: PermissionGroup }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  // Signing in takes five permissions with a purpose each; the list of every permission below spells them out.
  const isSignIn = group.name === "sign_in";
  const usedFor = isSignIn ? messages.signInUsedFor : group.usedFor.join(" ");
  const withoutIt = isSignIn ? messages.signInWithoutIt : group.withoutIt.join(" ");
  const { name, icon } = useGroupFace(group.name);
  return (
    <li className={styles.group}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <div>
        <h3 className={styles.name}>{name}</h3>
        <span className={styles.values}>{group.claimValues.join(" ")}</span>
      </div>
      <p className={styles.words}>
        <span className={styles.label}>{messages.usedFor}:</span> {usedFor}
        <br />
        <span className={styles.label}>{messages.withoutIt}:</span> {withoutIt}
      </p>
    </li>
  );
}

function useGroupFace(group: PermissionGroupName): { name: string; icon: ReactNode } {
  const messages = approvalMessagesOf(useLanguage());
  const faces: Readonly<Record<PermissionGroupName, { name: string; icon: ReactNode }>> = {
    sign_in: { name: messages.groupSignIn, icon: <PersonKeyRegular /> },
    directory: { name: messages.groupDirectory, icon: <PeopleRegular /> },
    mail: { name: messages.groupMail, icon: <MailRegular /> },
    calendar: { name: messages.groupCalendar, icon: <CalendarRegular /> },
    contacts: { name: messages.groupContacts, icon: <ContactCardRegular /> },
    tasks: { name: messages.groupTasks, icon: <TaskListSquareLtrRegular /> },
    legacy: { name: messages.groupLegacy, icon: <ServerRegular /> },
  };
  return faces[group];
}
