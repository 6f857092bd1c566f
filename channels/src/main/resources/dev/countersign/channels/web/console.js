// Makes the console live; every page works without it.
"use strict";

const announcer = document.getElementById("announcer");

const announce = words => { if (words) announcer.textContent = words; };

const parse = html => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
};

// Times in the reader's own zone; the exact one stays in the tooltip.
const tell = root => {
  for (const time of root.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    time.title = time.dateTime;
    time.textContent = at.toLocaleString([], { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
  }
};

const countDown = () => {
  for (const place of document.querySelectorAll(".countdown")) {
    const left = new Date(place.parentElement.querySelector("time").dateTime) - Date.now();
    const minutes = Math.round(left / 60000);
    place.textContent = left <= 0 ? "over"
      : minutes < 60 ? `${Math.max(1, minutes)} min left`
      : minutes < 2880 ? `${Math.round(minutes / 60)} h left` : `${Math.round(minutes / 1440)} days left`;
  }
};

// What somebody has begun to write survives a swap, as long as it is still asked for.
const keep = (old, fresh) => {
  for (const open of old.querySelectorAll("details[open][id]")) {
    const same = fresh.querySelector("#" + CSS.escape(open.id));
    if (same) same.open = true;
  }
  const version = node => node.querySelector("input[name=version]")?.value;
  if (version(old) !== version(fresh)) return;
  for (const input of old.querySelectorAll("textarea[id], input[id], select[id]")) {
    const same = fresh.querySelector("#" + CSS.escape(input.id));
    if (!same) continue;
    if (input.type === "radio" || input.type === "checkbox") same.checked = input.checked;
    else if (input.value !== input.defaultValue) same.value = input.value;
  }
};

const replace = (old, fresh) => {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  // The sentence about one's own decision stays, and keeps the focus, when news of it arrive.
  const result = old.querySelector(".card > .result");
  const read = result && result === document.activeElement;
  if (result && !fresh.querySelector(".result")) fresh.querySelector(".card-head")?.after(result);
  keep(old, fresh);
  old.replaceWith(fresh);
  fresh.classList.add("swapped");
  if (read) result.focus({ preventScroll: true });
  else if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
};

const place = (fresh, after) => {
  const list = document.getElementById("transcript");
  if (!list) return;
  const before = document.getElementById(after);
  if (before && before.parentElement === list) before.after(fresh);
  else list.append(fresh);
  fresh.classList.add("swapped");
};

const swap = data => {
  const [id, after] = data.split("\n", 2);
  const fresh = parse(data.slice(id.length + after.length + 2));
  const old = document.getElementById(id);
  if (old && old.dataset.v === fresh.dataset.v) return;
  tell(fresh);
  if (old) replace(old, fresh); else place(fresh, after);
  countDown();
  announce(fresh.dataset.news);
  if (!old) document.getElementById("nothing")?.remove();
};

const only = data => {
  const ids = new Set(data.split(" "));
  for (const child of [...document.querySelectorAll("#transcript > [data-v]")]) {
    if (!ids.has(child.id)) child.remove();
  }
};

// A browser allows a handful of connections to one server: pages in the background let go.
let source = null;
const listen = () => {
  const url = document.body.dataset.live;
  if (!url || source || document.hidden) return;
  source = new EventSource(url);
  source.addEventListener("swap", event => swap(event.data));
  source.addEventListener("only", event => only(event.data));
  // A browser gives up where the server says no for a while; this does not.
  source.addEventListener("error", event => {
    if (event.target.readyState !== EventSource.CLOSED || event.target !== source) return;
    source = null;
    setTimeout(listen, 3000);
  });
  source.addEventListener("full", () => { source.close(); announce("Too many pages are open; reload to see news."); });
};
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return listen();
  source?.close();
  source = null;
});

const send = async (form, button) => {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.set(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body, redirect: "follow", headers: { "X-Countersign": "fragment" } });
  return { status: answer.status, html: await answer.text() };
};

// What an answer that is a whole page has to say stands in the form.
const excuse = (form, html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const words = page.querySelector(".composer .result") ?? page.querySelector("main p");
  form.querySelector(".result")?.remove();
  if (words) { const shown = document.importNode(words, true); shown.className = "result"; form.prepend(shown); announce(shown.textContent); }
};

// The result of a decision takes the place of the form, and the focus.
const decide = async (form, button) => {
  const { status, html } = await send(form, button);
  if (status >= 500) { excuse(form, html); return; }
  const region = form.closest("[data-v]");
  const fresh = html.startsWith("<div") ? parse(html) : null;
  if (!fresh || !region || fresh.id !== region.id) { location.reload(); return; }
  // News of one's own decision may have been faster than its answer, and taken the form away.
  const now = document.getElementById(fresh.id) ?? region;
  tell(fresh);
  if (status === 422) keep(now, fresh);
  now.replaceWith(fresh);
  countDown();
  (fresh.querySelector(".result") ?? fresh.querySelector("h2"))?.focus();
};

const say = async form => {
  const { status, html } = await send(form, null);
  const text = form.querySelector("textarea");
  if (status === 204) {
    text.value = "";
    form.querySelector("input[name=nonce]").value = crypto.getRandomValues(new Uint32Array(4)).join("-");
    form.querySelector(".result")?.remove();
    text.focus();
    announce("Sent");
    return;
  }
  excuse(form, html);
};

document.addEventListener("submit", event => {
  const form = event.target;
  if (form.dataset.busy) { event.preventDefault(); return; }
  const quietly = form.matches(".decide") ? () => decide(form, event.submitter)
    : form.dataset.quiet ? () => say(form) : null;
  form.dataset.busy = "yes";
  if (!quietly) return;
  event.preventDefault();
  event.submitter?.setAttribute("aria-disabled", "true");
  quietly()
    .catch(() => announce("That did not reach the server. Please try again."))
    .finally(() => { delete form.dataset.busy; event.submitter?.removeAttribute("aria-disabled"); });
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(form => delete form.dataset.busy));
document.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest?.(".composer")) event.target.form.requestSubmit();
});

tell(document);
countDown();
setInterval(countDown, 30000);
listen();
const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
target?.querySelector("h2, textarea")?.focus();
