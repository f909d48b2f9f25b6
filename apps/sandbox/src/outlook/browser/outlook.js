/**
 * Outlook on the web in the browser: opens folders and mails without leaving the page, so that the add-in beside them
 * stays, and is the host that the add-in's Office.js talks to. Only the add-in's frame on the product's origin is heard.
 */
"use strict";
(() => {
  const REFRESH_MS = 10_000;
  const { profile: profileText, addinOrigin, addinUrl, addinName } = document.body.dataset;
  if (!profileText) return;
  const profile = JSON.parse(profileText);
  const pane = document.getElementById("addin-pane");
  const settingsKey = `roamingSettings:${profile.emailAddress}`;
  const paneOpenKey = `addinOpen:${profile.emailAddress}`;
  const darkTheme = matchMedia("(prefers-color-scheme: dark)");

  /** The open mail: its id and a promise of what Office.js may ask about it; null while nothing is selected. */
  let openItem = null;
  let newestNavigation = 0;

  const part = (name) => document.querySelector(`[data-part="${name}"]`);
  const shownMessageId = () => part("reading").dataset.message || null;

  async function navigate(address, { push = true, keepReading = false } = {}) {
    newestNavigation += 1;
    const navigation = newestNavigation;
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (answer.redirected || !answer.ok) return location.assign(address);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (navigation !== newestNavigation) return undefined;
    if (push) history.pushState(null, "", address);
    showPage(next, keepReading);
    return undefined;
  }

  function showPage(next, keepReading) {
    const focusedMessage = document.activeElement?.closest?.("[data-message]")?.dataset.message;
    const scrolled = part("list").scrollTop;
    const isSameFolder =
      part("list").querySelector("h1").textContent === next.querySelector(".list h1").textContent;
    replaceContent("folders", next);
    replaceContent("list", next);
    if (isSameFolder) part("list").scrollTop = scrolled;
    if (focusedMessage) rowOf(focusedMessage)?.focus({ preventScroll: true });
    const reading = next.querySelector('[data-part="reading"]');
    if (!keepReading && reading.dataset.message !== part("reading").dataset.message) {
      document.title = next.title;
      part("reading").dataset.message = reading.dataset.message;
      replaceContent("reading", next);
      part("columns").dataset.reading = next.querySelector('[data-part="columns"]').dataset.reading;
      showPaneState();
      selectItem();
    }
  }

  function replaceContent(name, next) {
    const source = next.querySelector(`[data-part="${name}"]`);
    part(name).replaceChildren(...[...source.childNodes].map((node) => document.importNode(node, true)));
  }

  const rowOf = (messageId) => part("list").querySelector(`[data-message="${CSS.escape(messageId)}"]`);

  /** Takes the shown mail as the open item, tells the add-in, and marks it as read. */
  function selectItem() {
    const id = shownMessageId();
    openItem = id === null ? null : { id, content: loadItem(id) };
    void announceItem(openItem);
    if (id !== null) void markAsRead(id);
  }

  async function announceItem(selected) {
    const item = await itemFields(selected);
    if (selected === openItem) post({ type: "item_changed", item });
  }

  async function loadItem(id) {
    const answer = await fetch(`/outlook/messages/${encodeURIComponent(id)}/item.json`);
    return answer.ok ? answer.json() : null;
  }

  const itemFields = async (selected) => (await selected?.content)?.item ?? null;

  async function markAsRead(id) {
    const row = rowOf(id);
    if (row?.className === "read") return;
    await fetch(`/outlook/messages/${encodeURIComponent(id)}/read`, { method: "POST" });
    await refresh();
  }

  const refresh = () => navigate(location.href, { push: false, keepReading: true });

  const addinFrame = () => pane.querySelector("iframe");

  function setPaneOpen(isOpen) {
    pane.hidden = !isOpen;
    sessionStorage.setItem(paneOpenKey, isOpen ? "yes" : "no");
    if (isOpen && !addinFrame()) pane.append(buildAddinFrame());
    if (!isOpen) addinFrame()?.remove();
    showPaneState();
  }

  function showPaneState() {
    part("columns").dataset.addin = String(!pane.hidden);
    document
      .querySelector('[data-action="toggle-addin"]')
      ?.setAttribute("aria-expanded", String(!pane.hidden));
  }

  function buildAddinFrame() {
    const frame = document.createElement("iframe");
    frame.title = addinName;
    frame.setAttribute(
      "sandbox",
      "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads",
    );
    frame.allow = `clipboard-write ${addinOrigin}`;
    frame.src = addinUrl;
    return frame;
  }

  function post(message) {
    addinFrame()?.contentWindow?.postMessage({ channel: "office-addin", ...message }, addinOrigin);
  }

  const officeTheme = () =>
    darkTheme.matches
      ? {
          bodyBackgroundColor: "#292929",
          bodyForegroundColor: "#ffffff",
          controlBackgroundColor: "#3d3d3d",
          controlForegroundColor: "#ffffff",
          isDarkTheme: true,
        }
      : {
          bodyBackgroundColor: "#ffffff",
          bodyForegroundColor: "#242424",
          controlBackgroundColor: "#f5f5f5",
          controlForegroundColor: "#242424",
          isDarkTheme: false,
        };

  const answers = {
    hello: async () =>
      post({
        type: "context",
        profile,
        item: await itemFields(openItem),
        officeTheme: officeTheme(),
        displayLanguage: navigator.language,
        roamingSettings: JSON.parse(localStorage.getItem(settingsKey) ?? "{}"),
      }),
    get_body: async ({ id, coercionType }) => {
      const content = await openItem?.content;
      answer(id, content?.bodies[coercionType === "html" ? "html" : "text"]);
    },
    get_internet_headers: async ({ id }) => answer(id, (await openItem?.content)?.internetHeaders),
    save_roaming_settings: async ({ id, settings }) => {
      localStorage.setItem(settingsKey, JSON.stringify(settings));
      answer(id, null);
    },
  };

  function answer(id, value) {
    post(value === undefined ? { type: "answer", id, isFailed: true } : { type: "answer", id, value });
  }

  addEventListener("message", (event) => {
    const frame = addinFrame();
    if (!frame || event.source !== frame.contentWindow || event.origin !== addinOrigin) return;
    if (event.data?.channel !== "office-host" || !Object.hasOwn(answers, event.data.type)) return;
    void answers[event.data.type](event.data);
  });

  document.addEventListener("click", (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action;
    if (action === "toggle-addin") setPaneOpen(pane.hidden);
    if (action === "close-addin") {
      setPaneOpen(false);
      document.querySelector('[data-action="toggle-addin"]')?.focus();
    }
    if (action === "refresh") void refresh();
    const link = event.target.closest('.columns a[href^="/outlook?"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate(link.href);
  });

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".list [data-message]");
    if (!row || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const rows = [...part("list").querySelectorAll("[data-message]")];
    rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  });

  addEventListener("popstate", () => void navigate(location.href, { push: false }));
  darkTheme.addEventListener("change", () => post({ type: "theme_changed", officeTheme: officeTheme() }));
  setInterval(() => {
    if (document.visibilityState === "visible") void refresh().catch(() => undefined);
  }, REFRESH_MS);

  if (sessionStorage.getItem(paneOpenKey) === "yes") setPaneOpen(true);
  selectItem();
})();
