import type { BrowserContext } from "playwright-core";
import type { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import { OutlookPage } from "../page-models/outlook-page.ts";
import type { SidebarPane } from "../page-models/sidebar-pane.ts";
import type { WalkedClass } from "../system/consent-report.ts";
import type { Stage } from "../system/describe-in-browser.ts";
import { tallyClicks, type Tally } from "../system/tally.ts";

/** Everybody and everything on stage while one failure class is walked. */
export interface Play {
  readonly stage: Stage;
  readonly person: string;
  readonly sidebar: SidebarPane;
  readonly window: MicrosoftWindow;
  /** The person's own. */
  readonly tally: Tally;
}

/** Who put it right, with what effort. `grantedAt` is the moment of the last click. */
export interface Fix {
  readonly by: string;
  readonly tally: Pick<Tally, "inProduct" | "atVendor" | "vendorPages">;
  readonly grantedAt: number;
}

/** One way in which connecting a mailbox fails in the field, as a play that ends with the mailbox connected. */
export interface FailureClass {
  readonly name: string;
  /** What the sandbox is told first; the demo company alone meets Microsoft's managed policy. */
  readonly scenario?: Readonly<Record<string, unknown>>;
  /** At Microsoft, until the obstacle is on screen. */
  meet(window: MicrosoftWindow, play: Omit<Play, "window">): Promise<void>;
  /** Away from the obstacle, until the pane says what happened. */
  leave(play: Play): Promise<void>;
  /** What puts it right. */
  fix(play: Play): Promise<Fix>;
  /** What the person still has to do where no session could be kept: one press, and Microsoft's own pages. */
  resume?(play: Play): Promise<void>;
}

/** Plays one class from the first click to the working mailbox and counts. */
export async function walkClass(stage: Stage, failureClass: FailureClass): Promise<WalkedClass> {
  const { system } = stage;
  const person = "Adele Vance";
  await system.control("/_sandbox/reset");
  if (failureClass.scenario) await system.control("/_sandbox/scenario", failureClass.scenario);
  const profile = await stage.openProfile();
  const tally = await tallyClicks(profile, system.productUrl);
  const sidebar = await openPane(profile, stage, person);
  tally.reset();

  const window = await sidebar.pressSetUpSync();
  await failureClass.meet(window, { stage, person, sidebar, tally });
  const userClicksBefore = tally.inProduct + tally.atVendor;
  const play = { stage, person, sidebar, window, tally };
  await failureClass.leave(play);
  const fix = await failureClass.fix(play);
  const userClicksAfter = tally.inProduct + tally.atVendor - userClicksBefore;
  await failureClass.resume?.(play);
  await sidebar.see("Signed in successfully");
  await sidebar.seeNoObstacle();
  return {
    failureClass: failureClass.name,
    userPages: [...tally.vendorPages],
    userClicksBefore,
    userClicksAfter,
    userSignsInAgain: failureClass.resume !== undefined,
    fixedBy: fix.by,
    fixerPages: [...fix.tally.vendorPages],
    fixerClicks: fix.tally.inProduct + fix.tally.atVendor,
    secondsToConnected: (Date.now() - fix.grantedAt) / 1000,
  };
}

async function openPane(profile: BrowserContext, stage: Stage, person: string): Promise<SidebarPane> {
  const outlook = await OutlookPage.open(profile, stage.system, person);
  await outlook.openFirstMail();
  return (await outlook.openSidebar()).signIn(person);
}
