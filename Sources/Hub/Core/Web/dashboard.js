// The dashboard: reads the hub's API, shows today, and reads again whenever the hub says that something changed.
// Everything from the hub becomes text nodes, never markup.

const STATUSES = ["present", "late", "expected", "absent", "unsure", "left_early", "excused"];
const LABELS = {
  present: "Present", late: "Late", expected: "Expected", absent: "Absent", unsure: "Unsure",
  left_early: "Left early", excused: "Excused",
};
const REFRESH_MILLISECONDS = 20_000;  // nodes go offline and sessions end without any change at the hub
const RECONNECT_MILLISECONDS = 3_000;
const SEARCH_DELAY_MILLISECONDS = 200;
const PERSON_DAYS = 30;
const LATEST = 8;
const RADAR_MILLISECONDS = 600_000;  // for as long the hub keeps what it found
const RADAR_ITEMS = 5;

const $ = (id) => document.getElementById(id);
const state = { secret: takeSecret(), zone: "UTC", clockOffset: 0, filter: null, open: new Map(), shown: new Map() };

function takeSecret() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (fragment.has("secret")) {
    sessionStorage.setItem("secret", fragment.get("secret"));
    history.replaceState(null, "", location.pathname);  // the secret must not stay in sight or in the history
  }
  return sessionStorage.getItem("secret");
}

// The API

class SignedOut extends Error {}

