// The preview of a post on each platform, in tabs.

import { byId, el, replaceChildren } from "./dom";
import type { Preview } from "./protocol";

const DEFAULT_PLATFORM = "linkedin";

export class PreviewTabs {
    private readonly tabs = byId("preview-tabs");
    private readonly panel = byId("preview-panel");
    private previews: readonly Preview[] = [];
    private platform: string | null = null;
    private draftPlatform: string | null = null;
    private isUnfolded = false;

    get current(): Preview | null {
        return this.find(this.platform) ?? this.find(DEFAULT_PLATFORM) ?? this.previews[0] ?? null;
    }

    private find(platform: string | null): Preview | undefined {
        return this.previews.find((one) => one.platform === platform);
    }

    /** Show previews; the tab changes only if the platform of the draft changes. */
    show(previews: readonly Preview[], draftPlatform: string | null): void {
        this.previews = previews;
        if (draftPlatform !== this.draftPlatform) {
            this.draftPlatform = draftPlatform;
            this.platform = draftPlatform ?? this.platform;
            this.isUnfolded = false;
        }
        this.render();
    }

    private choose(platform: string): void {
        this.platform = platform;
        this.isUnfolded = false;
        this.render();
    }

    private move(step: number): void {
        const index = this.previews.findIndex((one) => one === this.current);
        const next = this.previews[(index + step + this.previews.length) % this.previews.length];
        if (next) {
            this.choose(next.platform);
        }
        this.tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    }

    private render(): void {
        const current = this.current;
        replaceChildren(this.tabs, ...this.previews.map((preview) => {
            const isCurrent = preview === current;
            return el("button", {
                type: "button", role: "tab", id: `tab-${preview.platform}`,
                "data-key": preview.platform,
                "aria-selected": String(isCurrent),
                "aria-controls": "preview-panel",
                tabindex: isCurrent ? "0" : "-1",
                click: () => this.choose(preview.platform),
                keydown: ((event: KeyboardEvent) => {
                    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                    if (step) {
                        event.preventDefault();
                        this.move(step);
                    }
                }) as EventListener,
            }, preview.name);
        }));
        this.tabs.parentElement?.toggleAttribute("hidden", !current);
        if (current) {
            this.panel.setAttribute("aria-labelledby", `tab-${current.platform}`);
            replaceChildren(this.panel, ...this.contents(current));
        }
    }

    private contents(preview: Preview): (Node | false)[] {
        const { length, limit } = preview;
        const count = limit === null
            ? `${length.toLocaleString("en")} characters`
            : `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`;
        const excess = limit === null ? 0 : length - limit;
        return [
            el("p", { class: excess > 0 ? "count over" : "count" }, count,
                excess > 0 && `: ${excess.toLocaleString("en")} too many`),
            preview.lost.length > 0 &&
                el("p", { class: "note lost-formatting" }, `${preview.name} can’t show: ${preview.lost.join(", ")}.`),
            el("div", { class: "feed-post" },
                el("div", { class: "feed-author", "aria-hidden": "true" }, el("span"), el("span")),
                this.text(preview)),
            preview.thread.length > 0 && el("div", { class: "thread" },
                el("h3", {}, `As a thread of ${preview.thread.length} posts`),
                el("ol", {}, ...preview.thread.map((text) =>
                    el("li", {}, el("div", { class: "feed-post feed-text", dir: "auto" }, text))))),
        ];
    }

    private text(preview: Preview): HTMLElement {
        const { text, withinLimit } = preview;
        const fold = preview.visible !== null && preview.visible < text.length ? preview.visible : null;
        const box = el("div", { class: "feed-text", dir: "auto" });
        const append = (from: number, to: number, parent: HTMLElement) => {
            const limit = Math.min(Math.max(withinLimit ?? to, from), to);
            parent.append(text.slice(from, limit));
            if (limit < to) {
                parent.append(el("mark", { class: "over" }, text.slice(limit, to)));
            }
        };
        if (fold === null) {
            append(0, text.length, box);
            return box;
        }
        append(0, fold, box);
        if (this.isUnfolded) {
            const rest = el("span", { class: "rest" });
            append(fold, text.length, rest);
            box.append(el("span", { class: "cut" }, el("span", {}, "the feed cuts here")), rest);
        } else {
            box.append("… ");
        }
        box.append(
            el("button", {
                type: "button", class: "more", "data-key": "more", "aria-expanded": String(this.isUnfolded),
                click: () => {
                    this.isUnfolded = !this.isUnfolded;
                    this.render();
                },
            }, this.isUnfolded ? "less" : "more"));
        return box;
    }
}
