// What the panel shows of a post: the verdict, the essay's tests, questions, and shares.

import { el, replaceChildren } from "./dom";
import type { Check, PostReport, Sentence } from "./protocol";

export const ABOUT_NAMES: Record<string, string> = {
    author: "About you",
    reader: "About the reader",
    client: "About clients",
    other: "About something else",
};

export function verdictText(post: PostReport | null): string {
    if (!post) {
        return "";
    }
    return post.relevance === null
        ? post.headline ?? ""
        : `${post.headline ?? "Relevance"} (${post.relevance.toFixed(2)})`;
}

/** Describe how the score changed since the draft was opened; "" if it didn't. */
export function changeText(now: number | null, opened: number | null): string {
    if (now === null || opened === null) {
        return "";
    }
    const difference = Math.round(now * 100) - Math.round(opened * 100);
    if (difference === 0) {
        return "";
    }
    const direction = difference > 0 ? "Up" : "Down";
    return `${direction} ${(Math.abs(difference) / 100).toFixed(2)} since you opened it (${opened.toFixed(2)})`;
}

/** Show that there's no post to score. */
export function showNoVerdict(parent: HTMLElement, headline: string, note: string, tryExample?: () => void): void {
    replaceChildren(parent,
        el("p", { class: "headline" }, headline),
        note && el("p", { class: "note", dir: "auto" }, note),
        tryExample && el("button", { type: "button", class: "primary example", click: tryExample }, "Try an example"));
}

export function showVerdict(parent: HTMLElement, post: PostReport, opened: number | null): void {
    if (post.relevance === null && post.headline === null) {
        showNoVerdict(parent, "No score", post.notices.join(" "));
        return;
    }
    const score = post.relevance;
    const change = changeText(score, opened);
    const trend = score !== null && opened !== null && score > opened ? "up" : "down";
    replaceChildren(parent,
        el("p", { class: `headline ${post.relevant ? "good" : "poor"}` },
            post.headline,
            score !== null && el("span", { class: "score" }, score.toFixed(2))),
        score !== null && gauge(score, opened),
        change && el("p", { class: `change ${trend}` }, change),
        post.reasons.length > 0 && el("ul", { class: "reasons" },
            ...post.reasons.map((reason) =>
                el("li", { class: reason.effect, dir: "auto" },
                    el("span", { class: "vh" }, reason.effect === "raises" ? "Raises the score: " : "Lowers the score: "),
                    reason.text))));
}

function gauge(score: number, opened: number | null): HTMLElement {
    const bar = el("div", { class: "gauge", "aria-hidden": "true" }, el("span", { class: "fill" }));
    // The policy of the page forbids style attributes, but not styles that a script sets.
    (bar.firstElementChild as HTMLElement).style.inlineSize = `${score * 100}%`;
    if (opened !== null) {
        const tick = el("span", { class: "tick" });
        tick.style.insetInlineStart = `${opened * 100}%`;
        bar.append(tick);
    }
    return bar;
}

export function showChecklist(parent: HTMLElement, checks: readonly Check[]): void {
    replaceChildren(parent, ...checks.map((check) => {
        const missing = check.items.filter((item) => item.met === false).length;
        const isMet = missing === 0 && check.items.some((item) => item.met);
        return el("li", { class: missing ? "unmet" : isMet ? "met" : "unknown" },
            el("h3", {}, check.test, el("span", { class: "state" },
                missing ? `${missing} to do` : isMet ? "met" : "")),
            el("p", { class: "question" }, check.question),
            el("ul", {},
                ...check.items.map(({ text, met }) =>
                    el("li", { class: met === null ? "unclear" : met ? "yes" : "no", dir: "auto" },
                        met !== null && el("span", { class: "vh" }, met ? "Yes: " : "Not yet: "),
                        ...withCode(text)))));
    }));
}

/** Show what's between backticks as code. */
function withCode(text: string): (Node | string)[] {
    return text.split("`").map((part, index) => (index % 2 ? el("code", {}, part) : part));
}

export function showQuestions(
    parent: HTMLElement,
    questions: readonly string[],
    answer: (question: string) => void,
): void {
    replaceChildren(parent, ...questions.map((question) =>
        el("li", {},
            el("button", {
                type: "button", class: "ask", dir: "auto", "data-key": question,
                click: () => answer(question),
            }, question))));
}

/** Show how many of the sentences are about whom, and how many speak to the reader. */
export function showShares(parent: HTMLElement, sentences: readonly Sentence[]): void {
    const own = sentences.filter((sentence) => !sentence.quoted);
    const shares = Object.entries(ABOUT_NAMES)
        .map(([about, name]) => ({ about, name, count: own.filter((one) => one.about === about).length }))
        .filter(({ count }) => count > 0);
    const bar = el("div", { class: "bar", "aria-hidden": "true" });
    for (const { about, count } of shares) {
        const part = el("span", { class: `about-${about}` });
        part.style.flexGrow = String(count);
        bar.append(part);
    }
    const toReader = own.filter((sentence) => sentence.speaksTo === "reader").length;
    replaceChildren(parent,
        own.length > 0 && bar,
        el("ul", {}, ...shares.map(({ about, name, count }) =>
            el("li", {},
                el("span", { class: `swatch about-${about}`, "aria-hidden": "true" }),
                `${name}: ${count} of ${own.length}`))),
        own.length > 0 && el("p", { class: "note" },
            el("span", { class: "swatch to-reader", "aria-hidden": "true" }),
            ` Speaks to the reader: ${toReader} of ${own.length}`));
}
