// Marks the row that the address names (`#a12`, or `#row-a12` for its entry in the list) on the printed page and in the
// list, brings both into view and says which one it is. Without this script the marks still stand where they belong.
"use strict";

(() => {
  const list = document.querySelector(".found");
  const status = document.getElementById("selected");

  function choose() {
    const name = location.hash.slice(1);  // ids hold nothing that an address escapes
    const suffix = name.replace(/^row-/, "");
    const anchor = suffix && document.getElementById(suffix);
    const spot = anchor && anchor.closest(".spot");
    const entry = suffix && document.getElementById("row-" + suffix);
    for (const marked of document.querySelectorAll(".spot[aria-current], .entry[aria-current]")) {
      marked.removeAttribute("aria-current");
    }
    status.textContent = "";
    if (!entry) return;
    entry.setAttribute("aria-current", "true");
    tell(entry);
    if (spot) spot.setAttribute("aria-current", "true");
    reveal(entry);
    if (name !== suffix || !spot) {
      entry.focus({ preventScroll: true });
      if (getComputedStyle(list).position !== "sticky") entry.scrollIntoView({ block: "start" });
      else if (spot) spot.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else {
      spot.scrollIntoView({ block: "center", inline: spot.closest(".lines") ? "start" : "center" });
      spot.focus({ preventScroll: true });
    }
  }

  // Screen readers say it, and a phone shows it at its foot, where the list lies far below.
  function tell(entry) {
    const link = document.createElement("a");
    link.href = "#" + entry.id;
    link.textContent = entry.querySelector(".what a").firstChild.textContent + ": " + shortened(entry.querySelector(".words").textContent);
    status.append("Selected: ", link);
  }

  function shortened(words) {
    return words.length > 90 ? words.slice(0, 90).replace(/\s+\S*$/, " …") : words;
  }

  // Scrolls the list alone, where it stands beside the page and scrolls by itself.
  function reveal(entry) {
    if (getComputedStyle(list).position !== "sticky") return;
    const room = list.getBoundingClientRect();
    const place = entry.getBoundingClientRect();
    if (place.top < room.top || place.bottom > room.bottom) list.scrollTop += place.top - room.top - 16;
  }

  addEventListener("hashchange", () => choose());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) choose();  // the address stays, so nothing else is told
  });
  choose();
})();