async function api(path, options = {}) {
  const response = await fetch(path, {
    ...options, cache: "no-store", headers: { Authorization: `Bearer ${state.secret}`, ...options.headers },
  });
  if (response.status === 401) throw new SignedOut();
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

const json = async (path) => (await api(path)).json();

async function all(path) {
  const items = [];
  let cursor = null;
  do {
    const page = await json(`${path}&limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return items;
}

// Times, as clocks at the site show them

const now = () => Date.now() + state.clockOffset;
const day = (milliseconds) => new Intl.DateTimeFormat("en-CA", { timeZone: state.zone }).format(milliseconds);
const time = (milliseconds) => new Intl.DateTimeFormat("en-GB", {
  timeZone: state.zone, hour: "2-digit", minute: "2-digit",
}).format(milliseconds);
const longDay = (milliseconds) => new Intl.DateTimeFormat("en-GB", {
  timeZone: state.zone, weekday: "long", day: "numeric", month: "long", year: "numeric",
}).format(milliseconds);
const shortDay = (milliseconds) => new Intl.DateTimeFormat("en-GB", {
  timeZone: state.zone, weekday: "short", day: "numeric", month: "short",
}).format(milliseconds);

function ago(milliseconds) {
  const seconds = Math.max(0, Math.round((now() - milliseconds) / 1000));
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return day(milliseconds) === day(now()) ? `at ${time(milliseconds)}` : shortDay(milliseconds);
}

// Building blocks

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

const chip = (status, text = LABELS[status]) => element("span", { class: `chip ${status}` }, text);

function face(name, id) {
  if (!name) return element("span", { class: "face unknown-face", "aria-hidden": "true" }, "?");
  const words = name.split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word][0] ?? "").join("");
  const made = element("span", { class: "face", "aria-hidden": "true" }, initials.toUpperCase());
  made.style.setProperty("--hue", parseInt(id.slice(-6), 16) % 360);
  return made;
}

function empty(title, text, command) {
  return element("div", { class: "empty" }, element("strong", {}, title), text,
    command ? element("code", {}, command) : null);
}

// Replaces a panel's content only when what it shows has changed, so that focus and scrolling stay.
function show(id, value, build) {
  const signature = JSON.stringify(value);
  if (state.shown.get(id) === signature) return;
  state.shown.set(id, signature);
  $(id).replaceChildren(...[build()].flat());
}

// Panels

function showTiles(records) {
  const counts = Object.fromEntries(STATUSES.map((status) =>
    [status, records.filter((record) => record.status === status).length]));
  show("tiles", [counts, state.filter], () => STATUSES
    .filter((status) => counts[status] > 0 || ["present", "late", "expected", "absent"].includes(status))
    .map((status) => element("li", {}, element("button", {
      class: `card tile ${status}`, type: "button", "aria-pressed": String(state.filter === status),
      disabled: counts[status] === 0 && state.filter !== status,
      onclick: () => { state.filter = state.filter === status ? null : status; render(); },
    }, element("b", {}, String(counts[status])), element("span", {}, LABELS[status])))));
}

function showSessions(sessions, records) {
  const current = sessions.filter((session) => session.start_ms <= now() && now() < session.end_ms)
    .map((session) => session.id);
  show("sessions", [sessions, records, current, state.filter], () => sessions.length === 0
    ? element("div", { class: "card" }, empty("No sessions today",
      "Sessions come from a timetable: a CSV file with the columns section, room, title, date, start and end.",
      "rollcall-hub sessions import timetable.csv"))
    : inOrder(sessions).map((session) => sessionCard(
      session, records.filter((record) => record.session.id === session.id), current.includes(session.id))));
}

// What goes on now, then what comes, then what is over, the latest first.
function inOrder(sessions) {
  const place = (session) => now() >= session.end_ms ? 2 : now() >= session.start_ms ? 0 : 1;
  return [...sessions].sort((a, b) => place(a) - place(b)
    || (place(a) === 2 ? b.start_ms - a.start_ms : a.start_ms - b.start_ms));
}

function sessionCard(session, records, isNow) {
  const counts = STATUSES.map((status) => [status, records.filter((record) => record.status === status).length])
    .filter(([, count]) => count > 0);
  const shown = records.filter((record) => !state.filter || record.status === state.filter)
    .sort((a, b) => (a.person.name ?? "").localeCompare(b.person.name ?? ""));
  const isOpen = state.open.get(session.id) ?? (isNow || state.filter !== null);
  return element("details", {
    class: `card session${isNow ? " now" : ""}`, open: isOpen && (shown.length > 0 || !state.filter),
  },
  element("summary", { onclick: (event) => state.open.set(session.id, !event.currentTarget.parentElement.open) },
    element("div", { class: "when" }, `${time(session.start_ms)} – ${time(session.end_ms)}`,
      element("small", {}, isNow ? "now" : session.start_ms > now() ? "later" : "over")),
    element("div", { class: "about" }, element("h3", {}, session.title ?? session.section),
      element("p", { class: "quiet small" }, `${session.section} · Room ${session.room}`)),
    element("div", { class: "counts" }, ...counts.map(([status, count]) =>
      chip(status, `${count} ${LABELS[status].toLowerCase()}`)))),
  shown.length === 0
    ? empty(state.filter ? `Nobody is ${LABELS[state.filter].toLowerCase()}` : "Nobody is expected here yet",
      state.filter ? "Press the tile above again to see everybody." : `Enrol people into section ${session.section}:`,
      state.filter ? null : `rollcall-hub people enrol --name NAME --section ${session.section} PHOTO`)
    : recordTable(shown));
}

function recordTable(records) {
  return element("table", {},
    element("thead", {}, element("tr", {}, ...["Name", "Status", "First seen", "Last seen"].map((title) =>
      element("th", { scope: "col" }, title)))),
    element("tbody", {}, ...records.map((record) => element("tr", {},
      element("td", { class: "name" }, element("div", { class: "who" }, face(record.person.name, record.person.id),
        element("p", { class: "line" }, record.person.name ?? "Unknown person", " ",
          element("span", { class: "quiet small" }, record.person.number ?? "")))),
      element("td", {}, chip(record.status), " ",
        record.on_roster ? null : chip("guest", "guest"), record.correction ? chip("guest", "corrected") : null),
      element("td", {}, record.first_seen_ms ? time(record.first_seen_ms) : "–"),
      element("td", {}, record.last_seen_ms ? time(record.last_seen_ms) : "–")))));
}

function showLatest(events) {
  show("latest", [events, Math.floor(now() / 60_000)], () => events.length === 0
    ? empty("Nobody seen yet today", "Sightings appear here the moment a room's camera recognises somebody.")
    : element("ul", { class: "list" }, ...events.map((event) => element("li", {},
      face(event.person_name, event.person ?? event.id),
      element("div", {}, element("p", { class: "line" },
        event.kind === "unknown" ? "Unknown face" : event.person_name ?? "Unknown person"),
      element("p", { class: "quiet small line" }, `Room ${event.room} · ${event.node_name}`
        + (event.liveness == null ? "" : ` · liveness ${Math.round(100 * event.liveness)} %`)
        + (event.challenge == null ? "" : ` · head turns ${event.challenge ? "" : "not "}done`))),
      element("span", { class: "time" }, time(event.resolved_ms))))));
}

function showUnknown(faces) {
  show("unknown", faces, () => faces.length === 0
    ? empty("None", "Everybody who was seen today is known.")
    : [element("ul", { class: "list" }, ...faces.slice(0, 8).map((one) => element("li", {}, face(null, one.face),
      element("div", {}, element("p", { class: "line" }, `Room ${one.room}`),
        element("p", { class: "quiet small line" }, `${one.face.slice(-8)} · ${one.node_name} · `
          + (one.count === 1 ? "once" : `${one.count} times`))),
      element("span", { class: "time" }, time(one.last_seen_ms))))),
    element("p", { class: "quiet small" }, faces.length > 8 ? `${faces.length - 8} more. ` : "",
      "Give one a name at its node: ", element("code", {}, "rollcall-edge unknown label"))]);
}

// Only where there is something to do.
function showRadar(radar) {
  const alike = radar?.alike.filter((pair) => !pair.told_apart) ?? [];
  const ageing = radar?.ageing ?? [];
  $("radar-panel").hidden = alike.length + ageing.length === 0;
  const item = (person, line, small) => element("li", {}, face(person.name, person.id),
    element("div", {}, element("p", { class: "line" }, line), element("p", { class: "quiet small" }, small)));
  const rest = Math.max(0, alike.length - RADAR_ITEMS) + Math.max(0, ageing.length - RADAR_ITEMS);
  show("radar", [alike, ageing], () => [element("ul", { class: "list" },
    ...ageing.slice(0, RADAR_ITEMS).map((one) => item(one.person, one.person.name ?? "Unknown person",
      `Recognised less surely: ${one.last.toFixed(2)}, was ${one.first.toFixed(2)}. Take a new photograph.`)),
    ...alike.slice(0, RADAR_ITEMS).map((pair) => item(pair.people[0],
      pair.people.map((person) => person.name ?? "Unknown person").join(" and "),
      `Look alike (${pair.similarity.toFixed(2)}). One person, or more photographs of both?`))),
  element("p", { class: "quiet small" }, rest > 0 ? `${rest} more. ` : "", "What to do: ",
    element("code", {}, "rollcall-hub people radar"))]);
}

function showNodes(nodes) {
  show("nodes", [nodes, Math.floor(now() / 60_000)], () => nodes.length === 0
    ? empty("No room is connected", "Make a token and let a node join with it:",
      "rollcall-hub nodes token --room B12")
    : element("ul", { class: "list" }, ...nodes.map((node) => element("li", {},
      element("span", { class: `dot${node.online ? " on" : ""}`, "aria-hidden": "true" }),
      element("div", {}, element("p", { class: "line" }, `Room ${node.room}`),
        element("p", { class: "quiet small line" },
          `${node.name} · ${node.online ? "online" : "offline"}`
            + (node.feed_lag > 0 ? ` · ${node.feed_lag} changes behind` : ""))),
      element("span", { class: "time" }, node.last_seen_ms ? ago(node.last_seen_ms) : "never")))));
}

// Reading and showing

let data = null;
let radar = null;
let radarAt = -Infinity;

// It means much work for the hub, and changes within weeks.
async function loadRadar() {
  if (performance.now() - radarAt < RADAR_MILLISECONDS) return;
  radarAt = performance.now();
  radar = await json("/v1/radar").catch(() => null);
  render();
}

async function load() {
  const status = await (await fetch("/v1/status", { cache: "no-store" })).json();
  $("site").textContent = status.site;
  document.title = `${status.site} – Rollcall`;
  state.zone = status.time_zone;
  state.clockOffset = status.now_ms - Date.now();
  const today = day(now());
  const days = `from=${today}&to=${today}`;
  const [sessions, records, nodes, unknown, events] = await Promise.all([
    all(`/v1/sessions?date=${today}`), all(`/v1/records?${days}`), all("/v1/nodes?"), all(`/v1/unknown?${days}`),
    json(`/v1/events?${days}&order=newest&limit=${5 * LATEST}`),
  ]);
  // They come in order of arrival; a node that was offline brings old ones late.
  const latest = events.items.sort((a, b) => b.resolved_ms - a.resolved_ms).slice(0, LATEST);
  data = { status, sessions, records, nodes, unknown, latest };
  render();
  loadRadar();
}

function render() {
  if (!data) return;
  $("date").textContent = `${longDay(now())}, ${time(now())}`;
  $("footer").textContent = `Rollcall ${data.status.version} · ${data.status.people} people · `
    + `${data.status.nodes} nodes · ${data.status.events} events · times in ${state.zone}`;
  showTiles(data.records);
  showSessions(data.sessions, data.records);
  showLatest(data.latest);
  showUnknown(data.unknown);
  showRadar(radar);
  showNodes(data.nodes);
  $("sign-in").hidden = true;
  $("dashboard").hidden = false;
  $("search-form").hidden = false;
}

let loading = null;
let again = false;

// One load at a time; what changes meanwhile is read right after.
async function refresh() {
  if (loading) { again = true; return; }
  loading = load();
  try {
    await loading;
  } catch (problem) {
    if (problem instanceof SignedOut) signIn(true);
    else setLive("off", "No connection");
  }
  loading = null;
  if (again) { again = false; setTimeout(refresh, 100); }
}

function setLive(kind, text) {
  $("live").className = `live ${kind}`;
  if ($("live").textContent !== text) $("live").textContent = text;
}

// Server-sent events over fetch, because EventSource cannot send the secret as a header.
async function listen() {
  if (state.listens) return;
  state.listens = true;
  while (state.secret) {
    try {
      const response = await api("/v1/live");
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      setLive("on", "Live");
      for (let rest = ""; ;) {
        const { value, done } = await reader.read();
        if (done) break;
        const messages = (rest + value).split("\n\n");
        rest = messages.pop();
        if (messages.some((message) => message.includes("event: records"))) refresh();
      }
    } catch (problem) {
      if (problem instanceof SignedOut) {
        signIn(true);
        break;
      }
    }
    setLive("", "Reconnecting");
    await new Promise((done) => setTimeout(done, RECONNECT_MILLISECONDS));
    refresh();
  }
  state.listens = false;
}

// Search

let searchTimer = null;

function closeResults() {
  $("results").hidden = true;
}

async function search() {
  const query = $("search").value.trim();
  if (query === "") return closeResults();
  try {
    const page = await json(`/v1/people?limit=12&query=${encodeURIComponent(query)}`);
    if (query !== $("search").value.trim()) return;
    $("results").replaceChildren(...(page.items.length === 0
      ? [element("p", {}, `Nobody's name or number contains “${query}”.`)]
      : page.items.map((person) => element("button", { type: "button", onclick: () => openPerson(person) },
        face(person.name, person.id), element("div", {}, element("p", {}, person.name),
          element("p", { class: "quiet small" }, details(person)))))));
    $("results").hidden = false;
  } catch (problem) {
    if (problem instanceof SignedOut) signIn(true);
  }
}

