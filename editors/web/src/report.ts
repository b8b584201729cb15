// What the panel shows of a post: the verdict, the essay's tests, questions, and shares.

import { el, replaceChildren } from "./dom";
import type { Check, PostReport, Sentence } from "./protocol";

const EMPTY_QUESTIONS = [
    "Who do you want to read this?",
    "What did a client ask you lately?",
    "What can your reader do, avoid, or decide after reading this?",
    "What happened, and how many, how much, or when?",
    "What do you want readers to ask or tell you?",
];

const ABOUT_NAMES: Record<string, string> = {
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
        const missing = check.items.filter((item) => !item.met).length;
        const isUnknown = check.items.length === 0;
        const state = isUnknown ? "no problems found" : missing === 0 ? "met" : `${missing} to do`;
        return el("li", { class: isUnknown ? "unknown" : missing === 0 ? "met" : "unmet" },
            el("h3", {}, check.test, el("span", { class: "state" }, state)),
            el("p", { class: "question" }, check.question),
            el("ul", {},
                ...check.items.map((item) =>
                    el("li", { class: item.met ? "yes" : "no", dir: "auto" },
                        el("span", { class: "vh" }, item.met ? "Yes: " : "Not yet: "),
                        item.text))));
    }));
}

export function showQuestions(
    parent: HTMLElement,
    post: PostReport | null,
    hasText: boolean,
    answer: (question: string) => void,
): number {
    const questions = post?.questions.length ? post.questions : hasText ? [] : EMPTY_QUESTIONS;
    replaceChildren(parent, ...questions.map((question) =>
        el("li", {},
            el("button", {
                type: "button", class: "ask", dir: "auto", "data-key": question,
                click: () => answer(question),
            }, question))));
    return questions.length;
}

/** Show how much of the text is about whom, and how much speaks to the reader. */
export function showShares(parent: HTMLElement, sentences: readonly Sentence[]): void {
    const own = sentences.filter((sentence) => !sentence.quoted);
    const share = (count: number) => `${Math.round((100 * count) / own.length)}%`;
    const abouts = [...new Set(["author", "reader", "client", "other", ...own.map((one) => one.about)])];
    const items = own.length === 0 ? [] : abouts.flatMap((about) => {
        const count = own.filter((sentence) => sentence.about === about).length;
        return count === 0 ? [] : [el("li", {},
            el("span", { class: `swatch about-${about}`, "aria-hidden": "true" }),
            `${ABOUT_NAMES[about] ?? `About: ${about}`}: ${share(count)}`)];
    });
    const toReader = own.filter((sentence) => sentence.speaksTo === "reader").length;
    if (own.length > 0) {
        items.push(el("li", {},
            el("span", { class: "swatch to-reader", "aria-hidden": "true" }),
            `Speaks to the reader: ${share(toReader)}`));
    }
    replaceChildren(parent, ...items);
}
