"use strict";
/* Filters for the report. The page is whole without this script; it only hides and shows. */
(() => {
  const byId = (id) => document.getElementById(id);
  const status = byId("status");
  if (!status) return;

  const boxes = [...document.querySelectorAll(".family-box")];
  const kept = new Set(boxes.filter((box) => box.dataset.kept).map((box) => box.value));
  const weak = byId("show-weak");
  const faint = byId("show-faint");
  const search = byId("q");
  const typed = byId("t");
  const keys = byId("keys");
  const choices = { l: byId("l"), b: byId("b"), a: byId("a"), e: byId("e"), s: byId("s") };

  const notes = [...document.querySelectorAll(".note")].map((element) => {
    const marks = new Map();
    for (const mark of element.querySelectorAll(".text [data-c]")) {
      const list = marks.get(mark.dataset.c) || [];
      list.push(mark);
      marks.set(mark.dataset.c, list);
    }
    const cards = [...element.querySelectorAll(".c")].map((card) => ({
      element: card,
      facts: { ...card.dataset },
      apart: card.classList.contains("x"),
      fold: ["faint", "w"].find((name) => card.classList.contains(name)),
      marks: marks.get(card.dataset.c) || [],
    }));
    return { element, type: element.dataset.t, cards, account: element.querySelector(".narrowed"), text: null };
  });

  /* The characters of a note without tags, and where each text node starts among them. */
  function textOf(note) {
    if (note.text) return note.text;
    const root = note.element.querySelector(".text");
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".t,.vh") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    let whole = "";
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: whole.length });
      whole += walker.currentNode.data;
    }
    // A character whose lower case is longer would shift the places, so it stays as it is.
    const folded = [...whole].map((c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c));
    note.text = { nodes, folded: folded.join("") };
    return note.text;
  }

  function placeAt(nodes, offset) {
    let low = 0;
    let high = nodes.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (nodes[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return [nodes[low].node, offset - nodes[low].start];
  }

  function findIn(note, words, ranges) {
    const { nodes, folded } = textOf(note);
    let at = folded.indexOf(words);
    const found = at >= 0;
    while (at >= 0 && ranges.length < 2000) {
      const range = document.createRange();
      const [first, from] = placeAt(nodes, at);
      const [last, to] = placeAt(nodes, at + words.length - 1);
      range.setStart(first, from);
      range.setEnd(last, to + 1);
      ranges.push(range);
      at = folded.indexOf(words, at + words.length);
    }
    return found;
  }

  const families = () => new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const fits = (id, value) => !choices[id].value || choices[id].value === value;

  function narrowed(chosen) {
    return chosen.size < boxes.length || Object.values(choices).some((choice) => choice.value);
  }

  const waits = (card) => (card.fold === "w" && !weak.checked) || (card.fold === "faint" && !faint.checked);

  function sort(card, chosen) {
    const facts = card.facts;
    const waiting = waits(card);
    const apart = fits("b", facts.b) && fits("a", facts.a) && fits("e", facts.e) && fits("s", facts.s);
    const match = apart && chosen.has(facts.f) && fits("l", facts.l);
    const show = !waiting && (match || (apart && kept.has(facts.f)));
    return { match: match && !waiting, show, folded: match && waiting && card.fold === "faint", waiting };
  }

  function showCard(card, show) {
    card.element.hidden = !show;
    for (const mark of card.marks) {
      if (mark.tagName === "MARK") mark.classList.toggle("off", !show);
      else mark.hidden = !show;
    }
  }

  function apply() {
    if (choices.b.value === "weak") weak.checked = true;
    const chosen = families();
    const onlySome = narrowed(chosen);
    const words = search.value.trim().toLowerCase();
    const ranges = [];
    let passages = 0;
    let apart = 0;
    let shown = 0;
    let folded = 0;
    for (const note of notes) {
      const sorted = note.cards.map((card) => ({ card, ...sort(card, chosen) }));
      const matches = sorted.filter((item) => item.match);
      const aside = matches.filter((item) => item.card.apart).length;
      const open = (!typed || !typed.value || typed.value === note.type)
        && (!words || findIn(note, words, ranges));
      const visible = open && (!onlySome || matches.length > 0);
      if (open) folded += sorted.filter((item) => item.folded).length;
      note.element.hidden = !visible;
      for (const item of sorted) showCard(item.card, item.show);
      if (note.account) note.account.hidden = !sorted.some((item) => !item.show && !item.waiting);
      if (visible) {
        shown += 1;
        passages += matches.length - aside;
        apart += aside;
      }
    }
    if (globalThis.CSS && CSS.highlights) {
      if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
      else CSS.highlights.delete("found");
    }
    byId("nothing").hidden = shown > 0 || notes.length === 0;
    if (faint) byId("nothing-folded").hidden = folded === 0;
    tell(passages, apart, shown, folded);
  }

  /* Passages that are set apart are named apart: they do not count. */
  function tell(passages, apart, shown, folded) {
    const noun = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
    const parts = [passages ? noun(passages, "passage", "passages") : "No passage fits"];
    if (apart) parts[0] += ` (${apart.toLocaleString("en")} set apart)`;
    if (shown) parts.push(noun(shown, "note", "notes"));
    if (folded) parts.push(`${folded.toLocaleString("en")} fainter folded`);
    status.textContent = parts.join(", ");
  }

  function clear() {
    for (const box of boxes) box.checked = true;
    for (const choice of Object.values(choices)) choice.value = "";
    if (typed) typed.value = "";
    search.value = "";
    for (const control of [weak, faint]) if (control) control.checked = false;
    apply();
  }

  /* Going from passage to passage. */
  let current = null;
  function step(by) {
    const all = notes.filter((note) => !note.element.hidden).flatMap((note) =>
      note.cards.filter((card) => !card.element.hidden && !waits(card)));
    if (!all.length) return;
    const at = all.indexOf(current);
    const next = at < 0 ? nearest(all, by) : Math.min(Math.max(at + by, 0), all.length - 1);
    current = all[next];
    current.element.focus({ preventScroll: true });
    current.element.scrollIntoView({ block: "center" });
    const tag = current.marks.find((mark) => mark.classList.contains("t"));
    if (tag) tag.scrollIntoView({ block: "nearest" });
  }

  function nearest(all, by) {
    const below = all.findIndex((card) => card.element.getBoundingClientRect().top > 90);
    if (below < 0) return all.length - 1;
    return by > 0 ? below : Math.max(below - 1, 0);
  }

  function light(event, on) {
    const element = event.target.closest && event.target.closest(".c, .t");
    const article = element && element.closest(".note");
    const note = article && notes.find((item) => item.element === article);
    const card = note && note.cards.find((item) => item.facts.c === element.dataset.c);
    if (!card) return;
    for (const mark of card.marks) mark.classList.toggle("on", on);
    if (on && event.type === "focusin" && element === card.element) current = card;
  }

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 150);
  });
  for (const control of [...boxes, weak, faint, typed, ...Object.values(choices)]) {
    if (control) control.addEventListener("change", apply);
  }
  byId("clear").addEventListener("click", clear);
  byId("on").addEventListener("click", () => step(1));
  byId("back").addEventListener("click", () => step(-1));
  for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
    document.addEventListener(name, (event) => light(event, on));
  }
  document.addEventListener("keydown", (event) => {
    const panel = document.querySelector(".more");
    if (event.key === "Escape" && panel.open) {
      panel.open = false;
      panel.querySelector("summary").focus();
    }
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
  document.addEventListener("click", (event) => {
    const panel = document.querySelector(".more");
    if (panel.open && !panel.contains(event.target)) panel.open = false;
  });

  for (const part of document.querySelectorAll(".js")) part.hidden = false;
  apply();
})();