const details = (person) => [
  person.number, person.sections.join(", "),
  person.samples === 0 ? "not enrolled yet" : `${person.samples} face sample${person.samples === 1 ? "" : "s"}`,
].filter(Boolean).join(" · ");

async function openPerson(person) {
  closeResults();
  $("person-name").textContent = person.name;
  $("person-details").textContent = details(person);
  $("person-records").replaceChildren(empty("Reading…", ""));
  $("person").showModal();
  const from = day(now() - PERSON_DAYS * 86_400_000);
  const records = await all(`/v1/records?person=${person.id}&from=${from}&to=${day(now())}`).catch(() => []);
  $("person-records").replaceChildren(records.length === 0
    ? empty("No records", `Nothing in the last ${PERSON_DAYS} days.`)
    : element("table", {}, element("thead", {}, element("tr", {},
      ...["Session", "Status", "First seen", "Last seen"].map((title) => element("th", { scope: "col" }, title)))),
    element("tbody", {}, ...records.reverse().map((record) => element("tr", {},
      element("td", {}, `${shortDay(record.session.start_ms)}, ${time(record.session.start_ms)}`,
        element("p", { class: "quiet small" }, `${record.session.title ?? record.session.section} · `
          + `Room ${record.session.room}`)),
      element("td", {}, chip(record.status)),
      element("td", {}, record.first_seen_ms ? time(record.first_seen_ms) : "–"),
      element("td", {}, record.last_seen_ms ? time(record.last_seen_ms) : "–"))))));
}

