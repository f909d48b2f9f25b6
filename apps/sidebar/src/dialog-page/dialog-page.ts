import { tellParent } from "../office-host/index.ts";
import { describeOutcome, dialogMessagesOf } from "./dialog-messages.ts";
import { parseDialogFragment } from "./parse-dialog-fragment.ts";
import "./dialog-page.css";

/** Long enough to read two words; the sidebar closes the window too where the browser does not let it close itself. */
const CLOSES_AFTER_MS = 2_500;

const message = parseDialogFragment(location.hash);
clearAddress();
const messages = dialogMessagesOf(navigator.language);
const outcome = describeOutcome(message, messages);
const note = showOutcome();
void handOver();

/** A sign-in code must not stay where it can be seen, copied or kept in the history. */
function clearAddress(): void {
  // Office.js takes `replaceState` away in some hosts.
  if (typeof history.replaceState === "function") history.replaceState(null, "", location.pathname);
  else location.hash = "";
}

function showOutcome(): HTMLElement {
  document.title = outcome.title;
  const heading = document.createElement("h1");
  heading.textContent = outcome.title;
  const text = document.createElement("p");
  text.textContent = outcome.text;
  const added = document.createElement("p");
  added.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = messages.close;
  button.addEventListener("click", () => window.close());
  const card = document.createElement("main");
  card.append(heading, text, added, button);
  document.body.append(card);
  button.focus();
  return added;
}

async function handOver(): Promise<void> {
  if (!message) return;
  const isHeard = await tellParent(message).catch(() => false);
  if (!isHeard) note.textContent = messages.noSidebar;
  else if (outcome.closesItself) setTimeout(() => window.close(), CLOSES_AFTER_MS);
}
