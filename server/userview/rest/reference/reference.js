// The reference works without this file; it adds search, one language at a time, copying and the choice of colours.
(() => {
  const root = document.documentElement;
  const SCHEMES = ["auto", "light", "dark"];

  const kept = (name, otherwise) => {
    try {
      return localStorage.getItem(`userview-docs-${name}`) ?? otherwise;
    } catch {
      return otherwise; // Storage is blocked: the choice lasts as long as the page.
    }
  };
  const keep = (name, value) => {
    root.dataset[name] = value;
    try {
      localStorage.setItem(`userview-docs-${name}`, value);
    } catch {
      // As above.
    }
  };

  // Before the first paint, so that nothing flashes.
  root.dataset.scheme = kept("scheme", "auto");
  root.dataset.language = kept("language", "curl");

  const button = (text, pressed) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    pressed(made);
    return made;
  };

  const chooseColours = () => {
    const scheme = document.getElementById("scheme");
    const show = () => {
      scheme.textContent = { auto: "Auto", light: "Light", dark: "Dark" }[root.dataset.scheme];
      scheme.setAttribute("aria-label", `Colours: ${scheme.textContent}. Change`);
    };
    scheme.hidden = false;
    scheme.addEventListener("click", () => {
      keep("scheme", SCHEMES[(SCHEMES.indexOf(root.dataset.scheme) + 1) % SCHEMES.length]);
      show();
    });
    show();
  };

  const chooseLanguages = () => {
    const bars = [...document.querySelectorAll(".calls")];
    const show = () => {
      for (const one of document.querySelectorAll(".languages button")) {
        one.setAttribute("aria-pressed", String(one.value === root.dataset.language));
      }
    };
    for (const calls of bars) {
      const bar = document.createElement("div");
      bar.className = "languages";
      bar.setAttribute("role", "group");
      bar.setAttribute("aria-label", "Language of the examples");
      for (const call of calls.querySelectorAll(".call")) {
        const title = call.querySelector(".label").textContent;
        bar.append(
          button(title, (made) => {
            made.value = call.dataset.language;
            made.addEventListener("click", () => {
              // All examples change their height; the one that was clicked stays where it is.
              const before = made.getBoundingClientRect().top;
              keep("language", made.value);
              show();
              scrollBy({ top: made.getBoundingClientRect().top - before, behavior: "instant" });
            });
          }),
        );
      }
      calls.prepend(bar);
    }
    show();
  };

  const offerCopies = () => {
    if (!navigator.clipboard) return; // Browsers offer it on https and localhost only.
    for (const listing of document.querySelectorAll("pre")) {
      const around = document.createElement("div");
      around.className = "listing";
      listing.replaceWith(around);
      around.append(
        listing,
        button("Copy", (made) => {
          made.className = "copy";
          made.addEventListener("click", async () => {
            await navigator.clipboard.writeText(listing.textContent);
            made.textContent = "Copied";
            setTimeout(() => {
              made.textContent = "Copy";
            }, 1500);
          });
        }),
      );
    }
  };

  const search = () => {
    const field = document.getElementById("search");
    const nothing = document.getElementById("nothing");
    const entries = [...document.querySelectorAll("[data-words]")];
    const links = new Map(
      [...document.querySelectorAll("[data-for]")].map((one) => [one.dataset.for, one]),
    );
    const toObjects = document.getElementById("to-objects");
    const objects = document.getElementById("objects").closest(".tag");
    const groups = [...document.querySelectorAll(".tag, nav .group")];

    const found = () => entries.filter((entry) => !entry.hidden);
    const apply = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const entry of entries) {
        entry.hidden = !words.every((word) => entry.dataset.words.includes(word));
        const link = links.get(entry.id);
        if (link) link.hidden = entry.hidden;
      }
      for (const group of groups) {
        group.hidden = !group.querySelector("[data-words]:not([hidden]), [data-for]:not([hidden])");
      }
      toObjects.hidden = objects.hidden;
      root.classList.toggle("searching", words.length > 0);
      const hits = found().length;
      nothing.hidden = hits > 0;
      nothing.textContent = hits > 0 ? "" : `Nothing here has “${field.value.trim()}”.`;
    };
    field.addEventListener("input", () => {
      apply();
      scrollTo({ top: 0, behavior: "instant" });
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        const first = found()[0];
        first?.querySelector("h3 a, summary")?.focus();
        first?.scrollIntoView();
      } else if (event.key === "Escape") {
        field.value = "";
        apply();
      }
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.focus();
      field.select();
    });
    // A link may lead to what the search hides.
    addEventListener("hashchange", () => {
      const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (aimed?.closest("[hidden]")) {
        field.value = "";
        apply();
        aimed.scrollIntoView();
      }
    });
  };

  const openAimed = () => {
    const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = aimed?.matches(".entry") ? aimed.querySelector("details") : null;
    if (details) details.open = true;
  };

  const followReading = () => {
    const links = new Map(
      [...document.querySelectorAll("nav li a")].map((one) => [one.hash.slice(1), one]),
    );
    const visible = new Set();
    const watch = new IntersectionObserver(
      (changes) => {
        for (const change of changes) {
          visible[change.isIntersecting ? "add" : "delete"](change.target.id);
        }
        const current = [...links.keys()].find((id) => visible.has(id));
        for (const [id, link] of links) {
          if (id === current) link.setAttribute("aria-current", "location");
          else link.removeAttribute("aria-current");
        }
      },
      { rootMargin: "-80px 0px -60% 0px" },
    );
    for (const operation of document.querySelectorAll(".operation")) watch.observe(operation);
  };

  addEventListener("DOMContentLoaded", () => {
    const contents = document.querySelector("details.contents");
    const wide = matchMedia("(min-width: 900px)");
    const unfold = () => {
      contents.open = wide.matches;
    };
    wide.addEventListener("change", unfold);
    unfold();
    contents.addEventListener("click", (event) => {
      if (event.target.closest("a") && !wide.matches) contents.open = false;
    });
    chooseColours();
    chooseLanguages();
    offerCopies();
    search();
    followReading();
    addEventListener("hashchange", openAimed);
    openAimed();
  });
})();
