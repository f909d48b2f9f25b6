/**
 * A stand-in for Microsoft's Office.js (https://appsforoffice.microsoft.com/lib/1/hosted/office.js) in the sandbox's
 * Outlook: the part of the real API that a reading add-in with pinning and dialogs uses, in its shapes (Mailbox 1.5,
 * DialogApi 1.1, and getAllInternetHeadersAsync of Mailbox 1.8). In a task pane it talks to the Outlook page around
 * it; in a dialog to the task pane that opened it. Elsewhere it reports no host, as the real one does.
 */
"use strict";
(() => {
  const hostOrigin = new URL(document.currentScript.src).origin;
  const isFramed = window.parent !== window;
  const isDialog = !isFramed && window.opener !== null;
  const CLOSED_CHECK_MS = 300;

  const AsyncResultStatus = { Succeeded: "succeeded", Failed: "failed" };
  const EventType = {
    ItemChanged: "olkItemSelectedChanged",
    OfficeThemeChanged: "officeThemeChanged",
    DialogMessageReceived: "dialogMessageReceived",
    DialogEventReceived: "dialogEventReceived",
  };

  /** The last argument is the callback and the one before it the options, each of which may be left out. */
  function readArguments(rest) {
    const callback = rest.find((each) => typeof each === "function");
    const options = rest.find((each) => typeof each === "object" && each !== null);
    return { callback, options: options ?? {} };
  }

  function succeed({ callback, options }, value) {
    callback?.({
      asyncContext: options.asyncContext,
      status: AsyncResultStatus.Succeeded,
      value,
      error: undefined,
    });
  }

  function fail({ callback, options }, code, name, message) {
    const error = { code, name, message };
    callback?.({
      asyncContext: options.asyncContext,
      status: AsyncResultStatus.Failed,
      value: undefined,
      error,
    });
  }

  const pending = new Map();
  const handlers = new Map();
  let nextRequestId = 1;
  let resolveHost;
  const hostKnown = new Promise((resolve) => {
    resolveHost = resolve;
  });

  function tellHost(message) {
    window.parent.postMessage({ channel: "office-host", ...message }, hostOrigin);
  }

  function askHost(message, call) {
    const id = nextRequestId;
    nextRequestId += 1;
    pending.set(id, call);
    tellHost({ ...message, id });
  }

  function emit(eventType, args) {
    for (const handler of handlers.get(eventType) ?? []) handler({ type: eventType, ...args });
  }

  function hearHost(event) {
    if (event.source !== window.parent || event.origin !== hostOrigin) return;
    const message = event.data;
    if (message?.channel !== "office-addin") return;
    if (message.type === "context") acceptContext(message);
    if (message.type === "item_changed") {
      mailbox.item = message.item && buildItem(message.item);
      emit(EventType.ItemChanged, { initialData: null });
    }
    if (message.type === "theme_changed") {
      context.officeTheme = message.officeTheme;
      emit(EventType.OfficeThemeChanged, { officeTheme: message.officeTheme });
    }
    if (message.type === "answer") settle(message);
  }

  function settle({ id, value, isFailed }) {
    const call = pending.get(id);
    pending.delete(id);
    if (!call) return;
    if (isFailed) fail(call, 9020, "GenericResponseError", "An internal error has occurred.");
    else succeed(call, value ?? undefined);
  }

  function acceptContext(message) {
    Object.assign(mailbox.userProfile, message.profile);
    mailbox.item = message.item && buildItem(message.item);
    context.displayLanguage = message.displayLanguage;
    context.contentLanguage = message.displayLanguage;
    context.officeTheme = message.officeTheme;
    savedSettings = { ...message.roamingSettings };
    resolveHost({ host: "Outlook", platform: "OfficeOnline" });
  }

  function buildItem(item) {
    return {
      ...item,
      dateTimeCreated: new Date(item.dateTimeCreated),
      dateTimeModified: new Date(item.dateTimeModified),
      body: {
        getAsync: (coercionType, ...rest) => askHost({ type: "get_body", coercionType }, readArguments(rest)),
      },
      getAllInternetHeadersAsync: (...rest) => askHost({ type: "get_internet_headers" }, readArguments(rest)),
    };
  }

  let savedSettings = {};
  const roamingSettings = {
    get: (name) => savedSettings[name],
    set: (name, value) => {
      savedSettings[name] = value;
    },
    remove: (name) => {
      delete savedSettings[name];
    },
    saveAsync: (...rest) =>
      askHost({ type: "save_roaming_settings", settings: savedSettings }, readArguments(rest)),
  };

  const mailbox = {
    item: null,
    userProfile: { displayName: "", emailAddress: "", accountType: "office365", timeZone: "UTC" },
    diagnostics: { hostName: "OutlookWebApp", hostVersion: "20261101.01", OWAView: "ThreeColumns" },
    convertToRestId: (itemId, _restVersion) => itemId.replaceAll("/", "-").replaceAll("+", "_"),
    convertToEwsId: (itemId, _restVersion) => itemId.replaceAll("-", "/").replaceAll("_", "+"),
    addHandlerAsync: (eventType, handler, ...rest) => {
      const call = readArguments(rest);
      if (eventType !== EventType.ItemChanged && eventType !== EventType.OfficeThemeChanged) {
        fail(call, 5010, "InvalidEventType", "The event type is not supported by this object.");
        return;
      }
      handlers.set(eventType, [...(handlers.get(eventType) ?? []), handler]);
      succeed(call);
    },
    removeHandlerAsync: (eventType, ...rest) => {
      handlers.delete(eventType);
      succeed(readArguments(rest));
    },
  };

  let openDialog = null;

  function displayDialogAsync(startAddress, ...rest) {
    const call = readArguments(rest);
    const refusal = refusalOf(startAddress);
    if (refusal) {
      fail(call, refusal.code, "DialogError", refusal.message);
      return;
    }
    // Prompting is the default on the web: an add-in that opens its window outside a click needs one of the user's.
    if (call.options.promptBeforeOpen === false) openDialogWindow(startAddress, call);
    else askBeforeOpening(startAddress, call);
  }

  function refusalOf(startAddress) {
    if (openDialog) {
      return { code: 12007, message: "A dialog box is already opened from this host window." };
    }
    const url = URL.canParse(startAddress) ? new URL(startAddress) : null;
    if (!url || url.origin !== location.origin) {
      return {
        code: 12004,
        message:
          "The domain of the URL passed to displayDialogAsync is not trusted. It must be the task pane's own.",
      };
    }
    // The real host refuses http everywhere; here a loopback host may use it, as the whole sandbox does.
    if (url.protocol !== "https:" && !["localhost", "127.0.0.1", "[::1]"].includes(url.hostname)) {
      return {
        code: 12005,
        message: "The URL passed to displayDialogAsync uses the HTTP protocol. HTTPS is required.",
      };
    }
    return null;
  }

  function openDialogWindow(startAddress, call) {
    const url = new URL(startAddress);
    url.searchParams.set("_host_Info", `Outlook$Web$16.01$${context.displayLanguage}$$isDialog$$0`);
    const { height = 80, width = 80 } = call.options;
    const pixelWidth = Math.round((screen.availWidth * width) / 100);
    const pixelHeight = Math.round((screen.availHeight * height) / 100);
    const left = Math.round((screen.availWidth - pixelWidth) / 2);
    const top = Math.round((screen.availHeight - pixelHeight) / 2);
    const opened = window.open(
      url.href,
      "_blank",
      `popup,width=${pixelWidth},height=${pixelHeight},left=${left},top=${top}`,
    );
    if (!opened) {
      fail(call, 12011, "DialogError", "The browser blocks pop-up windows from this site.");
      return;
    }
    succeed(call, watchDialog(opened));
  }

  function watchDialog(opened) {
    const dialogHandlers = new Map();
    const watch = setInterval(() => {
      if (!opened.closed) return;
      forget();
      dialogHandlers.get(EventType.DialogEventReceived)?.({
        error: 12006,
        type: EventType.DialogEventReceived,
      });
    }, CLOSED_CHECK_MS);

    function hearDialog(event) {
      // Only a page of the add-in's own domain may message its parent, wherever the window has been meanwhile.
      if (event.source !== opened || event.origin !== location.origin) return;
      if (event.data?.channel !== "office-dialog" || typeof event.data.message !== "string") return;
      dialogHandlers.get(EventType.DialogMessageReceived)?.({
        message: event.data.message,
        origin: event.origin,
        type: EventType.DialogMessageReceived,
      });
    }

    function forget() {
      clearInterval(watch);
      window.removeEventListener("message", hearDialog);
      openDialog = null;
    }

    window.addEventListener("message", hearDialog);
    openDialog = {
      addEventHandler: (eventType, handler) => dialogHandlers.set(eventType, handler),
      close: () => {
        forget();
        opened.close();
      },
    };
    return openDialog;
  }

  function askBeforeOpening(startAddress, call) {
    const prompt = document.createElement("dialog");
    const words = document.createElement("p");
    words.textContent = "This add-in wants to display a new window.";
    const allow = document.createElement("button");
    allow.textContent = "Allow";
    const ignore = document.createElement("button");
    ignore.textContent = "Ignore";
    prompt.append(words, allow, ignore);
    allow.addEventListener("click", () => prompt.close("allow"));
    ignore.addEventListener("click", () => prompt.close("ignore"));
    prompt.addEventListener("close", () => {
      prompt.remove();
      if (prompt.returnValue === "allow") openDialogWindow(startAddress, call);
      else fail(call, 12009, "DialogError", "The user chose to ignore the dialog box.");
    });
    document.body.append(prompt);
    prompt.showModal();
  }

  /** Works in a dialog, on a page of the domain that opened it; the browser drops it where the opener is elsewhere. */
  function messageParent(message, messageOptions) {
    const targetOrigin = messageOptions?.targetOrigin ?? location.origin;
    window.opener?.postMessage({ channel: "office-dialog", message: String(message) }, targetOrigin);
  }

  const supportedSets = { mailbox: 1.5, dialogapi: 1.1 };

  const context = {
    mailbox: isFramed ? mailbox : undefined,
    roamingSettings: isFramed ? roamingSettings : undefined,
    displayLanguage: navigator.language,
    contentLanguage: navigator.language,
    officeTheme: undefined,
    platform: isFramed || isDialog ? "OfficeOnline" : undefined,
    host: isFramed || isDialog ? "Outlook" : undefined,
    requirements: {
      isSetSupported: (name, minVersion = "1.1") =>
        Number(minVersion) <= (supportedSets[String(name).toLowerCase()] ?? 0),
    },
    ui: { displayDialogAsync, messageParent },
  };

  window.Office = {
    context,
    AsyncResultStatus,
    EventType,
    CoercionType: { Html: "html", Text: "text" },
    HostType: { Outlook: "Outlook" },
    PlatformType: { OfficeOnline: "OfficeOnline" },
    MailboxEnums: {
      ItemType: { Message: "message", Appointment: "appointment" },
      RestVersion: { v1_0: "v1.0", v2_0: "v2.0", Beta: "beta" },
      RecipientType: { ExternalUser: "externalUser", Other: "other", User: "user" },
      AttachmentType: { File: "file", Item: "item", Cloud: "cloud" },
    },
    onReady: async (callback) => {
      const host = await hostKnown;
      callback?.(host);
      return host;
    },
    initialize: () => {},
  };

  if (isFramed) {
    window.addEventListener("message", hearHost);
    tellHost({ type: "hello" });
  } else {
    resolveHost(isDialog ? { host: "Outlook", platform: "OfficeOnline" } : { host: null, platform: null });
  }
  void initialize();

  async function initialize() {
    await hostKnown;
    if (document.readyState === "loading") await waitForPage();
    window.Office.initialize("documentOpened");
  }

  function waitForPage() {
    return new Promise((resolve) => {
      document.addEventListener("DOMContentLoaded", resolve, { once: true });
    });
  }
})();
