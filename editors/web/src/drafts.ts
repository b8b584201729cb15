// Recent drafts: the server keeps every draft on this computer, and the page lists and opens them.

import type { LanguageClient } from "./client";
import { Disconnected } from "./connection";
import { byId, el, plural, replaceChildren } from "./dom";
import type { Editor } from "./editor";
import type { RecentDraft, RecentDrafts, Session } from "./protocol";
import { notify } from "./status";
import { outbox, tabStorage } from "./storage";

const ID_KEY = "postlint-draft-id";
const TEXT_KEY = "postlint-draft-text";
const SHOWN = 8;

export class DraftKeeper {
    private id = crypto.randomUUID();
    private isKept = true;

    constructor(
        private readonly session: Session,
        private readonly client: LanguageClient,
        private readonly editor: Editor,
        /** Whether the text is in the draft's file. */
        private readonly isSaved: () => boolean,
    ) {
        byId("keep-drafts").addEventListener("change", (event) => {
            const { checked } = event.target as HTMLInputElement;
            void this.attempt(() => this.switch(checked));
        });
        byId("delete-drafts").addEventListener("click", () => void this.attempt(() => this.delete(null)));
        byId("new").addEventListener("click", () => this.startNew());
        byId("new").hidden = session.hasFile;
    }

    /** Open the text from before this tab was reloaded, or offer the unsaved text of the file. */
    async start(): Promise<void> {
        const earlierId = tabStorage.get(ID_KEY);
        const tabText = JSON.parse(tabStorage.get(TEXT_KEY) ?? "null") as { text: string; file: string | null } | null;
        tabStorage.set(ID_KEY, this.id);
        for (const { id, text, file } of outbox.all()) {
            const { status } = await this.client.keepDraft(id, text, file);
            if (status === "kept") {
                outbox.remove(id);
            }
        }
        const recent = await this.client.recentDrafts();
        this.isKept = recent.isKept;
        if (this.editor.text.trim() === "" || this.session.hasFile) {
            const earlier = recent.drafts.find(({ id }) => id === earlierId);
            const own = earlier ?? recent.drafts.find(({ file }) => file !== null && file === this.session.path);
            if (own && (own.file ?? null) === this.session.path) {
                const { text } = await this.client.readDraft(own.id);
                if (text !== null && text !== this.editor.text) {
                    if (own === earlier) {
                        this.open(own.id, text);
                    } else {
                        this.offer(own, text);
                    }
                }
            } else if (tabText?.text && tabText.file === this.session.path && !recent.isKept) {
                this.editor.load(tabText.text);
            }
        }
        this.show(recent);
    }

    /** Send everything again: the connection was lost for a while. */
    resume(): void {
        void this.keep();
    }

    /** Keep the present text. */
    async keep(): Promise<void> {
        const { id } = this;
        const text = this.isSaved() ? "" : this.editor.text;
        if (!this.isKept) {
            outbox.remove(id);
            if (!tabStorage.set(TEXT_KEY, JSON.stringify({ text, file: this.session.path }))) {
                notify("This browser can’t keep your text. Copy it before you close the page.");
            }
            return;
        }
        const unsent = { id, text, file: this.session.path };
        const isSafe = outbox.put(unsent);
        try {
            const { status, message } = await this.client.keepDraft(id, text, this.session.path);
            if (status === "error") {
                notify(`This draft can’t be kept: ${message ?? "the server reported an error"}`);
            } else if (id !== this.id || text === (this.isSaved() ? "" : this.editor.text)) {
                outbox.remove(id);
            }
        } catch {
            if (!isSafe) {
                notify("This browser can’t keep your text. Copy it before you close the page.");
            }
        }
    }

    /** Show the list again, with the drafts that other pages have kept since. */
    async refresh(): Promise<void> {
        try {
            this.show(await this.client.recentDrafts());
        } catch {
            // It's shown again when the connection is back.
        }
    }

    /** A text is about to become another draft: keep it in the list. */
    setAside(text: string): void {
        if (this.isKept && !this.session.hasFile) {
            void this.attempt(() => this.client.keepDraft(this.id, text, null));
            this.id = crypto.randomUUID();
            tabStorage.set(ID_KEY, this.id);
        }
    }

