/// Nicer tooltips for pages that allow a script. Figures say the same without it, by the browser's own tooltips.
package enum ChartScript {
    /// Shows the words of a datum beside the pointer or the focus at once; Escape hides them. Goes at the end of the page,
    /// once, into `<script>`.
    package static let tooltips = #"""
        (() => {
          const box = document.createElement("div");
          box.setAttribute("aria-hidden", "true");
          box.style.cssText = "position:fixed;z-index:9;max-width:20rem;padding:.3rem .5rem;border-radius:.25rem;" +
            "font:13px/1.35 Arial,Helvetica,sans-serif;pointer-events:none;display:none;" +
            "background:#1b1f24;color:#fff;border:1px solid #a3abb3";
          document.body.append(box);
          const hide = () => { box.style.display = "none"; };
          const show = (datum, x, y) => {
            box.textContent = datum.dataset.words;
            box.style.display = "block";
            const size = box.getBoundingClientRect();
            box.style.left = Math.max(4, Math.min(x + 12, innerWidth - size.width - 4)) + "px";
            box.style.top = (y + 16 + size.height > innerHeight ? y - size.height - 8 : y + 16) + "px";
          };
          for (const datum of document.querySelectorAll("svg.chart .datum")) {
            const title = datum.querySelector(":scope > title");
            if (!title) continue;
            datum.dataset.words = title.textContent;
            title.remove();
            if (!datum.hasAttribute("aria-label")) datum.setAttribute("aria-label", datum.dataset.words);
            datum.addEventListener("pointermove", (event) => {
              event.stopPropagation();
              show(datum, event.clientX, event.clientY);
            });
            datum.addEventListener("pointerleave", hide);
            datum.addEventListener("focus", () => {
              const place = datum.getBoundingClientRect();
              show(datum, place.left + place.width / 2, place.bottom - 8);
            });
            datum.addEventListener("blur", hide);
          }
          addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
          addEventListener("scroll", hide, { passive: true });
        })();
        """#
}
