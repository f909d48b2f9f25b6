import type { DirectoryUser } from "./directory.ts";

/** Entra's built-in roles that the sandbox speaks of, with the template ids that are the same in every tenant. */
export const builtInRoles: ReadonlyMap<string, string> = new Map([
  ["Global Administrator", "62e90394-69f5-4237-9190-012177145e10"],
  ["Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814"],
  ["Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7"],
  ["Application Administrator", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"],
  ["Application Developer", "cf1c38e5-3621-4004-a7cb-879624dced7c"],
  ["Exchange Administrator", "29232cdf-9323-42fd-ade2-1d097af3e4de"],
  ["User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1"],
  ["Groups Administrator", "fdd7a751-b60b-444a-984c-02652fe8fa1c"],
  ["Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d"],
  ["Security Operator", "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f"],
  ["Security Reader", "5d6b6bb7-de71-4623-b4af-96380a352509"],
  ["Reports Reader", "4a5d8f65-41da-4de4-8968-e035b65339cf"],
  ["Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451"],
  ["Directory Readers", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"],
]);

/** Directory roles count in the account's own tenant only; a guest holds none here. */
export function rolesIn(user: DirectoryUser, tenantId: string): readonly string[] {
  return user.tenantId === tenantId ? user.directoryRoles : [];
}
