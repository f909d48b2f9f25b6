import { toLongId } from "../record-id.ts";

/** Fixed ids of the two demo orgs. */
export const demoOrgIds = {
  contoso: toLongId("00DgK00000CONTO"),
  fabrikam: toLongId("00DgK00000FABRI"),
} as const;

export interface DemoUser {
  readonly firstName: string;
  readonly lastName: string;
  /** Username and address in one. */
  readonly email: string;
  readonly title: string;
  readonly profile: "Standard User" | "System Administrator";
}

export const demoSalesforceUsers: Readonly<Record<keyof typeof demoOrgIds, readonly DemoUser[]>> = {
  contoso: [
    user("Megan Bowen", "megan@contoso.example", "IT Director", "System Administrator"),
    user("Pradeep Gupta", "pradeep@contoso.example", "RevOps Lead", "System Administrator"),
    user("Adele Vance", "adele@contoso.example", "Account Executive", "Standard User"),
    user("Alex Wilber", "alex@contoso.example", "Account Executive", "Standard User"),
  ],
  fabrikam: [
    user("Nina Patel", "nina@fabrikam.example", "Salesforce Administrator", "System Administrator"),
    user("Diego Siciliani", "diego@fabrikam.example", "Account Executive", "Standard User"),
  ],
};

function user(name: string, email: string, title: string, profile: DemoUser["profile"]): DemoUser {
  const [firstName = "", lastName = ""] = name.split(" ");
  return { firstName, lastName, email, title, profile };
}
