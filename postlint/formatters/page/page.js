"use strict";
(() => {
  const root = document.documentElement;
  const get = (id) => document.getElementById(id);

  // The theme follows the system until the reader chooses one.
  const button = get("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    // A page opened from disk may have no storage.
    try { return localStorage.getItem("postlint-theme"); } catch { return null; }
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const name = () => { button.textContent = isDark() ? "Light mode" : "Dark mode"; };
  const kept = stored();
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("postlint-theme", root.dataset.theme); } catch { /* not stored */ }
    name();
  });
  dark.addEventListener("change", name);
  name();

  const form = get("filter");
  if (!form) return;

  // Filter and sort the posts.
  const list = get("posts");
  const posts = [...list.children].map((element, place) => ({
    element,
    place,
    date: element.dataset.date,
    score: Number(element.dataset.score),
    platform: element.dataset.platform,
    is: element.dataset.is.split(" "),
    rules: element.dataset.rules.split(" "),
    words: null,
  }));
  const wordsOf = (post) => {
    if (post.words === null) {
      const text = post.element.querySelector(".text").cloneNode(true);
      for (const hidden of text.querySelectorAll(".vh")) hidden.remove();
      post.words = text.textContent.toLowerCase().replace(/\s+/g, " ");
    }
    return post.words;
  };
  const dated = (direction) => (a, b) => {
    if (!a.date || !b.date) return (a.date ? 0 : 1) - (b.date ? 0 : 1);
    return a.date === b.date ? 0 : (a.date < b.date ? -direction : direction);
  };
  const orders = {
    newest: dated(-1),
    oldest: dated(1),
    best: (a, b) => b.score - a.score,
    worst: (a, b) => a.score - b.score,
  };
  let order = "newest";

  const apply = () => {
    const text = get("f-text").value.trim().toLowerCase().replace(/\s+/g, " ");
    const is = get("f-is").value;
    const platform = get("f-platform").value;
    const rule = get("f-rule").value;
    let shown = 0;
    for (const post of posts) {
      const wanted = (!is || post.is.includes(is))
        && (!platform || post.platform === platform)
        && (!rule || post.rules.includes(rule))
        && (!text || wordsOf(post).includes(text));
      post.element.hidden = !wanted;
      shown += wanted;
    }
    if (get("f-sort").value !== order) {
      order = get("f-sort").value;
      posts.sort((a, b) => orders[order](a, b) || a.place - b.place);
      list.append(...posts.map((post) => post.element));
    }
    get("nothing").hidden = shown > 0;
    const said = (number) => number.toLocaleString("en");
    get("count").textContent = `${said(shown)} of ${said(posts.length)} ${posts.length === 1 ? "post" : "posts"} shown`;
  };
  let waiting = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    // Wait until the reader stops typing.
    if (event.target.id === "f-text") waiting = setTimeout(apply, 120);
    else apply();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  // The fields are reset only after the event.
  form.addEventListener("reset", () => setTimeout(apply));

  // A link may lead to a post that the filter hides.
  const go = (id) => {
    const post = id && get(id);
    if (!post || !post.classList.contains("post")) return;
    clearTimeout(waiting);
    apply();
    if (post.hidden) { form.reset(); apply(); }
    post.scrollIntoView({ block: "start" });
    post.focus({ preventScroll: true });
  };
  addEventListener("hashchange", () => go(location.hash.slice(1)));
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-post]");
    if (mark) {
      if (location.hash === `#${mark.dataset.post}`) go(mark.dataset.post);
      else location.hash = mark.dataset.post;
      return;
    }
    const link = event.target.closest('a[href^="#post-"]');
    if (link && location.hash === link.hash) go(link.hash.slice(1));
  });
  form.hidden = false;
  apply();
  go(location.hash.slice(1));
})();
