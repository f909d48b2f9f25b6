import { expect, test } from "vitest";
import { EntraAdminCenter } from "../page-models/entra-admin-center.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

describeInBrowser("way 1: the Global Administrator grants in the Entra admin center", (stage) => {
  test("the app is absent from the list while nobody has ever signed in to it", async () => {
    const portal = await EntraAdminCenter.open(await stage.openProfile(), stage.system, "Megan Bowen");
    expect(await portal.searchApplications("Outrigger")).toBe(0);
  });

  test("the rep is connected without starting over, and the tab lists every permission", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.sidebar.seeWall();

    const portal = await EntraAdminCenter.open(await stage.openProfile(), stage.system, "Megan Bowen");
    expect(await portal.searchApplications("Outrigger")).toBe(1);
    await portal.openPermissions("Outrigger");
    await portal.grantAdminConsent("Contoso");

    await rep.sidebar.see("Signed in successfully");
    const rows = await portal.readAdminConsent();
    expect(Object.keys(rows[0] ?? {})).toEqual([
      "API name",
      "Claim value",
      "Permission",
      "Type",
      "Granted through",
      "Granted by",
    ]);
    expect(rows.map((row) => row["Claim value"])).toEqual(
      expect.arrayContaining(["openid", "User.Read", "Mail.ReadWrite", "Calendars.ReadWrite"]),
    );
    expect(rows.find((row) => row["Claim value"] === "Mail.ReadWrite")).toMatchObject({
      "API name": "Microsoft Graph",
      Type: "Delegated",
      "Granted through": "Admin consent",
      "Granted by": expect.stringContaining("Megan Bowen"),
    });
    expect(rows.map((row) => row["API name"])).not.toContain("Office 365 Exchange Online");
  });
});

describeInBrowser(
  "way 1, where the legacy EWS option is on",
  (stage) => {
    test("the tab groups the permissions by API, Exchange Online among them", async () => {
      const rep = await meetTheWall(stage);
      await rep.window.returnWithoutConsent();
      const portal = await EntraAdminCenter.open(await stage.openProfile(), stage.system, "Megan Bowen");
      await portal.searchApplications("Outrigger");
      await portal.openPermissions("Outrigger");
      await portal.grantAdminConsent("Contoso");

      await rep.sidebar.see("Signed in successfully");
      const rows = await portal.readAdminConsent();
      const apis = rows.map((row) => row["API name"]);
      expect([...new Set(apis)]).toEqual(["Microsoft Graph", "Office 365 Exchange Online"]);
      expect(rows.at(-1)).toMatchObject({ "Claim value": "EWS.AccessAsUser.All" });
    });
  },
  { serverSettings: { LEGACY_EWS: "on" }, sandboxSettings: { LEGACY_EWS: "on" } },
);
