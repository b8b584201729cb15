// The file of the draft: saving it, and asking which text to keep if it changed outside the page.

import type { LanguageClient } from "./client";
import { normalizeLineEnds } from "./client";
import { Disconnected } from "./connection";
import { byId } from "./dom";
import type { Editor } from "./editor";
import type { Session } from "./protocol";
import { notify } from "./status";

export class DraftFile {
    /** Tells other tabs with the same file what this one saved. */
    private readonly tabs = new BroadcastChannel("postlint-file");
    private readonly dialog = byId<HTMLDialogElement>("conflict");
    private isSaving = false;
    private conflict: { text: string; isSave: boolean } | null = null;

    /** @param savedText the text in the file, as far as the page knows. */
    constructor(
        private readonly session: Session,
        private readonly client: LanguageClient,
        private readonly editor: Editor,
        private savedText: string,
        private readonly onChange: () => void,
    ) {
        byId("name").textContent = session.name;
        byId("save").hidden = false;
        byId("save").addEventListener("click", () => void this.save());
        byId("keep-mine").addEventListener("click", () => this.resolve("mine"));
        byId("take-theirs").addEventListener("click", () => this.resolve("theirs"));
        // Esc: the writer decides at the next save.
        this.dialog.addEventListener("close", () => editor.view.focus());
        this.tabs.onmessage = ({ data }: MessageEvent<{ uri: string; text: string }>) => {
            if (data.uri === session.uri) {
                this.fileChanged(data.text);
            }
        };
    }

    get isUnsaved(): boolean {
        return this.editor.text !== this.savedText;
    }

    show(): void {
        const { isUnsaved } = this;
        byId("state").textContent = isUnsaved ? "Not saved" : "Saved";
        byId("state").classList.toggle("unsaved", isUnsaved);
        document.title = `${isUnsaved ? "• " : ""}${this.session.name} – postlint`;
    }

    async save(force = false): Promise<void> {
        if (this.isSaving) {
            return;
        }
        this.isSaving = true;
        const text = this.editor.text;
        try {
            const result = await this.client.save(text, force);
            const theirs = normalizeLineEnds(result.text ?? "");
            if (result.status === "saved") {
                this.savedText = text;
                this.tabs.postMessage({ uri: this.session.uri, text });
                notify(this.isUnsaved ? "Saved the text from before your last change." : "Saved.");
            } else if (result.status === "conflict" && theirs === this.savedText) {
                // The writer already knows this text of the file.
                this.isSaving = false;
                await this.save(true);
            } else if (result.status === "conflict") {
                this.ask(theirs, true);
            } else {
                notify(`Not saved: ${result.message ?? "the server reported an error"}`);
            }
        } catch (error) {
            notify(
                error instanceof Disconnected
                    ? "Not saved, because the connection is lost. Your text is safe in this browser."
                    : `Not saved: ${error instanceof Error ? error.message : String(error)}`,
            );
        } finally {
            this.isSaving = false;
            this.onChange();
        }
    }

    /** Another program, or another tab, has changed the file. */
    fileChanged(text: string): void {
        if (text === this.savedText) {
            return;
        }
        if (text === this.editor.text) {
            this.savedText = text;
        } else if (!this.isUnsaved) {
            this.savedText = text;
            this.editor.load(text);
            notify("Loaded the file’s new text. You can undo this.");
        } else {
            this.ask(text, false);
        }
        this.onChange();
    }

    private ask(text: string, isSave: boolean): void {
        this.conflict = { text, isSave };
        byId("conflict-text").textContent = text;
        if (!this.dialog.open) {
            this.dialog.showModal();
        }
    }

    private resolve(choice: "mine" | "theirs"): void {
        const { conflict } = this;
        this.conflict = null;
        this.dialog.close();
        if (!conflict) {
            return;
        }
        this.savedText = conflict.text;
        if (choice === "theirs") {
            this.editor.load(conflict.text);
            notify("Took the file’s text. Undo brings back yours.");
        } else {
            this.editor.remember(conflict.text);
            if (conflict.isSave) {
                void this.save(true);
            }
        }
        this.onChange();
    }
}
