// What the node asks of the people before its cameras, four times a second.
const people = document.getElementById("people");
// Who looks at the screen turns to their own left, which is the screen's left.
const arrows = { front: "●", left: "←", right: "→", passed: "✓", refused: "✕" };
let shown = null;

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function card(request) {
  const made = element("section", request.ask, "");
  const arrow = element("p", "arrow", arrows[request.ask] ?? "");
  arrow.setAttribute("aria-hidden", "true");
  made.append(arrow, element("p", "text", request.text));
  if (request.ask === "left" || request.ask === "right") {
    made.append(element("p", "quiet", `Turn ${request.done + 1} of ${request.turns}`));
  }
  return made;
}

function show(items, idle) {
  const wanted = JSON.stringify([items, idle]);
  // Told anew only what is new: a screen reader speaks with each change.
  if (wanted === shown) return;
  shown = wanted;
  // On the screen from left to right as they stand before it.
  const inOrder = items.toSorted((one, other) => one.place - other.place);
  people.replaceChildren(...items.length > 0 ? inOrder.map(card) : [element("p", "text quiet", idle)]);
}

async function refresh() {
  try {
    const answer = await fetch("/challenges", { cache: "no-store", signal: AbortSignal.timeout(3_000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show((await answer.json()).items, "Please look at the camera.");
  } catch {
    show([], "This node does not answer at the moment.");
  }
  setTimeout(refresh, 250);
}

refresh();