// Signing in

function signIn(isWrong) {
  sessionStorage.removeItem("secret");
  state.secret = null;
  setLive("off", "Signed out");
  $("dashboard").hidden = true;
  $("search-form").hidden = true;
  $("sign-in").hidden = false;
  if (isWrong) {
    $("sign-in-reason").textContent = "The hub does not know this secret. Copy it from admin.secret in its data folder.";
    $("sign-in-reason").classList.add("problem");
  }
  $("secret").focus();
}

function start() {
  setLive("", "Connecting");
  refresh();
  listen();
}

$("sign-in-form").addEventListener("submit", (event) => {
  event.preventDefault();
  state.secret = $("secret").value.trim();
  sessionStorage.setItem("secret", state.secret);
  $("secret").value = "";
  start();
});
$("search-form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
$("search").addEventListener("input", () => {
  clearTimeout(searchTimer);
  searchTimer = setTimeout(search, SEARCH_DELAY_MILLISECONDS);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeResults(); });
document.addEventListener("click", (event) => { if (!$("search-form").contains(event.target)) closeResults(); });
$("person-close").addEventListener("click", () => $("person").close());
setInterval(() => { if (state.secret && !document.hidden) refresh(); }, REFRESH_MILLISECONDS);
window.addEventListener("hashchange", () => { state.secret = takeSecret(); if (state.secret) start(); });

if (state.secret) start();
else signIn(false);
