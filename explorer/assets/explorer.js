// What the pages can do beyond being read. Each of them is complete without this file.
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Copying: the text of an element, as it is shown.
  function copy(text, button) {
    const answer = said => {
      button.dataset.label ??= button.textContent;
      button.textContent = said;
      setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
    };
    navigator.clipboard.writeText(text).then(() => answer("Copied"), () => answer("Not copied: the browser refused"));
  }

  function save(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // The marks of the timeline show which rows the table lists; those of the others are passed over by the keyboard.
  function dim(rows) {
    for (const mark of all(".chart a[data-row]")) {
      const dimmed = !rows.has(mark.dataset.row);
      mark.classList.toggle("dimmed", dimmed);
      if (dimmed) mark.setAttribute("tabindex", "-1"); else mark.removeAttribute("tabindex");
    }
  }

  function listing(form) {
    const table = document.getElementById("rows");
    const entries = all("tbody tr", table);
    const facets = [...new Set(all("input[type=checkbox]", form).map((box) => box.name))];
    const search = form.elements.q;
    const { header, rows } = window.counternarcotics;
    const codes = new Map(entries.map((entry) => [entry, Object.fromEntries(
      facets.map((facet) => [facet, (entry.dataset[facet] || "").split(" ")]))]));
    const texts = new Map();

    // All that a row says: its cells as they are listed, all its columns, and the quotes behind them.
    function text(entry) {
      if (!texts.has(entry)) {
        const { line, panel } = rows[entry.dataset.row];
        const quotes = all("blockquote", new DOMParser().parseFromString(panel, "text/html"));
        const parts = [...all("th, td:not(.opens)", entry), ...quotes].map((part) => part.textContent);
        texts.set(entry, [...parts, line].join(" ").toLowerCase());
      }
      return texts.get(entry);
    }

    const grid = new DataTable(table, { paging: false, info: false, autoWidth: false, layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null }, order: [] });

    // Where the facets stand above the table, an open one would hide it.
    if (matchMedia("(max-width: 60rem)").matches) for (const facet of all("details", form)) facet.open = false;

    const chosen = (facet) => all(`input[name="${facet}"]:checked`, form).map((box) => box.value);
    const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);

    // A row is listed where each facet but `except` has one of the codes that are chosen of it.
    function fits(entry, choices, terms, except) {
      return terms.every((term) => text(entry).includes(term)) &&
        facets.every((facet) => facet === except || !choices[facet].length ||
          choices[facet].some((code) => codes.get(entry)[facet].includes(code)));
    }

    function count(choices, terms) {
      for (const facet of facets) {
        const open = entries.filter((entry) => fits(entry, choices, terms, facet));
        for (const box of all(`input[name="${facet}"]`, form)) {
          const rows = open.filter((entry) => codes.get(entry)[facet].includes(box.value)).length;
          box.parentElement.querySelector("output").textContent = rows;
          box.parentElement.classList.toggle("none", rows === 0);
        }
      }
    }

    function refresh() {
      const choices = Object.fromEntries(facets.map((facet) => [facet, chosen(facet)]));
      const terms = words();
      grid.search.fixed("facets", (_, __, index) => fits(grid.row(index).node(), choices, terms)).draw();
      const listed = all("tbody tr[data-row]", table);
      document.getElementById("count").textContent = listed.length;
      const drawn = new Set(all(".chart a[data-row]").map((mark) => mark.dataset.row));
      const undrawn = listed.filter((entry) => !drawn.has(entry.dataset.row)).length;
      document.getElementById("undrawn").textContent = drawn.size && undrawn ? `, ${undrawn} of them without a date and not drawn` : "";
      count(choices, terms);
      dim(new Set(listed.map((entry) => entry.dataset.row)));
    }

    function view() {
      const parts = new URLSearchParams();
      if (search.value) parts.append("q", search.value);
      for (const facet of facets) for (const code of chosen(facet)) parts.append(facet, code);
      for (const [column, direction] of grid.order()) {
        if (direction) parts.append("sort", `${grid.column(column).header().dataset.name}-${direction}`);
      }
      return parts.toString();
    }

    function remember() {
      history.replaceState(null, "", view() ? `#${view()}` : location.pathname + location.search);
    }

    function restore() {
      const parts = new URLSearchParams(location.hash.slice(1));
      search.value = parts.get("q") || "";
      for (const box of all("input[type=checkbox]", form)) {
        box.checked = parts.getAll(box.name).includes(box.value);
        if (box.checked) box.closest("details").open = true;
      }
      const names = all("thead th", table).map((head) => head.dataset.name);
      const order = parts.getAll("sort").map((part) => {
        const at = part.lastIndexOf("-");
        return [names.indexOf(part.slice(0, at)), part.slice(at + 1)];
      }).filter(([column, direction]) => column >= 0 && ["asc", "desc"].includes(direction));
      grid.order(order);
      refresh();
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { refresh(); remember(); });
    form.addEventListener("reset", () => setTimeout(() => { grid.order([]); refresh(); remember(); }));
    grid.on("order", () => setTimeout(remember));
    // The address of a place on the page, such as that of a skip link, is no view: the view stays.
    window.addEventListener("hashchange", () => {
      if (location.hash.length > 1 && !location.hash.includes("=")) remember(); else restore();
    });
    document.getElementById("csv").addEventListener("click", () => {
      const listed = all("tbody tr[data-row]", table).map((entry) => rows[entry.dataset.row].line);
      const part = listed.length < entries.length ? "-selection" : "";
      save(`${window.counternarcotics.table}${part}.csv`, "text/csv", header + listed.join(""));
    });
    document.getElementById("share").addEventListener("click", (event) => copy(location.href, event.currentTarget));
    restore();

    const panel = document.getElementById("panel");
    if (panel) {
      table.addEventListener("click", (event) => {
        const button = event.target.closest("button.words");
        if (!button) return;
        document.getElementById("panel-body").innerHTML = rows[button.closest("tr").dataset.row].panel;
        panel.showModal();
      });
      panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of all("button.copy")) {
      button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy).textContent, button));
    }
    // A browser shows some files of a folder where it should save them; their text stands on the page too.
    for (const link of location.protocol === "file:" ? all("a[data-text]") : []) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const text = document.getElementById(link.dataset.text).textContent + "\n";
        const name = link.pathname.split("/").pop();
        // Lines of RIS end as they do on Windows.
        save(name, "application/octet-stream", name.endsWith(".ris") ? text.replaceAll("\n", "\r\n") : text);
      });
    }
    const form = document.querySelector("form.facets");
    if (form) listing(form);
  });
})();
