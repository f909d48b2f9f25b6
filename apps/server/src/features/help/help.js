// Makes the links beside headings copy buttons, and lists filter while one types. Every page works without it.
const said = document.querySelector("[data-said]");
let saidTimer = 0;

function say(text) {
  said.textContent = text;
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => (said.textContent = ""), 3000);
}

/** The clipboard is closed to pages on plain http; the old command still works after a click. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }
}

async function copyLink(button, href) {
  const isCopied = await copy(href);
  history.replaceState(null, "", href);
  button.focus();
  say(isCopied ? "Link copied" : "Could not copy. The link stands in the address bar.");
}

for (const link of document.querySelectorAll("a.copy-link")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = "#";
  const label = link.getAttribute("aria-label").replace("Link to this section", "Copy the link to");
  button.setAttribute("aria-label", label);
  button.title = "Copy the link to this section";
  const { href } = link;
  button.addEventListener("click", () => void copyLink(button, href));
  link.replaceWith(button);
}

const list = document.querySelector("[data-filter]");
const field = document.querySelector(".search input");
if (list !== null && field !== null) {
  const items = [...list.querySelectorAll("[data-filter-item]")].map((item) => ({
    item,
    text: item.textContent.toLowerCase(),
  }));
  const status = document.querySelector("[data-filter-status]");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { item, text } of items) {
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown += 1;
    }
    for (const group of list.querySelectorAll("[data-filter-group]")) {
      group.hidden = group.querySelector("[data-filter-item]:not([hidden])") === null;
    }
    status.textContent =
      words.length === 0 ? "" : `${shown} of ${items.length} on this page. Press Enter to search everywhere.`;
  });
}