    /** Start another draft; the present one stays in the list. */
    startNew(text = ""): void {
        void this.keep();
        this.id = crypto.randomUUID();
        tabStorage.set(ID_KEY, this.id);
        this.editor.load(text);
        this.editor.view.focus();
        void this.refresh();
    }

    private async attempt(run: () => Promise<unknown>): Promise<void> {
        try {
            await run();
        } catch (error) {
            notify(error instanceof Disconnected
                ? "postlint isn’t connected. Try again in a moment."
                : `That didn’t work: ${error instanceof Error ? error.message : String(error)}`);
        }
    }

    private open(id: string, text: string): void {
        this.editor.load(text);
        void this.attempt(async () => {
            await this.keep();
            await this.client.deleteDrafts([id]);
        });
    }

    private async choose(draft: RecentDraft): Promise<void> {
        const { text } = await this.client.readDraft(draft.id);
        if (text === null) {
            notify("This draft was deleted in another window.");
            void this.refresh();
            return;
        }
        if (draft.file === null) {
            // Under the page's own id: the draft may be open in another page, too.
            this.open(draft.id, text);
        } else {
            this.editor.load(text);
        }
        this.editor.view.focus();
    }

    private offer(draft: RecentDraft, text: string): void {
        byId("restore").hidden = false;
        byId("restore-text").textContent = `There’s unsaved text from ${when(draft.time)}: “${draft.title}”`;
        const close = () => {
            byId("restore").hidden = true;
            this.editor.view.focus();
        };
        byId("restore-yes").onclick = () => {
            this.open(draft.id, text);
            notify("Restored. Undo brings back the text from before.");
            close();
        };
        byId("restore-no").onclick = () => {
            close();
            void this.attempt(() => this.delete([draft.id]));
        };
    }

    private async switch(on: boolean): Promise<void> {
        this.show(await this.client.keepDrafts(on));
        await this.keep();
        notify(on ? "Drafts are kept on this computer." : "No more drafts are kept. Those kept so far stay until you delete them.");
    }

    private async delete(ids: readonly string[] | null): Promise<void> {
        const { drafts } = await this.client.recentDrafts();
        const chosen = drafts.filter(({ id }) => id !== this.id && (ids === null || ids.includes(id)));
        const texts = await Promise.all(chosen.map(({ id }) => this.client.readDraft(id)));
        this.show(await this.client.deleteDrafts(chosen.map(({ id }) => id)));
        const restore = async () => {
            for (const [index, { id, file }] of chosen.entries()) {
                await this.client.keepDraft(id, texts[index]?.text ?? "", file);
            }
            await this.refresh();
        };
        notify(ids ? "Deleted." : "All drafts are deleted.", {
            label: "Undo",
            run: () => void this.attempt(restore),
        });
    }

    private show({ isKept, drafts }: RecentDrafts): void {
        this.isKept = isKept;
        if (isKept) {
            tabStorage.remove(TEXT_KEY);
        }
        byId<HTMLInputElement>("keep-drafts").checked = isKept;
        const others = drafts.filter((draft) => draft.id !== this.id);
        byId("delete-drafts").hidden = others.length === 0;
        byId("no-drafts").hidden = others.length > 0;
        replaceChildren(byId("drafts"), ...others.slice(0, SHOWN).map((draft) =>
            el("li", {},
                el("button", { type: "button", class: "ask", "data-key": draft.id, click: () => void this.attempt(() => this.choose(draft)) },
                    el("span", { dir: "auto" }, draft.title),
                    el("span", { class: "where" },
                        [draft.file && fileName(draft.file), when(draft.time), plural(draft.words, "word")]
                            .filter(Boolean).join(" · "))),
                el("button", {
                    type: "button", class: "quiet", "aria-label": `Delete “${draft.title}”`, title: "Delete",
                    click: () => void this.attempt(() => this.delete([draft.id])),
                }, "×"))));
    }
}

function when(time: number): string {
    return new Date(time).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" });
}

function fileName(path: string): string {
    return path.split(/[\\/]/).pop() ?? path;
}
