import { EmptyState, useLanguage } from "@outrigger/ui";
import { Link as FluentLink } from "@fluentui/react-components";
import { Route, Switch } from "wouter";
import { ApprovalsPage } from "../pages/approvals/approvals-page.tsx";
import { AuditPage } from "../pages/audit/audit-page.tsx";
import { IssuesPage } from "../pages/issues/issues-page.tsx";
import { OverviewPage } from "../pages/overview/overview-page.tsx";
import { PermissionsPage } from "../pages/permissions/permissions-page.tsx";
import { PosturePage } from "../pages/posture/posture-page.tsx";
import { RegistrationPage } from "../pages/registration/registration-page.tsx";
import { RunsPage } from "../pages/runs/runs-page.tsx";
import { SalesforceAccessPage } from "../pages/salesforce-access/salesforce-access-page.tsx";
import { SettingsPage } from "../pages/settings/settings-page.tsx";
import { UsersPage } from "../pages/users/users-page.tsx";
import { adminMessagesOf } from "./admin-messages.ts";

/** One address per page, under `/admin`. */
export function AdminRoutes() {
  return (
    <Switch>
      <Route path="/" component={OverviewPage} />
      <Route path="/users" component={UsersPage} />
      <Route path="/approvals" component={ApprovalsPage} />
      <Route path="/posture" component={PosturePage} />
      <Route path="/permissions" component={PermissionsPage} />
      <Route path="/salesforce-access" component={SalesforceAccessPage} />
      <Route path="/registration" component={RegistrationPage} />
      <Route path="/issues" component={IssuesPage} />
      <Route path="/runs" component={RunsPage} />
      <Route path="/audit" component={AuditPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}

function NotFoundPage() {
  const messages = adminMessagesOf(useLanguage());
  return (
    <EmptyState
      title={messages.notFoundTitle}
      action={<FluentLink href="/admin/">{messages.toOverview}</FluentLink>}
    >
      {messages.notFound}
    </EmptyState>
  );
}
