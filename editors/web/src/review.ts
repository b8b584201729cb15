// The review next to the draft: the verdict, questions, the five tests, sentences, and previews.

import type { LanguageClient } from "./client";
import { Disconnected } from "./connection";
import { byId, el, replaceChildren } from "./dom";
import type { Editor } from "./editor";
import { PreviewTabs } from "./preview";
import type { PostReport } from "./protocol";
import {
    showChecklist, showNoVerdict, showQuestions, showShares, showVerdict, verdictText,
} from "./report";
import { notify } from "./status";
import { tabStorage } from "./storage";

const TINT_KEY = "postlint-tint";

export interface ReviewEvents {
    tryExample(): void;
    /** A new report is shown. */
    shown(): void;
}

export class Review {
    private readonly previews = new PreviewTabs();
    private posts: PostReport[] = [];
    private index = 0;
    private hasReport = false;
    private error: string | null = null;
    /** The scores when the draft was opened. A draft that was typed here has none. */
    private openedScores: (number | null)[] = [];
    private awaitsOpenedScores = false;
    /** The platform that the writer chose. */
    private platform: string | null = null;

    /** @param firstQuestions the questions for an empty draft. */
    constructor(
        private readonly editor: Editor,
        private readonly client: LanguageClient,
        private readonly firstQuestions: readonly string[],
        private readonly events: ReviewEvents,
    ) {
        const tint = byId<HTMLInputElement>("tint");
        tint.checked = tabStorage.get(TINT_KEY) !== null;
        tint.addEventListener("change", () => {
            if (tint.checked) {
                tabStorage.set(TINT_KEY, "on");
            } else {
                tabStorage.remove(TINT_KEY);
            }
            this.showTints();
        });
    }

    get verdict(): string {
        return verdictText(this.post);
    }

    /** The draft as the platform of the preview shows it. */
    get plainText(): string {
        return this.previews.current?.text ?? this.editor.text;
    }

    /** What `plainText` is, in words: "the draft", or one of its posts. */
    get copied(): string {
        const count = this.posts.length;
        return count > 1 && this.post ? `post ${this.posts.indexOf(this.post) + 1} of ${count}` : "the draft";
    }

    choosePlatform(platform: string | null): void {
        this.platform = platform;
    }

    /** The draft was opened or pasted: its next scores are what later ones are compared with. */
    compareFromHere(): void {
        this.awaitsOpenedScores = true;
    }

    clear(): void {
        this.posts = [];
        this.hasReport = false;
        this.error = null;
        this.openedScores = [];
        this.awaitsOpenedScores = false;
        this.show();
    }

    /** Request the report on the present text, and show it. */
    async request(): Promise<void> {
        const { version } = this.client;
        try {
            const report = await this.client.report();
            if (version !== this.client.version) {
                return;
            }
            this.posts = report.posts;
            this.error = report.error;
            this.hasReport = true;
            if (this.awaitsOpenedScores && !report.error) {
                this.awaitsOpenedScores = false;
                this.openedScores = this.posts.map((post) => post.relevance);
            }
            this.show();
            this.events.shown();
        } catch (error) {
            if (!(error instanceof Disconnected)) {
                notify(`postlint can’t report on this draft: ${error instanceof Error ? error.message : ""}`);
            }
        }
    }

    /** Of several posts, the one with the cursor is shown. */
    cursorMoved(line: number): void {
        const begun = this.posts.filter((post) => post.range.start.line <= line).length;
        const index = Math.max(0, begun - 1);
        if (index !== this.index) {
            this.index = index;
            // An editor can't be changed while it reports a change.
            queueMicrotask(() => this.show());
        }
    }

    /** Show that a check is running, if nothing else is shown. */
    showChecking(): void {
        if (!this.hasReport) {
            this.show();
        }
    }

    private get post(): PostReport | null {
        return this.posts[this.index] ?? this.posts[0] ?? null;
    }

    private show(): void {
        const { post } = this;
        const hasText = !this.editor.isBlank;
        const count = this.posts.length;
        const place = post ? this.posts.indexOf(post) : 0;
        byId("which").textContent = count > 1 ? `post ${place + 1} of ${count}` : "";
        const verdict = byId("verdict");
        if (post && hasText) {
            showVerdict(verdict, post, this.openedScores[place] ?? null);
        } else if (this.error) {
            showNoVerdict(verdict, "Can’t check this draft", this.error);
        } else if (hasText && !this.hasReport) {
            showNoVerdict(verdict, "Checking…", "");
        } else {
            const note = "Paste a draft, or answer one of these questions in the editor. Here you’ll see what a prospective client would think of it.";
            showNoVerdict(verdict, "Nothing to check yet", note, hasText ? undefined : () => this.events.tryExample());
        }
        byId("checklist-card").hidden = !post?.checklist.length;
        showChecklist(byId("checklist"), post?.checklist ?? []);
        const questions = hasText ? post?.questions ?? [] : this.firstQuestions;
        showQuestions(byId("questions"), questions, (text) => this.answer(text));
        byId("questions-card").hidden = questions.length === 0;
        byId("shares-card").hidden = !post?.sentences.length;
        showShares(byId("shares"), post?.sentences ?? []);
        byId("preview-card").hidden = !post?.previews.length;
        this.previews.show(post?.previews ?? [], this.platform ?? post?.platform ?? null);
        this.showPlatform(post);
        this.showTints();
    }

    /** Say which platform postlint takes the draft for, if the writer hasn't chosen one. */
    private showPlatform(post: PostReport | null): void {
        const name = this.platform === null ? post?.previews.find((one) => one.platform === post.platform)?.name : undefined;
        const note = byId("read-as");
        note.hidden = name === undefined;
        const hint = this.editor.declaresPlatform ? "The draft says so." : "Choose a platform if that’s wrong.";
        replaceChildren(note, name && el("span", {}, `Checked as a post for ${name}. ${hint}`));
    }

    private showTints(): void {
        const isOn = byId<HTMLInputElement>("tint").checked;
        this.editor.setTints(isOn ? this.posts.flatMap((post) => post.sentences) : []);
    }

    /** Put the cursor where the writer can answer a question. */
    private answer(question: string): void {
        const { doc, view, isBlank } = this.editor;
        const end = doc.length;
        const blank = isBlank || doc.toString().endsWith("\n\n") ? "" : "\n\n";
        view.dispatch({
            changes: blank ? { from: end, insert: blank } : undefined,
            selection: { anchor: end + blank.length },
            scrollIntoView: true,
            userEvent: "input",
        });
        view.focus();
        notify(`Answer in the draft: ${question}`);
    }
}
